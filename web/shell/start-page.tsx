import { QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { makeQueryClient } from "#web/client/query.ts";
import { OfflineNotice } from "#web/ui/OfflineNotice.tsx";
import { Toasts } from "#web/ui/Toasts.tsx";
import { type Locale, startWords, WordsProvider } from "#web/words/words.tsx";
import "#web/ui/tokens.css";
import "#web/ui/parts.css";
import "#web/ui/more.css";

export type Loaders = Record<Locale, () => Promise<{ words: Readonly<Record<string, string>> }>>;

/** Draws a page that has words, parts and queries; its router, if it has one, may come later. */
export async function startPage(loaders: Loaders, page: ReactNode, onSignedOut: () => void = () => {}): Promise<void> {
  await startWords(loaders);
  const root = document.getElementById("root");
  if (!root) throw new Error("no #root in the page");
  const queries = makeQueryClient(onSignedOut);
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <WordsProvider>
          {page}
          <OfflineNotice />
          <Toasts />
        </WordsProvider>
      </QueryClientProvider>
    </StrictMode>,
  );
}

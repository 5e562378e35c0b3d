import type { ReactNode } from "react";
import { Brand } from "#web/ui/Brand.tsx";
import { Frame } from "#web/ui/Frame.tsx";
import { LanguageSwitch } from "#web/ui/LanguageSwitch.tsx";

/** What stands around every screen of this app. */
export function Shell({ children }: { children: ReactNode }) {
  const head = (
    <header className="top">
      <Brand href="/public" />
      <LanguageSwitch />
    </header>
  );
  return <Frame head={head}>{children}</Frame>;
}

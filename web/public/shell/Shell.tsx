import type { ReactNode } from "react";
import { useWords } from "#web/public/words.ts";
import { Brand } from "#web/ui/Brand.tsx";
import { Frame } from "#web/ui/Frame.tsx";
import { LanguageSwitch } from "#web/ui/LanguageSwitch.tsx";
import { Nav } from "./Nav.tsx";

/** What stands around every page of the public record: readable by anyone, and on paper. */
export function Shell({ children }: { children: ReactNode }) {
  const { t } = useWords();
  const head = (
    <header className="public-top">
      <div className="public-wrap spread">
        <Brand href="/public" />
        <div className="row public-parts">
          <Nav />
          <LanguageSwitch />
        </div>
      </div>
    </header>
  );
  const foot = (
    <footer className="public-foot">
      <p className="public-wrap soft">{t("public.foot")}</p>
    </footer>
  );
  return (
    <Frame head={head} foot={foot} className="public-wrap public-page">
      {children}
    </Frame>
  );
}

import { useMatches } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { api } from "#web/client/api.ts";
import { useAct } from "#web/client/query.ts";
import { bare, open, type Path, steps } from "#web/family/paths.ts";
import { Brand } from "#web/ui/Brand.tsx";
import { Frame } from "#web/ui/Frame.tsx";
import { LanguageSwitch } from "#web/ui/LanguageSwitch.tsx";
import { BottomTabs } from "./BottomTabs.tsx";
import { WalletFigure } from "./WalletFigure.tsx";

/** What stands around every screen of this app: head and tabs, or nothing at all in a live visit. */
export function Shell({ children }: { children: ReactNode }) {
  const here = useMatches().at(-1)?.fullPath as Path | undefined;
  const setLocale = useAct(api.setOutsideLocale);
  if (here && bare.includes(here)) return <Frame className="live-page">{children}</Frame>;
  const signedIn = !here || !open.includes(here);
  const head = (
    <header className="top">
      <Brand href="/family" />
      {signedIn && <WalletFigure />}
      <LanguageSwitch onChange={(locale) => signedIn && setLocale.mutate({ body: { locale } })} />
    </header>
  );
  const tabs = signedIn && !(here && steps.includes(here));
  return (
    <Frame head={head} className={tabs ? "column with-tabs" : "column alone"} foot={tabs && <BottomTabs here={here} />}>
      {children}
    </Frame>
  );
}

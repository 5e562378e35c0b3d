import type { ReactNode } from "react";
import { Brand } from "#web/ui/Brand.tsx";
import { LanguageSwitch } from "#web/ui/LanguageSwitch.tsx";
import { SkipLink } from "#web/ui/SkipLink.tsx";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { Fields, Meters, Tables, Times } from "./forms.tsx";
import { Buttons, Colour, Icons, Look, Type } from "./look.tsx";
import { Asking, Emptiness, Kiosk, Lines, Live, Notices } from "./notices.tsx";
import { type Id, useWords } from "./words.ts";
import "./gallery.css";

const sections: readonly (readonly [title: Id, part: () => ReactNode])[] = [
  ["gallery.look", Look],
  ["gallery.colour", Colour],
  ["gallery.words", Type],
  ["gallery.buttons", Buttons],
  ["gallery.line", Lines],
  ["gallery.pills", Notices],
  ["gallery.fields", Fields],
  ["gallery.times", Times],
  ["gallery.meters", Meters],
  ["gallery.table", Tables],
  ["gallery.dialog", Asking],
  ["gallery.live", Live],
  ["gallery.kiosk", Kiosk],
  ["gallery.empty", Emptiness],
  ["gallery.icons", Icons],
];

/** Every part with its states, in the reader's language and theme; the browser tests read this page too. */
export function Gallery() {
  const { t } = useWords();
  usePageTitle(t("gallery.title"));
  return (
    <>
      <SkipLink />
      <header className="gallery spread gallery-top">
        <Brand href="/" />
        <LanguageSwitch />
      </header>
      <main id="main" className="gallery" tabIndex={-1}>
        <h1>{t("gallery.title")}</h1>
        <p className="lead soft">{t("gallery.lead")}</p>
        {sections.map(([title, Part]) => (
          <section key={title} aria-label={t(title)}>
            <h2>{t(title)}</h2>
            <Part />
          </section>
        ))}
      </main>
    </>
  );
}

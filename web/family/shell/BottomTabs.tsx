import { Link } from "@tanstack/react-router";
import { type Path, paths } from "#web/family/paths.ts";
import { type Id, useWords } from "#web/family/words.ts";
import { Icon, type IconName } from "#web/ui/Icon.tsx";

const tabs: readonly { to: Path; icon: IconName; words: Id; covers: readonly Path[] }[] = [
  { to: paths.home, icon: "home", words: "family.tab.home", covers: [paths.home, paths.wallet, paths.statement] },
  { to: paths.visits, icon: "calendar", words: "family.tab.visits", covers: [paths.visits, paths.visit, paths.booked, paths.book] },
  { to: paths.people, icon: "people", words: "family.tab.people", covers: [paths.people, paths.addPerson, paths.person] },
  {
    ...{ to: paths.account, icon: "id", words: "family.tab.account" },
    covers: [paths.account, paths.help, paths.letters, paths.ownName, paths.idPictures, paths.guests, paths.myData],
  },
];

/** The four places of this app, in reach of a thumb. */
export function BottomTabs({ here }: { here: Path | undefined }) {
  const { t } = useWords();
  return (
    <nav className="tabs" aria-label={t("family.tabs")}>
      <ul>
        {tabs.map(({ to, icon, words, covers }) => (
          <li key={to}>
            <Link to={to} activeOptions={{ exact: true }} aria-current={here && covers.includes(here) ? "page" : undefined}>
              <Icon name={icon} />
              <span>{t(words)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

import { useMatches } from "@tanstack/react-router";
import type { Permission } from "#contracts/permissions.ts";
import { api } from "#web/client/api.ts";
import { useAct } from "#web/client/query.ts";
import { type Path, paths } from "#web/staff/paths.ts";
import { type Id, useWords } from "#web/staff/words.ts";
import { Mark } from "#web/ui/Brand.tsx";
import { Button } from "#web/ui/Button.tsx";
import { Icon, type IconName } from "#web/ui/Icon.tsx";
import { LanguageSwitch } from "#web/ui/LanguageSwitch.tsx";
import { isLive, useBoard } from "./board.ts";
import { Go } from "./Go.tsx";
import { useForgetAll, useHere } from "./session.ts";

interface Place {
  to: Path;
  icon: IconName;
  words: Id;
  needs: Permission;
  covers?: readonly Path[];
}
const places: readonly Place[] = [
  { to: paths.today, icon: "home", words: "staff.rail.today", needs: "board.read", covers: [paths.visit] },
  { to: paths.live, icon: "camera", words: "staff.rail.live", needs: "board.read" },
  { to: paths.sheets, icon: "eye", words: "staff.sheets.title", needs: "together.review" },
  { to: paths.approvals, icon: "id", words: "staff.rail.approvals", needs: "connection.read" },
  { to: paths.residents, icon: "people", words: "staff.rail.residents", needs: "resident.read", covers: [paths.resident] },
  { to: paths.roster, icon: "paper", words: "staff.rail.roster", needs: "roster.read" },
  { to: paths.stations, icon: "station", words: "staff.rail.stations", needs: "station.read", covers: [paths.station] },
  { to: paths.money, icon: "chart", words: "staff.rail.money", needs: "cash.read", covers: [paths.receipt, paths.reconciliation] },
  { to: paths.credits, icon: "back-arrow", words: "staff.credits.title", needs: "credit.read" },
  { to: paths.policy, icon: "policy", words: "staff.policy.title", needs: "facility.read" },
  { to: paths.prices, icon: "tag", words: "staff.prices.title", needs: "price.read" },
  { to: paths.people, icon: "key", words: "staff.rail.staff", needs: "staff.read", covers: [paths.review, paths.signOnSetting] },
  { to: paths.record, icon: "record", words: "staff.rail.record", needs: "audit.read", covers: [paths.exports] },
  { to: paths.keeping, icon: "clock", words: "staff.rail.keeping", needs: "hold.read" },
  { to: paths.account, icon: "person", words: "staff.rail.account", needs: "staff.me" },
];

/** The left rail: where one can go, what waits there, who one is. */
export function Rail() {
  const { t } = useWords();
  const here = useMatches().at(-1)?.fullPath as Path | undefined;
  const { facility, me, role, can } = useHere();
  const board = useBoard();
  const forget = useForgetAll();
  const signOut = useAct(api.signOutStaff, {
    onDone: async ({ leaveAt }) => {
      await forget();
      // The agency's own sign-in ends too: the next one at this desk would come in by it.
      if (leaveAt) location.assign(leaveAt);
    },
  });
  const setLocale = useAct(api.setStaffLocale);
  const waiting = board.data?.needs.find(({ code }) => code === "connection_waiting")?.facts.count;
  const counts: Partial<Record<Path, number>> = {
    [paths.live]: board.data?.visits.filter(isLive).length ?? 0,
    [paths.approvals]: Number(waiting ?? 0),
  };
  return (
    <header className="rail">
      <Go to={paths.today} className="brand">
        <Mark />
        <span>Throughline</span>
      </Go>
      <p className="place">
        <b>{facility.name}</b>
        {me.facilities.length > 1 && (
          <>
            <br />
            <Go to={paths.home} search={{ choose: "yes" }}>
              {t("staff.rail.change")}
            </Go>
          </>
        )}
      </p>
      <nav aria-label={t("staff.rail")}>
        <ul>
          {places
            .filter(({ needs }) => can(needs))
            .map(({ to, icon, words, covers }) => {
              const count = counts[to] ?? 0;
              return (
                <li key={to}>
                  <Go to={to} current={here === to || (here !== undefined && (covers?.includes(here) ?? false))}>
                    <Icon name={icon} />
                    <span>{t(words)}</span>
                    {count > 0 && <span className="count">{count}</span>}
                  </Go>
                </li>
              );
            })}
        </ul>
      </nav>
      <div className="who">
        <p>
          <b>
            {me.givenName} {me.familyName}
          </b>
          <br />
          <span className="soft">{role && t(`staff.role.${role}`)}</span>
        </p>
        <div className="who-acts">
          <LanguageSwitch onChange={(locale) => setLocale.mutate({ body: { locale } })} />
          <Button kind="quiet" isPending={signOut.isPending} onPress={() => signOut.mutate({})}>
            {t("staff.rail.sign_out")}
          </Button>
        </div>
      </div>
    </header>
  );
}

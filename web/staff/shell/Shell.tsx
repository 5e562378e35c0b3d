import { useMatches } from "@tanstack/react-router";
import { type ReactNode, useEffect } from "react";
import { api } from "#web/client/api.ts";
import { useAct } from "#web/client/query.ts";
import { Missing } from "#web/shell/fallbacks.tsx";
import type { Path } from "#web/staff/paths.ts";
import { useWords } from "#web/staff/words.ts";
import { Brand } from "#web/ui/Brand.tsx";
import { Frame } from "#web/ui/Frame.tsx";
import { LanguageSwitch } from "#web/ui/LanguageSwitch.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { SkipLink } from "#web/ui/SkipLink.tsx";
import { Waiting } from "#web/ui/Waiting.tsx";
import { Rail } from "./Rail.tsx";
import { StillThere } from "./StillThere.tsx";
import { ownDrafts, useMe } from "./session.ts";
import { WatchingProvider } from "./watching.tsx";

/** What stands around every screen: the rail at a facility, or only the name before one is chosen. */
export function Shell({ children }: { children: ReactNode }) {
  const match = useMatches().at(-1);
  const here = match?.fullPath as Path | undefined;
  const { facilityId } = (match?.params ?? {}) as { facilityId?: string };
  if (facilityId) return <AtFacility facilityId={facilityId}>{children}</AtFacility>;
  return <Before signedIn={here === "/"}>{children}</Before>;
}

function Before({ signedIn, children }: { signedIn: boolean; children: ReactNode }) {
  const setLocale = useAct(api.setStaffLocale);
  const head = (
    <header className="top">
      <Brand href="/staff" />
      <LanguageSwitch onChange={(locale) => signedIn && setLocale.mutate({ body: { locale } })} />
    </header>
  );
  return <Frame head={head}>{children}</Frame>;
}

function AtFacility({ facilityId, children }: { facilityId: string; children: ReactNode }) {
  const { t } = useWords();
  const me = useMe();
  const facility = me.data?.facilities.find(({ id }) => id === facilityId);
  useEffect(() => {
    if (facility) keepFacility(facility.id);
  }, [facility]);
  if (me.data) ownDrafts(me.data.accountId);
  if (facility)
    return (
      <WatchingProvider facilityId={facilityId} key={facilityId}>
        <StillThere />
        <div className="staff">
          <SkipLink />
          <Rail />
          <main id="main" className="work" tabIndex={-1}>
            {children}
          </main>
        </div>
      </WatchingProvider>
    );
  return (
    <Before signedIn={false}>
      {me.error ? <Refusal problem={me.error} /> : me.data ? <Missing /> : <Waiting />}
      <span className="hidden">{t("staff.title")}</span>
    </Before>
  );
}

const KEY = "throughline.staff.facility";
/** Remembers in this browser where one worked last. */
function keepFacility(id: string): void {
  try {
    localStorage.setItem(KEY, id);
  } catch {
    // A browser that keeps nothing asks each time.
  }
}
/** Where one worked last in this browser, if anywhere. */
export function keptFacility(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

import { useEffect, useRef } from "react";
import type { Problem } from "#web/client/problem.ts";
import { type Path, paths } from "#web/family/paths.ts";
import { Go } from "#web/family/shell/Go.tsx";
import { Part } from "#web/family/shell/parts.tsx";
import { useTimes } from "#web/family/shell/times.ts";
import { type Id, useWords } from "#web/family/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Icon } from "#web/ui/Icon.tsx";
import { Pill } from "#web/ui/Pill.tsx";
import { useQuoteWords } from "#web/ui/quote-words.ts";
import { reasonsOf } from "#web/ui/Refusal.tsx";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { nextFree, type PlaceRow, type Places } from "./booking.ts";
import { quoteOf } from "./Price.tsx";

type Way = "pick" | "later" | "week" | "fix" | "wait";
/** The way out of each reason: what passes by itself, and what the reader can mend. */
const ways: Partial<Record<string, { way: Way; to?: Path; words?: Id }>> = {
  "visit.place_taken": { way: "pick" },
  "visit.place_unknown": { way: "pick" },
  "visit.notice_too_short": { way: "pick" },
  "visit.notice_too_long": { way: "later" },
  "visit.day_closed": { way: "pick" },
  "visit.allowance_used": { way: "week" },
  "visit.resident_busy": { way: "pick" },
  "visit.contact_busy": { way: "fix", to: paths.visits, words: "family.refused.see_visits" },
  "visit.resident_away": { way: "wait", to: paths.person, words: "family.book.see_person" },
  "connection.not_approved": { way: "wait", to: paths.person, words: "family.book.see_person" },
  "connection.unknown": { way: "fix", to: paths.addPerson, words: "family.add.act" },
  "visit.hold_expired": { way: "pick" },
  "visit.hold_unknown": { way: "pick" },
  "visit.guest_unknown": { way: "fix" },
  "visit.guest_grown": { way: "fix" },
  "visit.guest_without_adult": { way: "fix" },
  "visit.children_not_allowed": { way: "fix" },
  "visit.party_too_many": { way: "fix" },
  "visit.party_too_many_adults": { way: "fix" },
  "visit.party_too_many_children": { way: "fix" },
  "money.family_short": { way: "fix" },
  "money.resident_short": { way: "fix" },
  "money.price_changed": { way: "pick" },
  "access.signed_out": { way: "fix", to: paths.signIn, words: "family.sign_in.act" },
};

export interface RefusedProps {
  problem: Problem;
  asked: { startsAt: string; day: string };
  places: Places;
  connectionId: string;
  isPending: boolean;
  onTry: (place: PlaceRow) => void;
  onBack: () => void;
}

/** Every reason at once, each with its way out, and before them the next time that works. */
export function Refused({ problem, asked, places, connectionId, isPending, onTry, onBack }: RefusedProps) {
  const { t } = useWords();
  const times = useTimes();
  const heading = useRef<HTMLHeadingElement>(null);
  const zone = places.timeZone;
  const askedWords = asked.startsAt ? times.weekdayTime(asked.startsAt, asked.day, zone) : "";
  const reasons = reasonsOf(problem);
  // No place is better where the reason is not about the place.
  const helps =
    reasons.some(({ code }) => !["wait", "fix"].includes(ways[code]?.way ?? "wait")) || problem.codes.includes("visit.contact_busy");
  const next = helps ? nextFree(places, asked) : undefined;
  const quote = next && quoteOf(places, next);
  const quoteWords = useQuoteWords();
  usePageTitle(t("family.refused.title", { when: askedWords }));
  useEffect(() => heading.current?.focus(), []);
  return (
    <>
      <h1 className="h1-small" tabIndex={-1} ref={heading}>
        {t("family.refused.title", { when: askedWords })}
      </h1>
      <p className="lead gap-3">{t("family.refused.lead")}</p>
      {next && (
        <section className="card gap-6" aria-labelledby="next-time">
          <h2 className="hidden" id="next-time">
            {t("family.refused.next")}
          </h2>
          <ol className="leap">
            <li data-step="no">
              <span className="soft">{t("family.refused.asked")}</span>
              <s>
                {times.day(asked.day)}, {times.time(asked.startsAt, zone)}
              </s>
            </li>
            <li data-step="yes">
              <span className="soft">{t("family.refused.next")}</span>
              <b className="when">
                {times.day(next.day)}
                <br />
                {times.time(next.startsAt, zone)}
              </b>
              <span className="soft">{times.where(next.startsAt, zone)}</span>
            </li>
          </ol>
          <div className="gap-5">
            <Button wide isPending={isPending} onPress={() => onTry(next)}>
              {t("family.book.keep", { when: times.weekdayTime(next.startsAt, next.day, zone) })}
            </Button>
          </div>
          <p className="gap-2">
            <b className="money">{quote ? quoteWords.short(quote) : t("family.free")}</b>
          </p>
        </section>
      )}
      <Part id="why" title={t("family.refused.reasons", { count: reasons.length })}>
        <ol className="list whys card">
          {reasons.map(({ code, what, more }) => {
            const { way, to, words } = ways[code] ?? { way: "wait" as const };
            return (
              <li key={code}>
                <h3>{what}</h3>
                <p className="soft">{more}</p>
                <p className="gap-2">
                  <Pill
                    {...(way === "fix" ? { tone: "line" as const } : { icon: way === "pick" ? ("calendar" as const) : ("clock" as const) })}
                  >
                    {t(`family.refused.way.${way}`)}
                  </Pill>
                </p>
                {to && words && (
                  <div className="gap-3">
                    <Go to={to} look="second" wide {...(to === paths.person ? { params: { connectionId } } : {})}>
                      {t(words)}
                    </Go>
                  </div>
                )}
              </li>
            );
          })}
        </ol>
      </Part>
      <Part id="other" title={t("family.refused.other")}>
        <div className="tiles one">
          <button type="button" className="tile" onClick={onBack}>
            <Icon name="calendar" />
            <span>{t("family.refused.all")}</span>
          </button>
          <Go to={paths.help} look="tile">
            <Icon name="help" />
            <span>{t("family.refused.ask")}</span>
          </Go>
        </div>
      </Part>
    </>
  );
}

import { useStation } from "#web/kiosk/shell/useStation.ts";
import { type Id, useWords } from "#web/kiosk/words.ts";
import { useFormat } from "#web/ui/format.ts";
import { usePartyWords } from "#web/ui/party.ts";
import { knows } from "#web/words/words.tsx";
import type { VisitCard } from "./coming.ts";

/** A visit's facts as words of this kiosk. */
export function useVisitWords() {
  const { t, locale } = useWords();
  const format = useFormat();
  const { station } = useStation();
  const partyWords = usePartyWords();
  return {
    when: (visit: VisitCard, now: number) =>
      t("kiosk.visit.when", {
        day: format.nearDay(visit.startsAt, visit.timeZone, now),
        time: format.time(visit.startsAt, visit.timeZone),
      }),
    /** "Rosa and 2 guests: Leo (child) and Ana (interpreter). From another home: Eva Ruiz"; undefined where nobody comes along. */
    party: ({ withName, party, adults }: VisitCard) => {
      const name = withName.split(" ")[0] ?? withName;
      const beside = party.length > 0 ? [t("kiosk.next.party", { name, count: party.length, guests: partyWords(party) })] : [];
      const names = new Intl.ListFormat(locale).format(adults.map((adult) => adult.name));
      const apart = adults.length > 0 ? [t("kiosk.next.adults", { count: adults.length, names })] : [];
      return [...beside, ...apart].join(". ") || undefined;
    },
    minutes: (visit: VisitCard) => Math.round((Date.parse(visit.endsAt) - Date.parse(visit.startsAt)) / 60_000),
    here: (visit: VisitCard) => visit.stationName === station?.name,
    /** "Talked for 17 min", "Cancelled by family": how it came out, in a few words. */
    outcome: (visit: VisitCard) => {
      const id = `kiosk.outcome.${visit.outcome ?? visit.status}`;
      return t(knows(id) ? (id as Id) : "kiosk.outcome.completed", { time: format.duration(visit.connectedSeconds), name: visit.withName });
    },
  };
}

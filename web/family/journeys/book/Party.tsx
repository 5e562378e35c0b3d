import { useQuery } from "@tanstack/react-query";
import { api } from "#web/client/api.ts";
import type { Problem } from "#web/client/problem.ts";
import { reading } from "#web/client/query.ts";
import { paths } from "#web/family/paths.ts";
import { Go } from "#web/family/shell/Go.tsx";
import { type Id, useWords } from "#web/family/words.ts";
import { Checkbox } from "#web/ui/Choice.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Skeleton } from "#web/ui/Skeleton.tsx";
import type { Places } from "./booking.ts";

/** Whom the reader brings along, of those on their own list. */
export interface Chosen {
  guestIds: readonly string[];
  choose: (guestIds: readonly string[]) => void;
}

/** Who comes along: the reader's own guests, each with one press, and the facility's rule before anybody is refused by it. */
export function Party({ rules, chosen, problem }: { rules: Places["party"]; chosen: Chosen; problem: Problem | null }) {
  const { t } = useWords();
  const says = usePartyRules(rules);
  const guests = useQuery(reading(api.ownGuests));
  const { guestIds, choose } = chosen;
  return (
    <section className="card gap-4 stack" aria-labelledby="party">
      <h2 id="party">{t("family.party.title")}</h2>
      {problem && <Refusal problem={problem} />}
      {guests.error && <Refusal problem={guests.error} />}
      {!guests.data && !guests.error && <Skeleton height="3em" />}
      {guests.data?.length === 0 && <p>{t("family.party.none")}</p>}
      {guests.data && guests.data.length > 0 && (
        <fieldset className="choices">
          <legend>{t("family.party.lead")}</legend>
          {guests.data.map(({ id, kind, givenName, familyName }) => (
            <Checkbox
              key={id}
              name="guest"
              isSelected={guestIds.includes(id)}
              onChange={(comes) => choose(comes ? [...guestIds, id] : guestIds.filter((other) => other !== id))}
            >
              {t(`shared.guest.${kind}`, { name: `${givenName} ${familyName}` })}
            </Checkbox>
          ))}
        </fieldset>
      )}
      <p className="soft">{says.join(" ")}</p>
      {guestIds.length > 0 && <p className="soft">{t("family.party.beside")}</p>}
      <p>
        <Go to={paths.guests} look="quiet">
          {t("family.party.list")}
        </Go>
      </p>
    </section>
  );
}

/** How many may come, as sentences; what a facility does not limit is not said. */
export function usePartyRules(rules: Places["party"] | undefined): string[] {
  const { t } = useWords();
  if (!rules) return [];
  const { peopleMax, adultsMax, childrenPerAdultMax, childrenCountFromYears, interpretersCount } = rules;
  const says: [boolean, Id, Record<string, number>][] = [
    [true, "family.party.rule", { people: peopleMax }],
    [adultsMax !== null && adultsMax < peopleMax, "family.party.rule.adults", { adults: adultsMax ?? 0 }],
    [childrenPerAdultMax !== null, "family.party.rule.children", { children: childrenPerAdultMax ?? 0 }],
    [childrenCountFromYears > 0, "family.party.rule.young", { years: childrenCountFromYears }],
    [!interpretersCount, "family.party.rule.interpreter", {}],
  ];
  return says.filter(([said]) => said).map(([, id, facts]) => t(id, facts));
}

/** Refusals that the reader mends by choosing other guests, while the place is kept. */
const mended = new Set([
  "visit.guest_unknown",
  "visit.guest_grown",
  "visit.guest_without_adult",
  "visit.children_not_allowed",
  "visit.party_too_many",
  "visit.party_too_many_adults",
  "visit.party_too_many_children",
]);
export const isOfParty = (problem: Problem): boolean => problem.codes.every((code) => mended.has(code));

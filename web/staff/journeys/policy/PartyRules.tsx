import { useState } from "react";
import { api } from "#web/client/api.ts";
import { useAct } from "#web/client/query.ts";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Checkbox } from "#web/ui/Choice.tsx";
import { TextField } from "#web/ui/Field.tsx";
import type { PolicyNow, Rules } from "./Policy.tsx";
import { RulesPart } from "./RulesPart.tsx";

// PARTY_MAX of contracts/policy.ts, which a page cannot load without its schemas.
const PARTY_MAX = 12;
const YEARS_MAX = 18;
type Party = Pick<
  Rules,
  "partyPeopleMax" | "partyAdultsMax" | "partyChildrenPerAdultMax" | "partyChildrenCountFromYears" | "partyInterpretersCount"
>;

/** A whole number as typed; null for nothing where that is allowed, undefined for what is wrong. */
function typed(text: string, min: number, max: number): number | undefined {
  const value = /^\d{1,2}$/.test(text.trim()) ? Number(text) : Number.NaN;
  return value >= min && value <= max ? value : undefined;
}
const typedOrNone = (text: string, min: number): number | null | undefined => (text.trim() === "" ? null : typed(text, min, PARTY_MAX));
const shown = (value: number | null) => (value === null ? "" : String(value));

/** How many may come to one visit, set from a day on. What changes is said once more before it is written. */
export function PartyRules({ policy, editable }: { policy: PolicyNow; editable: boolean }) {
  const { t } = useWords();
  const { facilityId } = useHere();
  const says = usePartySays();
  const { inForce, today } = policy;
  const [people, setPeople] = useState(shown(inForce.partyPeopleMax));
  const [adults, setAdults] = useState(shown(inForce.partyAdultsMax));
  const [children, setChildren] = useState(shown(inForce.partyChildrenPerAdultMax));
  const [years, setYears] = useState(shown(inForce.partyChildrenCountFromYears));
  const [interpreters, setInterpreters] = useState(inForce.partyInterpretersCount);
  const save = useAct(api.setPartyRules);
  const [partyPeopleMax, partyAdultsMax] = [typed(people, 1, PARTY_MAX), typedOrNone(adults, 1)];
  const [partyChildrenPerAdultMax, partyChildrenCountFromYears] = [typedOrNone(children, 0), typed(years, 0, YEARS_MAX)];
  const right =
    partyPeopleMax !== undefined &&
    partyAdultsMax !== undefined &&
    partyChildrenPerAdultMax !== undefined &&
    partyChildrenCountFromYears !== undefined;
  const rules = right && {
    partyPeopleMax,
    partyAdultsMax,
    partyChildrenPerAdultMax,
    partyChildrenCountFromYears,
    partyInterpretersCount: interpreters,
  };
  const changes = rules ? says(rules).filter((words) => !says(inForce).includes(words)) : [];
  const between = (wrong: boolean, min: number, max: number) => (wrong ? t("staff.policy.between", { min, max }) : undefined);
  return (
    <RulesPart
      id="party-rules"
      title={t("staff.policy.party")}
      today={today}
      editable={editable}
      changes={changes}
      stays={t("staff.policy.party.stays")}
      saving={save}
      onSet={(validFrom, done) => rules && save.mutate({ params: { facilityId }, body: { validFrom, ...rules } }, { onSuccess: done })}
    >
      {!editable && <p>{says(inForce).join(" ")}</p>}
      {editable && (
        <>
          <p className="soft">{t("staff.policy.party.people.says")}</p>
          <div className="stack gap-3 party-rules">
            <TextField
              label={t("staff.policy.party.people.label")}
              inputMode="numeric"
              value={people}
              onChange={setPeople}
              wrong={between(partyPeopleMax === undefined, 1, PARTY_MAX)}
            />
            <TextField
              label={t("staff.policy.party.adults.label")}
              inputMode="numeric"
              value={adults}
              onChange={setAdults}
              wrong={between(partyAdultsMax === undefined, 1, PARTY_MAX)}
            />
            <TextField
              label={t("staff.policy.party.children.label")}
              inputMode="numeric"
              value={children}
              onChange={setChildren}
              wrong={between(partyChildrenPerAdultMax === undefined, 0, PARTY_MAX)}
            />
            <TextField
              label={t("staff.policy.party.from.label")}
              hint={t("staff.policy.party.from.says")}
              inputMode="numeric"
              value={years}
              onChange={setYears}
              wrong={between(partyChildrenCountFromYears === undefined, 0, YEARS_MAX)}
            />
            <Checkbox isSelected={interpreters} onChange={setInterpreters}>
              {t("staff.policy.party.interpreters.label")}
            </Checkbox>
          </div>
        </>
      )}
    </RulesPart>
  );
}

/** The rules about who comes, each as a sentence. */
export function usePartySays(): (rules: Party) => string[] {
  const { t } = useWords();
  return (rules) => [
    t("staff.policy.party.people.words", { count: rules.partyPeopleMax }),
    rules.partyAdultsMax === null
      ? t("staff.policy.party.adults.free")
      : t("staff.policy.party.adults.words", { count: rules.partyAdultsMax }),
    rules.partyChildrenPerAdultMax === null
      ? t("staff.policy.party.children.free")
      : t("staff.policy.party.children.words", { count: rules.partyChildrenPerAdultMax }),
    t("staff.policy.party.from.words", { count: rules.partyChildrenCountFromYears }),
    t(rules.partyInterpretersCount ? "staff.policy.party.interpreters.on" : "staff.policy.party.interpreters.off"),
  ];
}

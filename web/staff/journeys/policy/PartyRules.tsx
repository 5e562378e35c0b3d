import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "#web/client/api.ts";
import { useAct } from "#web/client/query.ts";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Checkbox } from "#web/ui/Choice.tsx";
import { TextField } from "#web/ui/Field.tsx";
import { useFormat } from "#web/ui/format.ts";
import { toast } from "#web/ui/toast.ts";
import type { PolicyNow, Rules } from "./Policy.tsx";
import { SureToSet } from "./SureToSet.tsx";

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
  const format = useFormat();
  const { facilityId } = useHere();
  const queries = useQueryClient();
  const says = usePartySays();
  const { inForce, today } = policy;
  const [people, setPeople] = useState(shown(inForce.partyPeopleMax));
  const [adults, setAdults] = useState(shown(inForce.partyAdultsMax));
  const [children, setChildren] = useState(shown(inForce.partyChildrenPerAdultMax));
  const [years, setYears] = useState(shown(inForce.partyChildrenCountFromYears));
  const [interpreters, setInterpreters] = useState(inForce.partyInterpretersCount);
  const [from, setFrom] = useState(today);
  const [asking, setAsking] = useState(false);
  const save = useAct(api.setPartyRules, {
    onDone: async () => {
      setAsking(false);
      void toast(t("staff.policy.saved"));
      await queries.invalidateQueries();
    },
  });
  const [partyPeopleMax, partyAdultsMax] = [typed(people, 1, PARTY_MAX), typedOrNone(adults, 1)];
  const [partyChildrenPerAdultMax, partyChildrenCountFromYears] = [typedOrNone(children, 0), typed(years, 0, YEARS_MAX)];
  const right =
    partyPeopleMax !== undefined &&
    partyAdultsMax !== undefined &&
    partyChildrenPerAdultMax !== undefined &&
    partyChildrenCountFromYears !== undefined &&
    from !== "";
  const rules = right && {
    partyPeopleMax,
    partyAdultsMax,
    partyChildrenPerAdultMax,
    partyChildrenCountFromYears,
    partyInterpretersCount: interpreters,
  };
  const changes = rules ? says(rules).filter((words) => !says(inForce).includes(words)) : [];
  const day = format.day(from || today, { month: "long", day: "numeric", year: "numeric" });
  const between = (wrong: boolean, min: number, max: number) => (wrong ? t("staff.policy.between", { min, max }) : undefined);
  if (!editable)
    return (
      <section className="card part" aria-labelledby="party-rules">
        <h2 id="party-rules">{t("staff.policy.party")}</h2>
        <p>{says(inForce).join(" ")}</p>
        <p className="soft gap-3">{t("staff.policy.not_you")}</p>
      </section>
    );
  return (
    <section className="card part" aria-labelledby="party-rules">
      <h2 id="party-rules">{t("staff.policy.party")}</h2>
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
      <div className="row row-wrap gap-4 rules-foot">
        <TextField label={t("staff.policy.valid_from")} type="date" value={from} onChange={setFrom} />
        <Button isDisabled={changes.length === 0} onPress={() => setAsking(true)}>
          {t("staff.policy.set", { count: changes.length, day })}
        </Button>
      </div>
      <SureToSet
        isOpen={asking}
        onClose={() => setAsking(false)}
        onSet={() => rules && save.mutate({ params: { facilityId }, body: { validFrom: from, ...rules } })}
        isPending={save.isPending}
        problem={save.error}
        day={day}
        changes={changes}
        stays={t("staff.policy.party.stays")}
      />
    </section>
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

import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { Problem } from "#web/client/problem.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { TextField } from "#web/ui/Field.tsx";
import { useFormat } from "#web/ui/format.ts";
import { toast } from "#web/ui/toast.ts";
import { SureToSet } from "./SureToSet.tsx";

export interface RulesPartProps {
  id: string;
  title: string;
  /** The facility's own day: rules are set from this day on, or from a later one. */
  today: string;
  editable: boolean;
  /** What changes, a sentence each; nothing while something is typed wrong. */
  changes: readonly string[];
  /** What does not. */
  stays: string;
  saving: { isPending: boolean; error: Problem | null };
  /** Writes the rules from this day on, and then says `done`. */
  onSet: (validFrom: string, done: () => void) => void;
  children: ReactNode;
}

/** Rules that belong together and are set from a day on: what changes is said once more before it is written. */
export function RulesPart({ id, title, today, editable, changes, stays, saving, onSet, children }: RulesPartProps) {
  const { t } = useWords();
  const format = useFormat();
  const queries = useQueryClient();
  const [from, setFrom] = useState(today);
  const [asking, setAsking] = useState(false);
  const day = format.day(from || today, { month: "long", day: "numeric", year: "numeric" });
  const done = () => {
    setAsking(false);
    void toast(t("staff.policy.saved"));
    void queries.invalidateQueries();
  };
  return (
    <section className="card part" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
      {!editable && <p className="soft gap-3">{t("staff.policy.not_you")}</p>}
      {editable && (
        <div className="row row-wrap gap-4 rules-foot">
          <TextField label={t("staff.policy.valid_from")} type="date" value={from} onChange={setFrom} />
          <Button isDisabled={changes.length === 0 || from === ""} onPress={() => setAsking(true)}>
            {t("staff.policy.set", { count: changes.length, day })}
          </Button>
        </div>
      )}
      <SureToSet
        isOpen={asking}
        onClose={() => setAsking(false)}
        onSet={() => onSet(from, done)}
        isPending={saving.isPending}
        problem={saving.error}
        day={day}
        changes={changes}
        stays={stays}
      />
    </section>
  );
}

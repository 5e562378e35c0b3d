import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type WatchRule, watchRules } from "#contracts/interventions.ts";
import { api } from "#web/client/api.ts";
import { useAct } from "#web/client/query.ts";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { RadioGroup } from "#web/ui/Choice.tsx";
import { TextField } from "#web/ui/Field.tsx";
import { useFormat } from "#web/ui/format.ts";
import { toast } from "#web/ui/toast.ts";
import type { PolicyNow } from "./Policy.tsx";
import { SureToSet } from "./SureToSet.tsx";

/** Which visits go on only while an officer watches, set from a day on. */
export function WatchRules({ policy, editable }: { policy: PolicyNow; editable: boolean }) {
  const { t } = useWords();
  const format = useFormat();
  const { facilityId } = useHere();
  const queries = useQueryClient();
  const { inForce, today } = policy;
  const [rule, setRule] = useState<WatchRule>(inForce.watchRequired);
  const [from, setFrom] = useState(today);
  const [asking, setAsking] = useState(false);
  const save = useAct(api.setWatchRules, {
    onDone: async () => {
      setAsking(false);
      void toast(t("staff.policy.saved"));
      await queries.invalidateQueries();
    },
  });
  const changes = rule === inForce.watchRequired ? [] : [t(`staff.policy.watch.${rule}.words`)];
  const day = format.day(from || today, { month: "long", day: "numeric", year: "numeric" });
  if (!editable)
    return (
      <section className="card part" aria-labelledby="watch-rules">
        <h2 id="watch-rules">{t("staff.policy.watch")}</h2>
        <p>{t(`staff.policy.watch.${inForce.watchRequired}.words`)}</p>
        <p className="soft gap-3">{t("staff.policy.not_you")}</p>
      </section>
    );
  return (
    <section className="card part" aria-labelledby="watch-rules">
      <h2 id="watch-rules">{t("staff.policy.watch")}</h2>
      <p className="soft">{t("staff.policy.watch.says")}</p>
      <div className="gap-3">
        <RadioGroup
          label={t("staff.policy.watch.label")}
          value={rule}
          onChange={setRule}
          options={watchRules.map((value) => ({ value, label: t(`staff.policy.watch.${value}`) }))}
        />
      </div>
      <div className="row row-wrap gap-4 rules-foot">
        <TextField label={t("staff.policy.valid_from")} type="date" value={from} onChange={setFrom} />
        <Button isDisabled={changes.length === 0 || from === ""} onPress={() => setAsking(true)}>
          {t("staff.policy.set", { count: changes.length, day })}
        </Button>
      </div>
      <SureToSet
        isOpen={asking}
        onClose={() => setAsking(false)}
        onSet={() => save.mutate({ params: { facilityId }, body: { validFrom: from, watchRequired: rule } })}
        isPending={save.isPending}
        problem={save.error}
        day={day}
        changes={changes}
        stays={t("staff.policy.watch.stays")}
      />
    </section>
  );
}

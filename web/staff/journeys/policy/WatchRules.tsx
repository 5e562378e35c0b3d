import { useState } from "react";
import { type WatchRule, watchRules } from "#contracts/interventions.ts";
import { api } from "#web/client/api.ts";
import { useAct } from "#web/client/query.ts";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { RadioGroup } from "#web/ui/Choice.tsx";
import type { PolicyNow } from "./Policy.tsx";
import { RulesPart } from "./RulesPart.tsx";

/** Which visits go on only while an officer watches, set from a day on. */
export function WatchRules({ policy, editable }: { policy: PolicyNow; editable: boolean }) {
  const { t } = useWords();
  const { facilityId } = useHere();
  const { inForce, today } = policy;
  const [rule, setRule] = useState<WatchRule>(inForce.watchRequired);
  const save = useAct(api.setWatchRules);
  return (
    <RulesPart
      id="watch-rules"
      title={t("staff.policy.watch")}
      today={today}
      editable={editable}
      changes={rule === inForce.watchRequired ? [] : [t(`staff.policy.watch.${rule}.words`)]}
      stays={t("staff.policy.watch.stays")}
      saving={save}
      onSet={(validFrom, done) => save.mutate({ params: { facilityId }, body: { validFrom, watchRequired: rule } }, { onSuccess: done })}
    >
      {!editable && <p>{t(`staff.policy.watch.${inForce.watchRequired}.words`)}</p>}
      {editable && (
        <>
          <p className="soft">{t("staff.policy.watch.says")}</p>
          <div className="gap-3">
            <RadioGroup
              label={t("staff.policy.watch.label")}
              value={rule}
              onChange={setRule}
              options={watchRules.map((value) => ({ value, label: t(`staff.policy.watch.${value}`) }))}
            />
          </div>
        </>
      )}
    </RulesPart>
  );
}

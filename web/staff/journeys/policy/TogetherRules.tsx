import { useState } from "react";
import { sharedPictures } from "#contracts/together-limits.ts";
import { api } from "#web/client/api.ts";
import { useAct } from "#web/client/query.ts";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Select } from "#web/ui/Field.tsx";
import type { PolicyNow } from "./Policy.tsx";
import { RulesPart } from "./RulesPart.tsx";

/** Whether families may put up pictures of their own, set from a day on. */
export function TogetherRules({ policy, editable }: { policy: PolicyNow; editable: boolean }) {
  const { t } = useWords();
  const { facilityId } = useHere();
  const { inForce, today } = policy;
  const [rule, setRule] = useState<(typeof sharedPictures)[number] | "">(inForce.sharedPictures);
  const save = useAct(api.setTogetherRules);
  const says = (value: (typeof sharedPictures)[number]) => t(`staff.policy.together.${value}`);
  return (
    <RulesPart
      id="together-rules"
      title={t("staff.policy.together")}
      today={today}
      editable={editable}
      changes={rule !== "" && rule !== inForce.sharedPictures ? [says(rule)] : []}
      stays={t("staff.policy.together.stays")}
      saving={save}
      onSet={(validFrom, done) =>
        rule !== "" && save.mutate({ params: { facilityId }, body: { validFrom, sharedPictures: rule } }, { onSuccess: done })
      }
    >
      <p>{says(inForce.sharedPictures)}</p>
      {editable && (
        <div className="gap-3">
          <Select
            label={t("staff.policy.together.label")}
            value={rule}
            onChange={setRule}
            options={sharedPictures.map((value) => ({ value, label: says(value) }))}
          />
        </div>
      )}
    </RulesPart>
  );
}

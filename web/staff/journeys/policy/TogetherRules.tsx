import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { sharedPictures } from "#contracts/together-limits.ts";
import { api } from "#web/client/api.ts";
import { useAct } from "#web/client/query.ts";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Select, TextField } from "#web/ui/Field.tsx";
import { useFormat } from "#web/ui/format.ts";
import { toast } from "#web/ui/toast.ts";
import type { PolicyNow } from "./Policy.tsx";
import { SureToSet } from "./SureToSet.tsx";

/** Whether families may put up pictures of their own, set from a day on. */
export function TogetherRules({ policy, editable }: { policy: PolicyNow; editable: boolean }) {
  const { t } = useWords();
  const format = useFormat();
  const { facilityId } = useHere();
  const queries = useQueryClient();
  const { inForce, today } = policy;
  const [rule, setRule] = useState<(typeof sharedPictures)[number] | "">(inForce.sharedPictures);
  const [from, setFrom] = useState(today);
  const [asking, setAsking] = useState(false);
  const save = useAct(api.setTogetherRules, {
    onDone: async () => {
      setAsking(false);
      void toast(t("staff.policy.saved"));
      await queries.invalidateQueries();
    },
  });
  const says = (value: (typeof sharedPictures)[number]) => t(`staff.policy.together.${value}`);
  const changes = rule !== "" && rule !== inForce.sharedPictures ? [says(rule)] : [];
  const day = format.day(from || today, { month: "long", day: "numeric", year: "numeric" });
  return (
    <section className="card part" aria-labelledby="together-rules">
      <h2 id="together-rules">{t("staff.policy.together")}</h2>
      <p>{says(inForce.sharedPictures)}</p>
      {!editable && <p className="soft gap-3">{t("staff.policy.not_you")}</p>}
      {editable && (
        <>
          <Select
            label={t("staff.policy.together.label")}
            value={rule}
            onChange={setRule}
            options={sharedPictures.map((value) => ({ value, label: says(value) }))}
          />
          <div className="row row-wrap gap-4 rules-foot">
            <TextField label={t("staff.policy.valid_from")} type="date" value={from} onChange={setFrom} />
            <Button isDisabled={changes.length === 0 || from === ""} onPress={() => setAsking(true)}>
              {t("staff.policy.set", { count: changes.length, day })}
            </Button>
          </div>
        </>
      )}
      <SureToSet
        isOpen={asking}
        onClose={() => setAsking(false)}
        onSet={() => rule !== "" && save.mutate({ params: { facilityId }, body: { validFrom: from, sharedPictures: rule } })}
        isPending={save.isPending}
        problem={save.error}
        day={day}
        changes={changes}
        stays={t("staff.policy.together.stays")}
      />
    </section>
  );
}

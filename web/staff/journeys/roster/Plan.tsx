import { useState } from "react";
import type { RosterPlan } from "#contracts/roster.ts";
import { FileField } from "#web/staff/shell/FileField.tsx";
import { Facts } from "#web/staff/shell/parts.tsx";
import { useWords } from "#web/staff/words.ts";
import { Banner } from "#web/ui/Banner.tsx";
import { Button } from "#web/ui/Button.tsx";
import { Checkbox } from "#web/ui/Choice.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { useFormat } from "#web/ui/format.ts";
import { Findings } from "./Findings.tsx";
import { LISTS } from "./sample.rules.ts";

const counted = ["rows", "people", "stays", "admits", "returns", "moves", "releases", "changes"] as const;

/** What a list would do, with all that is odd about it; and the one button that does it. */
export function Plan({
  plan,
  name,
  file,
  onFile,
  onBack,
  onConfirm,
}: {
  plan: RosterPlan;
  name: string;
  /** Not there any more once the page was loaded again: no list is kept. */
  file: File | undefined;
  onFile: (file: File | undefined) => void;
  onBack: () => void;
  onConfirm: (file: File) => void;
}) {
  const { t } = useWords();
  const format = useFormat();
  const [asking, setAsking] = useState(false);
  const [understood, setUnderstood] = useState(false);
  const { counts, confirm } = plan;
  const loses = confirm.length > 0;
  const [chosenAgain] = useState(file === undefined);
  const confirmIt = () => file && onConfirm(file);
  return (
    <div className="stack plan gap-3">
      <h3 className="h3">{t("staff.roster.plan", { name })}</h3>
      {plan.empty && (
        <Banner live>
          <p>{t("staff.roster.plan.empty")}</p>
        </Banner>
      )}
      {loses && (
        <Banner tone="warn" live>
          <div className="stack">
            {confirm.map((reason) => (
              <p key={reason}>
                <b>{t(`staff.roster.confirm.${reason}`)}</b> {t(`staff.roster.confirm.${reason}.more`)}
              </p>
            ))}
          </div>
        </Banner>
      )}
      <Facts rows={counted.map((count) => [t(`staff.roster.count.${count}`), format.number(counts[count])] as const)} />
      <Findings findings={plan} fileName={name} />
      {!plan.empty && chosenAgain && (
        <FileField
          accept={LISTS}
          label={t("staff.roster.same_file")}
          hint={t("staff.roster.same_file.hint")}
          file={file}
          onChange={onFile}
        />
      )}
      <div className="bar">
        {!plan.empty && (
          <Button kind={loses ? "stop" : "line"} isDisabled={!file} onPress={() => (loses ? setAsking(true) : confirmIt())}>
            {t("staff.roster.confirm")}
          </Button>
        )}
        <Button kind="second" onPress={onBack}>
          {t("staff.roster.back")}
        </Button>
      </div>
      <Dialog
        isOpen={asking}
        onClose={() => setAsking(false)}
        mustAnswer
        title={t("staff.roster.sure", { count: counts.releases })}
        actions={
          <>
            <Button kind="stop" isDisabled={!understood || !file} onPress={confirmIt}>
              {t("staff.roster.sure.act")}
            </Button>
            <Button kind="second" onPress={() => setAsking(false)}>
              {t("shared.cancel")}
            </Button>
          </>
        }
      >
        <p>{t("staff.roster.sure.lost")}</p>
        <Checkbox isSelected={understood} onChange={setUnderstood}>
          {t("staff.roster.sure.checked")}
        </Checkbox>
      </Dialog>
    </div>
  );
}

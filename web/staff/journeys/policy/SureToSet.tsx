import type { Problem } from "#web/client/problem.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";

export interface SureToSetProps {
  isOpen: boolean;
  onClose: () => void;
  onSet: () => void;
  isPending: boolean;
  problem: Problem | null;
  /** From which day, in words. */
  day: string;
  /** What changes, a sentence each. */
  changes: readonly string[];
  /** What does not. */
  stays: string;
}

/** What changes in the rules is said once more before it is written. */
export function SureToSet({ isOpen, onClose, onSet, isPending, problem, day, changes, stays }: SureToSetProps) {
  const { t } = useWords();
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={t("staff.policy.sure", { day })}
      actions={
        <>
          <Button isPending={isPending} onPress={onSet}>
            {t("staff.policy.act", { day })}
          </Button>
          <Button kind="second" onPress={onClose}>
            {t("shared.cancel")}
          </Button>
        </>
      }
    >
      {problem && <Refusal problem={problem} />}
      <ul className="numbered">
        {changes.map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
      <p className="soft">{stays}</p>
    </Dialog>
  );
}

import { useState } from "react";
import type { Role } from "#contracts/permissions.ts";
import type { Problem } from "#web/client/problem.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";

/** One role of one person, to be taken away after saying what ends with it. `act` is how, wherever that is. */
export function TakeAway(props: {
  name: string;
  role: Role;
  isMine?: boolean;
  act: { isPending: boolean; error: Problem | null; reset: () => void };
  onYes: (close: () => void) => void;
}) {
  const { isMine = false, act, onYes } = props;
  const { t } = useWords();
  const [asking, setAsking] = useState(false);
  const words = { name: props.name, role: t(`staff.role.${props.role}`) };
  const close = () => {
    setAsking(false);
    act.reset();
  };
  return (
    <>
      <Button kind="quiet" size="small" label={t("staff.revoke.ask_this", words)} onPress={() => setAsking(true)}>
        {t("staff.revoke.ask")}
      </Button>
      <Dialog
        isOpen={asking}
        onClose={close}
        title={t("staff.revoke.title", words)}
        actions={
          <>
            <Button kind="stop" isPending={act.isPending} onPress={() => onYes(close)}>
              {t("staff.revoke.yes")}
            </Button>
            <Button kind="second" onPress={close}>
              {t("shared.cancel")}
            </Button>
          </>
        }
      >
        <p>{t(isMine ? "staff.revoke.mine" : "staff.revoke.lost", words)}</p>
        {act.error && <Refusal problem={act.error} />}
      </Dialog>
    </>
  );
}

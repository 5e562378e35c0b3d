import { useState } from "react";
import { api } from "#web/client/api.ts";
import { useAct } from "#web/client/query.ts";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { toast } from "#web/ui/toast.ts";
import { memberName, type StaffMember } from "./Staff.tsx";

/** Takes one role away, after saying what ends with it. */
export function RevokeGrant(props: { member: StaffMember; grant: StaffMember["grants"][number]; isMine: boolean; onDone: () => void }) {
  const { member, grant, isMine, onDone } = props;
  const { t } = useWords();
  const { facilityId } = useHere();
  const [asking, setAsking] = useState(false);
  const words = { name: memberName(member), role: t(`staff.role.${grant.role}`) };
  const revoke = useAct(api.revokeGrant, {
    onDone: () => {
      setAsking(false);
      void toast(t("staff.revoke.done", words));
      onDone();
    },
  });
  return (
    <>
      <Button kind="quiet" size="small" label={t("staff.revoke.ask_this", words)} onPress={() => setAsking(true)}>
        {t("staff.revoke.ask")}
      </Button>
      <Dialog
        isOpen={asking}
        onClose={() => {
          setAsking(false);
          revoke.reset();
        }}
        title={t("staff.revoke.title", words)}
        actions={
          <>
            <Button kind="stop" isPending={revoke.isPending} onPress={() => revoke.mutate({ params: { facilityId, grantId: grant.id } })}>
              {t("staff.revoke.yes")}
            </Button>
            <Button kind="second" onPress={() => setAsking(false)}>
              {t("shared.cancel")}
            </Button>
          </>
        }
      >
        <p>{t(isMine ? "staff.revoke.mine" : "staff.revoke.lost", words)}</p>
        {revoke.error && <Refusal problem={revoke.error} />}
      </Dialog>
    </>
  );
}

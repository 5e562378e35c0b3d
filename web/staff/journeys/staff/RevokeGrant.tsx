import { api } from "#web/client/api.ts";
import { useAct } from "#web/client/query.ts";
import { useHere } from "#web/staff/shell/session.ts";
import { TakeAway } from "#web/staff/shell/TakeAway.tsx";
import { useWords } from "#web/staff/words.ts";
import { toast } from "#web/ui/toast.ts";
import { memberName, type StaffMember } from "./Staff.tsx";

/** Takes one role away from a colleague. */
export function RevokeGrant(props: { member: StaffMember; grant: StaffMember["grants"][number]; isMine: boolean; onDone: () => void }) {
  const { member, grant, isMine, onDone } = props;
  const { t } = useWords();
  const { facilityId } = useHere();
  const name = memberName(member);
  const revoke = useAct(api.revokeGrant, {
    onDone: () => {
      void toast(t("staff.revoke.done", { name, role: t(`staff.role.${grant.role}`) }));
      onDone();
    },
  });
  const yes = (close: () => void) => revoke.mutate({ params: { facilityId, grantId: grant.id } }, { onSuccess: close });
  return <TakeAway name={name} role={grant.role} isMine={isMine} act={revoke} onYes={yes} />;
}

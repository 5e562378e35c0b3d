import { useState } from "react";
import { api } from "#web/client/api.ts";
import { newId } from "#web/client/id.ts";
import { useAct } from "#web/client/query.ts";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { toast } from "#web/ui/toast.ts";
import { memberName, type StaffMember } from "./Staff.tsx";

/** A lost second step: one person asks, another agrees; never the same, and never the one it is for. */
export function FactorReset({ member, isMe, mayAct, onDone }: { member: StaffMember; isMe: boolean; mayAct: boolean; onDone: () => void }) {
  const { t } = useWords();
  const { facilityId } = useHere();
  const [asking, setAsking] = useState<"request" | "approve">();
  const [id] = useState(newId);
  const name = memberName(member);
  const waiting = member.resetWaiting;
  const done = (words: "staff.factor_reset.requested" | "staff.factor_reset.approved") => () => {
    setAsking(undefined);
    void toast(t(words, { name }));
    onDone();
  };
  const request = useAct(api.requestFactorReset, { onDone: done("staff.factor_reset.requested") });
  const approve = useAct(api.approveFactorReset, { onDone: done("staff.factor_reset.approved") });
  const running = asking === "approve" ? approve : request;
  const send = () => {
    if (asking === "approve" && waiting) approve.mutate({ params: { facilityId, resetId: waiting.id } });
    else request.mutate({ params: { facilityId, staffId: member.staffId }, body: { id } });
  };
  const close = () => {
    setAsking(undefined);
    request.reset();
    approve.reset();
  };
  return (
    <>
      {waiting ? (
        <>
          <p className="soft">{waiting.mine ? t("staff.factor_reset.mine") : t("staff.factor_reset.by", { name: waiting.requestedBy })}</p>
          {mayAct && !waiting.mine && !isMe && (
            <Button kind="second" size="small" label={t("staff.factor_reset.agree_for", { name })} onPress={() => setAsking("approve")}>
              {t("staff.factor_reset.agree")}
            </Button>
          )}
        </>
      ) : mayAct && !isMe && member.status === "active" ? (
        <Button kind="quiet" size="small" label={t("staff.factor_reset.ask_for", { name })} onPress={() => setAsking("request")}>
          {t("staff.factor_reset.ask")}
        </Button>
      ) : (
        <span className="soft">–</span>
      )}
      <Dialog
        isOpen={asking !== undefined}
        onClose={close}
        title={t(asking === "approve" ? "staff.factor_reset.approve.title" : "staff.factor_reset.request.title", { name })}
        actions={
          <>
            <Button kind={asking === "approve" ? "stop" : "line"} isPending={running.isPending} onPress={send}>
              {t(asking === "approve" ? "staff.factor_reset.approve.act" : "staff.factor_reset.request.act")}
            </Button>
            <Button kind="second" onPress={close}>
              {t("shared.cancel")}
            </Button>
          </>
        }
      >
        <p>{t(asking === "approve" ? "staff.factor_reset.approve.lost" : "staff.factor_reset.request.next", { name })}</p>
        <p>{t("staff.factor_reset.check", { name })}</p>
        {running.error && <Refusal problem={running.error} />}
      </Dialog>
    </>
  );
}

import { useState } from "react";
import { api } from "#web/client/api.ts";
import { useAct } from "#web/client/query.ts";
import { endOfDay } from "#web/staff/shell/last-day.ts";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { RadioGroup } from "#web/ui/Choice.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { TextField } from "#web/ui/Field.tsx";
import { useFormat } from "#web/ui/format.ts";
import { Refusal } from "#web/ui/Refusal.tsx";
import { toast } from "#web/ui/toast.ts";
import { memberName, type StaffMember } from "./Staff.tsx";

/** Ends all of a colleague's access, now or after a last day; or takes an invitation back that nobody finished. */
export function Leave({ member, onDone }: { member: StaffMember; onDone: () => void }) {
  const { t } = useWords();
  const { facilityId, zone } = useHere();
  const format = useFormat();
  const [asking, setAsking] = useState(false);
  const [when, setWhen] = useState<"now" | "later">("now");
  const [day, setDay] = useState("");
  const [tried, setTried] = useState(false);
  const words = { name: memberName(member) };
  const params = { facilityId, staffId: member.staffId };
  const done = (id: "staff.leave.done" | "staff.leave.set" | "staff.leave.kept" | "staff.withdraw.done") => () => {
    setAsking(false);
    void toast(t(id, words));
    onDone();
  };
  const end = useAct(api.endStaff, { onDone: () => done(when === "now" ? "staff.leave.done" : "staff.leave.set")() });
  const keep = useAct(api.keepStaff, { onDone: done("staff.leave.kept") });
  const withdraw = useAct(api.withdrawInvitation, { onDone: done("staff.withdraw.done") });
  const isInvited = member.status === "invited";
  const running = isInvited ? withdraw : end;
  const dayMissing = when === "later" && day === "";
  const send = () => {
    setTried(true);
    if (isInvited) withdraw.mutate({ params });
    else if (!dayMissing) end.mutate({ params, body: { leavesAt: when === "now" ? null : endOfDay(day, zone) } });
  };
  return (
    <>
      {member.leavesAt && (
        <p className="soft">
          {t("staff.leave.until", { when: `${format.day(member.leavesAt.slice(0, 10))}, ${format.time(member.leavesAt, zone)}` })}{" "}
          <Button kind="quiet" size="small" isPending={keep.isPending} onPress={() => keep.mutate({ params })}>
            {t("staff.leave.keep")}
          </Button>
        </p>
      )}
      {keep.error && <Refusal problem={keep.error} />}
      <Button
        kind="quiet"
        size="small"
        label={t(isInvited ? "staff.withdraw.ask_this" : "staff.leave.ask_this", words)}
        onPress={() => setAsking(true)}
      >
        {t(isInvited ? "staff.withdraw.ask" : "staff.leave.ask")}
      </Button>
      <Dialog
        isOpen={asking}
        onClose={() => {
          setAsking(false);
          running.reset();
        }}
        title={t(isInvited ? "staff.withdraw.title" : "staff.leave.title", words)}
        actions={
          <>
            <Button kind="stop" isPending={running.isPending} onPress={send}>
              {t(isInvited ? "staff.withdraw.yes" : when === "now" ? "staff.leave.yes" : "staff.leave.yes_later")}
            </Button>
            <Button kind="second" onPress={() => setAsking(false)}>
              {t("shared.cancel")}
            </Button>
          </>
        }
      >
        {running.error && <Refusal problem={running.error} />}
        <p>{t(isInvited ? "staff.withdraw.lost" : "staff.leave.lost", words)}</p>
        {!isInvited && (
          <div className="stack gap-4">
            <RadioGroup
              label={t("staff.leave.when")}
              value={when}
              onChange={setWhen}
              options={(["now", "later"] as const).map((value) => ({ value, label: t(`staff.leave.when.${value}`) }))}
            />
            {when === "later" && (
              <TextField
                label={t("staff.leave.day")}
                name="day"
                type="date"
                value={day}
                onChange={setDay}
                wrong={tried && dayMissing ? t("shared.field.required") : undefined}
                isRequired
              />
            )}
          </div>
        )}
      </Dialog>
    </>
  );
}

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { complaintReasons, creditWheres } from "#contracts/credit-limits.ts";
import { api } from "#web/client/api.ts";
import { useAct } from "#web/client/query.ts";
import { paths } from "#web/staff/paths.ts";
import { Go } from "#web/staff/shell/Go.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { useCauseWords } from "#web/ui/Bill.tsx";
import { Button } from "#web/ui/Button.tsx";
import { RadioGroup } from "#web/ui/Choice.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Select } from "#web/ui/Field.tsx";
import { dayIn, useFormat } from "#web/ui/format.ts";
import { Pill } from "#web/ui/Pill.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { useNow } from "#web/ui/Time.tsx";
import { toast } from "#web/ui/toast.ts";
import type { Credits } from "./Credits.tsx";

type Waiting = Credits["waiting"][number];
/** How much of what is left; the server rounds up, and gives no more than that. */
const shares = { all: 1, half: 0.5, quarter: 0.25, none: 0 } as const;
type Share = keyof typeof shares;

/** What of a visit can be given back still: money, and time of the family's plan. */
function useOpen(): (one: Waiting) => string {
  const { t } = useWords();
  const format = useFormat();
  return ({ openCents, openPlanSeconds }) =>
    [
      ...(openCents > 0 || openPlanSeconds === 0 ? [format.money(openCents)] : []),
      ...(openPlanSeconds > 0 ? [t("staff.credits.open.plan", { time: format.duration(openPlanSeconds) })] : []),
    ].join(" + ");
}

/** Somebody who said that a visit was bad: what they said, what was measured, until when they wait, and staff's answer. */
export function Complaint({ one }: { one: Waiting }) {
  const { t } = useWords();
  const format = useFormat();
  const causeWords = useCauseWords();
  const open = useOpen();
  const now = useNow(30_000);
  const { can } = useHere();
  const [answering, setAnswering] = useState(false);
  const when = `${format.dayInside(dayIn(one.startsAt, one.timeZone))}, ${format.time(one.startsAt, one.timeZone)}`;
  const leftMs = Date.parse(one.dueAt ?? "") - now;
  const due = leftMs < 0 ? t("staff.credits.late") : t("staff.credits.left", { hours: Math.max(1, Math.round(leftMs / 3_600_000)) });
  return (
    <div className="stack gap-3">
      <div className="spread row-wrap">
        <p>
          <b>
            {t(one.side === "family" ? "staff.credits.by_family" : "staff.credits.by_resident", {
              contact: one.contactName,
              resident: one.residentName,
            })}
          </b>{" "}
          {t(`bill.bad.what.${one.what}`)}
          <br />
          <Go to={paths.visit} params={{ visitId: one.visitId }}>
            {t("staff.visit.page", { resident: one.residentName, contact: one.contactName })}
          </Go>
          , {when}
        </p>
        <Pill tone={leftMs < 0 ? "stop" : "warn"} icon="clock">
          {due}
        </Pill>
      </div>
      <p className="soft">
        {t("staff.credits.open", { time: format.duration(one.connectedSeconds), open: open(one) })}{" "}
        {one.found.length > 0 ? t("staff.credits.found", { causes: one.found.map(causeWords).join("; ") }) : t("staff.credits.found.none")}
      </p>
      {can("credit.decide") && (
        <p>
          <Button kind="second" size="small" onPress={() => setAnswering(true)}>
            {t("staff.credits.answer")}
          </Button>
        </p>
      )}
      {answering && <Answer one={one} onClose={() => setAnswering(false)} />}
    </div>
  );
}

function Answer({ one, onClose }: { one: Waiting; onClose: () => void }) {
  const { t } = useWords();
  const open = useOpen();
  const { facilityId } = useHere();
  const queries = useQueryClient();
  const [share, setShare] = useState<Share | "">("");
  const [where, setWhere] = useState<(typeof creditWheres)[number] | "">("");
  const [reason, setReason] = useState<(typeof complaintReasons)[number] | "">("");
  const [tried, setTried] = useState(false);
  const gives = share !== "" && share !== "none";
  const decide = useAct(api.decideComplaint, {
    onDone: async () => {
      onClose();
      void toast(t("staff.credits.done"));
      await queries.invalidateQueries();
    },
  });
  const send = () => {
    setTried(true);
    if (share === "" || reason === "" || (gives && where === "")) return;
    const seconds = Math.max(1, Math.ceil(one.chargedSeconds * shares[share]));
    decide.mutate({
      params: { facilityId, complaintId: one.id },
      body: gives && where !== "" ? { decision: "credited", reason, credit: { where, seconds } } : { decision: "declined", reason },
    });
  };
  const missing = tried ? t("shared.choose") : undefined;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("staff.credits.answer.title")}
      actions={
        <>
          <Button isPending={decide.isPending} onPress={send}>
            {t("staff.credits.answer.send")}
          </Button>
          <Button kind="second" onPress={onClose}>
            {t("staff.credits.answer.close")}
          </Button>
        </>
      }
    >
      <p>{t("staff.credits.answer.more", { open: open(one) })}</p>
      {decide.error && <Refusal problem={decide.error} />}
      <RadioGroup<Share>
        label={t("staff.credits.share")}
        wrong={share === "" ? missing : undefined}
        value={share}
        onChange={setShare}
        options={(Object.keys(shares) as Share[]).map((value) => ({ value, label: t(`staff.credits.share.${value}`) }))}
      />
      {gives && (
        <Select
          label={t("staff.credits.where.ask")}
          {...(where === "" && missing ? { wrong: missing } : {})}
          value={where}
          onChange={setWhere}
          options={creditWheres.map((value) => ({ value, label: t(`bill.where.${value}`) }))}
        />
      )}
      <Select
        label={t("staff.credits.reason")}
        {...(reason === "" && missing ? { wrong: missing } : {})}
        value={reason}
        onChange={setReason}
        options={complaintReasons.map((value) => ({ value, label: t(`bill.bad.reason.${value}`) }))}
      />
    </Dialog>
  );
}

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "#web/client/api.ts";
import { newId } from "#web/client/id.ts";
import { useAct } from "#web/client/query.ts";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Select, TextField } from "#web/ui/Field.tsx";
import { dayIn } from "#web/ui/format.ts";
import { Refusal } from "#web/ui/Refusal.tsx";
import { toast } from "#web/ui/toast.ts";
import type { Detail } from "./Request.tsx";

const limiting = ["rules_broken", "under_investigation", "court_order", "victim_safety"] as const;
/** The reasons that fit each act, as the server takes them. */
const reasons = {
  suspend: limiting,
  resume: ["cleared"],
  end: ["rules_broken", "no_longer_needed", "court_order", "victim_safety"],
  restrict: limiting,
  lift: ["cleared", "no_longer_needed"],
} as const;
const kinds = ["banned", "no_contact", "closed", "child", "supervised"] as const;
type Reason = (typeof reasons)[keyof typeof reasons][number];
export type Doing = { kind: "suspend" | "resume" | "end" | "restrict" } | { kind: "lift"; limit: Detail["restrictions"][number] };
const WORDS_LENGTH_MAX = 1000;

/** One act on a connection that stands: says first what it does to visits, and asks for the reason that both sides read. */
export function ConnectionAct({
  act,
  request,
  onClose,
}: {
  act: Doing;
  request: Pick<Detail, "id" | "contact" | "resident">;
  onClose: () => void;
}) {
  const { t } = useWords();
  const { facilityId, zone } = useHere();
  const queries = useQueryClient();
  // One id for all tries: an answer that was lost limits nobody twice.
  const [id] = useState(() => newId());
  const only = reasons[act.kind].length === 1 ? reasons[act.kind][0] : "";
  const [reason, setReason] = useState<Reason | "">(only);
  const [words, setWords] = useState("");
  const [limit, setLimit] = useState<(typeof kinds)[number] | "">("");
  const [from, setFrom] = useState(() => dayIn(Date.now(), zone));
  const [until, setUntil] = useState("");
  const [tried, setTried] = useState(false);
  const done = async () => {
    onClose();
    void toast(t(`staff.act.done.${act.kind}`));
    await queries.invalidateQueries();
  };
  const suspend = useAct(api.suspendConnection, { onDone: done });
  const resume = useAct(api.resumeConnection, { onDone: done });
  const end = useAct(api.endConnection, { onDone: done });
  const restrict = useAct(api.restrictConnection, { onDone: done });
  const lift = useAct(api.liftRestriction, { onDone: done });
  const running = { suspend, resume, end, restrict, lift }[act.kind];
  const send = () => {
    setTried(true);
    if (reason === "" || (act.kind === "restrict" && (limit === "" || from === ""))) return;
    const body = { reason, ...(words.trim() ? { words: words.trim() } : {}) };
    const params = { facilityId, connectionId: request.id };
    if (act.kind === "lift") lift.mutate({ params: { facilityId, restrictionId: act.limit.id }, body });
    else if (act.kind === "restrict" && limit !== "")
      restrict.mutate({ params, body: { ...body, id, kind: limit, fromDay: from, untilDay: until === "" ? null : until } });
    else if (act.kind === "suspend") suspend.mutate({ params, body });
    else if (act.kind === "resume") resume.mutate({ params, body });
    else end.mutate({ params, body });
  };
  const names = { contact: request.contact.name, resident: request.resident.name };
  const missing = (empty: boolean) => (tried && empty ? t("shared.choose") : undefined);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t(`staff.act.ask.${act.kind}`, names)}
      actions={
        <>
          <Button kind={act.kind === "end" ? "stop" : "line"} isPending={running.isPending} onPress={send}>
            {t(`staff.act.${act.kind}`)}
          </Button>
          <Button kind="second" onPress={onClose}>
            {t("shared.cancel")}
          </Button>
        </>
      }
    >
      <p>{t(`staff.act.says.${act.kind}`, names)}</p>
      {running.error && <Refusal problem={running.error} />}
      {act.kind === "restrict" && (
        <>
          <Select
            label={t("staff.limits.kind")}
            value={limit}
            onChange={setLimit}
            wrong={missing(limit === "")}
            options={kinds.map((value) => ({ value, label: t(`staff.limit.${value}`) }))}
          />
          {limit !== "" && <p className="soft">{t(`staff.limit.${limit}.says`)}</p>}
          <div className="both">
            <TextField label={t("staff.limits.from")} type="date" value={from} onChange={setFrom} wrong={missing(from === "")} />
            <TextField label={t("staff.limits.until")} type="date" value={until} onChange={setUntil} />
          </div>
        </>
      )}
      <Select
        label={t("staff.decide.why")}
        value={reason}
        onChange={setReason}
        wrong={missing(reason === "")}
        options={reasons[act.kind].map((value) => ({ value, label: t(`staff.why.${value}`) }))}
      />
      <TextField
        label={t(act.kind === "restrict" || act.kind === "lift" ? "staff.act.note" : "staff.decide.words")}
        hint={t(act.kind === "restrict" || act.kind === "lift" ? "staff.act.note.hint" : "staff.decide.words.hint")}
        value={words}
        onChange={setWords}
        rows={2}
        maxLength={WORDS_LENGTH_MAX}
      />
    </Dialog>
  );
}

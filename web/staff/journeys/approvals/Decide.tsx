import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { api } from "#web/client/api.ts";
import { useAct } from "#web/client/query.ts";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { RadioGroup } from "#web/ui/Choice.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { TextField } from "#web/ui/Field.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { toast } from "#web/ui/toast.ts";
import { useDraft } from "#web/ui/useDraft.ts";
import type { Detail } from "./Request.tsx";

const reasons = {
  approve: ["matches_id", "known_to_facility"],
  reject: ["name_differs", "not_enough_details", "court_order", "victim_safety"],
} as const;
type Act = keyof typeof reasons;
type Reason = (typeof reasons)[Act][number];
const WORDS_LENGTH_MAX = 1000;

/** Of these the resident is told nothing at all: whoever is kept safe by a refusal is kept safe by silence about it too. */
const silent: readonly string[] = ["court_order", "victim_safety"];

/**
 * The decision: yes or no, the reason for it, and the words as each side will read them. It is asked once more, since it stands. `wish` is the
 * answer that a key asked for: it opens the reasons, and chooses none.
 */
export function Decide(props: { connection: Detail; wish: { answer: Act; asked: number } | undefined; onDone: () => void }) {
  const { connection, wish, onDone } = props;
  const { t } = useWords();
  const { facilityId } = useHere();
  const queries = useQueryClient();
  const [act, setAct] = useState<Act | "">("");
  const [reason, setReason] = useState<Reason | "">("");
  const [draft, change, forget] = useDraft(`decide.${connection.id}`, { words: "" });
  const [asking, setAsking] = useState(false);
  const [tried, setTried] = useState(false);
  const { contact, resident } = connection;
  const form = useRef<HTMLFormElement>(null);
  const choose = (value: Act) => {
    setAct(value);
    setReason("");
    setTried(false);
  };
  const asked = wish?.asked;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a key pressed again asks again, whatever was chosen meanwhile.
  useEffect(() => {
    if (wish) choose(wish.answer);
  }, [asked]);
  useEffect(() => {
    if (asked !== undefined && act !== "") form.current?.querySelector<HTMLInputElement>(".reasons input")?.focus();
  }, [asked, act]);
  const done = async () => {
    setAsking(false);
    forget();
    void toast(t(act === "approve" ? "staff.decide.approved" : "staff.decide.rejected", { contact: contact.name }));
    onDone();
    await queries.invalidateQueries();
  };
  const approve = useAct(api.approveConnection, { onDone: done });
  const reject = useAct(api.rejectConnection, { onDone: done });
  const running = act === "approve" ? approve : reject;
  const words = draft.words.trim();
  const send = () => {
    if (!reason) return;
    running.mutate({ params: { facilityId, connectionId: connection.id }, body: { reason, ...(words ? { words } : {}) } });
  };
  const told = act && reason && (
    <div className="told">
      <h3>{t("staff.decide.will_read", { contact: contact.name })}</h3>
      <p>
        “{t(act === "approve" ? "staff.decide.letter.approve" : "staff.decide.letter.reject", { resident: resident.name })}{" "}
        {t(`staff.reason.${reason}`)}
        {words && ` ${t("staff.decide.letter.words", { words })}`}”
      </p>
      <h3 className="gap-2">{t("staff.decide.will_read", { contact: resident.name })}</h3>
      <p>
        {t(
          act === "approve"
            ? "staff.decide.inside.approve"
            : silent.includes(reason)
              ? "staff.decide.inside.silent"
              : "staff.decide.inside.reject",
          { contact: contact.name },
        )}
      </p>
      <p className="soft gap-2">{t("staff.decide.language")}</p>
    </div>
  );
  return (
    <section className="card decide" aria-labelledby="decide">
      <form
        ref={form}
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (act && reason) setAsking(true);
        }}
      >
        <h2 id="decide">{t("staff.decide.title")}</h2>
        <RadioGroup
          label={t("staff.decide.answer")}
          value={act}
          onChange={choose}
          options={[
            { value: "approve", label: t("staff.decide.approve") },
            { value: "reject", label: t("staff.decide.reject") },
          ]}
        />
        {act && (
          <div className="reasons">
            <RadioGroup
              label={t("staff.decide.why")}
              wrong={tried && !reason ? t("shared.choose") : undefined}
              value={reason}
              onChange={setReason}
              options={reasons[act].map((value) => ({ value, label: t(`staff.decide.${value}`) }))}
            />
          </div>
        )}
        {act && (
          <TextField
            label={t("staff.decide.words")}
            hint={t("staff.decide.words.hint")}
            value={draft.words}
            onChange={(value) => change({ words: value })}
            maxLength={WORDS_LENGTH_MAX}
            rows={2}
          />
        )}
        {told}
        {act ? (
          <Button wide type="submit" kind={act === "approve" ? "line" : "stop-second"}>
            {t(act === "approve" ? "staff.decide.approve.act" : "staff.decide.reject.act", { contact: contact.name })}
          </Button>
        ) : (
          <p className="soft">{t("staff.decide.choose")}</p>
        )}
      </form>
      <Dialog
        isOpen={asking}
        onClose={() => {
          setAsking(false);
          running.reset();
        }}
        title={t(act === "approve" ? "staff.decide.sure.approve" : "staff.decide.sure.reject", {
          contact: contact.name,
          resident: resident.name,
        })}
        actions={
          <>
            <Button autoFocus kind={act === "approve" ? "line" : "stop"} isPending={running.isPending} onPress={send}>
              {t(act === "approve" ? "staff.decide.approve.act" : "staff.decide.reject.act", { contact: contact.name })}
            </Button>
            <Button kind="second" onPress={() => setAsking(false)}>
              {t("shared.cancel")}
            </Button>
          </>
        }
      >
        <p>{t("staff.decide.stands")}</p>
        {running.error && <Refusal problem={running.error} />}
        {told}
      </Dialog>
    </section>
  );
}

import { useEffect, useRef, useState } from "react";
import type { BoardVisit } from "#web/staff/shell/board.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { TextField } from "#web/ui/Field.tsx";
import { useFormat } from "#web/ui/format.ts";

/** Shown in both languages: who reads them may not read the officer’s. */
const ready = ["one", "two", "three", "four"] as const;
export const WARNING_LENGTH_MAX = 300;

/** A warning in words that both sides read on their screens, word for word. */
export function Warn(props: {
  visit: BoardVisit;
  isOpen: boolean;
  onWarn: (words: string) => void;
  notice: { code: string; words: string | null; at: string } | null;
}) {
  const { visit, isOpen, onWarn, notice } = props;
  const { t } = useWords();
  const format = useFormat();
  const [asking, setAsking] = useState(false);
  const [words, setWords] = useState("");
  const [sent, setSent] = useState<string>();
  const [tried, setTried] = useState(false);
  const status = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (sent !== undefined) status.current?.focus();
  }, [sent]);
  const onScreen = notice?.code === "warning" && notice.words === sent;
  const send = () => {
    setTried(true);
    const said = words.trim();
    if (said === "") return;
    onWarn(said);
    setSent(said);
    setAsking(false);
    setWords("");
    setTried(false);
  };
  return (
    <>
      <Button kind="second" wide isDisabled={!isOpen} onPress={() => setAsking(true)}>
        {t("staff.warn.ask")}
      </Button>
      {sent !== undefined && (
        <p role="status" ref={status} tabIndex={-1} className="told">
          {onScreen ? t("staff.warn.shown", { time: format.time(notice.at, visit.timeZone) }) : t("staff.warn.sent")} “{sent}”
        </p>
      )}
      <Dialog
        isOpen={asking}
        onClose={() => setAsking(false)}
        title={t("staff.warn.title")}
        actions={
          <>
            <Button onPress={send}>{t("staff.warn.act")}</Button>
            <Button kind="second" onPress={() => setAsking(false)}>
              {t("shared.cancel")}
            </Button>
          </>
        }
      >
        <p>{t("staff.warn.lead", { resident: visit.residentName, contact: visit.contactName })}</p>
        <fieldset className="ready">
          <legend>{t("staff.warn.ready")}</legend>
          {ready.map((id) => (
            <Button
              key={id}
              kind="second"
              size="small"
              wide
              onPress={() => setWords(`${t(`staff.warn.${id}`)} ${t(`staff.warn.${id}.other`)}`)}
            >
              {t(`staff.warn.${id}`)}
            </Button>
          ))}
        </fieldset>
        <TextField
          label={t("staff.warn.words")}
          value={words}
          onChange={setWords}
          maxLength={WARNING_LENGTH_MAX}
          rows={3}
          wrong={tried && words.trim() === "" ? t("shared.field.required") : undefined}
        />
      </Dialog>
    </>
  );
}

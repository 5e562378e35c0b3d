import { useEffect, useRef, useState } from "react";
import { type Warning, warnings } from "#contracts/interventions.ts";
import type { Room } from "#contracts/live.ts";
import type { BoardVisit } from "#web/staff/shell/board.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { TextField } from "#web/ui/Field.tsx";
import { useFormat } from "#web/ui/format.ts";

export const WARNING_LENGTH_MAX = 300;

/** A warning that both sides read on their screens: one of the list in the reader’s own language, or words as typed. */
export function Warn(props: {
  visit: BoardVisit;
  isOpen: boolean;
  onWarn: (said: { warning: Warning } | { words: string }) => void;
  notice: Room["notice"];
  asking: boolean;
  onAsk: (asking: boolean) => void;
}) {
  const { visit, isOpen, onWarn, notice, asking, onAsk: setAsking } = props;
  const { t } = useWords();
  const format = useFormat();
  const [words, setWords] = useState("");
  const [sent, setSent] = useState<string>();
  const [tried, setTried] = useState(false);
  const status = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (sent !== undefined) status.current?.focus();
  }, [sent]);
  const wordsOf = (warning: Warning) => t(`live.warning.${warning}`);
  const onScreen = notice?.code === "warning" && (notice.warning ? wordsOf(notice.warning) : notice.words) === sent;
  const sendTyped = () => {
    setTried(true);
    const said = words.trim();
    if (said !== "") send({ words: said }, said);
  };
  const send = (said: { warning: Warning } | { words: string }, shown: string) => {
    onWarn(said);
    setSent(shown);
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
            <Button onPress={sendTyped}>{t("staff.warn.act")}</Button>
            <Button kind="second" onPress={() => setAsking(false)}>
              {t("shared.cancel")}
            </Button>
          </>
        }
      >
        <p>{t("staff.warn.lead", { resident: visit.residentName, contact: visit.contactName })}</p>
        <fieldset className="ready">
          <legend>{t("staff.warn.ready")}</legend>
          {warnings.map((warning) => (
            <Button key={warning} kind="second" size="small" wide onPress={() => send({ warning }, wordsOf(warning))}>
              {wordsOf(warning)}
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

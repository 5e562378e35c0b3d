import { useState } from "react";
import { MARK_NOTE_MAX, type MarkWord, markWords } from "#contracts/playback-limits.ts";
import { api } from "#web/client/api.ts";
import { newId } from "#web/client/id.ts";
import { useAct } from "#web/client/query.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Select, TextField } from "#web/ui/Field.tsx";
import { countdown } from "#web/ui/format.ts";
import { Refusal } from "#web/ui/Refusal.tsx";
import type { Mark } from "./moments.rules.ts";

interface SetMarkProps {
  params: { facilityId: string; visitId: string; disclosureId: string };
  second: number;
  onClose: () => void;
  onSet: (mark: Mark) => void;
}

/** Asks for the word of a mark, and a note; what is set stays as long as the recording does. */
export function SetMark({ params, second, onClose, onSet }: SetMarkProps) {
  const { t } = useWords();
  const [id] = useState(newId);
  const [word, setWord] = useState<MarkWord | "">("");
  const [note, setNote] = useState("");
  const [tried, setTried] = useState(false);
  const setting = useAct(api.markRecording, { onDone: onSet });
  const bare = word === "other" && note.trim() === "";
  const send = () => {
    setTried(true);
    if (word && !bare) setting.mutate({ params, body: { id, atMs: Math.round(second * 1000), word, note: note.trim() || null } });
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("staff.mark.title", { at: countdown(second) })}
      actions={
        <>
          <Button isPending={setting.isPending} onPress={send}>
            {t("staff.mark.act")}
          </Button>
          <Button kind="second" onPress={onClose}>
            {t("shared.cancel")}
          </Button>
        </>
      }
    >
      <p>{t("staff.mark.lead")}</p>
      {setting.error && <Refusal problem={setting.error} />}
      <Select
        label={t("staff.mark.word")}
        value={word}
        onChange={setWord}
        wrong={tried && !word ? t("shared.choose") : undefined}
        options={markWords.map((value) => ({ value, label: t(`staff.mark.${value}`) }))}
      />
      <TextField
        label={t("staff.mark.note")}
        hint={t("staff.mark.note.hint")}
        value={note}
        onChange={setNote}
        maxLength={MARK_NOTE_MAX}
        wrong={tried && bare ? t("shared.field.required") : undefined}
      />
    </Dialog>
  );
}

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { OwnSheet } from "#contracts/together.ts";
import { api } from "#web/client/api.ts";
import { call, urlOf } from "#web/client/call.ts";
import { newId } from "#web/client/id.ts";
import type { Problem } from "#web/client/problem.ts";
import { reading, useAct } from "#web/client/query.ts";
import { sendFile } from "#web/client/send-file.ts";
import { Button } from "#web/ui/Button.tsx";
import { TextField } from "#web/ui/Field.tsx";
import { Progress } from "#web/ui/Meter.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { inWords } from "#web/ui/together/Shelf.tsx";
import { useTogetherWords } from "#web/ui/together/words.ts";

/** The pictures that this family has sent for a visit, what the facility says of each, and the way to send another. */
export function OwnSheets({ visitId, onPutUp }: { visitId: string; onPutUp?: (sheetId: string) => void }) {
  const { t, locale } = useTogetherWords();
  const queries = useQueryClient();
  const again = () => queries.invalidateQueries({ queryKey: [api.ownSheets.id] });
  const own = useQuery(reading(api.ownSheets, { params: { visitId } }));
  const takeBack = useAct(api.takeBackSheet, { onDone: again });
  if (!own.data) return own.error ? <Refusal problem={own.error} /> : null;
  const { rule, sheets } = own.data;
  return (
    <div className="stack gap-2">
      <p>
        <b>{t("together.add.own")}</b>
        <br />
        {t(`together.rule.${rule}`)}
      </p>
      {takeBack.error && <Refusal problem={takeBack.error} />}
      <ul className="stack gap-2 plain-list">
        {sheets.map((sheet) => {
          const title = inWords(sheet.alt, locale);
          return (
            <li key={sheet.id} className="own-sheet">
              <p>
                <b>{title}</b>
                <br />
                <Standing sheet={sheet} />
              </p>
              {onPutUp && sheet.status === "allowed" && (
                <Button onPress={() => onPutUp(sheet.id)}>{t("together.add.put_up", { title })}</Button>
              )}
              {!onPutUp && sheet.status !== "refused" && (
                <Button kind="quiet" onPress={() => takeBack.mutate({ params: { visitId, sheetId: sheet.id } })}>
                  {t("together.take_back", { title })}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {rule !== "off" && <Send visitId={visitId} onSent={again} />}
    </div>
  );
}

function Standing({ sheet: { status, reason, cut, pages } }: { sheet: OwnSheet }) {
  const { t } = useTogetherWords();
  const said =
    status === "refused"
      ? t("together.status.refused", { reason: t(`together.reason.${reason ?? "other"}`) })
      : t(`together.status.${status}`);
  return (
    <span role="status">
      {said} · {t("together.pages_count", { pages })}
      {cut && ` · ${t("together.cut")}`}
    </span>
  );
}

function Send({ visitId, onSent }: { visitId: string; onSent: () => unknown }) {
  const { t } = useTogetherWords();
  const [id, setId] = useState(newId);
  const [file, setFile] = useState<File>();
  const [alt, setAlt] = useState("");
  const [percent, setPercent] = useState(0);
  const send = useMutation<void, Problem, File>({
    mutationFn: async (chosen) => {
      await call(api.sendSheet, { params: { visitId }, body: { id, alt: alt.trim() } });
      await sendFile(urlOf(api.sendSheetFile.path, { visitId, sheetId: id }), chosen, setPercent);
    },
    onSuccess: () => {
      setId(newId());
      setFile(undefined);
      setAlt("");
      return onSent();
    },
    onSettled: () => setPercent(0),
  });
  return (
    <form
      className="stack gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (file && alt.trim()) send.mutate(file);
      }}
    >
      <label className="file-field">
        <span className="button" data-kind="second">
          {file ? file.name : t("together.send")}
        </span>
        <input
          className="hidden"
          type="file"
          aria-label={t("together.send.file")}
          accept="image/jpeg,image/png,image/webp,application/pdf"
          onChange={(event) => {
            setFile(event.target.files?.[0]);
            // Another file is another picture, however the first one fared.
            setId(newId());
          }}
        />
      </label>
      {file && (
        <>
          <TextField label={t("together.send.alt")} hint={t("together.send.alt.hint")} value={alt} onChange={setAlt} maxLength={200} />
          <p className="soft">{t("together.send.hidden")}</p>
          {send.isPending && <Progress label={t("together.send.sending", { percent })} value={percent} />}
          <Button type="submit" isPending={send.isPending} isDisabled={!alt.trim()}>
            {t("together.send.act")}
          </Button>
        </>
      )}
      {send.error && <Refusal problem={send.error} />}
    </form>
  );
}

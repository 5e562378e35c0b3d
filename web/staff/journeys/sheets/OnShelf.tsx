import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { PDF_PAGES_MAX } from "#contracts/together-limits.ts";
import { api } from "#web/client/api.ts";
import { call, urlOf } from "#web/client/call.ts";
import { newId } from "#web/client/id.ts";
import type { Problem } from "#web/client/problem.ts";
import { reading, useAct } from "#web/client/query.ts";
import { sendFile } from "#web/client/send-file.ts";
import { FileField } from "#web/staff/shell/FileField.tsx";
import { Part } from "#web/staff/shell/parts.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { TextField } from "#web/ui/Field.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { inWords } from "#web/ui/together/Shelf.tsx";

/** Stories and homework that any visit here may put up. */
export function OnShelf({ mayManage }: { mayManage: boolean }) {
  const { t, locale } = useWords();
  const { facilityId } = useHere();
  const queries = useQueryClient();
  const again = () => queries.invalidateQueries({ queryKey: [api.shelfOfStaff.id] });
  const shelf = useQuery(reading(api.shelfOfStaff, { params: { facilityId } }));
  const takeOff = useAct(api.takeOffShelf, { onDone: again });
  return (
    <Part id="shelf" title={t("staff.shelf.title")}>
      <p className="soft">{t("staff.shelf.more")}</p>
      {shelf.error && <Refusal problem={shelf.error} />}
      {takeOff.error && <Refusal problem={takeOff.error} />}
      {shelf.data?.sheets.length === 0 && <p>{t("staff.shelf.none")}</p>}
      <ul className="list">
        {shelf.data?.sheets.map(({ id, title, pages, coverId }) => (
          <li key={id} className="spread">
            <span className="row gap-3">
              {coverId && (
                <img className="shelf-cover" alt="" src={urlOf(api.pictureOfShelf.path, { facilityId, sheetId: id, pictureId: coverId })} />
              )}
              <span>
                <b>{inWords(title, locale)}</b>
                <br />
                <span className="soft">{t("staff.shelf.pages", { pages })}</span>
              </span>
            </span>
            {mayManage && (
              <Button kind="quiet" onPress={() => takeOff.mutate({ params: { facilityId, sheetId: id } })}>
                {t("staff.shelf.take_off", { title: inWords(title, locale) })}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {mayManage && <Lay onLaid={again} />}
    </Part>
  );
}

function Lay({ onLaid }: { onLaid: () => unknown }) {
  const { t } = useWords();
  const { facilityId } = useHere();
  const [id, setId] = useState(newId);
  const [file, setFile] = useState<File>();
  const [en, setEn] = useState("");
  const [es, setEs] = useState("");
  const lay = useMutation<void, Problem, File>({
    mutationFn: async (chosen) => {
      await call(api.addToShelf, { params: { facilityId }, body: { id, title: { en: en.trim(), es: es.trim() } } });
      await sendFile(urlOf(api.addShelfFile.path, { facilityId, sheetId: id }), chosen, () => {});
    },
    onSuccess: () => {
      setId(newId());
      setFile(undefined);
      setEn("");
      setEs("");
      return onLaid();
    },
  });
  return (
    <form
      className="stack gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (file) lay.mutate(file);
      }}
    >
      <h3>{t("staff.shelf.add")}</h3>
      <TextField label={t("staff.shelf.title_en")} value={en} onChange={setEn} maxLength={200} />
      <TextField label={t("staff.shelf.title_es")} value={es} onChange={setEs} maxLength={200} />
      <FileField
        label={t("staff.shelf.file")}
        hint={t("staff.shelf.file.hint", { count: PDF_PAGES_MAX })}
        accept="image/jpeg,image/png,image/webp,application/pdf"
        file={file}
        onChange={(chosen) => {
          setFile(chosen);
          setId(newId());
        }}
      />
      {lay.error && <Refusal problem={lay.error} />}
      <p>
        <Button type="submit" isPending={lay.isPending} isDisabled={!file || !en.trim() || !es.trim()}>
          {t("staff.shelf.act")}
        </Button>
      </p>
    </form>
  );
}

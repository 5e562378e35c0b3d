import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { WaitingSheet } from "#contracts/together.ts";
import { sheetRefusals } from "#contracts/together-limits.ts";
import { api } from "#web/client/api.ts";
import { urlOf } from "#web/client/call.ts";
import { reading, useAct } from "#web/client/query.ts";
import { Head, Part } from "#web/staff/shell/parts.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Select } from "#web/ui/Field.tsx";
import { dayIn, useFormat } from "#web/ui/format.ts";
import { Pill } from "#web/ui/Pill.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { inWords } from "#web/ui/together/Shelf.tsx";
import { useTogetherWords } from "#web/ui/together/words.ts";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { OnShelf } from "./OnShelf.tsx";

const AGAIN_MS = 15_000;

/** Pictures that families want to put up in their visits, and what lies on the facility's own shelf. */
export default function Sheets() {
  const { t } = useWords();
  const { facilityId, can } = useHere();
  usePageTitle(t("staff.sheets.title"));
  const waiting = useQuery({ ...reading(api.waitingSheets, { params: { facilityId } }), refetchInterval: AGAIN_MS });
  return (
    <>
      <Head title={t("staff.sheets.title")} />
      <div className="stack">
        <Part id="waiting" title={t("staff.sheets.waiting")}>
          {waiting.error && <Refusal problem={waiting.error} />}
          {waiting.data?.sheets.length === 0 && <p>{t("staff.sheets.none")}</p>}
          <ul className="list">
            {waiting.data?.sheets.map((sheet) => (
              <li key={sheet.id}>
                <Waits sheet={sheet} />
              </li>
            ))}
          </ul>
        </Part>
        <OnShelf mayManage={can("together.shelf_manage")} />
      </div>
    </>
  );
}

function Waits({ sheet }: { sheet: WaitingSheet }) {
  const { t, locale } = useWords();
  const sheetWords = useTogetherWords();
  const format = useFormat();
  const { facilityId } = useHere();
  const queries = useQueryClient();
  const [shown, setShown] = useState(false);
  const [reason, setReason] = useState<(typeof sheetRefusals)[number] | "">("");
  const decide = useAct(api.decideSheet, { onDone: () => queries.invalidateQueries({ queryKey: [api.waitingSheets.id] }) });
  const params = { facilityId, sheetId: sheet.id };
  const when = `${format.day(dayIn(sheet.visitStartsAt, sheet.timeZone))}, ${format.time(sheet.visitStartsAt, sheet.timeZone)}`;
  const alt = inWords(sheet.alt, locale);
  return (
    <div className="stack gap-3">
      <div className="spread">
        <p>
          <b>{alt}</b>
          <br />
          <span className="soft">{t("staff.sheets.for", { contact: sheet.contactName, resident: sheet.residentName, when })}</span>
        </p>
        {sheet.live && <Pill tone="warn">{t("staff.sheets.live")}</Pill>}
      </div>
      {decide.error && <Refusal problem={decide.error} />}
      {!shown ? (
        <p>
          <Button kind="second" size="small" onPress={() => setShown(true)}>
            {t("staff.sheets.look", { pages: sheet.pictureIds.length })}
          </Button>
        </p>
      ) : (
        <>
          <div className="sheet-pages">
            {sheet.pictureIds.map((pictureId, index) => (
              <img
                key={pictureId}
                src={urlOf(api.pictureWaiting.path, { ...params, pictureId })}
                alt={t("staff.sheets.page", { page: index + 1, title: alt })}
              />
            ))}
          </div>
          <div className="row row-wrap gap-3">
            <Button isPending={decide.isPending} onPress={() => decide.mutate({ params, body: { decision: "allowed" } })}>
              {t("staff.sheets.allow")}
            </Button>
            <Select
              label={t("staff.sheets.reason")}
              value={reason}
              onChange={setReason}
              options={sheetRefusals.map((value) => ({ value, label: sheetWords.t(`together.reason.${value}`) }))}
            />
            <Button
              kind="stop-second"
              isDisabled={reason === ""}
              onPress={() => reason !== "" && decide.mutate({ params, body: { decision: "refused", reason } })}
            >
              {t("staff.sheets.refuse")}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}

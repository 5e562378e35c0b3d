import type { RosterRun } from "#contracts/roster.ts";
import { useWords } from "#web/staff/words.ts";
import { useFormat } from "#web/ui/format.ts";
import { Progress } from "#web/ui/Meter.tsx";

/** A list on its way: how much of the file has gone, then how far the server says it is. */
export function Going({ sending, run }: { sending: { share: number; name: string } | undefined; run: RosterRun | undefined }) {
  const { t } = useWords();
  const format = useFormat();
  const sent = sending === undefined || sending.share === 1;
  return (
    <div className="stack" role="status">
      {sending && <Progress label={t("staff.roster.sending", { name: sending.name })} value={Math.round(sending.share * 100)} />}
      {sent && <p>{run ? t(`staff.roster.stage.${run.stage}`, { rows: format.number(run.rows) }) : t("staff.roster.reading")}</p>}
      <p className="soft">{t(sent ? "staff.roster.goes_on" : "staff.roster.stay")}</p>
    </div>
  );
}

/** Whose list this is, where this page did not send it. */
export function WhoSent({ run, when }: { run: RosterRun; when: string }) {
  const { t } = useWords();
  return <p className="soft">{t("staff.roster.sent_by", { name: run.by ?? t("staff.roster.via.staff"), when, mapping: run.source })}</p>;
}

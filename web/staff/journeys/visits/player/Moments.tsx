import type { VisitOfPage } from "#web/staff/journeys/visits/Visit.tsx";
import { useWords } from "#web/staff/words.ts";
import { useFormat } from "#web/ui/format.ts";
import { useLineWords } from "#web/ui/line-words.ts";
import { Pill } from "#web/ui/Pill.tsx";
import type { Moment } from "./moments.rules.ts";
import { JumpTo } from "./Typed.tsx";
import type { Film } from "./use-film.ts";

/** Every moment that can be jumped to: the visit's own record, gaps with their cause, and what staff marked. */
export function Moments({ moments, film, visit }: { moments: readonly Moment[]; film: Film; visit: VisitOfPage }) {
  const { t } = useWords();
  const format = useFormat();
  const words = useLineWords({ me: null, names: { family: visit.contactName, resident: visit.residentName } });
  const told = (moment: Moment) => {
    if (moment.kind === "line") return <p>{words.title(moment.line)}</p>;
    if (moment.kind === "gap")
      return (
        <>
          <p>{t("staff.playback.gap", { time: format.duration(moment.gap.to - moment.gap.from) })}</p>
          <p className="soft">{t(`staff.playback.gap.${moment.gap.why}`)}</p>
        </>
      );
    const { word, note, byName } = moment.mark;
    return (
      <>
        <p>
          <Pill tone="warn" icon="eye">
            {t(`staff.mark.${word}`)}
          </Pill>
        </p>
        {note && <p className="said">{note}</p>}
        <p className="soft">{t("staff.mark.by", { name: byName })}</p>
      </>
    );
  };
  return (
    <section className="beside" aria-labelledby="moments">
      <h3 id="moments">{t("staff.playback.moments")}</h3>
      {moments.length === 0 && <p className="soft">{t("staff.playback.moments.none")}</p>}
      <ol className="beside-lines">
        {moments.map((moment) => (
          <li key={moment.id} data-kind={moment.kind}>
            <JumpTo second={moment.at} film={film} />
            <div>{told(moment)}</div>
          </li>
        ))}
      </ol>
    </section>
  );
}

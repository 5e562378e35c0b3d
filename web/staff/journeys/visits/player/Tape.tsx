import { useWords } from "#web/staff/words.ts";
import { countdown } from "#web/ui/format.ts";
import type { Moment, Playback } from "./moments.rules.ts";
import type { Film } from "./use-film.ts";

interface TapeProps {
  playback: Playback;
  moments: readonly Moment[];
  film: Film;
  nameOf: (seat: string) => string;
}
type Span = { from: number; to: number };

/** The time line: a lane for each person (a bar where they are heard or seen), hatched where nothing was recorded, a tick for each moment. */
export function Tape({ playback, moments, film, nameOf }: TapeProps) {
  const { t } = useWords();
  const { seconds, people, gaps } = playback;
  const at = (second: number) => `${(100 * Math.min(seconds, second)) / Math.max(1, seconds)}%`;
  const place = ({ from, to }: Span) => ({ left: at(from), width: `${(100 * (to - from)) / Math.max(1, seconds)}%` });
  return (
    <div className="tape">
      <input
        type="range"
        className="tape-at"
        min={0}
        max={Math.ceil(seconds)}
        step={1}
        value={Math.min(Math.floor(film.second), Math.ceil(seconds))}
        aria-label={t("staff.playback.where")}
        aria-valuetext={t("staff.playback.where.at", { at: countdown(film.second), of: countdown(seconds) })}
        onChange={(event) => film.jump(Number(event.target.value))}
      />
      <ul className="lanes" aria-label={t("staff.playback.lanes")}>
        {people.map(({ seat, seen, heard }) => (
          <li key={seat}>
            <span className="lane-name">{nameOf(seat)}</span>
            <span className="hidden">
              {lengthOf(heard) + lengthOf(seen) > 0 ? t("staff.playback.lane.there") : t("staff.playback.lane.none")}
            </span>
            <span className="lane" aria-hidden="true">
              {seen.map((span) => (
                <i key={`s${span.from}`} className="seen" style={place(span)} />
              ))}
              {heard.map((span) => (
                <i key={`h${span.from}`} className="heard" style={place(span)} />
              ))}
              {gaps.map((gap) => (
                <i key={`g${gap.from}`} className="gap" style={place(gap)} />
              ))}
              <i className="now" style={{ left: at(film.second) }} />
            </span>
          </li>
        ))}
        <li aria-hidden="true">
          <span className="lane-name">{t("staff.playback.moments")}</span>
          <span className="lane ticks">
            {moments.map((moment) => (
              <i key={moment.id} className="tick" data-kind={moment.kind} style={{ left: at(moment.at) }} />
            ))}
            <i className="now" style={{ left: at(film.second) }} />
          </span>
        </li>
      </ul>
    </div>
  );
}

const lengthOf = (spans: readonly Span[]) => spans.reduce((sum, { from, to }) => sum + to - from, 0);

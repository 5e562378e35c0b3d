import type { VisitLines as Lines } from "#contracts/quality.ts";
import type { live } from "#web/words/en/live.ts";
import { useWords } from "#web/words/words.tsx";
import { useFormat } from "./format.ts";

type LiveId = keyof typeof live;
type Leg = Lines["legs"][number];
type Stretch = Leg["stretches"][number];
type Fault = NonNullable<Stretch["trouble"]>;

/** So many lines are read by somebody who looks for what went wrong. */
const LISTED_MAX = 12;
const WIDE = 1000;
const HIGH = { good: 4, weak: 14, broken: 28 };

export interface VisitLinesProps {
  legs: Lines["legs"];
  /** The facility's zone: all sides read the same clock. */
  zone: string;
  /** What each end is called where it has no name of its own here. */
  names: { family: string; resident: string };
}

/**
 * A visit's lines, one under the other: a hair where nothing failed, a band where the line was weak, a block where it was broken. What is drawn
 * stands below in words, and the words are what is read aloud.
 */
export function VisitLines({ legs, zone, names }: VisitLinesProps) {
  const { t } = useWords<LiveId>();
  const format = useFormat();
  const all = legs.flatMap(({ stretches }) => stretches);
  if (all.length === 0) return <p className="soft">{t("live.lines.unmeasured")}</p>;
  const from = Math.min(...all.map((one) => Date.parse(one.from)));
  const to = Math.max(...all.map((one) => Date.parse(one.to)));
  const nameOf = (leg: Leg): string => {
    if (leg.mine) return t("live.lines.you");
    if (leg.seat === "resident") return names.resident;
    return leg.seat === "staff" ? t("live.role.staff") : (leg.name ?? names.family);
  };
  const faults = faultsOf(legs);
  const what = ({ leg, trouble }: Told): string => {
    const { where, part, how } = trouble;
    const own = where === "home" && leg.mine ? "own." : "";
    return t(`live.lines.${own}${where}${where === "home" ? `.${part}` : ""}.${how}` as LiveId, { name: nameOf(leg) });
  };
  const clock = (at: string) => format.time(at, zone);
  const sentence = (told: Told): string => {
    const [begin, end] = [clock(told.from), clock(told.to)];
    return t(begin === end ? "live.lines.at" : "live.lines.when", { from: begin, to: end, what: what(told) });
  };
  return (
    <div className="lines">
      <div aria-hidden="true">
        {legs.map((leg) => (
          <div className="lines-leg" key={leg.seat}>
            <span className="lines-name">{nameOf(leg)}</span>
            <svg className="lines-strip" aria-hidden="true" viewBox={`0 0 ${WIDE} ${HIGH.broken}`} preserveAspectRatio="none">
              {leg.stretches.map((stretch) => (
                <Band key={stretch.from} stretch={stretch} from={from} span={to - from} />
              ))}
            </svg>
          </div>
        ))}
        <p className="lines-clock soft nums">
          <span>{format.time(from, zone)}</span>
          <span>{format.time(to, zone)}</span>
        </p>
        <p className="lines-key soft">
          {(["good", "weak", "broken"] as const).map((how) => (
            <span key={how}>
              <svg className="lines-sign" aria-hidden="true" viewBox={`0 0 24 ${HIGH.broken}`}>
                <rect className={`lines-${how}`} x="0" width="24" y={(HIGH.broken - HIGH[how]) / 2} height={HIGH[how]} />
              </svg>
              {t(`live.lines.${how}`)}
            </span>
          ))}
        </p>
      </div>
      {faults.length === 0 ? (
        <p className="gap-2">{t("live.lines.none")}</p>
      ) : (
        <ul className="lines-list nums" aria-label={t("live.lines.list")}>
          {faults.slice(0, LISTED_MAX).map((told) => (
            <li key={`${told.leg.seat} ${told.from}`}>{sentence(told)}</li>
          ))}
          {faults.length > LISTED_MAX && <li>{t("live.lines.left_out", { count: faults.length - LISTED_MAX })}</li>}
        </ul>
      )}
    </div>
  );
}

function Band({ stretch, from, span }: { stretch: Stretch; from: number; span: number }) {
  const how = stretch.trouble?.how ?? "good";
  const begin = ((Date.parse(stretch.from) - from) / span) * WIDE;
  const width = ((Date.parse(stretch.to) - Date.parse(stretch.from)) / span) * WIDE;
  return <rect className={`lines-${how}`} x={begin} width={width} y={(HIGH.broken - HIGH[how]) / 2} height={HIGH[how]} />;
}

interface Told {
  leg: Leg;
  from: string;
  to: string;
  trouble: Fault;
}
/** Every trouble once, oldest first; our own server's, which all ends have together, is told once for all. */
function faultsOf(legs: readonly Leg[]): Told[] {
  const all = legs.flatMap((leg) =>
    leg.stretches.flatMap(({ from, to, trouble }): Told[] => (trouble ? [{ leg, from, to, trouble }] : [])),
  );
  const seen = new Set<string>();
  return all
    .toSorted((a, b) => Date.parse(a.from) - Date.parse(b.from))
    .filter(({ from, trouble }) => {
      if (trouble.where !== "server") return true;
      const key = `${from} ${trouble.how}`;
      return !seen.has(key) && seen.add(key);
    });
}

import { useId } from "react";
import { useWords } from "#web/words/words.tsx";

/** Work that is under way for more than a second, with its words: "Sending your photo: 64 of 100". */
export function Progress({ label, value, max = 100 }: { label: string; value: number; max?: number }) {
  const id = useId();
  return (
    <div>
      <p id={id}>{label}</p>
      <span className="meter" role="progressbar" aria-labelledby={id} aria-valuenow={value} aria-valuemin={0} aria-valuemax={max}>
        <span style={{ width: `${(100 * value) / max}%` }} />
      </span>
    </div>
  );
}

/** How much of something there is: an allowance used, a disk filled. */
export function Meter({ label, value, max, tone }: { label: string; value: number; max: number; tone?: "warn" }) {
  const id = useId();
  return (
    <div>
      <p id={id}>{label}</p>
      <span className="meter" data-tone={tone} {...meter(id, value, max)}>
        <span style={{ width: `${max > 0 ? (100 * value) / max : 0}%` }} />
      </span>
    </div>
  );
}

/** Every browser draws its own <meter> in its own colours; this one is drawn by us and read the same. */
const meter = (labelledBy: string, value: number, max: number, words?: string) => ({
  role: "meter",
  "aria-labelledby": labelledBy,
  "aria-valuenow": value,
  "aria-valuemin": 0,
  "aria-valuemax": max,
  "aria-valuetext": words,
});

const QUIET_BELOW = 0.02;
const LOUD_ABOVE = 0.9;
const BARS = 16;

/** How loud a microphone hears, 0 to 1, as bars that need no reading, and as words that change with the meaning only. */
export function LevelMeter({ level }: { level: number }) {
  const { t } = useWords();
  const id = useId();
  const words = t(level < QUIET_BELOW ? "shared.level.quiet" : level > LOUD_ABOVE ? "shared.level.loud" : "shared.level.heard");
  const lit = Math.round(level * BARS);
  return (
    <div className="level">
      <span id={id} className="hidden">
        {t("shared.level")}
      </span>
      <span className="level-bars" {...meter(id, Math.round(level * 100), 100, words)}>
        {Array.from({ length: BARS }, (_, bar) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its number.
          <span key={bar} data-lit={bar < lit ? "yes" : undefined} data-loud={bar >= BARS * LOUD_ABOVE ? "yes" : undefined} />
        ))}
      </span>
      <span role="status">{words}</span>
    </div>
  );
}

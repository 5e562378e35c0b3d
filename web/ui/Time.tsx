import { useEffect, useState } from "react";
import { useWords } from "#web/words/words.tsx";
import { type Moment, ownZone, sameClock, useFormat } from "./format.ts";

const asDateTime = (at: Moment): string => (at instanceof Date ? at : new Date(at)).toISOString();

/** `Saturday, November 21, 2:00 pm`, the facility's zone by name, and the reader's own time where the clocks differ. */
export function TimeWithZone({ at, zone, now, own = ownZone() }: { at: Moment; zone: string; now?: Moment; own?: string }) {
  const { t } = useWords();
  const format = useFormat();
  const day = now === undefined ? format.day(dayOf(at, zone)) : format.nearDay(at, zone, now);
  return (
    <>
      <time dateTime={asDateTime(at)}>
        {day}, <span className="nowrap">{format.time(at, zone)}</span>
      </time>{" "}
      <span className="soft">
        {capital(format.zone(zone, at))}.
        {!sameClock(zone, own, at) && ` ${t("shared.time.that_is", { time: format.time(at, own), zone: format.zone(own, at) })}`}
      </span>
    </>
  );
}
const capital = (words: string): string => words.charAt(0).toLocaleUpperCase() + words.slice(1);
const dayOf = (at: Moment, zone: string): string =>
  new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(new Date(at));

/**
 * The milliseconds between this machine's clock and the server's: `serverNow` as it was when it arrived.
 * A kiosk shows the server's time, never its own.
 */
export function useNow(everyMs = 1000, offsetMs = 0): number {
  const [now, setNow] = useState(() => Date.now() + offsetMs);
  useEffect(() => {
    const tick = () => setNow(Date.now() + offsetMs);
    tick();
    const timer = setInterval(tick, everyMs);
    return () => clearInterval(timer);
  }, [everyMs, offsetMs]);
  return now;
}

/** The big clock of a kiosk: time, day and zone. `offsetMs` is what the server's clock is ahead of this one. */
export function Clock({ zone, offsetMs = 0 }: { zone: string; offsetMs?: number }) {
  const format = useFormat();
  const now = useNow(1000, offsetMs);
  return (
    <p className="clock-block">
      <time className="clock">{format.time(now, zone)}</time>
      <span className="soft">{format.day(dayOf(now, zone))}</span>
      <span className="soft">{capital(format.zone(zone, now))}</span>
    </p>
  );
}

import { useWords } from "#web/family/words.ts";
import { type Moment, ownZone, sameClock, unbroken, useFormat } from "#web/ui/format.ts";

const DAY_SECONDS = 86_400;
const HOUR_SECONDS = 3600;

/** Some names of zones begin small. */
const sentence = (words: string): string => words.charAt(0).toLocaleUpperCase() + words.slice(1);

/** Sentences about time that several screens say. */
export function useTimes() {
  const { t } = useWords();
  const format = useFormat();
  return {
    ...format,
    /** `1 day 4 h`, `35 min`, `40 s`: how long until something, no finer than helps. */
    until: (seconds: number): string => {
      const whole = Math.max(0, Math.floor(seconds));
      if (whole >= DAY_SECONDS)
        return unbroken(
          t("family.time.days", { days: Math.floor(whole / DAY_SECONDS), hours: Math.floor((whole % DAY_SECONDS) / HOUR_SECONDS) }),
        );
      return format.duration(whole >= 60 ? whole - (whole % 60) : whole);
    },
    /** `Mountain Time, at the facility. That is 4:00 pm for you (Eastern Time).` */
    where: (at: Moment, zone: string): string => {
      const own = ownZone();
      const here = sentence(t("family.time.facility", { zone: format.zone(zone, at) }));
      return sameClock(zone, own, at)
        ? here
        : `${here} ${t("shared.time.that_is", { time: format.time(at, own), zone: format.zone(own, at) })}`;
    },
    /** `Saturday 2:00 pm`, `sábado 2:00 p.m.`: short enough for a button, as said inside a sentence. */
    weekdayTime: (at: Moment, day: string, zone: string): string =>
      `${format.dayInside(day, { weekday: "long" })} ${format.time(at, zone)}`,
  };
}

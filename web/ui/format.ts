import { useMemo } from "react";
import { useWords } from "#web/words/words.tsx";
import { clockTime, dayIn, dayInside, dayWords, dollars, type Moment, money, number, unbroken, zoneName } from "./formats.ts";

export * from "./formats.ts";

/** All of it in the reader's language; the words "today" and "noon" come from the words files. */
export function useFormat() {
  const { locale, t } = useWords();
  return useMemo(
    () => ({
      locale,
      money: (cents: number) => money(locale, cents),
      /** `$0.11 a minute`, of whole micro-dollars. */
      perMinute: (micros: number) => t("shared.money.per_minute", { price: dollars(locale, micros) }),
      number: (value: number) => number(locale, value),
      zone: (zone: string, at?: Moment) => zoneName(locale, zone, at),
      /** `2:00 pm`; noon is said as noon, since half of all readers take 12:00 pm for midnight. */
      time: (at: Moment, zone: string, seconds = false) => {
        const text = clockTime(locale, at, zone, seconds);
        return !seconds && /^12:00\s?p/u.test(text) ? t("shared.time.noon") : text;
      },
      /** `Saturday, November 21` */
      day: (day: string, options?: Intl.DateTimeFormatOptions) => dayWords(locale, day, options),
      /** `the visit of Saturday, November 21`, `la visita del sábado, 21 de noviembre` */
      dayInside: (day: string, options?: Intl.DateTimeFormatOptions) => dayInside(locale, day, options),
      /** `Today`, `Tomorrow`, `Yesterday`, else the weekday and date, as seen from `now` in that zone. */
      nearDay: (at: Moment, zone: string, now: Moment, options?: Intl.DateTimeFormatOptions) => {
        const days = Math.round((Date.parse(dayIn(at, zone)) - Date.parse(dayIn(now, zone))) / 86_400_000);
        const near = { "0": "shared.day.today", "1": "shared.day.tomorrow", "-1": "shared.day.yesterday" } as const;
        const id = near[String(days) as keyof typeof near];
        return id ? t(id) : dayWords(locale, dayIn(at, zone), options);
      },
      /** `90 min`, `17 min 11 s`: what a price a minute is multiplied with, so never in hours. */
      minutes: (seconds: number) => {
        const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
        return unbroken(t(rest > 0 ? "shared.duration.ms" : "shared.duration.min", { minutes, seconds: rest }));
      },
      /** `17 min 11 s`, `2 h 5 min` */
      duration: (seconds: number) => {
        const whole = Math.max(0, Math.floor(seconds));
        const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
        if (hours > 0) return unbroken(t("shared.duration.hm", { hours, minutes }));
        if (minutes === 0) return unbroken(t("shared.duration.s", { seconds: rest }));
        return unbroken(t(rest > 0 ? "shared.duration.ms" : "shared.duration.min", { minutes, seconds: rest }));
      },
    }),
    [locale, t],
  );
}

import type { AnswerOf } from "#contracts/endpoint.ts";
import type { facilitiesApi } from "#contracts/people.ts";
import { useWords } from "#web/public/words.ts";
import { clockTime, useFormat } from "#web/ui/format.ts";
import { dayOfWeekday, type Hours, isRun, sameHours } from "./hours.ts";

type Rules = AnswerOf<typeof facilitiesApi.publicFacility>["rules"];
const DAYS_A_WEEK = 7;

/** A facility's rules, each with its name and its sentences, in the reader's language. */
export function useRules(rules: Rules | undefined): { name: string; lines: string[] }[] {
  const { t, locale } = useWords();
  const format = useFormat();
  if (!rules) return [];

  const weekday = (day: number) => format.day(dayOfWeekday(day), { weekday: "long" });
  // Local hours of a facility have no date; UTC stands in for a clock that never changes.
  const time = (local: string) => clockTime(locale, `2024-01-01T${local}:00Z`, "UTC");
  const open = ({ weekdays, startsAt, endsAt }: Hours): string => {
    const hours = { from: time(startsAt), to: time(endsAt) };
    if (weekdays.length === DAYS_A_WEEK) return t("public.open.daily", hours);
    const [first = 1, last = first] = [weekdays[0], weekdays.at(-1)];
    if (weekdays.length > 2 && isRun(weekdays)) return t("public.open.run", { first: weekday(first), last: weekday(last), ...hours });
    return t("public.open.days", { days: weekdays.map(weekday).join(", "), ...hours });
  };

  return [
    { name: t("public.rule.length"), lines: [t("public.rule.length.is", { minutes: rules.visitMinutes })] },
    {
      name: t("public.rule.often"),
      lines: [rules.visitsPerWeek === null ? t("public.rule.often.free") : t("public.rule.often.is", { count: rules.visitsPerWeek })],
    },
    { name: t("public.rule.who"), lines: [t("public.rule.who.is"), t("public.rule.who.party", { people: rules.party.peopleMax })] },
    { name: t("public.rule.book"), lines: [t("public.rule.book.is", { hours: rules.noticeMinHours, days: rules.noticeMaxDays })] },
    { name: t("public.rule.come"), lines: [t("public.rule.come.is", { early: rules.earlyMinutes, late: rules.lateMinutes })] },
    { name: t("public.rule.recorded"), lines: [t(rules.recorded ? "public.rule.recorded.yes" : "public.rule.recorded.no")] },
    { name: t("public.rule.open"), lines: sameHours(rules.hours).map(open) },
    {
      name: t("public.rule.closed"),
      lines:
        rules.closedDays.length > 0
          ? rules.closedDays.map(({ day, reason }) => `${format.day(day)}: ${reason}`)
          : [t("public.rule.closed.none")],
    },
  ];
}

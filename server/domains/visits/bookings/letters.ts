import type { Locale } from "#contracts/common.ts";
import type { BuildLetter } from "#server/domains/notifications/index.ts";
import type { Ctx } from "#server/platform/context.ts";
import { calendarOf } from "./calendar.ts";
import { listVisits, type VisitView, type Whose } from "./cards.store.ts";
import { type LetterFacts, letterWords } from "./letters.words.ts";
import { isEnding } from "./visits.store.ts";

type Cancelled = { by: LetterFacts["by"]; reason: string };

/** The letter that tells a family of a booked visit, with its calendar file; undefined once it is booked no more. */
export const bookedLetter: BuildLetter = async (ctx, { visitId }, locale) => {
  const visit = await findVisit(ctx, String(visitId));
  if (visit?.status !== "booked") return undefined;
  const facts = factsOf(ctx, visit, locale);
  const words = letterWords[locale];
  return { subject: words.bookedSubject(facts), text: words.booked(facts), attachments: [attachment(ctx, visit, locale)] };
};

/** The letter that reminds a family of a booked visit; undefined once it is booked no more, has begun, or will be cancelled by itself. */
export const reminderLetter: BuildLetter = async (ctx, { visitId }, locale) => {
  const visit = await findVisit(ctx, String(visitId));
  if (visit?.status !== "booked" || Temporal.Instant.compare(visit.startsAt, ctx.now()) <= 0) return undefined;
  if (await isEnding(ctx.db, visit.id)) return undefined;
  const facts = factsOf(ctx, visit, locale);
  const words = letterWords[locale];
  return { subject: words.reminderSubject(facts), text: words.reminder(facts), attachments: [attachment(ctx, visit, locale)] };
};

/** The letter that says who comes along now, after a guest went off the list; undefined once the visit is booked no more. */
export const partyChangedLetter: BuildLetter = async (ctx, { visitId }, locale) => {
  const visit = await findVisit(ctx, String(visitId));
  if (visit?.status !== "booked") return undefined;
  const facts = factsOf(ctx, visit, locale);
  const words = letterWords[locale];
  return { subject: words.partyChangedSubject(facts), text: words.partyChanged(facts) };
};

/** The letter that tells a family of a cancelled visit; its calendar file strikes the entry out. */
export const cancelledLetter: BuildLetter = async (ctx, { visitId }, locale) => {
  const visit = await findVisit(ctx, String(visitId));
  if (visit?.status !== "cancelled") return undefined;
  const facts = factsOf(ctx, visit, locale);
  const words = letterWords[locale];
  return { subject: words.cancelledSubject(facts), text: words.cancelled(facts), attachments: [attachment(ctx, visit, locale)] };
};

/** The letter that tells a family of another station; undefined once the visit was moved again, has begun, or is booked no more. */
export const stationChangedLetter: BuildLetter = async (ctx, { visitId, stationId }, locale) => {
  const visit = await findVisit(ctx, String(visitId));
  if (visit?.status !== "booked" || visit.stationId !== stationId || Temporal.Instant.compare(visit.startsAt, ctx.now()) <= 0)
    return undefined;
  const facts = factsOf(ctx, visit, locale);
  const words = letterWords[locale];
  return { subject: words.stationSubject(facts), text: words.station(facts) };
};

/** The calendar file of one's own visit; undefined where there is none or it is somebody else's. */
export async function calendarFile(ctx: Ctx, whose: Whose, visitId: string, locale: Locale): Promise<string | undefined> {
  const [visit] = await listVisits(ctx.db, whose, { visitId }, ctx.now());
  return visit && calendar(ctx, visit, locale);
}

/** What a letter about this visit is filled in with, and the visit itself; undefined where there is none. */
export async function visitForLetter(
  ctx: Ctx,
  visitId: string,
  locale: Locale,
): Promise<{ visit: VisitView; facts: LetterFacts } | undefined> {
  const visit = await findVisit(ctx, visitId);
  return visit && { visit, facts: factsOf(ctx, visit, locale) };
}

function attachment(ctx: Ctx, visit: VisitView, locale: Locale) {
  const method = visit.status === "cancelled" ? "CANCEL" : "PUBLISH";
  return { name: "visit.ics", type: `text/calendar; charset=utf-8; method=${method}`, text: calendar(ctx, visit, locale) };
}

function calendar(ctx: Ctx, visit: VisitView, locale: Locale): string {
  const facts = factsOf(ctx, visit, locale);
  const words = letterWords[locale];
  const { id, startsAt, endsAt, timeZone, madeAt } = visit;
  return calendarOf({
    id,
    startsAt,
    endsAt,
    timeZone,
    madeAt,
    summary: words.calendarSummary(facts),
    description: words.calendarDescription(facts),
    location: words.where(facts),
    url: facts.link,
    cancelled: visit.status === "cancelled",
  });
}

function factsOf(ctx: Ctx, visit: VisitView, locale: Locale): LetterFacts {
  const start = visit.startsAt.toZonedDateTimeISO(visit.timeZone);
  const opens = start.subtract({ minutes: visit.earlyMinutes });
  const says = (options: Intl.DateTimeFormatOptions) => start.toLocaleString(locale, options);
  const cancelled = cancellationOf(visit);
  return {
    reader: visit.contactGivenName,
    other: visit.residentName,
    facility: visit.facilityName,
    when: says({ weekday: "long", month: "long", day: "numeric", hour: "numeric", minute: "2-digit" }),
    zone: new Intl.DateTimeFormat(locale, { timeZone: visit.timeZone, timeZoneName: "long" })
      .formatToParts(visit.startsAt.epochMilliseconds)
      .find((part) => part.type === "timeZoneName")!.value,
    minutes: visit.visitMinutes,
    opens: opens.toLocaleString(locale, { hour: "numeric", minute: "2-digit" }),
    station: visit.stationName,
    recorded: visit.roomKind === "recorded",
    guests: visit.guests.map(({ givenName: name, kind }) => ({ name, kind })),
    link: `${ctx.config.publicUrl}/family/visits/${visit.id}`,
    ...cancelled,
  };
}

function cancellationOf(visit: VisitView): Cancelled {
  const by = visit.cause === "family" || visit.cause === "resident" ? visit.cause : "staff";
  return { by, reason: visit.reason ?? "no_reason" };
}

async function findVisit(ctx: Ctx, visitId: string): Promise<VisitView | undefined> {
  const [visit] = await listVisits(ctx.db, { visitId }, { visitId }, ctx.now());
  return visit;
}

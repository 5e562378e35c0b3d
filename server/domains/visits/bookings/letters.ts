import type { Locale } from "#contracts/common.ts";
import type { BuildLetter } from "#server/domains/notifications/index.ts";
import { costsFor } from "#server/domains/visits/charges/index.ts";
import type { Ctx } from "#server/platform/context.ts";
import { calendarOf } from "./calendar.ts";
import { ofBookers } from "./cards.service.ts";
import { listVisits, type VisitView, type Whose } from "./cards.store.ts";
import { type LetterFacts, letterWords } from "./letters.words.ts";
import { isEnding } from "./visits.store.ts";

type Cancelled = { by: LetterFacts["by"]; reason: string };

/** The letter that tells a family of a booked visit, with its calendar file; undefined once it is booked no more. */
export const bookedLetter: BuildLetter = async (ctx, { visitId }, locale) => {
  const visit = await findVisit(ctx, String(visitId));
  if (visit?.status !== "booked") return undefined;
  const facts = { ...factsOf(ctx, visit, locale), atMost: await atMostOf(ctx, visit.id) };
  const words = letterWords[locale];
  return { subject: words.bookedSubject(facts), text: words.booked(facts), attachments: [attachment(ctx, visit, locale)] };
};

/** The most that the family pays for a visit, as money; null where that is nothing. */
async function atMostOf(ctx: Ctx, visitId: string): Promise<string | null> {
  const cents = (await costsFor(ctx, [visitId], "family")).get(visitId)?.quotedCents ?? 0;
  return cents > 0 ? `$${(cents / 100).toFixed(2)}` : null;
}

/** The letter that reminds a family of a booked visit; undefined once it is booked no more, has begun, or will be cancelled by itself. */
export const reminderLetter: BuildLetter = async (ctx, { visitId, partyId }, locale) => {
  const visit = await findVisit(ctx, String(visitId));
  if (visit?.status !== "booked" || Temporal.Instant.compare(visit.startsAt, ctx.now()) <= 0) return undefined;
  if (await isEnding(ctx.db, visit.id)) return undefined;
  const reader = readerOf(visit, partyId);
  if (reader === "nobody") return undefined;
  const facts = factsOf(ctx, visit, locale, reader);
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

/** The letter that tells a family of a cancelled visit, and whoever was to come along; its calendar file strikes the entry out. */
export const cancelledLetter: BuildLetter = async (ctx, { visitId, partyId }, locale) => {
  const visit = await findVisit(ctx, String(visitId));
  if (visit?.status !== "cancelled") return undefined;
  const reader = readerOf(visit, partyId);
  if (reader === "nobody") return undefined;
  const facts = factsOf(ctx, visit, locale, reader);
  const words = letterWords[locale];
  return { subject: words.cancelledSubject(facts), text: words.cancelled(facts), attachments: [attachment(ctx, visit, locale)] };
};

/** The letter that tells a family of another station; undefined once the visit was moved again, has begun, or is booked no more. */
export const stationChangedLetter: BuildLetter = async (ctx, { visitId, stationId, partyId }, locale) => {
  const visit = await findVisit(ctx, String(visitId));
  if (visit?.status !== "booked" || visit.stationId !== stationId || Temporal.Instant.compare(visit.startsAt, ctx.now()) <= 0)
    return undefined;
  const reader = readerOf(visit, partyId);
  if (reader === "nobody") return undefined;
  const facts = factsOf(ctx, visit, locale, reader);
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

/** Who reads a letter about a visit: the contact who booked, or somebody who comes along; nobody where they do not come any more. */
export function readerOf(visit: VisitView, partyId: unknown): VisitView["adults"][number] | undefined | "nobody" {
  return partyId === undefined ? undefined : (visit.adults.find(({ id }) => id === partyId) ?? "nobody");
}

/** The visit's calendar file as part of a letter; `struckOut` for a reader who does not come any more. */
export function attachment(ctx: Ctx, visit: VisitView, locale: Locale, struckOut = visit.status === "cancelled") {
  const method = struckOut ? "CANCEL" : "PUBLISH";
  return { name: "visit.ics", type: `text/calendar; charset=utf-8; method=${method}`, text: calendar(ctx, visit, locale, struckOut) };
}

function calendar(ctx: Ctx, visit: VisitView, locale: Locale, cancelled = visit.status === "cancelled"): string {
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
    cancelled,
  });
}

/** What a letter about this visit is filled in with, for the contact who booked or for somebody who comes along. */
export function factsOf(ctx: Ctx, visit: VisitView, locale: Locale, along?: { id: string; givenName: string | null }): LetterFacts {
  const start = visit.startsAt.toZonedDateTimeISO(visit.timeZone);
  const opens = start.subtract({ minutes: visit.earlyMinutes });
  const says = (options: Intl.DateTimeFormatOptions) => start.toLocaleString(locale, options);
  const { by, reason } = cancellationOf(visit);
  return {
    reader: along?.givenName ?? visit.contactGivenName,
    bookedBy: along ? `${visit.contactGivenName} ${visit.contactFamilyName}` : null,
    adults: visit.adults.filter(({ id }) => id !== along?.id).map(({ givenName, familyName }) => `${givenName} ${familyName}`),
    atMost: null,
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
    by,
    // What stands between the contact who booked and the agency is told to nobody else.
    reason: along && ofBookers(reason) ? "no_reason" : reason,
  };
}

function cancellationOf(visit: VisitView): Cancelled {
  const by = visit.cause === "family" || visit.cause === "resident" ? visit.cause : "staff";
  return { by, reason: visit.reason ?? "no_reason" };
}

/** A visit with all that letters may say of it. */
export async function findVisit(ctx: Ctx, visitId: string): Promise<VisitView | undefined> {
  const [visit] = await listVisits(ctx.db, { visitId }, { visitId }, ctx.now());
  return visit;
}

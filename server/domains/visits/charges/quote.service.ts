import type { z } from "zod";
import type { DayQuote, LawRef, Quote } from "#contracts/bills.ts";
import { microsOf } from "#jurisdictions/caps.rules.ts";
import type { Cap } from "#jurisdictions/rate-caps.ts";
import * as money from "#server/domains/money/index.ts";
import type { Ctx, TxCtx } from "#server/platform/context.ts";

/** What is kept stays kept so long after the place is over: longer than any outage that a settlement waits for. */
const KEPT_HOURS_AFTER = 72;

/** A place for two people, as its price sees it. Only video at a distance is offered here; visits of other kinds cost nothing. */
export interface Priced {
  agencyId: string;
  facilityId: string;
  residentId: string;
  contactId: string;
  startsAt: Temporal.Instant;
  endsAt: Temporal.Instant;
}

/** What is asked of money for a place on a day of its facility's calendar. */
export function askedFor(place: Priced, { day, weekStarts }: { day: string; weekStarts: number }): money.Asked {
  const { agencyId, facilityId, residentId, contactId, startsAt, endsAt } = place;
  return { service: "video", agencyId, facilityId, residentId, contactId, day, minutes: minutesOf({ startsAt, endsAt }), weekStarts };
}

const minutesOf = ({ startsAt, endsAt }: Pick<Priced, "startsAt" | "endsAt">): number => Math.ceil(startsAt.until(endsAt).total("minutes"));

/** The most that this place can cost, as a family reads it before booking. */
export async function quoteFor(asker: Ctx | TxCtx, asked: money.Asked): Promise<Quote> {
  return toQuote(await money.quote(asker, asked), asked.minutes);
}

/** The same for many starts: once for each day and length. */
export async function quotesFor(
  ctx: Ctx,
  who: Omit<Priced, "startsAt" | "endsAt">,
  starts: readonly { day: string; startsAt: Temporal.Instant; endsAt: Temporal.Instant }[],
  weekStarts: number,
): Promise<z.infer<typeof DayQuote>[]> {
  const once = new Map(starts.map((start) => [`${start.day} ${minutesOf(start)}`, start]));
  const quotes = [];
  for (const { day, startsAt, endsAt } of once.values())
    quotes.push({ day, ...(await quoteFor(ctx, askedFor({ ...who, startsAt, endsAt }, { day, weekStarts }))) });
  return quotes;
}

/** What of this quote is the family's own part. */
export function familyCents(made: money.Quote): number {
  const part = made.parts.get("family");
  return part ? part.priceCents + part.taxCents : 0;
}

/** Until when what a place can cost stays kept. */
export const keptUntil = (endsAt: Temporal.Instant): Temporal.Instant => endsAt.add({ hours: KEPT_HOURS_AFTER });

function toQuote({ terms, parts, microsPerMinute, cents, freeSeconds, plan }: money.Quote, minutes: number): Quote {
  return {
    minutes,
    microsPerMinute,
    cents,
    taxCents: [...parts.values()].reduce((sum, { taxCents }) => sum + taxCents, 0),
    taxes: cents > 0 ? terms.taxes.map(money.taxRef) : [],
    freeSeconds,
    planSeconds: plan?.seconds ?? 0,
    parts: [...parts].map(([payer, { priceCents, taxCents }]) => ({ payer, cents: priceCents + taxCents })),
    cap: terms.law.cap ? lawRef(terms.law.cap.by) : null,
    freeLaw: terms.law.free ? lawRef(terms.law.free) : null,
  };
}

/** A law as bills and quotes name it. */
export const lawRef = (cap: Cap): z.infer<typeof LawRef> => ({
  id: cap.id,
  authority: cap.authority,
  law: cap.law,
  microsPerMinute: microsOf(cap),
});

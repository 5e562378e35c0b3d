import type { ErrorCode } from "#contracts/errors.ts";
import { CARD_OPEN_CENTS, type CardRefusal, type TopUpStop, topUpCents, topUpMonthCents } from "#contracts/top-up-limits.ts";
import { lowCents } from "#contracts/wallet-limits.ts";
import type { KeptCard } from "#server/domains/money/payments/processor.ts";
import { monthIn } from "#server/domains/money/statements/month.rules.ts";

/** What a charge that was begun takes at most until it has ended, with every time that it is tried again: the processor waits 15 seconds, three times, for each of two questions. */
export const CHARGED_WITHIN_SECONDS = 180;

/**
 * How adding by itself stops: the card is refused, its bank must ask or takes something back, or the owner has money back. Only its owner's word begins it
 * again, and the heavier reason stays: after a dispute neither a refusal nor a refund counts any more.
 */
export function nextTopUp(state: "on" | TopUpStop, event: TopUpStop): TopUpStop {
  return state === "on" || event === "disputed" ? event : state;
}

/** Whether two cards are the same one: by the processor's own code, and where it said none by what their owner knows them by. */
export function isSameCard(one: KnownCard, other: KnownCard): boolean {
  if (one.cardCode && other.cardCode) return one.cardCode === other.cardCode;
  const parts = ["brand", "lastFour", "expiresMonth", "expiresYear"] as const;
  return parts.every((part) => one[part] === other[part]);
}
type KnownCard = Pick<KeptCard, "cardCode" | "brand" | "lastFour" | "expiresMonth" | "expiresYear">;

/** Every reason why this can't be chosen; empty when it can. */
export function topUpRefusals(
  chosen: { belowCents: number; addCents: number; monthCents: number },
  card: { disputed: boolean } | undefined,
): ErrorCode[] {
  const among = (list: readonly number[], cents: number) => list.includes(cents);
  const { belowCents, addCents, monthCents } = chosen;
  const known = among(lowCents, belowCents) && among(topUpCents, addCents) && among(topUpMonthCents, monthCents);
  const reasons: [boolean, ErrorCode][] = [
    [!card, "money.no_card"],
    [card?.disputed === true, "money.card_disputed"],
    [!known, "money.top_up_choice"],
    [addCents > monthCents, "money.top_up_over_cap"],
  ];
  return reasons.filter(([refused]) => refused).map(([, code]) => code);
}

/** How much the kept card may still pay by its owner's tap alone, of what it paid so in the last 24 hours. */
export const openCentsOf = (paidCents: number): number => Math.max(0, CARD_OPEN_CENTS - paidCents);

/** Every reason why the card that is kept can't be the one that its owner saw and pressed for; empty when it can pay. */
export function cardRefusalsOf(
  card: { lastFour: string; way: string; disputedAt: Temporal.Instant | null } | undefined,
  seen: { lastFour: string; way: string },
): ErrorCode[] {
  if (card?.lastFour !== seen.lastFour || card.way !== seen.way) return ["money.no_card"];
  return card.disputedAt ? ["money.card_disputed"] : [];
}

/** Whether so much is added now: only where less is free than was chosen, and never so that a month has more than its most. */
export function topUpStep(of: {
  freeCents: number;
  belowCents: number;
  addCents: number;
  addedCents: number;
  monthCents: number;
}): "enough" | "month_full" | "add" {
  if (of.freeCents >= of.belowCents) return "enough";
  return of.addedCents + of.addCents > of.monthCents ? "month_full" : "add";
}

/** Why a kept card that was asked said no, for its owner: its bank wants to ask them, or it was refused. Undefined where it was never asked. */
export function stopFor(why: string | null): CardRefusal | undefined {
  if (why === "never_begun") return undefined;
  return why === "authentication_required" ? "authentication" : "declined";
}

/** The month that it is by a zone's clock. A zone that was known when it was chosen and is no more counts as UTC. */
export function monthOf(timeZone: string, now: Temporal.Instant): { from: Temporal.Instant; until: Temporal.Instant } {
  const month = (zone: string) => monthIn(now.toZonedDateTimeISO(zone).toPlainDate().toPlainYearMonth().toString(), zone);
  try {
    return month(timeZone) ?? month("UTC")!;
  } catch {
    return month("UTC")!;
  }
}

/** Whether a charge that is asked for now ends in the month that it is: what is added counts for the month in which it was begun, and for no other is it taken. */
export const endsInMonth = (month: { until: Temporal.Instant }, now: Temporal.Instant): boolean =>
  Temporal.Instant.compare(now.add({ seconds: CHARGED_WITHIN_SECONDS }), month.until) < 0;

/** Whether what was begun by itself is still meant by what stands now: the same card, nothing chosen since, the same month. */
export function isStillMeant(
  begun: { begunAt: Temporal.Instant; customerId: string | null; methodId: string | null },
  stands: { customerId: string; methodId: string; chosenAt: Temporal.Instant; timeZone: string },
  now: Temporal.Instant,
): boolean {
  if (begun.customerId !== stands.customerId || begun.methodId !== stands.methodId) return false;
  if (Temporal.Instant.compare(stands.chosenAt, begun.begunAt) > 0) return false;
  const month = monthOf(stands.timeZone, now);
  return Temporal.Instant.compare(begun.begunAt, month.from) >= 0 && endsInMonth(month, now);
}

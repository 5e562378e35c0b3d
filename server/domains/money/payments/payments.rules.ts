import type { ErrorCode } from "#contracts/errors.ts";
import { DEPOSIT_CENTS_MAX, DEPOSIT_CENTS_MIN } from "#contracts/wallet-limits.ts";

export type DepositState = "begun" | "taken" | "failed";
/** What the processor says of a payment: its money is there; it will never come; or nothing new. */
export type PaymentSaid = "paid" | "failed" | "waiting";

/**
 * How a deposit goes on. Every word of a processor may come twice, late and out of order, so money that is there is taken even where it was
 * given up, and what was taken is never untaken by an older word.
 */
export function nextDeposit(state: DepositState, said: PaymentSaid): DepositState {
  if (said === "paid") return "taken";
  if (said === "failed" && state === "begun") return "failed";
  return state;
}

export type RefundState = "begun" | "done" | "failed";
export type RefundSaid = "done" | "failed" | "waiting";

/** How a refund goes on. A card's bank may send back weeks later what it first took: then it has failed after all, once. */
export function nextRefund(state: RefundState, said: RefundSaid): RefundState {
  if (state === "failed" || said === "waiting") return state;
  return said;
}

export type DisputeState = "none" | "open" | "won" | "lost";
/** `nothing`: a warning, which takes no money. */
export type DisputeSaid = "nothing" | "open" | "won" | "lost";

/** How a dispute goes on. Its end may be heard of before its beginning: what was won after all was open first. A bank may change its mind after it was lost, never after it was won. */
export function nextDispute(state: DisputeState, said: DisputeSaid): DisputeState {
  if (said === "nothing" || state === "won") return state;
  if (state === "lost") return said === "won" ? "won" : "lost";
  return said;
}

export type PayoutState = "asked" | "prepared" | "paid" | "withdrawn";
export type PayoutAct = "prepare" | "confirm" | "withdraw" | "unprepare";
const payoutActs: Readonly<Record<PayoutAct, { from: readonly PayoutState[]; to: PayoutState }>> = {
  prepare: { from: ["asked"], to: "prepared" },
  // Somebody else of staff looked and it is not right: it waits again.
  unprepare: { from: ["prepared"], to: "asked" },
  confirm: { from: ["prepared"], to: "paid" },
  // By its owner, as long as nobody has written a check.
  withdraw: { from: ["asked"], to: "withdrawn" },
};

/** The payout's next state; undefined where it may not go there from here. */
export function nextPayout(state: PayoutState, act: PayoutAct): PayoutState | undefined {
  const { from, to } = payoutActs[act];
  return from.includes(state) ? to : undefined;
}

/** Every reason why this is no sum to add; empty when it is one. */
export function depositRefusals(cents: number): ErrorCode[] {
  const reasons: [boolean, ErrorCode][] = [
    [!Number.isInteger(cents), "money.not_whole_cents"],
    [!(cents >= DEPOSIT_CENTS_MIN), "money.too_little"],
    [cents > DEPOSIT_CENTS_MAX, "money.too_much"],
  ];
  return reasons.filter(([refused]) => refused).map(([, code]) => code);
}

/** Every reason why this much can't be given back of what is free; `null` asks for all of it. */
export function refundRefusals(cents: number | null, freeCents: number): ErrorCode[] {
  if (cents === null) return freeCents > 0 ? [] : ["money.nothing_free"];
  const reasons: [boolean, ErrorCode][] = [
    [!Number.isInteger(cents), "money.not_whole_cents"],
    [!(cents >= 1), "money.too_little_back"],
    [freeCents <= 0, "money.nothing_free"],
    [freeCents > 0 && cents > freeCents, "money.more_than_free"],
  ];
  return reasons.filter(([refused]) => refused).map(([, code]) => code);
}

/** What a source can still take back. */
export interface Source {
  depositId: string;
  leftCents: number;
}
export interface RefundPlan {
  parts: { depositId: string; cents: number }[];
  /** What no source is left for. */
  restCents: number;
}

/** To which sources a sum goes back: the newest deposit first, to each at most what it has not given back yet. */
export function planRefund(cents: number, newestFirst: readonly Source[]): RefundPlan {
  const parts: RefundPlan["parts"] = [];
  let restCents = cents;
  for (const { depositId, leftCents } of newestFirst) {
    const part = Math.min(restCents, leftCents);
    if (part > 0) parts.push({ depositId, cents: part });
    restCents -= Math.max(0, part);
    if (restCents === 0) break;
  }
  return { parts, restCents };
}

/** What a refund that failed after all adds to what each dispute of its deposit may take: at most what was written off of it and is not owed yet, the first first. */
export function owedAfterFailure<D extends { writtenOffCents: number; owedCents: number }>(
  cents: number,
  disputes: readonly D[],
): { dispute: D; addedCents: number }[] {
  let left = cents;
  return disputes.flatMap((dispute) => {
    const addedCents = Math.min(left, dispute.writtenOffCents - dispute.owedCents);
    left -= addedCents;
    return addedCents > 0 ? [{ dispute, addedCents }] : [];
  });
}

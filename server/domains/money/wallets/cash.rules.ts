import { CASH_CENTS_MAX } from "#contracts/cash.ts";
import type { ErrorCode } from "#contracts/errors.ts";

export type CashState = "entered" | "confirmed" | "refused";
export type CashDecision = "confirmed" | "refused";

/** Every reason why this can't be entered as money that was handed in; empty when it can. */
export function cashRefusals(of: { cents: number; kind: "cash" | "money_order"; orderNumber: string | null }): ErrorCode[] {
  const reasons: [boolean, ErrorCode][] = [
    [!Number.isInteger(of.cents), "money.not_whole_cents"],
    [!(of.cents >= 1), "money.cash_none"],
    [of.cents > CASH_CENTS_MAX, "money.cash_too_much"],
    [(of.kind === "money_order") !== (of.orderNumber !== null), "money.order_number_needed"],
  ];
  return reasons.filter(([refused]) => refused).map(([, code]) => code);
}

/** Every reason why this person can't decide about what was entered: never whoever entered it, and once. */
export function decisionRefusals(entry: { state: CashState; enteredBy: string }, by: string, decision: CashDecision): ErrorCode[] {
  const reasons: [boolean, ErrorCode][] = [
    [entry.enteredBy === by, "money.same_person"],
    [entry.state !== "entered" && entry.state !== decision, "money.cash_decided"],
  ];
  return reasons.filter(([refused]) => refused).map(([, code]) => code);
}

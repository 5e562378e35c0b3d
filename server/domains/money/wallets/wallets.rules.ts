import type { WalletMove } from "#contracts/wallet-limits.ts";
import type { TransferWhat } from "#server/domains/money/ledger/ledger.tables.ts";

type Way = "in" | "out";
const moves: Readonly<Record<Way, Partial<Record<TransferWhat, WalletMove>>>> = {
  in: {
    deposit: "deposit",
    cash_in: "cash_in",
    credit: "credit",
    gift: "gift_got",
    gift_undone: "gift_returned",
    dispute_won: "dispute_won",
    unclaimed: "unclaimed_back",
  },
  out: {
    charge: "charge",
    tax: "tax",
    refund: "refund",
    payout: "payout",
    gift: "gift_sent",
    gift_undone: "gift_back",
    dispute: "dispute",
    unclaimed: "unclaimed",
  },
};
/** What a plan took when it ended, and what came back of that. */
const plans: Partial<Record<TransferWhat, WalletMove>> = { charge: "plan", tax: "plan_tax", credit: "plan_back" };

/**
 * What a movement is to the owner of one of its two wallets. A correction says what it puts right, where that is known; what goes between the wallets of two
 * records of one resident puts right that there were two.
 */
export function moveOf(of: {
  what: TransferWhat;
  way: Way;
  corrected: TransferWhat | null;
  isOneRecord: boolean;
  isAutomatic?: boolean;
  isPlan?: boolean;
}): WalletMove {
  const { what, way, corrected, isOneRecord, isAutomatic = false, isPlan = false } = of;
  if (isOneRecord) return way === "in" ? "correction_in" : "correction_out";
  if (what === "deposit" && isAutomatic) return "deposit_automatic";
  const ofPlan = isPlan ? plans[what] : undefined;
  if (ofPlan) return ofPlan;
  if (what === "correction" && way === "in" && corrected === "refund") return "refund_undone";
  if (what === "correction" && way === "in" && corrected === "tax") return "tax_back";
  return moves[way][what] ?? (way === "in" ? "correction_in" : "correction_out");
}

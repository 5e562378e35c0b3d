/** The least and the most that is added at once, in whole US cents. */
export const DEPOSIT_CENTS_MIN = 100;
export const DEPOSIT_CENTS_MAX = 50_000;
/** What one tap adds. */
export const depositCents = [500, 1000, 2500, 5000] as const;

/** Below which free sum a letter may be wanted. */
export const lowCents = [500, 1000, 2500] as const;

/** What moved a wallet, as its owner is told: the transfer's kind, seen from their side. */
export const walletMoves = [
  "deposit",
  "deposit_automatic",
  "cash_in",
  "credit",
  "gift_got",
  "gift_sent",
  "gift_back",
  "gift_returned",
  "charge",
  "tax",
  "tax_back",
  "plan",
  "plan_tax",
  "plan_back",
  "refund",
  "refund_undone",
  "payout",
  "dispute",
  "dispute_won",
  "unclaimed",
  "unclaimed_back",
  "correction_in",
  "correction_out",
] as const;
export type WalletMove = (typeof walletMoves)[number];

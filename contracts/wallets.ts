import { z } from "zod";
import { Day, Done, Id, Instant, Nothing, Page } from "./common.ts";
import { endpoint } from "./endpoint.ts";
import { cardRefusals, practiceCards } from "./top-up-limits.ts";
import { walletMoves } from "./wallet-limits.ts";

/** Any number: what is wrong with it is told by its reasons, all at once. */
const Cents = z.number();

export const LastFour = z.string().regex(/^\d{4}$/);

/** What is kept of a wallet, and for what: a visit that is booked, a plan that runs, money on its way back, a payout that staff prepare, a gift that waits. */
export const Kept = z.strictObject({
  id: Id,
  cents: z.number().int(),
  for: z.enum(["visit", "plan", "refund", "payout", "gift", "other"]),
  /** The visit, plan, refund, payout or gift. */
  subjectId: Id,
  /** Of a visit: with whom, and the facility's own day; of a plan: where, and its last day. */
  withName: z.string().nullable(),
  day: Day.nullable(),
});
export type Kept = z.infer<typeof Kept>;

export const Wallet = z.strictObject({
  /** All of it, and what of it is not kept for something. */
  cents: z.number().int(),
  freeCents: z.number().int(),
  kept: z.array(Kept),
});
export type Wallet = z.infer<typeof Wallet>;

export const OwnWallet = Wallet.extend({
  /** How money can be added: a real card, a demonstration's practice card, or none is set up here. */
  card: z.enum(["stripe", "practice"]).nullable(),
  /** The kept card that can pay by one tap, and how much it may yet pay today without the password; null where none is kept or it can't pay. */
  keptCard: z.strictObject({ brand: z.string(), lastFour: LastFour, openCents: z.number().int() }).nullable(),
  /** How much of the free money goes back to a card by one tap; the rest goes another way. */
  toSourceCents: z.number().int(),
  /** Nothing moved in it for so long that it goes back then, unless the owner says that it is to stay; null where that is far. */
  endsAt: Instant.nullable(),
  /** What is kept apart for the owner since it was silent, to be had at any time. */
  apartCents: z.number().int(),
  /** Payouts that staff see to and that are not over. */
  payouts: z.array(
    z.strictObject({ id: Id, cents: z.number().int(), state: z.enum(["asked", "prepared"]), address: z.string().nullable(), at: Instant }),
  ),
  /** Below which free sum the owner wants a letter; null: none. */
  lowBelowCents: z.number().int().nullable(),
  /** Deposits that the processor has not told the end of. */
  waiting: z.array(z.strictObject({ id: Id, cents: z.number().int(), at: Instant })),
});

/** One movement of a wallet, as its owner reads it. */
export const WalletLine = z.strictObject({
  id: Id,
  at: Instant,
  /** More than nothing came in; less went out. */
  cents: z.number().int(),
  move: z.enum(walletMoves),
  /** A visit that can be opened. */
  visitId: Id.nullable(),
  /** Of a visit: the facility's own day. */
  day: Day.nullable(),
  /** With whom the visit was, where the plan is, or who gave or got it. */
  name: z.string().nullable(),
});
export type WalletLine = z.infer<typeof WalletLine>;
const History = z.strictObject({ rows: z.array(WalletLine), next: z.string().nullable() });

export const Deposit = z.strictObject({
  id: Id,
  cents: z.number().int(),
  state: z.enum(["begun", "taken", "failed"]),
  /** What the kept card's bank said, where it said no: a plain no, or that it wants to ask its owner. */
  refused: z.enum(cardRefusals).nullable(),
  /** What the page needs to take a card: left out once it is taken, and for a practice card. */
  pay: z.strictObject({ publishableKey: z.string(), clientSecret: z.string() }).nullable(),
});
export type Deposit = z.infer<typeof Deposit>;

/** What became of "give it back": to sources, and by another way where none is left. */
export const Refunded = z.strictObject({
  id: Id,
  cents: z.number().int(),
  parts: z.array(z.strictObject({ id: Id, cents: z.number().int(), state: z.enum(["begun", "done", "failed"]) })),
  payouts: z.array(z.strictObject({ id: Id, cents: z.number().int(), state: z.enum(["asked", "prepared", "paid", "withdrawn"]) })),
});
export type Refunded = z.infer<typeof Refunded>;

export const walletOutside = {
  ownWallet: endpoint({
    id: "ownWallet",
    method: "GET",
    path: "/api/outside/wallet",
    permission: "wallet.own",
    summary: "What one's wallet holds, what of it is kept and for what, and how money can be added and given back",
    answer: { status: 200, schema: OwnWallet },
    errors: [],
  }),
  ownWalletHistory: endpoint({
    id: "ownWalletHistory",
    method: "GET",
    path: "/api/outside/wallet/history",
    permission: "wallet.own",
    summary: "Every movement of one's wallet, newest first",
    query: z.strictObject({ ...Page }),
    answer: { status: 200, schema: History },
    errors: [],
  }),
  beginDeposit: endpoint({
    id: "beginDeposit",
    method: "POST",
    path: "/api/outside/wallet/deposits",
    permission: "wallet.deposit",
    summary:
      "Add money to one's wallet, $1 to $500, without any fee; once per `id`. `keepCard` keeps the card, once it has paid, until its owner removes it",
    body: z.strictObject({
      id: Id,
      cents: Cents,
      keepCard: z.boolean().default(false),
      /** In a demonstration: which of its cards. */
      practiceCard: z.enum(practiceCards).default("4242"),
    }),
    answer: { status: 201, schema: Deposit },
    errors: [
      "money.cards_off",
      "money.processor_down",
      "money.not_whole_cents",
      "money.too_little",
      "money.too_much",
      "money.deposit_unknown",
      "money.id_taken",
      "request.too_many",
    ],
  }),
  lookAtDeposit: endpoint({
    id: "lookAtDeposit",
    method: "POST",
    path: "/api/outside/wallet/deposits/:depositId/look",
    permission: "wallet.deposit",
    summary: "Ask the processor how a deposit stands, without waiting for it to tell",
    params: z.strictObject({ depositId: Id }),
    answer: { status: 200, schema: Deposit },
    errors: ["money.deposit_unknown", "money.processor_down", "request.too_many"],
  }),
  refundWallet: endpoint({
    id: "refundWallet",
    method: "POST",
    path: "/api/outside/wallet/refunds",
    permission: "wallet.refund",
    summary: "Give back what is free in one's wallet, or a part of it, to where it came from; once per `id`",
    body: z.strictObject({ id: Id, cents: Cents.nullable() }),
    answer: { status: 201, schema: Refunded },
    errors: [
      "money.not_whole_cents",
      "money.too_little_back",
      "money.nothing_free",
      "money.more_than_free",
      "money.id_taken",
      "request.too_many",
    ],
  }),
  changeOwnPayout: endpoint({
    id: "changeOwnPayout",
    method: "POST",
    path: "/api/outside/wallet/payouts/:payoutId",
    permission: "wallet.refund",
    summary: "Say where a check is to be sent, or take the payout back while nobody has written one",
    params: z.strictObject({ payoutId: Id }),
    body: z.union([z.strictObject({ address: z.string().trim().min(5).max(500) }), z.strictObject({ withdraw: z.literal(true) })]),
    answer: { status: 204, schema: Nothing },
    errors: ["money.payout_unknown", "money.payout_moved"],
  }),
};

export const walletKeeping = {
  chooseLowNotice: endpoint({
    id: "chooseLowNotice",
    method: "POST",
    path: "/api/outside/wallet/low-notice",
    permission: "wallet.own",
    summary: "Choose below which free sum a letter comes, once each time it is reached; null wants none",
    body: z.strictObject({ belowCents: z.number().int().min(1).max(50_000).nullable() }),
    answer: { status: 204, schema: Nothing },
    errors: [],
  }),
  keepWallet: endpoint({
    id: "keepWallet",
    method: "POST",
    path: "/api/outside/wallet/keep",
    permission: "wallet.refund",
    summary: "Say that the money is to stay, and have again what was kept apart",
    answer: { status: 204, schema: Nothing },
    errors: [],
  }),
};

export const walletInside = {
  insideWallet: endpoint({
    id: "insideWallet",
    method: "GET",
    path: "/api/inside/wallet",
    permission: "wallet.inside",
    summary: "What the resident's own wallet holds, and what of it is kept for what",
    answer: { status: 200, schema: Wallet },
    errors: [],
  }),
  insideWalletHistory: endpoint({
    id: "insideWalletHistory",
    method: "GET",
    path: "/api/inside/wallet/history",
    permission: "wallet.inside",
    summary: "Every movement of the resident's own wallet, newest first",
    query: z.strictObject({ ...Page }),
    answer: { status: 200, schema: History },
    errors: [],
  }),
};

export const processorPublic = {
  processorTells: endpoint({
    id: "processorTells",
    method: "POST",
    path: "/api/public/processor/stripe/events",
    permission: "processor.tell",
    fromMail: true,
    summary: "Where Stripe sends its signed events. One is a wake-up: what is true is asked of Stripe itself",
    body: z.looseObject({}),
    answer: { status: 200, schema: Done },
    errors: ["money.event_unsigned"],
  }),
};

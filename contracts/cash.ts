import { z } from "zod";
import { Id, Instant, Nothing, Page } from "./common.ts";
import { endpoint } from "./endpoint.ts";
import { Email } from "./identity.ts";

export const CASH_CENTS_MAX = 1_000_000;

/** Cash or a money order as staff see it. */
export const CashEntry = z.strictObject({
  id: Id,
  kind: z.enum(["cash", "money_order"]),
  cents: z.number().int(),
  receiptNumber: z.string(),
  orderNumber: z.string().nullable(),
  /** Whose wallet it is for. */
  forName: z.string(),
  state: z.enum(["entered", "confirmed", "refused"]),
  enteredBy: z.string(),
  enteredAt: Instant,
  decidedBy: z.string().nullable(),
  decidedAt: Instant.nullable(),
  /** The reader entered it: somebody else has to count it. */
  own: z.boolean(),
});
export type CashEntry = z.infer<typeof CashEntry>;

/** Money that staff pay out by hand, since no source of it is left or its owner was released. */
export const Payout = z.strictObject({
  id: Id,
  cents: z.number().int(),
  toName: z.string(),
  why: z.enum(["no_source", "released", "account_closed", "silent"]),
  state: z.enum(["asked", "prepared", "paid", "withdrawn"]),
  address: z.string().nullable(),
  how: z.enum(["check", "money_order", "cash"]).nullable(),
  number: z.string().nullable(),
  askedAt: Instant,
  preparedBy: z.string().nullable(),
  paidBy: z.string().nullable(),
  endedAt: Instant.nullable(),
  /** The reader prepared it: somebody else has to confirm it. */
  own: z.boolean(),
  /** It is ready, and a card's bank has taken back the money that it is of: it must not go out, unless it has. */
  disputed: z.boolean(),
});
export type Payout = z.infer<typeof Payout>;

const at = "/api/staff/facilities/:facilityId/money";
const Here = z.strictObject({ facilityId: Id });
const Entry = z.strictObject({ facilityId: Id, entryId: Id });
const OnePayout = z.strictObject({ facilityId: Id, payoutId: Id });
const PaperNumber = z.string().trim().min(1).max(40);

const entered = {
  id: Id,
  cents: z.number(),
  receiptNumber: PaperNumber,
  orderNumber: PaperNumber.nullable(),
  kind: z.enum(["cash", "money_order"]),
};

export const cashStaff = {
  cashEntries: endpoint({
    id: "cashEntries",
    method: "GET",
    path: `${at}/cash`,
    permission: "cash.read",
    summary: "Cash and money orders that were handed in here, newest first",
    params: Here,
    query: z.strictObject({ ...Page }),
    answer: { status: 200, schema: z.strictObject({ rows: z.array(CashEntry), next: z.string().nullable() }) },
    errors: [],
  }),
  enterCash: endpoint({
    id: "enterCash",
    method: "POST",
    path: `${at}/cash`,
    permission: "cash.enter",
    summary:
      "Enter cash or a money order for a resident here, by booking number, or for somebody outside who is connected with one, by e-mail; with its receipt's number, once per `id`. It counts once somebody else has confirmed it",
    params: Here,
    body: z.union([
      z.strictObject({ ...entered, bookingNumber: z.string().trim().min(1).max(40) }),
      z.strictObject({ ...entered, email: Email }),
    ]),
    answer: { status: 201, schema: CashEntry },
    errors: [
      "money.not_whole_cents",
      "money.cash_none",
      "money.cash_too_much",
      "money.receipt_taken",
      "money.order_number_needed",
      "money.id_taken",
      "resident.unknown",
      "money.nobody_here",
    ],
  }),
  cashReceipt: endpoint({
    id: "cashReceipt",
    method: "GET",
    path: `${at}/cash/:entryId`,
    permission: "cash.read",
    summary: "What the receipt of one entry says",
    params: Entry,
    answer: { status: 200, schema: CashEntry.extend({ facilityName: z.string() }) },
    errors: ["money.cash_unknown"],
  }),
  decideCash: endpoint({
    id: "decideCash",
    method: "POST",
    path: `${at}/cash/:entryId`,
    permission: "cash.confirm",
    summary: "Say, as somebody else than who entered it, that the money is there, or that it is not",
    params: Entry,
    body: z.strictObject({ decision: z.enum(["confirmed", "refused"]) }),
    answer: { status: 200, schema: CashEntry },
    errors: ["money.cash_unknown", "money.same_person", "money.cash_decided"],
  }),
  payouts: endpoint({
    id: "payouts",
    method: "GET",
    path: `${at}/payouts`,
    permission: "cash.read",
    summary: "Money that is to be paid out by hand, what waits first",
    params: Here,
    answer: { status: 200, schema: z.array(Payout) },
    errors: [],
  }),
  preparePayout: endpoint({
    id: "preparePayout",
    method: "POST",
    path: `${at}/payouts/:payoutId/prepare`,
    permission: "payout.prepare",
    summary: "Say how a payout was made ready: by check, money order or cash, with its number",
    params: OnePayout,
    body: z.strictObject({ how: z.enum(["check", "money_order", "cash"]), number: PaperNumber }),
    answer: { status: 204, schema: Nothing },
    errors: ["money.payout_unknown", "money.payout_moved"],
  }),
  decidePayout: endpoint({
    id: "decidePayout",
    method: "POST",
    path: `${at}/payouts/:payoutId`,
    permission: "payout.confirm",
    summary:
      "Say, as somebody else than who prepared it, that a payout went out, or that it is to be prepared anew. `gone`: that it went out although a card's bank has taken its money back",
    params: OnePayout,
    body: z.strictObject({ decision: z.enum(["confirmed", "gone", "again"]) }),
    answer: { status: 204, schema: Nothing },
    errors: ["money.payout_unknown", "money.payout_moved", "money.same_person", "money.payout_disputed"],
  }),
};

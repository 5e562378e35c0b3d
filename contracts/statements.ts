import { z } from "zod";
import { LawRef } from "./bills.ts";
import { endpoint } from "./endpoint.ts";
import { WalletLine } from "./wallets.ts";

/** A calendar month, `2026-03`. */
export const Month = z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/);
/** The name of a time zone. */
export const Zone = z
  .string()
  .max(60)
  .regex(/^[\w+\-/]+$/);

/** A movement with what stood behind it: the facility, what a visit's price was and by which law, for how long something was given back. */
export const StatementLine = WalletLine.extend({
  /** What the wallet held after it. */
  balanceCents: z.number().int(),
  facilityName: z.string().nullable(),
  /** Of a visit that was charged. */
  visit: z
    .strictObject({
      seconds: z.number().int(),
      chargedSeconds: z.number().int(),
      microsPerMinute: z.number().int(),
      law: LawRef.nullable(),
    })
    .nullable(),
  /** Of what was given back for a visit: for how many seconds. */
  creditSeconds: z.number().int().nullable(),
});
export type StatementLine = z.infer<typeof StatementLine>;

export const Statement = z.strictObject({
  month: Month,
  /** Whose clock the month and every time are by. */
  timeZone: z.string(),
  openingCents: z.number().int(),
  closingCents: z.number().int(),
  inCents: z.number().int(),
  outCents: z.number().int(),
  /** The same by what they were: added, paid for visits and plans with their taxes, given back for them, and gone otherwise. */
  addedCents: z.number().int(),
  visitsCents: z.number().int(),
  creditedCents: z.number().int(),
  goneCents: z.number().int(),
  /** Oldest first. */
  lines: z.array(StatementLine),
});
export type Statement = z.infer<typeof Statement>;

const asked = { params: z.strictObject({ month: Month }), query: z.strictObject({ zone: Zone.default("UTC") }) };
const file = { params: z.strictObject({ month: Month }), query: z.strictObject({ zone: Zone.default("UTC"), as: z.enum(["pdf", "csv"]) }) };

export const statementsOutside = {
  ownStatement: endpoint({
    id: "ownStatement",
    method: "GET",
    path: "/api/outside/wallet/statements/:month",
    permission: "wallet.own",
    summary: "One month of one's wallet: what it held before and after, and every movement in between",
    ...asked,
    answer: { status: 200, schema: Statement },
    errors: ["money.month_not_begun", "money.zone_unknown"],
  }),
  ownStatementFile: endpoint({
    id: "ownStatementFile",
    method: "GET",
    path: "/api/outside/wallet/statements/:month/file",
    permission: "wallet.own",
    summary: "The same as a PDF to print, or as CSV",
    ...file,
    answer: { status: 200, schema: z.unknown() },
    errors: ["money.month_not_begun", "money.zone_unknown"],
  }),
};

export const statementsInside = {
  insideStatement: endpoint({
    id: "insideStatement",
    method: "GET",
    path: "/api/inside/wallet/statements/:month",
    permission: "wallet.inside",
    summary: "One month of the resident's wallet: what it held before and after, and every movement in between",
    ...asked,
    answer: { status: 200, schema: Statement },
    errors: ["money.month_not_begun", "money.zone_unknown"],
  }),
};

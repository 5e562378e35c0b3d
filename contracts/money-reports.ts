import { z } from "zod";
import { Id } from "./common.ts";
import { endpoint } from "./endpoint.ts";
import { Month } from "./statements.ts";

const at = "/api/staff/facilities/:facilityId/money";
const cents = z.number().int();

export const ServiceMonth = z.strictObject({
  service: z.enum(["audio", "video", "message"]),
  communications: z.number().int(),
  connectedSeconds: z.number().int(),
  chargedSeconds: z.number().int(),
  priceCents: cents,
  taxCents: cents,
  creditCents: cents,
});
export const MoneyMonth = z.strictObject({
  month: Month,
  services: z.array(ServiceMonth),
  /** What each kind of payer paid, taxes included, before credits. */
  payers: z.array(z.strictObject({ payer: z.enum(["agency", "family", "resident"]), cents, creditCents: cents })),
  /** What the agency owes for this facility in this month: its part less the credits that belong to it. */
  agencyOwesCents: cents,
  cashInCents: cents,
  paidOutCents: cents,
});
export type MoneyMonth = z.infer<typeof MoneyMonth>;

export const moneyReportsStaff = {
  moneyMonth: endpoint({
    id: "moneyMonth",
    method: "GET",
    path: `${at}/month`,
    permission: "money.read",
    summary:
      "One month of money at this facility by its own clock: what was charged, taxed and given back, by service and payer, and what the agency owes",
    params: z.strictObject({ facilityId: Id }),
    query: z.strictObject({ month: Month }),
    answer: { status: 200, schema: MoneyMonth },
    errors: ["money.month_not_begun"],
  }),
  moneyMonthFile: endpoint({
    id: "moneyMonthFile",
    method: "GET",
    path: `${at}/month/invoice`,
    permission: "money.read",
    summary: "The agency's invoice of one month as CSV: each communication that it paid a part of",
    params: z.strictObject({ facilityId: Id }),
    query: z.strictObject({ month: Month }),
    answer: { status: 200, schema: z.unknown() },
    errors: ["money.month_not_begun"],
  }),
  yearlyReport: endpoint({
    id: "yearlyReport",
    method: "GET",
    path: `${at}/year`,
    permission: "money.read",
    summary: "What the FCC's yearly report (Form 2301(a)) asks of this facility, a line for each service, as CSV",
    params: z.strictObject({ facilityId: Id }),
    query: z.strictObject({ year: z.string().regex(/^20\d\d$/) }),
    answer: { status: 200, schema: z.unknown() },
    errors: [],
  }),
};

import { z } from "zod";
import { Id, Instant } from "./common.ts";
import { complaintReasons, complaintWhats, creditWhats, creditWheres } from "./credit-limits.ts";
import { endpoint } from "./endpoint.ts";
import { TaxRef } from "./taxes.ts";

const Cents = z.number().int().nonnegative();
/** Millionths of a US dollar. */
const Micros = z.number().int().nonnegative();
export const Payer = z.enum(["agency", "family", "resident"]);
export const LawRef = z.strictObject({ id: z.string(), authority: z.string(), law: z.string(), microsPerMinute: Micros });

/** The most that a visit can cost, before anybody agrees to it. */
export const Quote = z.strictObject({
  minutes: z.number().int().positive(),
  microsPerMinute: Micros,
  /** All payers together, taxes included. */
  cents: Cents,
  taxCents: Cents,
  /** What the taxes are, each with its law; their sum is rounded down once. */
  taxes: z.array(TaxRef),
  freeSeconds: z.number().int().nonnegative(),
  /** What comes from the reader's plan, after the free seconds and before money. */
  planSeconds: z.number().int().nonnegative(),
  parts: z.array(z.strictObject({ payer: Payer, cents: Cents })),
  /** The law that limits the price, and the one that makes it free for both people. */
  cap: LawRef.nullable(),
  freeLaw: LawRef.nullable(),
});
export type Quote = z.infer<typeof Quote>;
/** The same for every start of a day that is as long. */
export const DayQuote = Quote.extend({ day: z.iso.date() });

export const nothingTaken = [
  "not_held",
  "too_short",
  "free_law",
  "free_minutes",
  "no_price",
  "under_a_cent",
  "too_late",
  "plan",
] as const satisfies readonly string[];
export const NothingTaken = z.enum(nothingTaken);

/** What a list says of a visit's cost to its reader. Null where it cost nothing and never could. */
export const Cost = z.strictObject({
  quotedCents: Cents,
  takenCents: Cents,
  creditedCents: Cents,
  taxBackCents: Cents,
  /** What the reader's plan keeps for it, or gave. */
  planSeconds: z.number().int().nonnegative(),
  settled: z.boolean(),
  nothing: NothingTaken.nullable(),
});

export const CreditCause = z.strictObject({
  where: z.enum(creditWheres),
  what: z.enum(creditWhats),
  seconds: z.number().int().nonnegative(),
});
export const Complaint = z.strictObject({
  id: Id,
  side: z.enum(["family", "resident"]),
  what: z.enum(complaintWhats),
  saidAt: Instant,
  answer: z.enum(["given_back_before", "given_back_now", "queued"]),
  dueAt: Instant.nullable(),
  decision: z.enum(["credited", "declined"]).nullable(),
  reason: z.enum(complaintReasons).nullable(),
  decidedAt: Instant.nullable(),
  cents: Cents.nullable(),
  /** Given back to the family's plan; nothing for a reader whose plan it is not. */
  planSeconds: z.number().int(),
});

/** Everything that is to be said of what a visit costs, as its reader may know it: a resident reads their own part. */
export const Bill = z.strictObject({
  minutes: z.number().int(),
  microsPerMinute: Micros,
  taxMillionths: z.number().int(),
  /** Each of these taxes with its law. */
  taxes: z.array(TaxRef),
  freeSeconds: z.number().int(),
  /** What the family's plan kept for it; nothing for a reader whose plan it is not. */
  planSeconds: z.number().int(),
  cap: LawRef.nullable(),
  freeLaw: LawRef.nullable(),
  /** Whose part the sums are: all payers' together, or one's. */
  of: z.enum(["all", "family", "resident"]),
  quotedCents: Cents,
  takenCents: Cents,
  creditedCents: Cents,
  /** What of these is taxes. */
  quotedTaxCents: Cents,
  takenTaxCents: Cents,
  /** Taxes that were not due and came back, beside the credits. */
  taxBackCents: Cents,
  letGoCents: Cents,
  parts: z.array(
    z.strictObject({
      ...{ payer: Payer, percent: z.number().int(), quotedCents: Cents, takenCents: Cents, creditedCents: Cents },
      taxBackCents: Cents,
    }),
  ),
  charge: z
    .strictObject({
      seconds: z.number().int(),
      chargedSeconds: z.number().int(),
      /** Of the connected seconds those that came from the plan. */
      planSeconds: z.number().int(),
      microsPerMinute: Micros,
      cents: Cents,
      nothing: NothingTaken.nullable(),
      at: Instant,
    })
    .nullable(),
  credits: z.array(
    CreditCause.extend({ id: Id, cents: Cents, planSeconds: z.number().int(), planCents: Cents, decided: z.boolean(), at: Instant }),
  ),
  /** What the rule found, the home's own part too, which it names and does not credit. Null until it has decided. */
  found: z
    .strictObject({
      at: Instant,
      rule: z.number().int(),
      drops: z.number().int(),
      causes: z.array(CreditCause),
      unmeasuredSeconds: z.number().int(),
    })
    .nullable(),
  complaint: Complaint.nullable(),
  /** Until when this reader may say that it was bad; null where they may not, or have. */
  complainUntil: Instant.nullable(),
});
export type Bill = z.infer<typeof Bill>;

/** Longer than any visit, and small enough for every column. */
const DAY_SECONDS = 24 * 3600;
const One = z.strictObject({ visitId: Id });
const AtVisit = z.strictObject({ facilityId: Id, visitId: Id });
/** Null: the visit was booked before anything could cost something, or its bill is somebody else's. */
const answer = { status: 200, schema: z.strictObject({ bill: Bill.nullable() }) } as const;
const Complain = z.strictObject({ id: Id, what: z.enum(complaintWhats) });
const complaintErrors = ["visit.unknown", "complaint.not_charged", "complaint.too_late", "complaint.said_before"] as const;

export const billsApi = {
  ownBill: endpoint({
    id: "ownBill",
    method: "GET",
    path: "/api/outside/visits/:visitId/bill",
    permission: "visit.read_own",
    summary: "What a visit costs: promised, taken, given back",
    params: One,
    answer,
    errors: ["visit.unknown"],
  }),
  insideBill: endpoint({
    id: "insideBill",
    method: "GET",
    path: "/api/inside/visits/:visitId/bill",
    permission: "visit.read_inside",
    summary: "What a visit costs the resident: promised, taken, given back",
    params: One,
    answer,
    errors: ["visit.unknown"],
  }),
  staffBill: endpoint({
    id: "staffBill",
    method: "GET",
    path: "/api/staff/facilities/:facilityId/visits/:visitId/bill",
    permission: "visit.read",
    summary: "What a visit costs: promised, taken, given back, payer by payer",
    params: AtVisit,
    answer,
    errors: ["visit.unknown"],
  }),
  complainOutside: endpoint({
    id: "complainOutside",
    method: "POST",
    path: "/api/outside/visits/:visitId/complaint",
    permission: "visit.complain_own",
    summary: "Say that a visit was bad: answered at once from its measurements, or by staff in time",
    params: One,
    body: Complain,
    answer: { status: 200, schema: Complaint },
    errors: complaintErrors,
  }),
  complainInside: endpoint({
    id: "complainInside",
    method: "POST",
    path: "/api/inside/visits/:visitId/complaint",
    permission: "visit.complain_inside",
    summary: "Say that a visit was bad: answered at once from its measurements, or by staff in time",
    params: One,
    body: Complain,
    answer: { status: 200, schema: Complaint },
    errors: complaintErrors,
  }),
  credits: endpoint({
    id: "credits",
    method: "GET",
    path: "/api/staff/facilities/:facilityId/credits",
    permission: "credit.read",
    summary: "What was given back in the last 90 days, by cause, and who waits for an answer",
    params: z.strictObject({ facilityId: Id }),
    answer: {
      status: 200,
      schema: z.strictObject({
        since: Instant,
        causes: z.array(CreditCause.extend({ decided: z.boolean(), visits: z.number().int(), cents: Cents })),
        waiting: z.array(
          Complaint.extend({
            visitId: Id,
            startsAt: Instant,
            timeZone: z.string(),
            residentName: z.string(),
            contactName: z.string(),
            connectedSeconds: z.number().int(),
            chargedSeconds: z.number().int(),
            openCents: Cents,
            openPlanSeconds: z.number().int(),
            found: z.array(CreditCause),
          }),
        ),
      }),
    },
    errors: [],
  }),
  decideComplaint: endpoint({
    id: "decideComplaint",
    method: "POST",
    path: "/api/staff/facilities/:facilityId/complaints/:complaintId/decide",
    permission: "credit.decide",
    summary: "Answer somebody who said that a visit was bad: give back for so many seconds, or not, with a reason",
    params: z.strictObject({ facilityId: Id, complaintId: Id }),
    body: z.strictObject({
      decision: z.enum(["credited", "declined"]),
      reason: z.enum(complaintReasons),
      /** Where it is credited: who failed, and for how many seconds of what was charged. */
      credit: z.strictObject({ where: z.enum(creditWheres), seconds: z.number().int().positive().max(DAY_SECONDS) }).optional(),
    }),
    answer: { status: 200, schema: Complaint },
    errors: ["complaint.unknown", "complaint.decided", "complaint.nothing_open"],
  }),
};

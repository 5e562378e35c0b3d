import type { Bill, billsApi } from "#contracts/bills.ts";
import type { AnswerOf } from "#contracts/endpoint.ts";
import * as money from "#server/domains/money/index.ts";
import { visitCard, type Whose } from "#server/domains/visits/bookings/index.ts";
import { lawRef, type PartOf } from "#server/domains/visits/charges/index.ts";
import type { Ctx } from "#server/platform/context.ts";
import { complainUntil, refusalsTo } from "./complaints.rules.ts";
import { complaintFor } from "./complaints.service.ts";
import { type ComplaintRow, listComplaints } from "./complaints.store.ts";
import * as store from "./credits.store.ts";

/** A visit's bill, for whoever may read the visit and pays for it, or is staff; refuses with `visit.unknown` as the visit's page does. */
export async function visitBill(ctx: Ctx, whose: Whose, visitId: string): Promise<AnswerOf<typeof billsApi.ownBill>> {
  await visitCard(ctx, whose, visitId);
  const visit = await store.findVisit(ctx.db, visitId);
  const bill = await money.billOf(ctx, visitId);
  const of = visit && readerOf(whose, visit);
  if (!visit || !bill || !of) return { bill: null };
  const decision = await store.findDecision(ctx.db, visitId);
  const complaints = await listComplaints(ctx.db, visitId);
  return { bill: toBill(ctx, { of, bill, visit, decision, complaints }) };
}

/** Whose part a reader is shown; undefined for whoever comes along to somebody else's visit. */
function readerOf(whose: Whose, visit: store.VisitFacts): PartOf | undefined {
  if ("contactId" in whose) return whose.contactId === visit.contactId ? "family" : undefined;
  return "residentId" in whose ? "resident" : "all";
}

interface Known {
  of: PartOf;
  bill: money.Bill;
  visit: store.VisitFacts;
  decision: store.DecisionRow | undefined;
  complaints: readonly ComplaintRow[];
}

function toBill(ctx: Ctx, { of, bill, visit, decision, complaints }: Known): Bill {
  const { quote, charge, credits } = bill;
  const plan = of === "resident" ? null : bill.plan;
  // A resident reads their own part; the family, who was quoted all parts, reads all.
  const parts = of === "resident" ? bill.parts.filter(({ payer }) => payer === "resident") : bill.parts;
  const counted = of === "all" ? parts : parts.filter(({ payer }) => payer === of);
  const sum = (name: "quotedCents" | "takenCents" | "creditedCents" | "quotedTaxCents" | "takenTaxCents" | "taxBackCents") =>
    counted.reduce((total, part) => total + part[name], 0);
  const shares = money.shareOut(sum("creditedCents"), new Map(credits.map(({ id, cents }) => [id, cents])));
  const said = of === "all" ? complaints[0] : complaints.find(({ side }) => side === of);
  const [cap, freeLaw] = [money.lawOfId(charge?.capId ?? quote.capId), money.lawOfId(charge?.freeLawId ?? quote.freeLawId)];
  return {
    minutes: quote.minutes,
    microsPerMinute: quote.microsPerMinute,
    taxMillionths: quote.taxMillionths,
    taxes: [...bill.taxes],
    freeSeconds: quote.freeSeconds,
    planSeconds: plan?.keptSeconds ?? 0,
    cap: cap ? lawRef(cap) : null,
    freeLaw: freeLaw ? lawRef(freeLaw) : null,
    of,
    quotedCents: sum("quotedCents"),
    takenCents: sum("takenCents"),
    creditedCents: sum("creditedCents"),
    quotedTaxCents: sum("quotedTaxCents"),
    takenTaxCents: sum("takenTaxCents"),
    taxBackCents: sum("taxBackCents"),
    letGoCents: charge ? sum("quotedCents") - sum("takenCents") : 0,
    parts: parts.map(({ payer, percent, quotedCents, takenCents, creditedCents, taxBackCents }) => ({
      ...{ payer, percent, quotedCents, takenCents, creditedCents, taxBackCents },
    })),
    charge: charge && {
      seconds: charge.seconds,
      // To a resident a visit that the family's plan gave reads like one that its wallet paid.
      chargedSeconds: charge.chargedSeconds + (of === "resident" ? (bill.plan?.usedSeconds ?? 0) : 0),
      planSeconds: plan?.usedSeconds ?? 0,
      microsPerMinute: charge.microsPerMinute,
      cents: sum("takenCents"),
      nothing: of === "resident" && charge.nothing === "plan" ? null : charge.nothing,
      at: charge.at.toString(),
    },
    credits: credits.map(({ id, where, what, seconds, planSeconds, planCents, decidedBy, at }) => ({
      ...{ id, where, what, seconds },
      ...(plan ? { planSeconds, planCents } : { planSeconds: 0, planCents: 0 }),
      cents: shares.get(id) ?? 0,
      decided: decidedBy !== null,
      at: at.toString(),
    })),
    found: decision
      ? {
          at: decision.at.toString(),
          rule: decision.rule,
          drops: decision.drops,
          causes: decision.causes,
          unmeasuredSeconds: decision.unmeasuredSeconds,
        }
      : null,
    complaint: said ? complaintFor(of, said, bill) : null,
    complainUntil: of === "all" || said ? null : mayComplainUntil(ctx, visit, sum("takenCents") > 0 || (plan?.usedSeconds ?? 0) > 0),
  };
}

function mayComplainUntil(ctx: Ctx, { endedAt }: store.VisitFacts, paid: boolean): string | null {
  const asked = { endedAt, paid, now: ctx.now() };
  return endedAt !== null && refusalsTo(asked).length === 0 ? complainUntil(endedAt).toString() : null;
}

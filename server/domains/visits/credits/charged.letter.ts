import type { Locale } from "#contracts/common.ts";
import * as money from "#server/domains/money/index.ts";
import { type BuildLetter, notify, registerLetter } from "#server/domains/notifications/index.ts";
import { visitForLetter } from "#server/domains/visits/bookings/index.ts";
import { findAccount } from "#server/domains/visits/bookings/visits.store.ts";
import type { TxCtx } from "#server/platform/context.ts";
import { answeredWords, type ChargedFacts, chargedWords } from "./charged.words.ts";
import { complaintFor } from "./complaints.service.ts";
import { findComplaint } from "./complaints.store.ts";
import * as store from "./credits.store.ts";

const CHARGED = "visit.charged";
const ANSWERED = "visit.complaint_answered";

/** Says, at start, how the letters about what a visit cost are written. */
export function registerCreditLetters(): void {
  registerLetter(CHARGED, chargedLetter);
  registerLetter(ANSWERED, answeredLetter);
}

interface Told {
  id: string;
  contactId: string;
  facilityId: string;
}

/** Writes to the family what was charged for their visit and what was given back, and why. */
export async function sendCharged(tx: TxCtx, { id: visitId, contactId, facilityId }: Told): Promise<void> {
  const { accountId } = await findAccount(tx.trx, contactId);
  await notify(tx, { accountId, template: CHARGED, facts: { visitId }, facilityId });
}

/** Writes to the family how staff answered that a visit was bad. */
export async function sendAnswered(tx: TxCtx, { id: visitId, contactId, facilityId }: Told, complaintId: string): Promise<void> {
  const { accountId } = await findAccount(tx.trx, contactId);
  await notify(tx, { accountId, template: ANSWERED, facts: { visitId, complaintId }, facilityId });
}

const tags = { en: "en-US", es: "es-US" } as const satisfies Record<Locale, string>;
const dollars = (locale: Locale, cents: number) =>
  new Intl.NumberFormat(tags[locale], { style: "currency", currency: "USD" }).format(cents / 100);
const perMinute = (locale: Locale, micros: number) =>
  new Intl.NumberFormat(tags[locale], { style: "currency", currency: "USD", maximumFractionDigits: 6 }).format(micros / 1_000_000);
/** "12 min 41 s", in both languages. */
const lasting = (seconds: number) =>
  [Math.floor(seconds / 60), seconds % 60]
    .map((value, index) => (value > 0 ? `${value} ${index === 0 ? "min" : "s"}` : ""))
    .filter(Boolean)
    .join(" ") || "0 s";

const chargedLetter: BuildLetter = async (ctx, { visitId }, locale) => {
  const found = await visitForLetter(ctx, String(visitId), locale);
  const bill = found && (await money.billOf(ctx, found.visit.id));
  const own = bill?.parts.find(({ payer }) => payer === "family");
  if (!found || !bill?.charge || !own) return undefined;
  const decision = await store.findDecision(ctx.db, found.visit.id);
  const { facts } = found;
  const home = decision?.causes.filter(({ where }) => where === "home").reduce((sum, { seconds }) => sum + seconds, 0) ?? 0;
  const plan = money.backToPlan(bill.credits);
  const backCents = own.creditedCents + plan.cents;
  const told: ChargedFacts = {
    ...{ reader: facts.reader, other: facts.other, when: facts.when, zone: facts.zone, link: facts.link },
    rule: `${ctx.config.publicUrl}/public/credits`,
    connected: lasting(bill.charge.seconds),
    charged: bill.charge.chargedSeconds > 0 ? lasting(bill.charge.chargedSeconds) : null,
    price: perMinute(locale, bill.charge.microsPerMinute),
    taken: dollars(locale, own.takenCents),
    tax: own.takenTaxCents > 0 ? dollars(locale, own.takenTaxCents) : null,
    plan: bill.plan?.usedSeconds ? lasting(bill.plan.usedSeconds) : null,
    planBack: plan.seconds > 0 ? lasting(plan.seconds) : null,
    letGo: own.quotedCents > own.takenCents ? dollars(locale, own.quotedCents - own.takenCents) : null,
    back: backCents > 0 ? dollars(locale, backCents) : null,
    causes: bill.credits.map(({ where, what, seconds }) => ({ where, what, time: lasting(seconds) })),
    home: home > 0 ? lasting(home) : null,
  };
  const words = chargedWords[locale];
  return { subject: words.subject(told), text: words.text(told) };
};

const answeredLetter: BuildLetter = async (ctx, { visitId, complaintId }, locale) => {
  const found = await visitForLetter(ctx, String(visitId), locale);
  const complaint = await findComplaint(ctx.db, String(complaintId));
  if (!found || !complaint?.decision || !complaint.reason) return undefined;
  const { reader, when, zone, link } = found.facts;
  const { cents, planSeconds } = complaintFor("family", complaint, await money.billOf(ctx, found.visit.id));
  const back = cents ? dollars(locale, cents) : null;
  const words = answeredWords[locale];
  const planBack = planSeconds > 0 ? lasting(planSeconds) : null;
  const told = { reader, when, zone, link, back, planBack, reason: complaint.reason };
  return { subject: words.subject(told), text: words.text(told) };
};

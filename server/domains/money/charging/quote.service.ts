import assert from "node:assert/strict";
import type { Service } from "#jurisdictions/rate-caps.ts";
import { openBook, reserve } from "#server/domains/money/ledger/ledger.store.ts";
import { keepOfPlan } from "#server/domains/money/plans/draw.service.ts";
import { planSeconds } from "#server/domains/money/plans/plan.rules.ts";
import { findPlan, findRunning, lockBuying, lockRunning } from "#server/domains/money/plans/plans.store.ts";
import type { PlanRow } from "#server/domains/money/plans/plans.tables.ts";
import { type Payer, type Price, payers } from "#server/domains/money/rating/rating.rules.ts";
import { periodOf } from "#server/domains/money/tariffs/period.rules.ts";
import type { TariffRow } from "#server/domains/money/tariffs/tariffs.tables.ts";
import { taxesOf } from "#server/domains/money/tariffs/taxes.rules.ts";
import { insertQuoteTaxes } from "#server/domains/money/tariffs/taxes.store.ts";
import { type Terms, termsOn } from "#server/domains/money/tariffs/terms.service.ts";
import { type Asker, type Ctx, dbOf, type Moment, type TxCtx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { newId } from "#server/platform/id.ts";
import { centsOf, type Parts, partsFor } from "./bill.rules.ts";
import * as store from "./charging.store.ts";

const SECONDS_A_MINUTE = 60;
const WHOLE = 100;

/** A communication that is to be paid. */
export interface Asked {
  service: Service;
  agencyId: string;
  facilityId: string;
  residentId: string;
  contactId: string;
  /** The facility's own day on which it is (ISO). */
  day: string;
  minutes: number;
  /** ISO weekday on which the facility's week begins. */
  weekStarts: number;
}

/** The most that it can cost, and by what. */
export interface Quote {
  terms: Terms;
  price: Price;
  /** The tariff's price or the cap's, whichever is lower. */
  microsPerMinute: number;
  freeSeconds: number;
  /** What comes from the contact's plan, after the free seconds and before money. */
  plan: { id: string; seconds: number; leftSeconds: number } | null;
  parts: Parts;
  /** Price and taxes of all payers. */
  cents: number;
}

/** The most that a communication can cost, before anybody agrees to it: what `keep` will keep, as long as nothing has changed since. */
export async function quote(asker: Asker, asked: Asked): Promise<Quote> {
  const terms = await termsOn(asker, asked.facilityId, asked.service, asked.day);
  const price = priceOf(terms.tariff, taxesOf(terms.taxes));
  const seconds = asked.minutes * SECONDS_A_MINUTE;
  const freeSeconds = Math.min(seconds, await freeSecondsLeft(asker, asked, terms.tariff));
  const without = partsFor(price, terms.law, { seconds, freeSeconds });
  const running = await findRunning(dbOf(asker), asked);
  const plan = running ? drawn(running, price, { seconds, freeSeconds, without }) : null;
  const parts = plan ? partsFor(price, terms.law, { seconds, freeSeconds: freeSeconds + plan.seconds }) : without;
  const microsPerMinute = Math.min(price.microsPerMinute, terms.law.cap?.microsPerMinute ?? 0);
  return { terms, price, microsPerMinute, freeSeconds, plan, parts, cents: centsOf(parts) };
}

/** What a communication draws on a plan: nothing where somebody else pays too, or where the plan would save nothing. */
function drawn(running: PlanRow, price: Price, of: { seconds: number; freeSeconds: number; without: Parts }): Quote["plan"] {
  if (price.split.family !== WHOLE) return null;
  const { seconds, freeSeconds, without } = of;
  const { id, leftSeconds } = running;
  const priceCentsWithout = without.get("family")?.priceCents ?? 0;
  const kept = planSeconds({ seconds, freeSeconds, atMostSeconds: leftSeconds, priceCentsWithout });
  return kept === 0 ? null : { id, seconds: kept, leftSeconds };
}

/** What a tariff asks, with what laws add to it; without one nothing. */
export function priceOf(tariff: TariffRow | undefined, taxMillionths: number): Price {
  if (!tariff) return { microsPerMinute: 0, split: { agency: 100 }, taxMillionths: 0 };
  const split = { agency: tariff.agencyPercent, family: tariff.familyPercent, resident: tariff.residentPercent };
  return { microsPerMinute: tariff.microsPerMinute, split, taxMillionths };
}

async function freeSecondsLeft(asker: Asker, asked: Asked, tariff: TariffRow | undefined): Promise<number> {
  if (!tariff || tariff.freeMinutes === 0) return 0;
  const { residentId, facilityId, service } = asked;
  const used = await store.freeSecondsUsed(dbOf(asker), {
    residentId,
    facilityId,
    service,
    ...periodOf(tariff.freePeriod, asked.day, asked.weekStarts),
  });
  return Math.max(0, tariff.freeMinutes * SECONDS_A_MINUTE - used);
}

/** A wallet that has too little for its part. */
export interface Short {
  payer: Exclude<Payer, "agency">;
  needCents: number;
  /** What of it is free; told to its owner alone. */
  haveCents: number;
}

/** What of a contact's wallet is free now. */
export async function freeInWallet(asker: Ctx | TxCtx, contactId: string): Promise<number> {
  const wallet = await store.findWallet(dbOf(asker), contactId);
  return wallet === undefined ? 0 : store.freeCentsOf(dbOf(asker), wallet, asker.now());
}

/** The wallets that have less than their part of this quote, so that a refusal can name them beside all other reasons. */
export async function shortOf(tx: Moment, asked: Asked, of: Quote): Promise<Short[]> {
  const short: Short[] = [];
  for (const payer of ["family", "resident"] as const) {
    const needCents = centsOfPayer(of.parts, payer);
    if (needCents === 0) continue;
    const haveCents = await store.freeCentsOf(tx.trx, await openPayerBook(tx, asked, payer), tx.now());
    if (haveCents < needCents) short.push({ payer, needCents, haveCents });
  }
  return short;
}

/**
 * Keeps what a communication can cost: the quote stands from now on, each wallet's part of it is reserved until `until`, and what comes from a plan is kept of it.
 * Refuses with `money.family_short` or `money.resident_short` where a wallet has too little, and with `money.price_changed` where the family's part has become more
 * than `familyAtMostCents`, since a plan ended meanwhile; with `money.id_taken` where the subject's id is a plan's. Once for each subject.
 */
export async function keep(
  tx: Moment,
  subjectId: string,
  asked: Asked,
  until: Temporal.Instant,
  familyAtMostCents = Number.POSITIVE_INFINITY,
): Promise<Quote> {
  await store.lockFreeTime(tx.trx, asked.residentId);
  await lockBuying(tx.trx, asked.contactId);
  await lockRunning(tx.trx, asked);
  // Ids are made by whoever asks; what a plan takes, under its own, is no part of a visit's bill.
  if (await findPlan(tx.trx, subjectId)) throw new AppError(["money.id_taken"]);
  const made = await quote(tx, asked);
  const needCents = centsOfPayer(made.parts, "family");
  if (needCents > familyAtMostCents) throw new AppError(["money.price_changed"], { needCents });
  const { terms, price, parts } = made;
  const { agencyId, facilityId, service, residentId, day, minutes } = asked;
  const first = await store.insertQuote(tx.trx, {
    subjectId,
    agencyId,
    facilityId,
    service,
    residentId,
    day,
    minutes,
    tariffId: terms.tariff?.id ?? null,
    microsPerMinute: made.microsPerMinute,
    taxMillionths: price.taxMillionths,
    freeSeconds: made.freeSeconds,
    capId: terms.law.cap?.by.id ?? null,
    freeLawId: terms.law.free?.id ?? null,
    madeAt: tx.now(),
  });
  assert(first, `${subjectId} has been quoted before`);
  if (price.taxMillionths > 0)
    await insertQuoteTaxes(
      tx.trx,
      subjectId,
      terms.taxes.map(({ id }) => id),
    );
  const books = new Map<Payer, string>();
  for (const payer of payers) if (parts.has(payer)) books.set(payer, await openPayerBook(tx, asked, payer));
  const rows = [];
  // The order of all wallets' locks.
  for (const [payer, bookId] of [...books].sort(([, one], [, other]) => (one < other ? -1 : 1))) {
    const { priceCents, taxCents } = parts.get(payer)!;
    const cents = priceCents + taxCents;
    const reserveId = payer !== "agency" && cents > 0 ? newId() : null;
    if (reserveId) {
      const said = await reserve(tx.trx, { id: reserveId, bookId, cents, subjectId, expiresAt: until }, tx.now());
      if (said === "overdrawn")
        throw new AppError([payer === "family" ? "money.family_short" : "money.resident_short"], { needCents: cents });
      assert.equal(said, "done", `a reserve for ${subjectId} was not kept`);
    }
    rows.push({ subjectId, payer, percent: price.split[payer]!, priceCents, taxCents, bookId, reserveId });
  }
  await store.insertParts(tx.trx, rows);
  if (made.plan) await keepOfPlan(tx, made.plan, subjectId, made.plan.seconds);
  return made;
}

function centsOfPayer(parts: Parts, payer: Payer): number {
  const part = parts.get(payer);
  return part ? part.priceCents + part.taxCents : 0;
}

function openPayerBook(tx: Moment, { agencyId, residentId, contactId }: Asked, payer: Payer): Promise<string> {
  if (payer === "family") return openBook(tx.trx, { kind: "contact_wallet", contactId }, tx.now());
  if (payer === "resident") return openBook(tx.trx, { kind: "resident_wallet", agencyId, residentId }, tx.now());
  return openBook(tx.trx, { kind: "agency", agencyId }, tx.now());
}

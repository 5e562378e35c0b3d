import { stringify } from "csv-stringify/sync";
import type { MoneyMonth } from "#contracts/money-reports.ts";
import * as facilities from "#server/domains/facilities/index.ts";
import { findPopulation } from "#server/domains/money/tariffs/tariffs.store.ts";
import type { Ctx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { monthIn } from "./month.rules.ts";
import * as store from "./reports.store.ts";

const SECONDS_A_MINUTE = 60;
const dollars = (cents: number) => (cents / 100).toFixed(2);
const perMinute = (micros: number | null) => (micros === null ? "" : (micros / 1_000_000).toFixed(6));
const minutes = (seconds: number) => (seconds / SECONDS_A_MINUTE).toFixed(2);

/** One month of money at a facility, by the facility's own days. */
export async function moneyMonth(ctx: Ctx, facilityId: string, month: string): Promise<MoneyMonth> {
  const { days, span } = await spanOf(ctx, facilityId, month);
  const services = (await store.byService(ctx.db, days)).map(({ microsMin: _min, microsMax: _max, ...row }) => row);
  const payers = await store.byPayer(ctx.db, days);
  const agency = payers.find(({ payer }) => payer === "agency");
  const agencyOwesCents = agency ? agency.cents - agency.creditCents : 0;
  return { month, services, payers, agencyOwesCents, ...(await store.byHand(ctx.db, { facilityId, ...span })) };
}

/** The agency's invoice of a month: a line for each communication that it paid a part of. */
export async function invoiceCsv(ctx: Ctx, facilityId: string, month: string): Promise<Buffer> {
  const { days } = await spanOf(ctx, facilityId, month);
  const head = [
    "day",
    "communication",
    "service",
    "connected seconds",
    "charged seconds",
    "dollars a minute",
    "cap",
    "agency percent",
    "dollars",
    "given back",
  ];
  const rows = (await store.listInvoiced(ctx.db, days)).map((row) => [
    ...[row.day, row.subjectId, row.service, row.seconds, row.chargedSeconds, perMinute(row.microsPerMinute), row.capId ?? ""],
    ...[row.percent, dollars(row.cents), dollars(row.creditCents)],
  ]);
  return Buffer.from(stringify([head, ...rows], { bom: true }));
}

/** What the FCC's yearly report asks (Form 2301(a)), a line for each service. Fees and commissions have columns since it asks for them: there are none here. */
export async function yearlyCsv(ctx: Ctx, facilityId: string, year: number): Promise<Buffer> {
  const facility = await facilities.facilityOf(ctx, facilityId);
  if (!facility) throw new AppError(["request.not_found"]);
  const population = await findPopulation(ctx.db, facilityId, year);
  const residents = population ? (population.residentsThousandths / 1000).toFixed(3) : "";
  const head = [
    ...["year", "facility", "facility type", "run by", "city", "state", "average daily population", "service", "communications"],
    ...["connected minutes", "charged minutes", "revenue dollars", "taxes passed through dollars", "credits dollars"],
    ...["lowest dollars a minute", "highest dollars a minute", "ancillary charges dollars", "site commissions dollars"],
  ];
  const rows = (await store.byService(ctx.db, { facilityId, from: `${year}-01-01`, through: `${year}-12-31` })).map((row) => [
    ...[year, facility.name, facility.kind, facility.runBy ?? "", facility.city ?? "", facility.state ?? "", residents],
    ...[row.service, row.communications, minutes(row.connectedSeconds), minutes(row.chargedSeconds), dollars(row.priceCents)],
    ...[dollars(row.taxCents), dollars(row.creditCents), perMinute(row.microsMin), perMinute(row.microsMax), "0.00", "0.00"],
  ]);
  return Buffer.from(stringify([head, ...rows], { bom: true }));
}

async function spanOf(ctx: Ctx, facilityId: string, month: string) {
  const facility = await facilities.facilityOf(ctx, facilityId);
  const span = facility && monthIn(month, facility.timeZone);
  if (!span) throw new AppError(["request.not_found"]);
  if (Temporal.Instant.compare(span.from, ctx.now()) > 0) throw new AppError(["money.month_not_begun"]);
  const first = Temporal.PlainDate.from(`${month}-01`);
  const days = { facilityId, from: first.toString(), through: first.add({ months: 1 }).subtract({ days: 1 }).toString() };
  return { days, span };
}

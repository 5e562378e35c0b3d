import type { AnswerOf, BodyOf, QueryOf } from "#contracts/endpoint.ts";
import type { PlanOffer, PublicPlan, plansStaff } from "#contracts/plans.ts";
import { MICROS_A_DOLLAR } from "#contracts/price-limits.ts";
import { rateCaps } from "#jurisdictions/rate-caps.ts";
import * as audit from "#server/domains/audit/index.ts";
import { asStaff } from "#server/domains/identity/index.ts";
import { NO_LAW } from "#server/domains/money/tariffs/cited.ts";
import { factsAt, type UnderLawAt } from "#server/domains/money/tariffs/facts.service.ts";
import { chargedMicros, lawAt } from "#server/domains/money/tariffs/tariff.rules.ts";
import { listTariffs, lockPrices } from "#server/domains/money/tariffs/tariffs.store.ts";
import type { TariffRow, TaxLineRow } from "#server/domains/money/tariffs/tariffs.tables.ts";
import { taxesOf } from "#server/domains/money/tariffs/taxes.rules.ts";
import { taxesToday } from "#server/domains/money/tariffs/taxes-today.ts";
import { type Asker, type Ctx, dbOf, inTransaction } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import * as store from "./offers.store.ts";
import { type DayTerms, lastDay, type PlanRefusals, type PlanTerms, planRefusals, termsOfUse } from "./plan.rules.ts";
import { refOf, toOffer, toPublic } from "./plan-card.ts";
import type { OfferRow } from "./plans.tables.ts";

const WHOLE = 100;
type Service = OfferRow["service"];

/** What plans of one facility are held against. */
export interface SaleAt {
  at: UnderLawAt;
  tariffs: readonly TariffRow[];
  /** What laws add to a price today. */
  taxes: ReadonlyMap<Service, readonly TaxLineRow[]>;
}

/** What plans of a facility are held against, today. */
export async function saleAt(asker: Asker & Pick<Ctx, "now">, facilityId: string): Promise<SaleAt> {
  const at = await factsAt(asker, facilityId);
  return { at, tariffs: await listTariffs(dbOf(asker), facilityId), taxes: await taxesToday(asker, at) };
}

/** What holds on the days on which a plan that is sold then could be used; undefined where nobody has told what the law goes by. */
function termsFor(
  { at, tariffs }: SaleAt,
  service: Service,
  sale: { from: string; through: string; days: number },
): DayTerms[] | undefined {
  if (!at.facts) return undefined;
  const own = tariffs.filter((row) => row.service === service).map(toTariffFrom);
  return termsOfUse(rateCaps, at.facts, service, { tariffs: own, today: at.today, ...sale });
}

function toTariffFrom({ validFrom, microsPerMinute, agencyPercent, familyPercent, residentPercent }: TariffRow) {
  return { validFrom, microsPerMinute, split: { agency: agencyPercent, family: familyPercent, resident: residentPercent } };
}

/** Why a plan may not be bought today; none where it may. */
export function refusedToday(sale: SaleAt, offer: PlanTerms & { service: Service }): PlanRefusals {
  const { today } = sale.at;
  const days = { from: today, through: today };
  return planRefusals(offer, { today, ...days }, termsFor(sale, offer.service, { ...days, days: offer.days }));
}

/** What a minute costs today without a plan, the law of today, and the taxes on a price. */
export function todayOf({ at, tariffs, taxes }: SaleAt, service: Service) {
  const tariff = tariffs.find((row) => row.service === service && row.validFrom <= at.today);
  const law = at.facts ? lawAt(rateCaps, at.facts, service, at.today) : NO_LAW;
  const lines = taxes.get(service) ?? [];
  return { law, tariffMicros: tariff ? chargedMicros(tariff, law) : 0, taxes: lines, taxMillionths: taxesOf(lines) };
}

/** Every plan that a facility offers or offered. */
export async function planOffers(ctx: Ctx, facilityId: string): Promise<AnswerOf<typeof plansStaff.planOffers>> {
  const sale = await saleAt(ctx, facilityId);
  const rows = await store.listOffers(ctx.db, facilityId);
  const bought = await store.countBought(
    ctx.db,
    rows.map(({ id }) => id),
  );
  return { today: sale.at.today, offers: rows.map((row) => shown(sale, row, bought.get(row.id) ?? 0)) };
}

function shown(sale: SaleAt, row: OfferRow, bought: number): PlanOffer {
  return toOffer(row, { state: stateOfOffer(sale, row), law: todayOf(sale, row.service).law, bought });
}

function stateOfOffer(sale: SaleAt, row: OfferRow): PlanOffer["state"] {
  const { today } = sale.at;
  if (row.withdrawnAt !== null) return "withdrawn";
  if (row.soldThrough < today) return "over";
  if (row.soldFrom > today) return "coming";
  return refusedToday(sale, row).codes.length > 0 ? "held_by_law" : "on_sale";
}

/** What anybody may know of the plans that a facility sells today: those that the law and the price of a minute let it sell. */
export async function publicPlans(asker: Asker, facilityId: string, sale: SaleAt): Promise<PublicPlan[]> {
  const rows = await store.listForSale(dbOf(asker), facilityId, sale.at.today);
  return rows.filter((row) => stateOfOffer(sale, row) === "on_sale").map((row) => toPublic(row, todayOf(sale, row.service)));
}

/** The lowest cap and the lowest price on the days on which a plan could be used. */
export async function planLaw(
  ctx: Ctx,
  facilityId: string,
  { service, from, through, days }: QueryOf<typeof plansStaff.planLaw>,
): Promise<AnswerOf<typeof plansStaff.planLaw>> {
  const sale = await saleAt(ctx, facilityId);
  const last = lastDay(through < from ? from : through, days);
  const terms = termsFor(sale, service, { from, through: through < from ? from : through, days });
  const { taxMillionths } = todayOf(sale, service);
  if (!terms)
    return { lastDay: last, known: false, cap: null, capDay: null, freeLaw: null, tariffMicros: null, othersPay: false, taxMillionths };
  const capOf = ({ law }: DayTerms) => law.cap?.microsPerMinute ?? 0;
  const lowest = terms.toSorted((one, other) => capOf(one) - capOf(other))[0];
  const micros = terms.map(({ tariff, law }) => (tariff ? chargedMicros(tariff, law) : null));
  return {
    lastDay: last,
    known: true,
    cap: refOf(lowest?.law.cap?.by),
    capDay: lowest?.day ?? null,
    freeLaw: refOf(terms.find(({ law }) => law.free)?.law.free),
    tariffMicros: micros.includes(null) ? null : Math.min(...micros.map((one) => one ?? 0)),
    othersPay: terms.some(({ tariff }) => tariff !== undefined && tariff.split.family !== WHOLE),
    taxMillionths,
  };
}

/** Offers a plan, once for each id; refuses what the law of any day on which it could be used does not allow, with every reason. */
export function offerPlan(ctx: Ctx, facilityId: string, asked: BodyOf<typeof plansStaff.offerPlan>): Promise<PlanOffer> {
  return inTransaction(ctx, async (tx) => {
    await lockPrices(tx.trx, facilityId);
    const sale = await saleAt(tx, facilityId);
    const { id, service, minutes, days, priceCents, soldFrom, soldThrough } = asked;
    const toldBy = asStaff(tx.actor).accountId;
    const earlier = await store.findOffer(tx.trx, id);
    // An id is no secret: a repeated request is answered only to whoever made it, where it was made.
    if (earlier && (earlier.toldBy !== toldBy || earlier.facilityId !== facilityId)) throw new AppError(["access.denied"]);
    if (earlier) return shown(sale, earlier, (await store.countBought(tx.trx, [id])).get(id) ?? 0);
    const span = { from: soldFrom, through: soldThrough };
    const isSpan = soldThrough >= soldFrom;
    const terms = termsFor(sale, service, isSpan ? { ...span, days } : { from: soldFrom, through: soldFrom, days });
    const { codes, by } = planRefusals({ minutes, days, priceCents }, { today: sale.at.today, ...span }, terms);
    if (codes.length > 0) throw new AppError(codes, { service, ...citation(by) });
    const { agencyId } = sale.at.facility;
    const row = await store.insertOffer(tx.trx, {
      ...{ id, agencyId, facilityId, service, minutes, days, priceCents, soldFrom, soldThrough },
      ...{ toldAt: tx.now(), toldBy, withdrawnAt: null, withdrawnBy: null },
    });
    const facts = { service, minutes, days, priceCents, soldFrom, soldThrough };
    await audit.record(tx, { what: "plan.offered", agencyId, facilityId, subjectId: id, facts });
    return shown(sale, row, 0);
  });
}

/** The law in a refusal: its day, names of laws and amounts. */
function citation(by: DayTerms | undefined): Record<string, string> {
  if (!by) return {};
  const { day, law, tariff } = by;
  const usd = (micros: number) => {
    const [dollars = "0", rest = ""] = (micros / MICROS_A_DOLLAR).toFixed(6).split(".");
    return `${dollars}.${rest.slice(0, 2)}${rest.slice(2).replace(/0+$/, "")}`;
  };
  return {
    day,
    ...(law.cap ? { law: law.cap.by.law, lawId: law.cap.by.id, cap: usd(law.cap.microsPerMinute) } : {}),
    ...(law.free ? { freeLaw: law.free.law, freeLawId: law.free.id } : {}),
    price: usd(tariff?.microsPerMinute ?? 0),
  };
}

/** Takes a plan off sale; what was bought goes on. */
export async function withdrawPlan(ctx: Ctx, facilityId: string, offerId: string): Promise<null> {
  await inTransaction(ctx, async (tx) => {
    const offer = await store.findOffer(tx.trx, offerId);
    if (offer?.facilityId !== facilityId) throw new AppError(["plan.unknown"]);
    if (offer.withdrawnAt !== null) return;
    const { agencyId } = offer;
    await store.withdrawOffer(tx.trx, { id: offerId, facilityId }, asStaff(tx.actor).accountId, tx.now());
    await audit.record(tx, { what: "plan.withdrawn", agencyId, facilityId, subjectId: offerId });
  });
  return null;
}

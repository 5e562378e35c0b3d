import { permissions } from "#contracts/permissions.ts";
import { services } from "#contracts/price-limits.ts";
import { type Cap, rateCaps, type Service } from "#jurisdictions/rate-caps.ts";
import * as audit from "#server/domains/audit/index.ts";
import * as facilities from "#server/domains/facilities/index.ts";
import { listHolders } from "#server/domains/identity/index.ts";
import { shrinkQuotes } from "#server/domains/money/charging/shrink.service.ts";
import { notify } from "#server/domains/notifications/index.ts";
import { type Ctx, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { factsAt, type UnderLawAt } from "./facts.service.ts";
import { FOLLOWS_LETTER } from "./follow.letter.ts";
import { chargedMicros, followsSince, lawAt } from "./tariff.rules.ts";
import * as store from "./tariffs.store.ts";

/** Holds a facility's prices and open quotes against the law as it stands. Its fact: `facilityId`. */
export const FOLLOW_JOB = "money.follow_law";

/** The whole of it for every facility, one after the other: what fails at one does not keep the others from it. */
export async function followLawEverywhere(ctx: Ctx): Promise<void> {
  for (const { facilityId } of await facilities.everyFacility(ctx))
    await followLaw(ctx, facilityId).catch((error: unknown) =>
      ctx.log.error({ err: error, facilityId }, "prices of a facility were not held against the law"),
    );
}

/**
 * Where the law allows less than a price asks, the charge follows the law by itself; the facility is told once for each price and law. Reserves of
 * open quotes are made as small as the law of their own day.
 */
export async function followLaw(ctx: Ctx, facilityId: string, caps: readonly Cap[] = rateCaps): Promise<{ told: number; shrunk: number }> {
  let told = 0;
  for (const service of services) if (await inTransaction(ctx, (tx) => tellOnce(tx, facilityId, service, caps))) told++;
  return { told, shrunk: await shrinkQuotes(ctx, facilityId, caps) };
}

async function tellOnce(tx: TxCtx, facilityId: string, service: Service, caps: readonly Cap[]): Promise<boolean> {
  const { facility, facts, today } = await factsAt(tx, facilityId);
  const tariff = await store.findTariff(tx.trx, facilityId, service, today);
  if (!facts || !tariff) return false;
  const { agencyPercent: agency, familyPercent: family, residentPercent: resident, validFrom, microsPerMinute } = tariff;
  const asked = { microsPerMinute, split: { agency, family, resident }, validFrom };
  const since = followsSince(caps, facts, service, asked, today);
  if (since === undefined) return false;
  const law = lawAt(caps, facts, service, today);
  const { agencyId } = facility;
  const follow = {
    id: newId(),
    agencyId,
    facilityId,
    service,
    tariffId: tariff.id,
    since,
    askedMicros: microsPerMinute,
    microsPerMinute: chargedMicros(asked, law),
    capId: law.cap?.by.id ?? null,
    freeLawId: law.free?.id ?? null,
    toldAt: tx.now(),
  };
  if (!(await store.insertFollow(tx.trx, follow))) return false;
  const { id, capId, freeLawId } = follow;
  const amounts = { service, since, askedMicros: follow.askedMicros, microsPerMinute: follow.microsPerMinute };
  await audit.record(tx, { what: "price.follows_law", agencyId, facilityId, subjectId: id, facts: amounts });
  for (const accountId of await administratorsOf(tx, facility))
    await notify(tx, { accountId, template: FOLLOWS_LETTER, facts: { facilityId, ...amounts, capId, freeLawId } });
  return true;
}

/** Those who set prices here; where there is none, those of the whole agency. */
async function administratorsOf(tx: TxCtx, { id, agencyId }: UnderLawAt["facility"]): Promise<string[]> {
  const { roles } = permissions["price.manage"];
  const here = await listHolders(tx.trx, { agencyId, facilityId: id }, roles);
  return here.length > 0 ? here : listHolders(tx.trx, { agencyId, facilityId: null }, roles);
}

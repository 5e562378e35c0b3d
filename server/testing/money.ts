import type { Insertable } from "kysely";
import { openBook, transfer } from "#server/domains/money/ledger/ledger.store.ts";
import type { NewTariff, TaxLineTable } from "#server/domains/money/tariffs/tariffs.tables.ts";
import { type Ctx, inTransaction } from "#server/platform/context.ts";
import type { Db } from "#server/platform/database.ts";
import { newId } from "#server/platform/id.ts";

const MADE_AT = Temporal.Instant.from("2026-01-01T00:00:00Z");

/** A price for video at a facility of a state whose law caps it: eleven cents a minute that the family pays, unless something else is said. */
export async function givenTariff(
  db: Db,
  facility: { id: string; agencyId: string },
  { taxMillionths = 0, ...tariff }: Partial<NewTariff> & { taxMillionths?: number } = {},
  where: { state: string; runBy: "state" | "county" } = { state: "TX", runBy: "county" },
): Promise<string> {
  const id = newId();
  await db.updateTable("facilities.facility").set(where).where("id", "=", facility.id).execute();
  await db
    .insertInto("money.tariff")
    .values({
      id,
      agencyId: facility.agencyId,
      facilityId: facility.id,
      service: "video",
      validFrom: "2026-01-01",
      microsPerMinute: 110_000,
      agencyPercent: 0,
      familyPercent: 100,
      residentPercent: 0,
      freeMinutes: 0,
      freePeriod: "week",
      toldAt: MADE_AT,
      toldBy: newId(),
      ...tariff,
    })
    .execute();
  if (taxMillionths > 0) await givenTax(db, facility, { millionths: taxMillionths, service: tariff.service ?? "video" });
  return id;
}

/** A tax that a law adds to a service's price, stated by one of staff and confirmed by another. */
export async function givenTax(
  db: Db,
  facility: { id: string; agencyId: string },
  tax: Partial<Insertable<TaxLineTable>> = {},
): Promise<string> {
  const id = newId();
  await db
    .insertInto("money.taxLine")
    .values({
      ...{ id, agencyId: facility.agencyId, facilityId: facility.id, service: "video", name: "Sales tax", authority: "state" },
      ...{ citation: "Tex. Tax Code § 151.051", link: "https://statutes.capitol.texas.gov/", millionths: 62_500, validFrom: "2026-01-01" },
      ...{ validThrough: null, state: "confirmed", statedBy: newId(), statedAt: MADE_AT, decidedBy: newId(), decidedAt: MADE_AT },
      ...{ endedBy: null, endedAt: null },
      ...tax,
    })
    .execute();
  return id;
}

/** Puts money into somebody's wallet, as a deposit by card does; answers with the wallet. */
export function givenMoney(
  ctx: Ctx,
  whose: { contactId: string } | { agencyId: string; residentId: string },
  cents: number,
): Promise<string> {
  return inTransaction(ctx, async (tx) => {
    const clearing = await openBook(tx.trx, { kind: "clearing" }, tx.now());
    const wallet = await openBook(
      tx.trx,
      "contactId" in whose ? { kind: "contact_wallet", ...whose } : { kind: "resident_wallet", ...whose },
      tx.now(),
    );
    if (cents > 0) await transfer(tx.trx, [{ id: newId(), fromId: clearing, toId: wallet, cents, what: "deposit" }], tx.now());
    return wallet;
  });
}

/** What a wallet holds, and what of it is kept. */
export async function walletOf(db: Db, walletId: string): Promise<{ cents: number; reservedCents: number }> {
  return db.selectFrom("money.balance").select(["cents", "reservedCents"]).where("id", "=", walletId).executeTakeFirstOrThrow();
}

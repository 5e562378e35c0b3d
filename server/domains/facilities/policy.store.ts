import { sql } from "kysely";
import type { Db, Trx } from "#server/platform/database.ts";
import type { PolicyRow } from "./facilities.tables.ts";

const COMING_MAX = 50;

/** The policies that begin after this local day, soonest first. */
export function listComing(db: Db, facilityId: string, day: string): Promise<PolicyRow[]> {
  return db
    .selectFrom("facilities.policy")
    .selectAll()
    .where("facilityId", "=", facilityId)
    .where("validFrom", ">", day)
    .orderBy("validFrom")
    .limit(COMING_MAX)
    .execute();
}

/** One at a time: each new row is made from the one before it. */
export async function lockPolicies(trx: Trx, facilityId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`policy ${facilityId}`}, 0))`.execute(trx);
}

export async function writePolicy(trx: Trx, row: PolicyRow): Promise<void> {
  const { id: _id, agencyId: _agency, facilityId: _facility, validFrom: _day, ...rules } = row;
  await trx
    .insertInto("facilities.policy")
    .values(row)
    .onConflict((on) => on.columns(["facilityId", "validFrom"]).doUpdateSet(rules))
    .execute();
}

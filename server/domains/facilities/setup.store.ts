import type { Insertable } from "kysely";
import { jsonb, type Trx } from "#server/platform/database.ts";
import type { AgencyTable, ClosedDayTable, FacilityRow, FacilityTable, PolicyTable, UnitTable } from "./facilities.tables.ts";

export async function insertAgency(trx: Trx, row: Insertable<AgencyTable>): Promise<void> {
  await trx.insertInto("facilities.agency").values(row).execute();
}

export async function insertFacility(trx: Trx, row: Insertable<FacilityTable>): Promise<void> {
  await trx.insertInto("facilities.facility").values(row).execute();
}

export async function updateLawFacts(trx: Trx, id: string, facts: Pick<FacilityRow, "state" | "city" | "runBy">): Promise<void> {
  await trx.updateTable("facilities.facility").set(facts).where("id", "=", id).execute();
}

export async function insertUnit(trx: Trx, row: Insertable<UnitTable>): Promise<void> {
  await trx.insertInto("facilities.unit").values(row).execute();
}

export async function insertPolicy(trx: Trx, row: Insertable<PolicyTable>): Promise<void> {
  await trx.insertInto("facilities.policy").values(row).execute();
}

export async function insertClosedDay(trx: Trx, row: Insertable<ClosedDayTable>): Promise<void> {
  await trx
    .insertInto("facilities.closedDay")
    .values({ ...row, reason: jsonb(row.reason) })
    .execute();
}

import type { Insertable } from "kysely";
import type { Words } from "#contracts/common.ts";
import type { Runner } from "#jurisdictions/rate-caps.ts";
import * as audit from "#server/domains/audit/index.ts";
import type { TxCtx } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import type { AgencyTable, FacilityRow, FacilityTable, PolicyTable, UnitTable } from "./facilities.tables.ts";
import * as store from "./setup.store.ts";

/** Adds an agency. */
export async function addAgency(tx: TxCtx, agency: AgencyTable): Promise<void> {
  await store.insertAgency(tx.trx, agency);
  await audit.record(tx, { what: "agency.added", agencyId: agency.id, subjectId: agency.id });
}

/** Adds a facility to an agency. A zone that no clock knows is refused here rather than at the first booking. */
export async function addFacility(tx: TxCtx, facility: Insertable<FacilityTable>): Promise<void> {
  tx.now().toZonedDateTimeISO(facility.timeZone);
  await store.insertFacility(tx.trx, facility);
  await audit.record(tx, { what: "facility.added", agencyId: facility.agencyId, facilityId: facility.id, subjectId: facility.id });
}

/** Tells what the law of prices goes by: two letters of a state, the city, and who runs the facility. */
export async function setLawFacts(
  tx: TxCtx,
  facility: Pick<FacilityRow, "id" | "agencyId">,
  facts: { state: string; city: string | null; runBy: Runner },
): Promise<void> {
  await store.updateLawFacts(tx.trx, facility.id, facts);
  const { id, agencyId } = facility;
  // A city is a place of the law, and nobody's words.
  const { state, runBy, city } = facts;
  await audit.record(tx, { what: "facility.law_facts_set", agencyId, facilityId: id, subjectId: id, facts: { state, runBy, city } });
}

/** Adds a unit to a facility, inside another unit of it or at its top. */
export async function addUnit(tx: TxCtx, unit: UnitTable): Promise<void> {
  await store.insertUnit(tx.trx, unit);
  await audit.record(tx, { what: "unit.added", agencyId: unit.agencyId, facilityId: unit.facilityId, subjectId: unit.id });
}

/** Sets a facility's rules from a local day on; until then the older ones hold. */
export async function setPolicy(tx: TxCtx, policy: Omit<Insertable<PolicyTable>, "id">): Promise<void> {
  const id = newId();
  await store.insertPolicy(tx.trx, { id, ...policy });
  const { agencyId, facilityId, validFrom } = policy;
  await audit.record(tx, { what: "facility.policy_set", agencyId, facilityId, subjectId: id, facts: { validFrom } });
}

/** Closes a facility for visits on a local day, with a reason in every language. */
export async function closeDay(tx: TxCtx, closed: { agencyId: string; facilityId: string; day: string; reason: Words }): Promise<void> {
  const { agencyId, facilityId, day, reason } = closed;
  const id = newId();
  await store.insertClosedDay(tx.trx, { id, agencyId, facilityId, day, reason });
  await audit.record(tx, { what: "facility.day_closed", agencyId, facilityId, subjectId: id, facts: { day } });
}

export { facilityRoutes } from "./facilities.routes.ts";
export {
  agencyNamed,
  agencyOf,
  closedDays,
  everyFacility,
  facilitiesCalled,
  facilitiesReached,
  facilityNamed,
  facilityOf,
  hoursOn,
  isUnitOf,
  partyRulesOf,
  policyOn,
  servedSince,
  unitList,
} from "./facilities.service.ts";
export type { FacilityRow, PolicyRow } from "./facilities.tables.ts";
export { addAgency, addFacility, addUnit, closeDay, setLawFacts, setPolicy } from "./setup.service.ts";
export { type Local, toInstant, toLocal, weekOf } from "./zone.rules.ts";

import { accessReviews } from "./access-review.ts";
import { auditPublic, auditStaff } from "./audit.ts";
import { billsApi } from "./bills.ts";
import { cashStaff } from "./cash.ts";
import { connectionsInside, connectionsOutside, connectionsStaff } from "./connections.ts";
import { contactsOutside } from "./contacts.ts";
import { equipmentOutside, relaysInside } from "./equipment.ts";
import { flagsStaff } from "./flags.ts";
import { giftsOutside } from "./gifts.ts";
import { outsideIdentity, staffIdentity } from "./identity.ts";
import { keepApartStaff } from "./keep-apart.ts";
import { holdsPublic, holdsStaff } from "./legal-holds.ts";
import { mergesStaff } from "./merges.ts";
import { moneyReportsStaff } from "./money-reports.ts";
import { lettersOutside, lettersPublic, lettersStaff } from "./notifications.ts";
import { oversightStaff } from "./oversight.ts";
import { partyOutside, partyStaff } from "./party.ts";
import { outsidePasskeys, staffPasskeys } from "./passkeys.ts";
import { facilitiesApi } from "./people.ts";
import { plansOutside, plansStaff } from "./plans.ts";
import { playbackStaff } from "./playback.ts";
import { policyStaff } from "./policy.ts";
import { pricesPublic, pricesStaff } from "./prices.ts";
import { visitLines } from "./quality.ts";
import { reconciliationStaff } from "./reconciliation.ts";
import { residentConnectionsStaff } from "./resident-connections.ts";
import { residentsStaff } from "./residents.ts";
import { rosterStaff } from "./roster.ts";
import { signOnSettings, singleSignOn } from "./single-sign-on.ts";
import { staffLeaving } from "./staff-access.ts";
import { statementsInside, statementsOutside } from "./statements.ts";
import { repairsStaff, stationCareInside, stationCareStaff, stationGroupsStaff } from "./station-care.ts";
import { stationsApi, stationsStaffApi } from "./stations.ts";
import { demo, system } from "./system.ts";
import { taxesStaff } from "./taxes.ts";
import { togetherInside, togetherOutside, togetherRecorded, togetherStaff } from "./together.ts";
import { topUpsOutside } from "./top-ups.ts";
import { visitMoves } from "./visit-moves.ts";
import { recordingsStaff, visitsOutside, visitsStaff } from "./visits.ts";
import { visitsInside } from "./visits-inside.ts";
import { processorPublic, walletInside, walletKeeping, walletOutside } from "./wallets.ts";

/** Every operation of the API by its id; the web client and the table test are made from it. */
export const routes = {
  ...system,
  ...demo,
  ...outsideIdentity,
  ...staffIdentity,
  ...outsidePasskeys,
  ...staffPasskeys,
  ...staffLeaving,
  ...accessReviews,
  ...singleSignOn,
  ...signOnSettings,
  ...facilitiesApi,
  ...policyStaff,
  ...pricesStaff,
  ...taxesStaff,
  ...pricesPublic,
  ...plansStaff,
  ...plansOutside,
  ...connectionsOutside,
  ...connectionsInside,
  ...connectionsStaff,
  ...residentConnectionsStaff,
  ...contactsOutside,
  ...equipmentOutside,
  ...residentsStaff,
  ...mergesStaff,
  ...keepApartStaff,
  ...rosterStaff,
  ...stationsApi,
  ...stationsStaffApi,
  ...lettersPublic,
  ...lettersOutside,
  ...lettersStaff,
  ...stationGroupsStaff,
  ...stationCareStaff,
  ...repairsStaff,
  ...stationCareInside,
  ...relaysInside,
  ...visitsOutside,
  ...visitLines,
  ...billsApi,
  ...visitsInside,
  ...visitsStaff,
  ...visitMoves,
  ...partyOutside,
  ...partyStaff,
  ...togetherOutside,
  ...togetherInside,
  ...togetherStaff,
  ...togetherRecorded,
  ...playbackStaff,
  ...flagsStaff,
  ...recordingsStaff,
  ...auditStaff,
  ...auditPublic,
  ...holdsPublic,
  ...holdsStaff,
  ...oversightStaff,
  ...walletOutside,
  ...walletInside,
  ...walletKeeping,
  ...topUpsOutside,
  ...processorPublic,
  ...giftsOutside,
  ...reconciliationStaff,
  ...statementsOutside,
  ...statementsInside,
  ...moneyReportsStaff,
  ...cashStaff,
} as const;

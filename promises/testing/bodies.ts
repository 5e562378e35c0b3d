import { newId } from "#server/platform/id.ts";

/** The things that a body names beside those of the path: of another facility, or of nowhere. */
export interface Named {
  stationId: string;
  residentId: string;
  connectionId: string;
  unitId: string;
  stayId: string;
  visitId: string;
  bookingNumber: string;
}

/** Names of things that are nowhere. */
export const nothing = (): Named => ({
  stationId: newId(),
  residentId: newId(),
  connectionId: newId(),
  unitId: newId(),
  stayId: newId(),
  visitId: newId(),
  bookingNumber: `N${newId().slice(-10)}`,
});

const day = "2026-03-02";
const apart = { source: "court_order", fromDay: day, untilDay: null } as const;

const signOn = { issuer: "https://sign-on.county.example", clientId: "throughline", secret: "not a secret" } as const;

/** A well-formed question for each route that has a body, so that it is never the form that is refused; a test holds each against its schema. */
export const bodies: Readonly<Record<string, (named: Named) => object>> = {
  cancelVisit: () => ({ reason: "safety" }),
  cancelOwnVisit: () => ({ reason: "no_reason" }),
  cancelInsideVisit: () => ({ reason: "no_reason" }),
  askAdult: () => ({ id: newId(), email: "somebody@example.org" }),
  moveVisit: ({ stationId }) => ({ stationId, fromStationId: newId() }),
  resolveFlag: () => ({ act: "keep" }),
  markRecording: () => ({ id: newId(), atMs: 0, word: "look_again", note: null }),
  openDisclosure: () => ({ id: newId(), purpose: "quality_check", basis: "test" }),

  setSignOnSetting: () => ({
    ...signOn,
    ...{ personClaim: "sub", domains: ["county.example"], trustsSecondFactor: true, required: false },
    ...{ breakGlass: null, acr: null, amr: null },
  }),
  trySignOn: () => signOn,

  approveConnection: () => ({ reason: "matches_id" }),
  rejectConnection: () => ({ reason: "name_differs" }),
  suspendConnection: () => ({ reason: "rules_broken" }),
  resumeConnection: () => ({ reason: "cleared" }),
  endConnection: () => ({ reason: "rules_broken" }),
  restrictConnection: () => ({ id: newId(), kind: "banned", fromDay: day, untilDay: null, reason: "court_order" }),
  liftRestriction: () => ({ reason: "cleared" }),
  setConnectionRules: () => ({ validFrom: day, connectionsAutoApproved: true, connectionDecisionDays: 7, connectionAgainDays: 0 }),
  setWatchRules: () => ({ validFrom: day, watchRequired: "first_visits" }),
  setPartyRules: () => ({
    ...{ validFrom: day, partyPeopleMax: 4, partyAdultsMax: null, partyChildrenPerAdultMax: null },
    ...{ partyChildrenCountFromYears: 2, partyInterpretersCount: true },
  }),

  setLawFacts: () => ({ state: "TX", city: null, runBy: "county" }),
  tellPopulation: () => ({ id: newId(), year: 2020, residentsThousandths: 1000 }),
  setTariff: () => ({
    ...{ id: newId(), service: "video", validFrom: "2026-12-01", microsPerMinute: 0 },
    ...{ split: { agency: 0, family: 100, resident: 0 }, freeMinutes: 0, freePeriod: "week" },
  }),
  stateTax: () => ({
    ...{ id: newId(), service: "video", name: "Sales tax", authority: "state", citation: "Tex. Tax Code § 151.051" },
    ...{ link: "https://statutes.capitol.texas.gov/", millionths: 62_500, validFrom: "2026-12-01", validThrough: null },
  }),
  decideTax: () => ({ decision: "confirmed" }),
  endTax: () => ({ through: "2026-12-31" }),
  offerPlan: () => ({
    ...{ id: newId(), service: "video", minutes: 100, days: 30, priceCents: 900 },
    ...{ soldFrom: day, soldThrough: day },
  }),
  setTogetherRules: () => ({ validFrom: day, sharedPictures: "off" }),
  complainOutside: () => ({ id: newId(), what: "picture" }),
  complainInside: () => ({ id: newId(), what: "sound" }),
  decideComplaint: () => ({ decision: "declined", reason: "nothing_found" }),
  decideSheet: () => ({ decision: "allowed" }),
  addToShelf: () => ({ id: newId(), title: { en: "A story", es: "Un cuento" } }),
  sendSheet: () => ({ id: newId(), alt: "A drawing" }),

  admitResident: ({ residentId, unitId }) => ({ id: newId(), residentId, bookingNumber: "WALL2", unitId }),
  moveResident: ({ unitId }) => ({ unitId, reason: "other" }),
  transferResident: () => ({ id: newId(), toFacilityId: newId(), bookingNumber: "WALL1", reason: "other" }),
  releaseResident: ({ stayId }) => ({ stayId, reason: "other" }),
  takeBackRelease: ({ stayId }) => ({ stayId, reason: "other" }),
  completeResident: () => ({ givenName: "A", familyName: "B", birthDate: null }),
  mergeResidents: ({ residentId }) => ({ id: newId(), fromResidentId: residentId }),
  makeKeepApart: ({ bookingNumber }) => ({ id: newId(), otherBookingNumber: bookingNumber, ...apart }),
  makeContactKeepApart: ({ connectionId }) => ({ id: newId(), connectionId, ...apart }),
  saveRosterMapping: () => ({ name: "theirs", format: "csv", columns: { person: "id", admittedAt: "in" } }),
  addRosterFeed: () => ({ id: newId(), source: "nyc", kind: "full", way: "https", place: "https://county.example/list.csv" }),

  beginDeposit: () => ({ id: newId(), cents: 1000 }),
  refundWallet: () => ({ id: newId(), cents: null }),
  changeOwnPayout: () => ({ withdraw: true }),
  chooseLowNotice: () => ({ belowCents: 500 }),
  giveGift: ({ connectionId }) => ({ id: newId(), cents: 1000, connectionId }),
  processorTells: () => ({}),
  enterCash: ({ bookingNumber }) => ({ id: newId(), cents: 1000, kind: "cash", receiptNumber: newId(), orderNumber: null, bookingNumber }),
  decideCash: () => ({ decision: "refused" }),
  preparePayout: () => ({ how: "check", number: "1" }),
  decidePayout: () => ({ decision: "again" }),

  addStation: ({ unitId }) => ({ id: newId(), name: "Stray", unitId, kind: "kiosk" }),
  turnStation: () => ({ on: false }),
  blockStation: () => ({ id: newId(), startsAt: "2026-03-30T15:00:00Z", endsAt: "2026-03-30T16:00:00Z", reason: "repair" }),
  reportFault: () => ({ id: newId(), fault: "camera" }),
  signOutStation: () => ({ reason: "safety" }),
  signOutStations: ({ unitId }) => ({ unitId, reason: "safety" }),
  addStationGroup: () => ({ id: newId(), name: "Stray" }),
  renameStationGroup: () => ({ name: "Stray" }),
  moveStation: () => ({ groupId: newId() }),
  setTemplateGroups: () => ({ groups: [{ groupId: newId(), stations: null }] }),

  inviteStaff: () => ({
    ...{ id: newId(), email: "stranger@example.org", givenName: "A", familyName: "B" },
    ...{ role: "visitation_officer", locale: "en" },
  }),
  endStaff: () => ({ leavesAt: null }),
  requestFactorReset: () => ({ id: newId() }),
  beginReview: () => ({ id: newId(), scope: "facility" }),
  decideGrant: () => ({ decision: "confirmed" }),
  sendLetterAgain: () => ({ id: newId() }),
  placeLegalHold: ({ residentId }) => ({
    id: newId(),
    subjectKind: "resident",
    subjectId: residentId,
    purpose: "litigation",
    basis: "26-CV-1",
  }),
  askRecordExport: ({ bookingNumber }) => ({ id: newId(), bookingNumber, purpose: "court_order", basis: "26-CV-1" }),
};

/** What stands behind `?` where a route asks for it. */
export const queries: Readonly<Record<string, (named: Named) => string>> = {
  lawOnDay: () => "?service=video&day=2026-12-01",
  planLaw: () => `?service=video&from=${day}&through=${day}&days=30`,
  lettersAbout: ({ visitId }) => `?about=${visitId}`,
  moneyMonth: () => "?month=2026-02",
  moneyMonthFile: () => "?month=2026-02",
  yearlyReport: () => "?year=2026",
  planRoster: () => `?id=${newId()}&mapping=nyc&kind=full`,
  importRoster: () => `?id=${newId()}&mapping=nyc&kind=full&planHash=x`,
};

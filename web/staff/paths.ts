/** Every path of this app, once, under `/staff`; links are made from these and never written by hand. */
export const paths = {
  home: "/",
  signIn: "/sign-in",
  signOn: "/sign-on",
  invitation: "/invitation",
  forgot: "/forgot",
  reset: "/reset",
  today: "/at/$facilityId",
  visit: "/at/$facilityId/visits/$visitId",
  live: "/at/$facilityId/live",
  sheets: "/at/$facilityId/pictures",
  approvals: "/at/$facilityId/approvals",
  residents: "/at/$facilityId/residents",
  resident: "/at/$facilityId/residents/$residentId",
  roster: "/at/$facilityId/roster",
  stations: "/at/$facilityId/stations",
  station: "/at/$facilityId/stations/$stationId",
  people: "/at/$facilityId/staff",
  signOnSetting: "/at/$facilityId/staff/sign-on",
  review: "/at/$facilityId/staff/review",
  record: "/at/$facilityId/record",
  exports: "/at/$facilityId/record/exports",
  credits: "/at/$facilityId/credits",
  policy: "/at/$facilityId/policy",
  prices: "/at/$facilityId/prices",
  money: "/at/$facilityId/money",
  reconciliation: "/at/$facilityId/money/reconciliation",
  receipt: "/at/$facilityId/money/receipts/$entryId",
  keeping: "/at/$facilityId/keeping",
  account: "/at/$facilityId/account",
} as const;
export type Path = (typeof paths)[keyof typeof paths];

/** Pages that nobody has to be signed in for. */
export const open: readonly Path[] = [paths.signIn, paths.signOn, paths.invitation, paths.forgot, paths.reset];

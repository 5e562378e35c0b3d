/** Every path of this app, once; links are made from these and never written by hand. */
export const paths = {
  home: "/",
  rights: "/rights",
  people: "/people",
  name: "/people/name",
  lawyer: "/people/lawyer",
  wallet: "/wallet",
  statement: "/wallet/statement",
  visits: "/visits",
  visit: "/visits/$visitId",
  cancel: "/visits/$visitId/cancel",
  live: "/visits/$visitId/live",
} as const;

/** Every path of this app, once, under `/family`; links are made from these and never written by hand. */
export const paths = {
  home: "/",
  signIn: "/sign-in",
  signUp: "/sign-up",
  confirm: "/confirm",
  forgot: "/forgot",
  reset: "/reset",
  people: "/people",
  addPerson: "/people/add",
  person: "/people/$connectionId",
  book: "/book",
  pickTime: "/book/$connectionId",
  checkBooking: "/book/$connectionId/check",
  booked: "/visits/$visitId/booked",
  visits: "/visits",
  visit: "/visits/$visitId",
  live: "/visits/$visitId/live",
  invitation: "/invitations/$partyId",
  account: "/account",
  letters: "/account/letters",
  idPictures: "/account/id",
  ownName: "/account/name",
  guests: "/account/guests",
  myData: "/my-data",
  help: "/help",
  equipment: "/check",
  wallet: "/wallet",
  statement: "/wallet/statements/$month",
} as const;
export type Path = (typeof paths)[keyof typeof paths];

/** Pages that nobody has to be signed in for. */
export const open: readonly Path[] = [paths.signIn, paths.signUp, paths.confirm, paths.forgot, paths.reset];
/** Pages that fill the screen by themselves, without head and tabs. */
export const bare: readonly Path[] = [paths.live];
/** Pages with an act of their own at the bottom, where the tabs would be in the way. */
export const steps: readonly Path[] = [paths.pickTime, paths.checkBooking, paths.equipment];

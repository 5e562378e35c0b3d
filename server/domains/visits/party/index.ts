export { registerVisitGuests } from "./leaving.service.ts";
export { ageOn, partyRefusals } from "./party.rules.ts";
export { bring, type Named, named, partyOf } from "./party.service.ts";
export { listGuestsOf, type VisitGuestRow } from "./party.store.ts";

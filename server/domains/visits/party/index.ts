export { registerPartyAsked } from "./asking.service.ts";
export { isOpen } from "./contacts.rules.ts";
export { findAsked, isPartyContact, listAsked, listPartyContacts, type PartyContactRow, releaseComing } from "./contacts.store.ts";
export { registerVisitGuests } from "./leaving.service.ts";
export { reviewComing } from "./losing.service.ts";
export { partyRoutes } from "./party.routes.ts";
export { ageOn, partyRefusals } from "./party.rules.ts";
export { bring, type Named, named, partyOf } from "./party.service.ts";
export { listGuestsOf, type VisitGuestRow } from "./party.store.ts";

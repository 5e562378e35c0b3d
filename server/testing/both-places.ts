import assert from "node:assert/strict";
import { book, givenBooking, givenSessions } from "#server/domains/visits/testing/booking.ts";
import { newId } from "#server/platform/id.ts";
import { signedIn } from "./callers.ts";
import { type GivenContact, givenConnection, givenResident, givenStaff } from "./people.ts";
import type { Site } from "./site.ts";

export type Place = "here" | "there";

/** What no test has made: nobody has these. A new kind of id goes here, or better gets a real one below. */
const UNUSED = [
  "groupId",
  "blockId",
  "repairId",
  "echoId",
  "checkId",
  "restrictionId",
  "invitationId",
  "guestId",
  "partyId",
  "complaintId",
  "resetId",
  "reviewId",
  "passkeyId",
  "disclosureId",
  "chain",
  "exportId",
  "holdId",
  "flagId",
  "mergeId",
  "keepApartId",
  "feedId",
  "sheetId",
  "pictureId",
  "depositId",
  "giftId",
  "planId",
  "offerId",
  "payoutId",
  "entryId",
  "taxId",
  "id",
];

/** Two facilities of one agency, each with people, a booked visit, a waiting request and staff; and the real ids of it all, by the name of a path's parameter. */
export async function givenBothPlaces(site: Site) {
  const booking = await givenBooking(site);
  const { world } = booking;
  const [here, there] = [world.prison, world.jail];
  const templateThere = await givenSessions(site, there);
  const visitHere = await book(booking, "2026-03-04T17:00:00Z");
  const visitThere = await bookThere(site, world.contacts[1], world.connections[1].id);
  const waitingHere = await givenConnection(site, await givenResident(site, here), world.contacts[1], "requested");
  // Somebody whom staff may give a new code without signing out the resident at the kiosk.
  const anotherHere = await givenResident(site, here);
  const waitingThere = await givenConnection(site, await givenResident(site, there), world.contacts[0], "requested");
  const staffThere = await givenStaff(site, { agencyId: there.agencyId, facilityId: there.id, role: "visitation_officer" });
  const colleague = await givenStaff(site, { agencyId: here.agencyId, facilityId: here.id, role: "visitation_officer" });
  const unused = { ...Object.fromEntries(UNUSED.map((name) => [name, newId()])), kind: "front", month: "2026-02" };
  const grantOf = async (accountId: string) =>
    (await site.db.selectFrom("identity.staff_grant").select("id").where("accountId", "=", accountId).executeTakeFirstOrThrow()).id;

  const ids: Record<Place, Record<string, string>> = {
    here: {
      facilityId: here.id,
      visitId: visitHere,
      connectionId: waitingHere.id,
      residentId: anotherHere.id,
      deliveryId: await letterAbout(site, visitHere),
      stationId: here.stations[1]!.id,
      staffId: colleague.staffId,
      grantId: await grantOf(colleague.accountId),
      sessionTemplateId: booking.templateId,
      ...unused,
    },
    there: {
      facilityId: there.id,
      visitId: visitThere,
      connectionId: waitingThere.id,
      residentId: world.residents[2].id,
      deliveryId: await letterAbout(site, visitThere),
      stationId: there.stations[1]!.id,
      staffId: staffThere.staffId,
      grantId: await grantOf(staffThere.accountId),
      sessionTemplateId: templateThere,
      ...unused,
    },
  };
  return { booking, world, here, there, visitHere, visitThere, ids, colleague };
}

/** The letter that told a family of their visit. */
async function letterAbout(site: Site, visitId: string): Promise<string> {
  const letters = site.owner.selectFrom("notifications.delivery").select("id").where("subjectId", "=", visitId);
  return (await letters.executeTakeFirstOrThrow()).id;
}

async function bookThere(site: Site, contact: GivenContact, connectionId: string): Promise<string> {
  const familyThere = await signedIn(site, "outside", contact);
  const places = await familyThere("GET", `/api/outside/connections/${connectionId}/places`);
  const place = places
    .json()
    .days.flatMap((day: { places: { free: boolean }[] }) => day.places)
    .find((each: { free: boolean }) => each.free);
  const [holdId, id] = [newId(), newId()];
  const held = await familyThere("POST", "/api/outside/holds", {
    id: holdId,
    connectionId,
    sessionTemplateId: place.sessionTemplateId,
    startsAt: place.startsAt,
  });
  assert.equal(held.statusCode, 201, held.body);
  assert.equal((await familyThere("POST", "/api/outside/visits", { id, holdId })).statusCode, 201);
  return id;
}

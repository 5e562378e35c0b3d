import { sql } from "kysely";
import type { PartyContactTable } from "#server/domains/visits/visits.tables.ts";
import { newId } from "#server/platform/id.ts";
import { type GivenContact, type Ground, givenConnection, givenContact } from "#server/testing/people.ts";

/** Another contact of a visit's resident, who was asked to it and stands so; answers with them and the id of the asking. */
export async function givenAlong(
  ground: Ground,
  visitId: string,
  status: PartyContactTable["status"] = "accepted",
): Promise<{ id: string; contact: GivenContact; connectionId: string }> {
  const visit = await ground.owner.selectFrom("visits.visit").selectAll().where("id", "=", visitId).executeTakeFirstOrThrow();
  const contact = await givenContact(ground);
  const connection = await givenConnection(ground, { id: visit.residentId, agencyId: visit.agencyId }, contact);
  const [id, at] = [newId(), ground.ctx.now()];
  const { agencyId, facilityId, contactId: askedBy, startsAt, endsAt } = visit;
  const to = { contactId: contact.id, connectionId: connection.id, status, askedAt: at, releasedAt: null };
  const ended = status === "asked" || status === "accepted" ? null : at;
  const accepted = status === "accepted" || status === "left" || status === "removed" ? at : null;
  const during = sql<string>`tstzrange(${startsAt}::timestamptz, ${endsAt}::timestamptz)`;
  await ground.owner
    .insertInto("visits.party_contact")
    .values({ id, agencyId, facilityId, visitId, askedBy, address: contact.email, ...to, during, acceptedAt: accepted, endedAt: ended })
    .execute();
  return { id, contact, connectionId: connection.id };
}

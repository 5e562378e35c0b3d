import assert from "node:assert/strict";
import { after, test } from "node:test";
import { sql } from "kysely";
import { FAMILY_SCREENS_MAX } from "#contracts/party.ts";
import { cancelVisit } from "#server/domains/visits/bookings/cancel.service.ts";
import { givenAlong } from "#server/domains/visits/testing/along.ts";
import { book, givenBooking } from "#server/domains/visits/testing/booking.ts";
import type { OutsideActor } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { newId } from "#server/platform/id.ts";
import { type GivenContact, givenConnection } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";
import { acceptParty } from "./answering.service.ts";
import { listPartyContacts } from "./contacts.store.ts";

/** Two at the same moment, in PostgreSQL as it runs: whoever says yes is in one visit, on one of four screens, and never in a cancelled one. */
const NINE = "2026-03-04T16:00:00Z";
const ROUNDS = 4;
const site = await startSite({ startsAt: "2026-03-02T15:00:00Z" });
after(() => site.close());

const actorOf = ({ id: contactId, accountId }: GivenContact): OutsideActor => ({
  realm: "outside",
  signInId: newId(),
  accountId,
  contactId,
});
const asFamily = (contact: GivenContact) => ({ ...site.ctx, actor: actorOf(contact) });
const accept = (contact: GivenContact, partyId: string, guards = {}) =>
  acceptParty(asFamily(contact), actorOf(contact), partyId, guards).then(
    () => "comes",
    (error) => {
      if (error instanceof AppError) return error.codes.join();
      throw error;
    },
  );

/** Two visits of two residents at one time, and one contact who is asked to both. */
async function askedToTwo() {
  const [one, other] = [await givenBooking(site), await givenBooking(site)];
  const [first, second] = [
    await givenAlong(site, await book(one, NINE), "asked"),
    await givenAlong(site, await book(other, NINE), "asked"),
  ];
  const { id: connectionId } = await givenConnection(site, other.world.residents[0], first.contact);
  await site.owner
    .updateTable("visits.party_contact")
    .set({ contactId: first.contact.id, connectionId })
    .where("id", "=", second.id)
    .execute();
  return { contact: first.contact, ids: [first.id, second.id] as const };
}

test("one person who says yes to two visits at one time at the same moment comes to one of them, and hears why not to the other", async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const { contact, ids } = await askedToTwo();
    assert.deepEqual((await Promise.all(ids.map((id) => accept(contact, id)))).sort(), ["comes", "visit.contact_busy"]);
  }
});

test("past every rule and without the locks, the database itself lets nobody into two visits at one time (party_contact_once)", async () => {
  const { contact, ids } = await askedToTwo();
  const both = sql`update visits.party_contact set status = 'accepted', accepted_at = asked_at where contact_id = ${contact.id}`;
  await assert.rejects(both.execute(site.db), { constraint: "party_contact_once" });
  const said = await Promise.all(ids.map((id) => accept(contact, id, { orderedLocks: false })));
  assert.equal(said.filter((one) => one === "comes").length, 1, said.join());
});

test(`of many who say yes at the same moment, as many come as there are screens: ${FAMILY_SCREENS_MAX} with whoever booked`, async () => {
  const booking = await givenBooking(site);
  await site.owner.updateTable("facilities.policy").set({ partyPeopleMax: 12 }).where("facilityId", "=", booking.facility.id).execute();
  const visitId = await book(booking, NINE);
  const asked = await Promise.all(Array.from({ length: 8 }, () => givenAlong(site, visitId, "asked")));
  const said = await Promise.all(asked.map(({ contact, id }) => accept(contact, id)));
  assert.deepEqual(
    [said.filter((one) => one === "comes").length, said.filter((one) => one === "visit.screens_full").length],
    [FAMILY_SCREENS_MAX - 1, 8 - (FAMILY_SCREENS_MAX - 1)],
  );
  assert.equal((await listPartyContacts(site.db, visitId)).length, FAMILY_SCREENS_MAX - 1);
});

test("whoever says yes while the visit is cancelled either came and is told, with their time free, or finds no invitation", async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const booking = await givenBooking(site);
    const visitId = await book(booking, NINE);
    const { contact, id } = await givenAlong(site, visitId, "asked");
    const [booker] = booking.world.contacts;
    const [said] = await Promise.all([
      accept(contact, id),
      cancelVisit(asFamily(booker), { by: "family", contactId: booker.id }, visitId, { reason: "no_reason" }),
    ]);
    assert.ok(said === "comes" || said === "visit.party_unknown", said);
    const row = await site.db.selectFrom("visits.party_contact").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
    const told = site.db.selectFrom("notifications.delivery").select("id").where("accountId", "=", contact.accountId);
    const letters = await told.where("template", "=", "visit.cancelled").execute();
    assert.deepEqual([row.releasedAt !== null, letters.length], said === "comes" ? [true, 1] : [false, 0]);
  }
});

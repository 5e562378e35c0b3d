import assert from "node:assert/strict";
import { after, test } from "node:test";
import { sql } from "kysely";
import { forgetAddresses } from "#server/domains/contacts/own-data/closing.service.ts";
import { newId } from "#server/platform/id.ts";
import { signedIn } from "#server/testing/callers.ts";
import { letTimePass } from "#server/testing/later.ts";
import { type GivenContact, givenConnection, givenContact, givenPeople, givenStaff, PASSWORD } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";
import { eraseDue } from "./erasing.service.ts";
import { wholeDatabase } from "./testing/whole.ts";

const site = await startSite({ startsAt: "2026-03-02T15:00:00Z" });
after(() => site.close());
await letTimePass(site.owner);
const DAY_HOURS = 24;

/** Somebody whom a facility answered, with a name and a birth date that stand nowhere else. */
async function givenMarked(mark: string, birthDate: string) {
  const world = await givenPeople(site);
  const contact = await givenContact(site);
  await givenConnection(site, world.residents[0], contact);
  await sql`update contacts.contact set given_name = ${`${mark}given`}, family_name = ${`${mark}family`}, birth_date = ${birthDate}
    where id = ${contact.id}`.execute(site.owner);
  await sql`update identity.account set email = ${`${mark}@example.org`.toLowerCase()} where id = ${contact.accountId}`.execute(site.owner);
  await sql`update identity.sign_in set label = ${`${mark}browser`} where account_id = ${contact.accountId}`.execute(site.owner);
  return { world, contact };
}

async function close(contact: GivenContact, mark: string): Promise<void> {
  const family = await signedIn(site, "outside", contact);
  await sql`update identity.sign_in set label = ${`${mark}browser`} where account_id = ${contact.accountId}`.execute(site.owner);
  const closed = await family("POST", "/api/outside/closing", { password: PASSWORD });
  assert.equal(closed.statusCode, 204, closed.body);
  await site.runJobs();
}

async function nights(days: number): Promise<void> {
  site.clock.advance({ hours: DAY_HOURS * days });
  await forgetAddresses(site.ctx);
  assert.deepEqual((await eraseDue(site.ctx, site.keeping)).failed, []);
}

async function found(...marks: string[]): Promise<string[]> {
  const tables = [...(await wholeDatabase(site.owner))];
  return marks.filter((mark) => tables.some(([, words]) => words.toLowerCase().includes(mark.toLowerCase())));
}

test("thirty days after an account was closed no name, address or birth date of it is left, and what must stay says only that somebody was there", async () => {
  const { contact } = await givenMarked("Qclosed", "1971-03-19");
  const marks = ["Qclosedgiven", "Qclosedfamily", "Qclosed@example.org", "1971-03-19", "Qclosedbrowser"];
  assert.deepEqual(await found(...marks.slice(0, 4)), marks.slice(0, 4));
  await close(contact, "Qclosed");
  await nights(29);
  assert.deepEqual(await found("Qclosedfamily", "1971-03-19"), ["Qclosedfamily", "1971-03-19"], "until then they stand");
  await nights(2);
  assert.deepEqual(await found(...marks), []);
  const stays = await site.owner
    .selectFrom("contacts.connection")
    .innerJoin("contacts.contact", "contacts.contact.id", "contactId")
    .select(["contacts.connection.status", "familyName"])
    .where("contactId", "=", contact.id)
    .execute();
  assert.deepEqual(stays, [{ status: "ended", familyName: "–" }]);
  const { rows } = await sql<{ erased: string }>`select sum(erased) as erased from keeping.erasure where kind = 'account'`.execute(
    site.owner,
  );
  assert.ok(Number(rows[0]?.erased) >= 2, "the night says that it did so");
});

test("a closed account that a court holds keeps its name and address until the hold ends, and then loses them", async () => {
  const { world, contact } = await givenMarked("Qheld", "1971-03-20");
  const role = "facility_administrator";
  const staff = await signedIn(site, "staff", await givenStaff(site, { agencyId: world.agencyId, facilityId: world.prison.id, role }));
  const holds = `/api/staff/facilities/${world.prison.id}/holds`;
  const hold = { id: newId(), subjectKind: "contact", subjectId: contact.id, purpose: "court_order", basis: "26-CR-9" };
  assert.equal((await staff("POST", holds, hold)).statusCode, 201);
  await close(contact, "Qheld");
  await nights(60);
  const marks = ["Qheldgiven", "Qheldfamily", "Qheld@example.org", "1971-03-20"];
  assert.deepEqual(await found(...marks), marks);
  const again = await signedIn(site, "staff", await givenStaff(site, { agencyId: world.agencyId, facilityId: world.prison.id, role }));
  assert.equal((await again("POST", `${holds}/${hold.id}/release`)).statusCode, 200);
  await nights(1);
  assert.deepEqual(await found(...marks), []);
});

test("a staff member who left: the address goes after thirty days; the name stays by what was decided under it, until the account goes", async () => {
  const world = await givenPeople(site);
  const place = { agencyId: world.agencyId, facilityId: world.prison.id };
  const boss = await signedIn(site, "staff", await givenStaff(site, { ...place, role: "facility_administrator" }));
  const leaver = await givenStaff(site, { ...place, role: "supervisor" });
  await sql`update identity.staff_member set family_name = 'Qleft' where account_id = ${leaver.accountId}`.execute(site.owner);
  await sql`update identity.account set email = 'qleft@example.org' where id = ${leaver.accountId}`.execute(site.owner);
  const left = await boss("POST", `/api/staff/facilities/${world.prison.id}/staff/${leaver.staffId}/leave`, { leavesAt: null });
  assert.ok(left.statusCode < 300, left.body);
  await nights(31);
  assert.deepEqual(await found("qleft@example.org", "Qleft"), ["Qleft"]);
  await nights(3 * 365);
  assert.deepEqual(await found("Qleft"), []);
});

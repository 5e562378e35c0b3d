import assert from "node:assert/strict";
import { after, test } from "node:test";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { type Caller, kiosk, nobody, signedIn } from "#server/testing/callers.ts";
import { givenConnection, givenContact, givenPeople, givenResident, givenStaff, type World } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";

const site = await startSite();
after(() => site.close());

const person = { password: "a long enough sentence", givenName: "Rosa", familyName: "Delgado", birthDate: "1979-04-02", locale: "es" };
const address = () => `rosa.${newId()}@example.org`;

test("signing up gets one answer whether or not the address is known; the known one's owner hears of it by letter", async () => {
  const email = address();
  const first = await nobody(site)("POST", "/api/outside/sign-up", { ...person, email });
  assert.deepEqual([first.statusCode, first.json()], [202, { done: true }]);
  const account = await site.db.selectFrom("identity.account").selectAll().where("email", "=", email).executeTakeFirstOrThrow();
  await site.owner.updateTable("identity.account").set({ emailConfirmedAt: site.clock.now() }).where("id", "=", account.id).execute();

  const second = await nobody(site)("POST", "/api/outside/sign-up", {
    ...person,
    email,
    familyName: "Thief",
    password: "another long sentence",
  });
  assert.deepEqual([second.statusCode, second.json()], [first.statusCode, first.json()]);
  await site.runJobs();
  const letters = await site.db.selectFrom("notifications.delivery").select("template").where("accountId", "=", account.id).execute();
  assert.deepEqual(letters.map((row) => row.template).sort(), ["identity.address_known", "identity.confirm_email"]);
  const kept = await site.db.selectFrom("contacts.contact").select("familyName").where("accountId", "=", account.id).execute();
  assert.deepEqual(kept, [{ familyName: "Delgado" }]);
  const after = await site.db.selectFrom("identity.account").select("passwordHash").where("id", "=", account.id).executeTakeFirst();
  assert.equal(after?.passwordHash, account.passwordHash);
});

test("a letter that no database keeps is refused as what it is, not as a failure of ours", async () => {
  const answer = await nobody(site)("POST", "/api/outside/sign-up", { ...person, email: address(), givenName: "Ro\u0000sa" });
  assert.deepEqual([answer.statusCode, answer.json().codes], [400, ["request.invalid"]]);
});

test("an account is for people of 18 and over with a strong password, and every reason comes at once", async () => {
  const asked = { ...person, email: address(), birthDate: "2008-03-03", password: "password" };
  const answer = await nobody(site)("POST", "/api/outside/sign-up", asked);
  assert.deepEqual([answer.statusCode, answer.json().codes], [422, ["account.password_weak", "account.too_young"]]);
  assert.equal(
    (await nobody(site)("POST", "/api/outside/sign-up", { ...person, email: address(), birthDate: "2008-03-02" })).statusCode,
    202,
  );
});

test("somebody outside reads who they are", async () => {
  const contact = await givenContact(site);
  const me = (await (await signedIn(site, "outside", contact))("GET", "/api/outside/me")).json();
  assert.deepEqual([me.contactId, me.accountId, me.email, me.givenName], [contact.id, contact.accountId, contact.email, "Contact"]);
});

async function given() {
  const world = await givenPeople(site);
  const contact = await givenContact(site);
  return { ...world, contact, family: await signedIn(site, "outside", contact), staff: await staffAt(world, world.prison.id) };
}
const staffAt = async ({ agencyId }: Pick<World, "agencyId">, facilityId: string) =>
  signedIn(site, "staff", await givenStaff(site, { agencyId, facilityId, role: "visitation_officer" }));

const request = (family: Caller, resident: { facilityId: string; bookingNumber: string; familyName: string }, id = newId()) => {
  const { facilityId, bookingNumber, familyName } = resident;
  return family("POST", "/api/outside/connections", { id, facilityId, bookingNumber, familyName, relationship: "parent" });
};
const own = async (family: Caller) => (await family("GET", "/api/outside/connections")).json();
const auditOf = (contactId: string) =>
  site.owner
    .selectFrom("audit.entry")
    .selectAll()
    .where("actorRealm", "=", "outside")
    .where("facts", "@>", JSON.stringify({ contactId }) as never)
    .execute();

test("asking for a connection gets one answer for a right and for every wrong detail; only the right one is asked", async () => {
  const { family, contact, residents, jail } = await given();
  const [resident] = residents;
  const wrong = [
    { ...resident, familyName: "Somebody" },
    { ...resident, bookingNumber: "NOBODY" },
    { ...resident, facilityId: jail.id },
    { ...resident, facilityId: newId() },
  ];
  const answers = [];
  for (const one of [...wrong, resident]) answers.push(await request(family, one));
  for (const answer of answers) assert.deepEqual([answer.statusCode, answer.json()], [202, { done: true }]);
  // Each waits in the list as it was typed; nothing tells which of them fits somebody.
  const mine = (await own(family)) as { status: string; residentName: string; reason: string | null; decidedAt: string | null }[];
  assert.deepEqual(mine.map(({ residentName }) => residentName).sort(), [...wrong, resident].map(({ familyName }) => familyName).sort());
  for (const row of mine) assert.deepEqual([row.status, row.reason, row.decidedAt], ["requested", null, null]);
  const waiting = await site.db.selectFrom("contacts.connection").select("status").where("contactId", "=", contact.id).execute();
  assert.deepEqual(waiting, [{ status: "requested" }]);
  const audited = (await auditOf(contact.id)).map((entry) => entry.what).sort();
  assert.deepEqual(audited, [
    "connection.mismatched",
    "connection.mismatched",
    "connection.mismatched",
    "connection.mismatched",
    "connection.requested",
  ]);
});

test("asking again, with the same id or another, changes nothing", async () => {
  const { family, residents } = await given();
  const id = newId();
  await request(family, residents[0], id);
  const before = await own(family);
  await request(family, residents[0], id);
  await request(family, residents[0]);
  assert.deepEqual(await own(family), before);
});

test("an id that somebody else's connection has gives nothing away and takes nothing", async () => {
  const { family, residents, connections, contacts } = await given();
  const answer = await request(family, residents[1], connections[0].id);
  assert.deepEqual([answer.statusCode, answer.json()], [202, { done: true }]);
  assert.deepEqual(
    (await own(family)).map((row: { status: string }) => row.status),
    ["requested"],
  );
  const row = await site.db.selectFrom("contacts.connection").select("contactId").where("id", "=", connections[0].id).executeTakeFirst();
  assert.equal(row?.contactId, contacts[0].id);
  // At the deadline a letter is written about this request: never one about the other's connection.
  const [mine] = (await own(family)) as { id: string }[];
  assert.notEqual(mine?.id, connections[0].id);
});

test("booking numbers cannot be tried out: after ten requests in an hour there is a pause", async () => {
  const { family, residents } = await given();
  for (let tried = 0; tried < 10; tried++) await request(family, { ...residents[0], bookingNumber: `B-${tried}` });
  const answer = await request(family, residents[0]);
  assert.deepEqual([answer.statusCode, answer.json().codes], [429, ["request.too_many"]]);
  assert.equal((await own(family)).length, 10);
  site.clock.advance({ minutes: 61 });
  assert.equal((await request(family, residents[0])).statusCode, 202);
});

test("nobody asks to be connected as a lawyer", async () => {
  const { family, residents } = await given();
  const { facilityId, bookingNumber, familyName } = residents[0];
  const body = { id: newId(), facilityId, bookingNumber, familyName, relationship: "attorney" };
  assert.equal((await family("POST", "/api/outside/connections", body)).statusCode, 400);
});

test("staff approve with a reason; the contact reads it with the name and the place, and gets a letter", async () => {
  const { family, contact, staff, residents, prison } = await given();
  await request(family, residents[0]);
  const at = `/api/staff/facilities/${prison.id}/connections`;
  const { rows } = (await staff("GET", at)).json();
  assert.deepEqual(rows.length, 1);
  assert.deepEqual(
    [rows[0].resident.bookingNumber, rows[0].resident.unit, rows[0].contact.id],
    [residents[0].bookingNumber, "Unit 1", contact.id],
  );
  assert.deepEqual([rows[0].contact.birthDate, rows[0].contact.emailConfirmed], ["1980-05-05", true]);

  const words = "Bring your ID the first time.";
  const approved = await staff("POST", `${at}/${rows[0].id}/approve`, { reason: "matches_id", words });
  assert.equal(approved.statusCode, 204);
  const [mine] = await own(family);
  assert.deepEqual([mine.status, mine.reason, mine.reasonWords, mine.facility.id], ["approved", "matches_id", words, prison.id]);
  assert.equal(mine.residentName, `Given ${residents[0].familyName}`);
  await site.runJobs();
  const letters = await site.db.selectFrom("notifications.delivery").selectAll().where("accountId", "=", contact.accountId).execute();
  assert.deepEqual(
    letters.map(({ template, facts }) => [template, facts]),
    [["contacts.connection_decided", { connectionId: mine.id }]],
  );
  assert.ok(!JSON.stringify(letters).includes(words));
  assert.deepEqual(
    (await staff("GET", `${at}?status=decided`))
      .json()
      .rows.map((row: { id: string }) => row.id)
      .includes(mine.id),
    true,
  );
});

test("a rejection has a reason, no longer tells the place, and the two may ask anew", async () => {
  const { family, staff, residents, prison } = await given();
  const id = newId();
  await request(family, residents[0], id);
  const at = `/api/staff/facilities/${prison.id}/connections/${id}`;
  assert.deepEqual((await staff("POST", `${at}/reject`, { reason: "matches_id" })).json().codes, ["connection.reason_needed"]);
  assert.equal((await staff("POST", `${at}/reject`, { reason: "not_enough_details" })).statusCode, 204);
  assert.deepEqual((await staff("POST", `${at}/approve`, { reason: "matches_id" })).json().codes, ["connection.decided"]);
  const [mine] = await own(family);
  assert.deepEqual(
    [mine.status, mine.reason, mine.facility, mine.residentName],
    ["rejected", "not_enough_details", null, residents[0].familyName],
  );
  await request(family, residents[0]);
  assert.deepEqual((await own(family)).map((row: { status: string }) => row.status).sort(), ["rejected", "requested"]);
});

test("a resident reads who is connected, who waits and who was refused, with the reason, and nothing that was meant for the family", async () => {
  const { contact, staff, residents, prison } = await given();
  const [resident, neighbour] = [residents[0], residents[2]];
  const asked = await givenConnection(site, resident, contact, "requested");
  const refused = await givenConnection(site, resident, await givenContact(site), "requested");
  await givenConnection(site, neighbour, await givenContact(site));
  const words = "Please write to us from 12 Elm Street.";
  const at = `/api/staff/facilities/${prison.id}/connections`;
  await staff("POST", `${at}/${refused.id}/reject`, { reason: "name_differs", words });
  const browser = kiosk(site, prison.stations[0]!);
  await browser.signIn(resident);
  const answer = await browser.ask("GET", "/api/inside/connections");
  assert.equal(answer.statusCode, 200);
  const own = new Map<string, Record<string, unknown>>(answer.json().map((row: { id: string }) => [row.id, row]));
  const standing = (id: string) => [own.get(id)?.status, own.get(id)?.reason];
  assert.equal(own.size, 3, "with the one who is connected already, and without a neighbour's");
  assert.deepEqual(standing(asked.id), ["requested", null]);
  assert.deepEqual(standing(refused.id), ["rejected", "name_differs"]);
  assert.equal(own.get(asked.id)?.contactName, null, "a name that staff have not checked is not told");
  assert.match(String(own.get(refused.id)?.contactName), /^Contact Outside\d+$/);
  assert.deepEqual(Object.keys(own.get(refused.id) ?? {}).sort(), [
    "contactName",
    "decidedAt",
    "id",
    "reason",
    "relationship",
    "requestedAt",
    "status",
  ]);
  for (const secret of [words, contact.email, "1980-05-05"]) assert.ok(!answer.body.includes(secret), secret);

  await staff("POST", `${at}/${asked.id}/approve`, { reason: "matches_id" });
  const later = (await browser.ask("GET", "/api/inside/connections")).json() as {
    id: string;
    status: string;
    contactName: string | null;
  }[];
  const approved = later.find(({ id }) => id === asked.id);
  assert.equal(approved?.status, "approved");
  assert.match(approved?.contactName ?? "", /^Contact Outside\d+$/);
});

test("a resident never learns of a refusal that keeps somebody safe, nor who asked and took it back, nor such a reason elsewhere", async () => {
  const { staff, residents, prison } = await given();
  const resident = residents[0];
  const at = `/api/staff/facilities/${prison.id}/connections`;
  const hidden: string[] = [];
  for (const reason of ["victim_safety", "court_order"]) {
    const contact = await givenContact(site);
    // An older answer to the same contact must not come up in the place of the one that is kept back.
    const before = await givenConnection(site, resident, contact, "requested");
    await staff("POST", `${at}/${before.id}/reject`, { reason: "name_differs" });
    site.clock.advance({ minutes: 1 });
    const refused = await givenConnection(site, resident, contact, "requested");
    assert.equal((await staff("POST", `${at}/${refused.id}/reject`, { reason })).statusCode, 204);
    hidden.push(before.id, refused.id);
  }
  hidden.push((await givenConnection(site, resident, await givenContact(site), "withdrawn")).id);
  const checked = await givenConnection(site, resident, await givenContact(site), "under_review");
  const paused = await givenConnection(site, resident, await givenContact(site), "suspended");
  await site.owner.updateTable("contacts.connection").set({ reason: "victim_safety" }).where("id", "=", paused.id).execute();

  const browser = kiosk(site, prison.stations[0]!);
  await browser.signIn(resident);
  const answer = await browser.ask("GET", "/api/inside/connections");
  assert.equal(answer.statusCode, 200);
  const own = answer.json() as { id: string; contactName: string | null; reason: string | null }[];
  assert.deepEqual(
    own.filter(({ id }) => hidden.includes(id)),
    [],
  );
  assert.equal(own.find(({ id }) => id === checked.id)?.contactName, null);
  assert.equal(own.find(({ id }) => id === paused.id)?.reason, null);
  for (const secret of ["victim_safety", "court_order"]) assert.ok(!answer.body.includes(secret), secret);
});

test("a contact who was refused and asks anew stands at the kiosk once, as waiting", async () => {
  const { family, contact, staff, residents, prison } = await given();
  const first = await givenConnection(site, residents[0], contact, "requested");
  await staff("POST", `/api/staff/facilities/${prison.id}/connections/${first.id}/reject`, { reason: "not_enough_details" });
  site.clock.advance({ minutes: 1 });
  const anew = newId();
  await request(family, residents[0], anew);
  const browser = kiosk(site, prison.stations[0]!);
  await browser.signIn(residents[0]);
  const own = (await browser.ask("GET", "/api/inside/connections")).json() as { id: string; status: string }[];
  assert.equal(own.find(({ id }) => id === anew)?.status, "requested");
  assert.ok(!own.some(({ id }) => id === first.id));
});

test("of many decisions at the same moment one stands, and there is one letter", async () => {
  const { contact, residents, prison, agencyId, staff } = await given();
  const { id } = await givenConnection(site, residents[0], contact, "requested");
  const rival = await staffAt({ agencyId }, prison.id);
  const at = `/api/staff/facilities/${prison.id}/connections/${id}`;
  const answers = await Promise.all([
    ...Array.from({ length: 4 }, () => staff("POST", `${at}/approve`, { reason: "matches_id" })),
    ...Array.from({ length: 4 }, () => rival("POST", `${at}/reject`, { reason: "court_order" })),
  ]);
  assert.deepEqual(answers.map((answer) => answer.statusCode).sort(), [204, 409, 409, 409, 409, 409, 409, 409]);
  await site.runJobs();
  const letters = await site.db.selectFrom("notifications.delivery").select("id").where("accountId", "=", contact.accountId).execute();
  assert.equal(letters.length, 1);
});

test("the queue pages by key, oldest request first, each connection once", async () => {
  const { staff, prison } = await given();
  const wanted = [];
  for (let one = 0; one < 5; one++) {
    wanted.push((await givenConnection(site, await givenResident(site, prison), await givenContact(site), "requested")).id);
    site.clock.advance({ minutes: 1 });
  }
  const seen: string[] = [];
  for (let next: string | null = ""; next !== null; ) {
    const page: { rows: { id: string }[]; next: string | null } = (
      await staff("GET", `/api/staff/facilities/${prison.id}/connections?limit=2${next ? `&after=${next}` : ""}`)
    ).json();
    seen.push(...page.rows.map((row: { id: string }) => row.id));
    next = page.next;
  }
  assert.deepEqual(seen, wanted);
});

test("the count of a contact's other connections knows this agency only", async () => {
  const { contact, staff, residents, prison } = await given();
  const abroad = await givenPeople(site);
  await givenConnection(site, residents[0], contact, "requested");
  await givenConnection(site, residents[2], contact);
  await givenConnection(site, abroad.residents[0], contact);
  const { rows } = (await staff("GET", `/api/staff/facilities/${prison.id}/connections`)).json();
  assert.equal(rows[0].contact.otherConnectionsHere, 1);
});

test("the audit keeps who decided what, and the words in a row that can be erased", async () => {
  const { contact, staff, residents, prison } = await given();
  const { id } = await givenConnection(site, residents[0], contact, "requested");
  const words = "Known since 2019.";
  await staff("POST", `/api/staff/facilities/${prison.id}/connections/${id}/approve`, { reason: "known_to_facility", words });
  const [entry] = await inTransaction(site.ctx, (tx) => tx.trx.selectFrom("audit.entry").selectAll().where("subjectId", "=", id).execute());
  assert.deepEqual(
    [entry?.what, entry?.facilityId, entry?.facts],
    ["connection.decided", prison.id, { from: "requested", to: "approved", reason: "known_to_facility" }],
  );
  const kept = await site.owner.selectFrom("audit.words").select("words").where("entryId", "=", entry!.id).executeTakeFirst();
  assert.equal(kept?.words, words);
});

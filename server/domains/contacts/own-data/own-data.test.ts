import assert from "node:assert/strict";
import { after, test } from "node:test";
import { newId } from "#server/platform/id.ts";
import { nobody, signedIn } from "#server/testing/callers.ts";
import { bearDemo, lettersTo } from "#server/testing/letters.ts";
import { givenConnection, givenContact, givenPeople, givenStaff, PASSWORD } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";

// A demonstration, whose letters can be read.
const site = await startSite({ deps: { world: "demo" } });
await bearDemo(site);
after(() => site.close());

const child = (birthDate: string, id = newId()) => ({ id, kind: "child", givenName: "Luz", familyName: "Delgado", birthDate });

test("a contact keeps the children and interpreters whom they bring, once each, and takes them off again", async () => {
  const family = await signedIn(site, "outside", await givenContact(site));
  const stranger = await signedIn(site, "outside", await givenContact(site));
  const luz = child("2019-05-01");
  for (const _twice of [1, 2]) assert.equal((await family("POST", "/api/outside/guests", luz)).statusCode, 201);
  const interpreter = { id: newId(), kind: "interpreter", givenName: "Ana", familyName: "Ruiz", language: "Mixteco" };
  assert.equal((await family("POST", "/api/outside/guests", interpreter)).statusCode, 201);
  for (const day of ["2001-01-01", "2030-01-01"])
    assert.deepEqual((await family("POST", "/api/outside/guests", child(day))).json().codes, ["guest.not_a_child"]);
  assert.deepEqual(
    (await family("GET", "/api/outside/guests")).json().map((guest: { givenName: string }) => guest.givenName),
    ["Ana", "Luz"],
  );
  assert.equal((await stranger("DELETE", `/api/outside/guests/${luz.id}`)).statusCode, 404);
  assert.equal((await family("DELETE", `/api/outside/guests/${luz.id}`)).statusCode, 204);
  assert.equal((await family("GET", "/api/outside/guests")).json().length, 1);
});

test("somebody's own data comes as a ZIP, once, to the account that asked, with their things and nobody else's", async () => {
  const world = await givenPeople(site);
  const contact = await givenContact(site);
  await givenConnection(site, world.residents[0], contact);
  const family = await signedIn(site, "outside", contact);
  await family("POST", "/api/outside/guests", child("2019-05-01"));
  assert.equal((await family("POST", "/api/outside/own-data")).statusCode, 202);
  await site.runJobs();
  const letter = (await lettersTo(site, contact.email)).at(-1);
  const token = /#token=(\S+)/.exec(letter?.text ?? "")?.[1] ?? assert.fail("the letter has no link");
  const other = await signedIn(site, "outside", world.contacts[1]);
  assert.equal((await other("POST", "/api/outside/own-data/file", { token })).statusCode, 410);
  const zip = await family("POST", "/api/outside/own-data/file", { token });
  assert.deepEqual([zip.statusCode, zip.headers["content-type"]], [200, "application/zip"]);
  for (const name of [
    "index.html",
    "account.json",
    "person.json",
    "connections.json",
    "guests.json",
    "visits.json",
    "chat.json",
    "quality.json",
    "drawings.json",
    "letters.json",
    "record.json",
  ])
    assert.ok(zip.rawPayload.includes(name), name);
  assert.equal((await family("POST", "/api/outside/own-data/file", { token })).statusCode, 410, "it works once");
  assert.deepEqual(await site.owner.selectFrom("contacts.file").select("id").where("contactId", "=", contact.id).execute(), []);
  const facts = await site.owner.selectFrom("notifications.delivery").select("facts").where("accountId", "=", contact.accountId).execute();
  assert.ok(!JSON.stringify(facts).includes(token), "the secret stands in no row");
});

test("closing an account ends sign-ins, connections and requests, deletes guests, sends a letter, and forgets the address a day later", async () => {
  const world = await givenPeople(site);
  const contact = await givenContact(site);
  const stands = await givenConnection(site, world.residents[0], contact);
  const waits = await givenConnection(site, world.residents[1], contact, "requested");
  const family = await signedIn(site, "outside", contact);
  await family("POST", "/api/outside/guests", child("2019-05-01"));
  const notice = (await family("GET", "/api/outside/closing")).json();
  assert.deepEqual([notice.connections, notice.guests, notice.stays], [2, 1, ["visit_records", "audit", "name_in_records"]]);
  assert.deepEqual((await family("POST", "/api/outside/closing", { password: "not this one at all" })).json().codes, [
    "account.credentials_wrong",
  ]);
  assert.equal((await family("POST", "/api/outside/closing", { password: PASSWORD })).statusCode, 204);
  assert.equal((await family("GET", "/api/outside/me")).statusCode, 401);
  const again = await nobody(site)("POST", "/api/outside/sign-in", { email: contact.email, password: PASSWORD });
  assert.deepEqual(again.json().codes, ["account.credentials_wrong"]);
  const rows = await site.db.selectFrom("contacts.connection").select(["id", "status"]).where("contactId", "=", contact.id).execute();
  assert.deepEqual(
    new Map(rows.map(({ id, status }) => [id, status])),
    new Map([
      [stands.id, "ended"],
      [waits.id, "withdrawn"],
    ]),
  );
  assert.deepEqual(await site.db.selectFrom("contacts.guest").select("id").where("contactId", "=", contact.id).execute(), []);
  await site.runJobs();
  assert.match((await lettersTo(site, contact.email)).at(-1)?.subject ?? "", /closed/);
  site.clock.advance({ hours: 25 });
  await (await import("./closing.service.ts")).forgetAddresses(site.ctx);
  assert.deepEqual(await site.db.selectFrom("identity.account").select("id").where("email", "=", contact.email).execute(), []);
});

test("closing an account takes its passkeys, and nothing that a court holds", async () => {
  const world = await givenPeople(site);
  const contact = await givenContact(site);
  await givenConnection(site, world.residents[0], contact, "requested");
  const family = await signedIn(site, "outside", contact);
  await family("POST", "/api/outside/guests", child("2019-05-01"));
  const at = site.clock.now();
  const passkey = {
    id: newId(),
    accountId: contact.accountId,
    credentialId: newId(),
    publicKey: Buffer.alloc(8),
    counter: 0,
    transports: [],
  };
  await site.owner
    .insertInto("identity.passkey")
    .values({ ...passkey, name: "Phone", madeAt: at })
    .execute();
  const { agencyId, facilityId } = world.residents[0];
  const staff = await signedIn(site, "staff", await givenStaff(site, { agencyId, facilityId, role: "supervisor" }));
  const hold = { id: newId(), subjectKind: "contact", subjectId: contact.id, purpose: "court_order", basis: "Case 12" };
  assert.equal((await staff("POST", `/api/staff/facilities/${facilityId}/holds`, hold)).statusCode, 201);
  assert.equal((await family("POST", "/api/outside/closing", { password: PASSWORD })).statusCode, 204);
  assert.deepEqual(await site.db.selectFrom("identity.passkey").select("id").where("accountId", "=", contact.accountId).execute(), []);
  const person = await site.db.selectFrom("contacts.contact").selectAll().where("id", "=", contact.id).executeTakeFirstOrThrow();
  assert.equal(person.givenName, "Contact");
  assert.equal((await site.db.selectFrom("contacts.guest").select("id").where("contactId", "=", contact.id).execute()).length, 1);
});

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { makeLink } from "#server/domains/identity/links.ts";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { codeNow, setUpStaff, staffPost } from "#server/testing/authenticator.ts";
import { type Caller, nobody, signedIn } from "#server/testing/callers.ts";
import { bearDemo } from "#server/testing/letters.ts";
import { givenDevice, type PasskeyDevice, type Tampered } from "#server/testing/passkey-device.ts";
import { givenContact, givenPeople, givenStaff, PASSWORD } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";
import { removeRefusals } from "./passkeys.rules.ts";

const site = await startSite({ deps: { world: "demo" } });
after(() => site.close());
await bearDemo(site);

const here = { origin: site.origin, rpId: new URL(site.origin).hostname };
const codeOf = (answer: { body: string }) => (JSON.parse(answer.body) as { codes: string[] }).codes[0];
type Asked = { challengeId: string; options: Record<string, unknown> };
type Realm = "outside" | "staff";

async function add(ask: Caller, realm: Realm, device: PasskeyDevice, more: { body?: object; but?: Tampered; id?: string } = {}) {
  const question = await ask("POST", `/api/${realm}/passkeys/ask`, more.body ?? { password: PASSWORD });
  assert.equal(question.statusCode, 200, question.body);
  const { challengeId, options } = question.json() as Asked;
  const answer = device.made(options, more.but);
  return ask("POST", `/api/${realm}/passkeys`, { id: more.id ?? newId(), challengeId, name: "My phone", answer });
}

async function enter(realm: Realm, device: PasskeyDevice, but: Tampered = {}) {
  const ask = nobody(site);
  const { challengeId, options } = (await ask("POST", `/api/${realm}/sign-in/passkey/ask`, {})).json() as Asked;
  return ask("POST", `/api/${realm}/sign-in/passkey`, { challengeId, answer: device.used(options, but) });
}

/** A family member with one passkey. */
async function givenFamily() {
  const contact = await givenContact(site);
  const ask = await signedIn(site, "outside", contact);
  const device = givenDevice(here);
  const answer = await add(ask, "outside", device);
  assert.equal(answer.statusCode, 201, answer.body);
  return { contact, ask, device };
}

/** A staff member with password and authenticator, and a fresh code for what needs one. */
async function givenOfficer() {
  const { agencyId, prison } = await givenPeople(site);
  const boss = await signedIn(site, "staff", await givenStaff(site, { agencyId, facilityId: prison.id, role: "facility_administrator" }));
  const email = `${newId()}@example.org`;
  const name = { givenName: "Pat", familyName: "Key" };
  await boss("POST", `/api/staff/facilities/${prison.id}/staff`, { id: newId(), email, ...name, role: "supervisor", locale: "en" });
  const { secret, cookie } = await setUpStaff(site, email, "a long sentence for work");
  const ask: Caller = (method, url, payload) =>
    site.app.inject({ method, url, headers: { origin: site.origin, cookie }, ...(payload ? { payload: payload as object } : {}) });
  return { email, secret, ask, boss, prison, agencyId };
}

test("a family adds a passkey and signs in with it; the list tells its name and last use", async () => {
  const { ask, device } = await givenFamily();
  const entered = await enter("outside", device);
  assert.equal(entered.statusCode, 200, entered.body);
  assert.match(String(entered.headers["set-cookie"]), /throughline_outside=.+HttpOnly/);
  const [row] = (await ask("GET", "/api/outside/passkeys")).json() as { id: string; name: string; lastUsedAt: string | null }[];
  assert.equal(row?.name, "My phone");
  assert.ok(row?.lastUsedAt);
  assert.equal((await ask("POST", `/api/outside/passkeys/${row.id}/rename`, { name: "Old phone" })).statusCode, 204);
  assert.equal((await ask("POST", `/api/outside/passkeys/${row.id}/remove`)).statusCode, 204, "the password is still a way in");
  assert.equal(codeOf(await enter("outside", device)), "passkey.refused");
  assert.deepEqual((await ask("GET", "/api/outside/passkeys")).json(), []);
});

test("whoever sets a new password by letter has the account to themselves: no passkey of before is a way in", async () => {
  const { contact, device } = await givenFamily();
  const token = await inTransaction(site.ctx, (tx) => makeLink(tx, contact.accountId, "reset_password"));
  const answer = await nobody(site)("POST", "/api/outside/reset", { token, password: "another long sentence" });
  assert.equal(answer.statusCode, 200, answer.body);
  assert.equal(codeOf(await enter("outside", device)), "passkey.refused");
});

test("every tampered answer is refused, with one answer for all of them", async () => {
  const { device } = await givenFamily();
  const tampered: Record<string, Tampered> = {
    "another page": { origin: "https://throughline.example.net" },
    "another host": { rpId: "example.net" },
    "another question": { challenge: "AAAA" },
    "an answer to adding": { type: "webauthn.create" },
    "a device that asked for no finger, face or PIN": { unverified: true },
    "another key": { signer: givenDevice(here) },
  };
  for (const [what, but] of Object.entries(tampered)) {
    const answer = await enter("outside", device, but);
    assert.deepEqual([answer.statusCode, codeOf(answer)], [401, "passkey.refused"], what);
    assert.equal(answer.cookies.length, 0);
  }
  assert.equal(codeOf(await enter("outside", givenDevice(here))), "passkey.refused", "a passkey that nobody added");
  assert.equal((await enter("outside", device)).statusCode, 200, "the untouched one is still good");
});

test("what a device answers when a passkey is added is looked at as closely", async () => {
  const ask = await signedIn(site, "outside", await givenContact(site));
  for (const but of [{ origin: "https://example.net" }, { rpId: "example.net" }, { challenge: "AAAA" }, { unverified: true }] as Tampered[])
    assert.equal(codeOf(await add(ask, "outside", givenDevice(here), { but })), "passkey.refused");
  assert.deepEqual((await ask("GET", "/api/outside/passkeys")).json(), []);
});

test("a question is answered once, in time, in its realm, and by whoever was asked", async () => {
  const { device } = await givenFamily();
  const ask = nobody(site);
  const question = async () => (await ask("POST", "/api/outside/sign-in/passkey/ask", {})).json() as Asked;
  const first = await question();
  const body = { challengeId: first.challengeId, answer: device.used(first.options) };
  assert.equal((await ask("POST", "/api/outside/sign-in/passkey", body)).statusCode, 200);
  assert.equal(codeOf(await ask("POST", "/api/outside/sign-in/passkey", body)), "passkey.question_expired", "once");

  const late = await question();
  site.clock.advance({ minutes: 6 });
  const tooLate = { challengeId: late.challengeId, answer: device.used(late.options) };
  assert.equal(codeOf(await ask("POST", "/api/outside/sign-in/passkey", tooLate)), "passkey.question_expired");

  const ours = await question();
  const elsewhere = { challengeId: ours.challengeId, answer: device.used(ours.options) };
  assert.equal(
    codeOf(await ask("POST", "/api/staff/sign-in/passkey", elsewhere)),
    "passkey.question_expired",
    "the staff realm knows nothing of it",
  );

  const [mine, theirs] = [
    await signedIn(site, "outside", await givenContact(site)),
    await signedIn(site, "outside", await givenContact(site)),
  ];
  const asked = (await mine("POST", "/api/outside/passkeys/ask", { password: PASSWORD })).json() as Asked;
  const stolen = { id: newId(), challengeId: asked.challengeId, name: "Stolen", answer: givenDevice(here).made(asked.options) };
  assert.equal(codeOf(await theirs("POST", "/api/outside/passkeys", stolen)), "passkey.question_expired");
});

test("two who come with the same answer at once: one is signed in", async () => {
  const { device } = await givenFamily();
  const ask = nobody(site);
  const { challengeId, options } = (await ask("POST", "/api/outside/sign-in/passkey/ask", {})).json() as Asked;
  const body = { challengeId, answer: device.used(options) };
  const answers = await Promise.all(Array.from({ length: 8 }, () => ask("POST", "/api/outside/sign-in/passkey", body)));
  assert.equal(answers.filter(({ statusCode }) => statusCode === 200).length, 1);
});

test("a counter that does not rise tells of a copied key", async () => {
  const { device } = await givenFamily();
  assert.equal((await enter("outside", device, { counter: 10 })).statusCode, 200);
  assert.equal(codeOf(await enter("outside", device, { counter: 10 })), "passkey.refused");
  assert.equal(codeOf(await enter("outside", device, { counter: 9 })), "passkey.refused");
  assert.equal((await enter("outside", device, { counter: 11 })).statusCode, 200);
});

test("adding once more with the same id adds once; the same passkey a second time is told so", async () => {
  const { ask, device } = await givenFamily();
  const id = newId();
  assert.equal((await add(ask, "outside", givenDevice(here), { id })).statusCode, 201);
  assert.equal((await add(ask, "outside", givenDevice(here), { id })).statusCode, 201);
  assert.equal(((await ask("GET", "/api/outside/passkeys")).json() as unknown[]).length, 2);
  assert.equal(codeOf(await add(ask, "outside", device)), "passkey.known");
});

test("nobody names, renames or removes another's passkey", async () => {
  const { ask } = await givenFamily();
  const [row] = (await ask("GET", "/api/outside/passkeys")).json() as { id: string }[];
  const stranger = await signedIn(site, "outside", await givenContact(site));
  assert.equal((await stranger("POST", `/api/outside/passkeys/${row!.id}/remove`)).statusCode, 404);
  assert.equal((await stranger("POST", `/api/outside/passkeys/${row!.id}/rename`, { name: "Mine" })).statusCode, 404);
});

/** The letters that an account was sent, oldest first. */
async function lettersTo(accountId: string): Promise<string[]> {
  await site.runJobs();
  const rows = await site.db
    .selectFrom("notifications.delivery")
    .select("template")
    .where("accountId", "=", accountId)
    .where("status", "=", "sent")
    .orderBy("id")
    .execute();
  return rows.map(({ template }) => template);
}

test("whoever sits down at a family's open screen adds no passkey without the password, and guesses it no more often than at the door", async () => {
  const contact = await givenContact(site);
  const ask = await signedIn(site, "outside", contact);
  assert.equal((await ask("POST", "/api/outside/passkeys/ask", {})).statusCode, 400);
  const guess = () => ask("POST", "/api/outside/passkeys/ask", { password: "not the password" });
  const first = await guess();
  assert.equal(first.statusCode, 401, first.body);
  const codes = [codeOf(first)];
  for (let tried = 1; tried < 12; tried++) codes.push(codeOf(await guess()));
  assert.equal(codes[0], "account.credentials_wrong");
  assert.equal(codes.at(-1), "account.locked");
  assert.deepEqual((await ask("GET", "/api/outside/passkeys")).json(), []);
});

test("whoever knows the password adds as many passkeys as an account may have, one after the other", async () => {
  const { ask } = await givenFamily();
  for (let more = 0; more < 12; more++) assert.equal((await add(ask, "outside", givenDevice(here))).statusCode, 201);
});

test("whose passkey was added or removed hears of it by letter, outside and staff alike", async () => {
  const { contact, ask } = await givenFamily();
  assert.deepEqual(await lettersTo(contact.accountId), ["identity.passkey_added"]);
  const [row] = (await ask("GET", "/api/outside/passkeys")).json() as { id: string }[];
  assert.equal((await ask("POST", `/api/outside/passkeys/${row!.id}/remove`)).statusCode, 204);
  assert.deepEqual(await lettersTo(contact.accountId), ["identity.passkey_added", "identity.passkey_removed"]);
  const officer = await givenOfficer();
  assert.equal((await add(officer.ask, "staff", givenDevice(here), { body: { code: codeNow(site, officer.secret) } })).statusCode, 201);
  const [own] = (await officer.ask("GET", "/api/staff/passkeys")).json() as { id: string }[];
  assert.equal((await officer.ask("POST", `/api/staff/passkeys/${own!.id}/remove`)).statusCode, 204);
  const account = await site.db.selectFrom("identity.account").select("id").where("email", "=", officer.email).executeTakeFirstOrThrow();
  assert.deepEqual((await lettersTo(account.id)).slice(-2), ["identity.staff_passkey_added", "identity.staff_passkey_removed"]);
});

test("staff add a passkey only with a fresh code, and it then stands for both steps", async () => {
  const { ask, secret, email } = await givenOfficer();
  assert.equal(codeOf(await ask("POST", "/api/staff/passkeys/ask", { code: "000000" })), "account.code_wrong");
  const device = givenDevice(here);
  const code = codeNow(site, secret);
  assert.equal((await add(ask, "staff", device, { body: { code } })).statusCode, 201);
  assert.equal(codeOf(await ask("POST", "/api/staff/passkeys/ask", { code })), "account.code_wrong", "a code works once");

  const entered = await enter("staff", device);
  assert.equal(entered.statusCode, 200, entered.body);
  assert.match(String(entered.headers["set-cookie"]), /throughline_staff=/);
  assert.equal(codeOf(await enter("outside", device)), "passkey.refused", "a passkey of staff opens nothing outside");
  assert.equal((await staffPost(site, "/sign-in", { email, password: "a long sentence for work" })).statusCode, 200, "the old way stays");
});

test("a passkey ends with the last grant, and with a reset of the second step", async () => {
  const { ask, secret, boss, prison, agencyId, email } = await givenOfficer();
  const device = givenDevice(here);
  await add(ask, "staff", device, { body: { code: codeNow(site, secret) } });
  const rows = (await boss("GET", `/api/staff/facilities/${prison.id}/staff`)).json() as {
    email: string;
    staffId: string;
    grants: { id: string }[];
  }[];
  const row = rows.find((one) => one.email === email)!;
  const resetId = newId();
  await boss("POST", `/api/staff/facilities/${prison.id}/staff/${row.staffId}/factor-reset`, { id: resetId });
  const second = await signedIn(site, "staff", await givenStaff(site, { agencyId, facilityId: prison.id, role: "supervisor" }));
  assert.equal((await second("POST", `/api/staff/facilities/${prison.id}/factor-resets/${resetId}/approve`)).statusCode, 204);
  assert.equal(codeOf(await enter("staff", device)), "passkey.refused");

  const other = await givenOfficer();
  const theirs = givenDevice(here);
  await add(other.ask, "staff", theirs, { body: { code: codeNow(site, other.secret) } });
  const list = (await other.boss("GET", `/api/staff/facilities/${other.prison.id}/staff`)).json() as typeof rows;
  const grantId = list.find((one) => one.email === other.email)!.grants[0]!.id;
  assert.equal((await other.boss("POST", `/api/staff/facilities/${other.prison.id}/grants/${grantId}/revoke`)).statusCode, 204);
  assert.equal(codeOf(await enter("staff", theirs)), "passkey.refused");
});

test("the last way in stays: staff without both steps keep their only passkey", () => {
  const base = { realm: "staff" as const, hasPassword: true, hasFactor: true, passkeys: 1 };
  assert.deepEqual(removeRefusals(base), []);
  assert.deepEqual(removeRefusals({ ...base, hasFactor: false }), ["passkey.last_way"]);
  assert.deepEqual(removeRefusals({ ...base, hasPassword: false }), ["passkey.last_way"]);
  assert.deepEqual(removeRefusals({ ...base, hasPassword: false, passkeys: 2 }), []);
  assert.deepEqual(removeRefusals({ ...base, realm: "outside", hasFactor: false }), []);
});

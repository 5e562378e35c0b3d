import assert from "node:assert/strict";
import { after, test } from "node:test";
import { nobody } from "#server/testing/callers.ts";
import { bearDemo, lettersTo, linkTo } from "#server/testing/letters.ts";
import { givenContact, PASSWORD } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";
import { takeTry } from "./throttle.ts";

const site = await startSite({ deps: { world: "demo" }, env: { TRUST_PROXY: "on" } });
after(() => site.close());
await bearDemo(site);

const WRONG = "not this one at all";
let addresses = 0;
const newAddress = () => `198.51.100.${++addresses}`;
const post = (url: string, payload: object, address = newAddress()) =>
  site.app.inject({ method: "POST", url, payload, headers: { origin: site.origin, "x-forwarded-for": address } });
const signIn = (email: string, password: string, address?: string) => post("/api/outside/sign-in", { email, password }, address);
const codeOf = (answer: { body: string }) => (JSON.parse(answer.body) as { codes: string[] }).codes[0];

test("ten wrong tries lock an account wherever they come from, the right password included", async () => {
  const { email } = await givenContact(site);
  for (let attempt = 0; attempt < 10; attempt++) assert.equal(codeOf(await signIn(email, WRONG)), "account.credentials_wrong");
  const locked = await signIn(email, PASSWORD);
  assert.deepEqual([locked.statusCode, codeOf(locked)], [429, "account.locked"]);
  const { facts } = JSON.parse(locked.body) as { facts: { retrySeconds: number } };
  assert.equal(facts.retrySeconds, 900, "the refusal says when to come back");
  site.clock.advance({ minutes: 15, seconds: 1 });
  assert.equal((await signIn(email, PASSWORD)).statusCode, 200);
});

test("an address that nobody has is locked just the same, so a lock tells nothing", async () => {
  const known = (await givenContact(site)).email;
  const unknown = "no.such.person@example.org";
  const told = async (email: string) => {
    const answers = [];
    for (let attempt = 0; attempt < 12; attempt++) answers.push(await signIn(email, WRONG));
    return answers.map((answer) => [answer.statusCode, { ...(JSON.parse(answer.body) as object), requestId: "" }]);
  };
  assert.deepEqual(await told(known), await told(unknown));
});

test("fifty guesses at the same moment are fifty guesses: ten are compared, forty are not", async () => {
  const { email } = await givenContact(site);
  const answers = await Promise.all(Array.from({ length: 50 }, () => signIn(email, WRONG)));
  const count = (code: string) => answers.filter((answer) => codeOf(answer) === code).length;
  assert.deepEqual([count("account.credentials_wrong"), count("account.locked")], [10, 40]);
});

test("the link by e-mail is the way back in: it opens the lock at once", async () => {
  const { email } = await givenContact(site);
  for (let attempt = 0; attempt < 11; attempt++) await signIn(email, WRONG);
  await post("/api/outside/reset/request", { email, locale: "en" });
  const token = await linkTo(site, email, /new password/);
  assert.equal((await post("/api/outside/reset", { token, password: "a new long sentence" })).statusCode, 200);
  assert.equal((await signIn(email, "a new long sentence")).statusCode, 200);
});

test("signing in forgets earlier wrong tries", async () => {
  const { email } = await givenContact(site);
  for (let round = 0; round < 3; round++) {
    for (let attempt = 0; attempt < 9; attempt++) await signIn(email, WRONG);
    assert.equal((await signIn(email, PASSWORD)).statusCode, 200);
  }
});

test("a whole waiting room behind one address can sign in; a machine that tries hundreds of accounts cannot", async () => {
  const address = newAddress();
  const room = [await givenContact(site), await givenContact(site), await givenContact(site)];
  for (const { email } of room) {
    for (let attempt = 0; attempt < 9; attempt++) await signIn(email, WRONG, address);
    assert.equal((await signIn(email, PASSWORD, address)).statusCode, 200);
  }
  for (let account = 0; account < 273; account++)
    await takeTry(site.ctx, { realm: "outside", what: "sign_in", email: `guess${account}@example.org`, address });
  assert.equal(codeOf(await signIn("one.more@example.org", WRONG, address)), "request.too_many");
  const { email } = await givenContact(site);
  assert.equal((await signIn(email, PASSWORD)).statusCode, 200, "others elsewhere notice nothing");
});

test("nobody's mailbox can be flooded: five letters an hour", async () => {
  const { email } = await givenContact(site);
  const answers = [];
  for (let letter = 0; letter < 6; letter++) answers.push(await post("/api/outside/reset/request", { email, locale: "en" }));
  assert.deepEqual(
    answers.map((answer) => answer.statusCode),
    [202, 202, 202, 202, 202, 429],
  );
  assert.equal((await lettersTo(site, email)).length, 5);
});

test("the throttle keeps no address: what it stores are keyed hashes", async () => {
  const { email } = await givenContact(site);
  await signIn(email, WRONG, "203.0.113.77");
  const rows = await site.owner.selectFrom("identity.try").selectAll().execute();
  const stored = JSON.stringify(rows.map((row) => ({ ...row, keyHash: row.keyHash.toString("utf8") })));
  assert.equal(stored.includes(email) || stored.includes("203.0.113.77"), false);
  assert(rows.every((row) => row.keyHash.length === 32));
});

test("a request from another page's origin is refused before anything is counted", async () => {
  const before = await site.owner.selectFrom("identity.try").select("id").execute();
  const answer = await site.app.inject({
    method: "POST",
    url: "/api/outside/sign-in",
    payload: { email: "a@example.org", password: WRONG },
    headers: { origin: "https://evil.example" },
  });
  assert.equal(answer.statusCode, 403);
  assert.equal((await site.owner.selectFrom("identity.try").select("id").execute()).length, before.length);
  assert.equal((await nobody(site)("GET", "/api/outside/me")).statusCode, 401);
});

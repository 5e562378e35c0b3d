import assert from "node:assert/strict";
import { statSync } from "node:fs";
import path from "node:path";
import { after, test } from "node:test";
import { sql } from "kysely";
import { newId } from "#server/platform/id.ts";
import { codeNow, setUpStaff, staffPost } from "#server/testing/authenticator.ts";
import { signedIn } from "#server/testing/callers.ts";
import { bearDemo, linkTo } from "#server/testing/letters.ts";
import { givenPeople, givenStaff } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";
import { hashPassword, verifyPassword } from "./passwords.ts";
import { hashToken, newToken, seal, unseal } from "./secrets.ts";

const site = await startSite({ deps: { world: "demo" } });
after(() => site.close());
await bearDemo(site);

test("a planted name, address, password, token or code stands in no log line, job, audit entry or delivery", async () => {
  const planted = {
    givenName: "Plantada",
    familyName: "Quetzalcoatlus",
    email: "planted.person@example.org",
    password: "planted sentence of words",
    next: "planted sentence renewed",
    staffEmail: "planted.officer@facility.example",
    wrong: "planted wrong password",
  };
  const secrets: string[] = Object.values(planted);
  const outside = (url: string, payload: object) =>
    site.app.inject({ method: "POST", url: `/api/outside${url}`, payload, headers: { origin: site.origin } });
  // Looked at again and again, since jobs that ran are gone.
  const look = async () => JSON.stringify((await sql`select data from pgboss.job`.execute(site.owner)).rows);
  let jobs = "";

  const { email, password, givenName, familyName } = planted;
  await outside("/sign-up", { email, password, givenName, familyName, birthDate: "1970-01-01", locale: "en" });
  jobs += await look();
  const confirm = await linkTo(site, email, /Confirm/);
  secrets.push(confirm);
  await outside("/confirm-email", { token: confirm });
  await outside("/sign-in", { email, password: planted.wrong });
  const signIn = await outside("/sign-in", { email, password });
  secrets.push(signIn.cookies[0]!.value);
  await outside("/reset/request", { email, locale: "en" });
  jobs += await look();
  const reset = await linkTo(site, email, /new password/);
  secrets.push(reset);
  await outside("/reset", { token: reset, password: planted.next });

  const { agencyId, prison } = await givenPeople(site);
  const boss = await signedIn(site, "staff", await givenStaff(site, { agencyId, facilityId: prison.id, role: "facility_administrator" }));
  const invitation = { id: newId(), email: planted.staffEmail, givenName, familyName, role: "supervisor", locale: "es" };
  await boss("POST", `/api/staff/facilities/${prison.id}/staff`, invitation);
  jobs += await look();
  const officer = await setUpStaff(site, planted.staffEmail, password);
  secrets.push(officer.token, officer.ticket, officer.secret, officer.cookie.split("=")[1]!, ...officer.recoveryCodes);
  const { ticket } = (await staffPost(site, "/sign-in", { email: planted.staffEmail, password })).json() as { ticket: string };
  secrets.push(ticket);
  await staffPost(site, "/second-factor", { ticket, code: codeNow(site, officer.secret) });
  await site.app.inject({ url: `/api/outside/me?token=${confirm}`, headers: { cookie: `throughline_outside=${confirm}` } });
  jobs += await look();

  const stored: Record<string, string> = { jobs, log: site.logged() };
  for (const table of [
    "audit.entry",
    "audit.words",
    "notifications.delivery",
    "identity.link",
    "identity.sign_in",
    "identity.try",
  ] as const)
    stored[table] = JSON.stringify((await sql`select to_jsonb(t)::text as row from ${sql.table(table)} t`.execute(site.owner)).rows);
  for (const [where, text] of Object.entries(stored)) {
    assert(text.length > 100 || where === "audit.words", `${where} was looked at while it was empty`);
    for (const secret of secrets) assert.equal(text.includes(secret), false, `${secret} stands in ${where}`);
  }
});

test("nobody's password is verified too: without an account there is a hash to compute all the same", async () => {
  const kept = await hashPassword("a long sentence of words");
  assert.equal(await verifyPassword("a long sentence of words", kept), true);
  assert.equal(await verifyPassword("another sentence", kept), false);
  assert.equal(await verifyPassword("a long sentence of words", null), false);
  const cpuOf = async (what: string | undefined) => {
    const before = process.cpuUsage();
    for (let round = 0; round < 5; round++) await verifyPassword("a guess", what);
    return process.cpuUsage(before).user;
  };
  const [known, unknown] = [await cpuOf(kept), await cpuOf(undefined)];
  assert(unknown > known / 4, `${unknown} µs for nobody, ${known} µs for somebody`);
});

test("two hashes of one password differ, and the same letters typed another way are the same password", async () => {
  const composed = "contraseña larga de Íñigo";
  const [one, two] = [await hashPassword(composed), await hashPassword(composed)];
  assert.notEqual(one, two);
  assert.match(one, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  assert.equal(await verifyPassword(composed.normalize("NFD"), one), true);
});

test("a token has 256 bits and only its hash is kept", () => {
  const token = newToken();
  assert.equal(Buffer.from(token, "base64url").length, 32);
  assert.equal(hashToken(token).length, 32);
  assert.notEqual(newToken(), token);
});

test("what was sealed for one owner opens for that owner only, and not when it was touched", () => {
  const { dataDir } = site.config;
  const sealed = seal(dataDir, "test", "owner one", "a secret");
  assert.equal(unseal(dataDir, "test", "owner one", sealed), "a secret");
  assert.throws(() => unseal(dataDir, "test", "owner two", sealed));
  assert.throws(() => unseal(dataDir, "other use", "owner one", sealed));
  sealed[sealed.length - 1]! ^= 1;
  assert.throws(() => unseal(dataDir, "test", "owner one", sealed));
});

test("the server's key is its owner's to read, and nobody else's", () => {
  seal(site.config.dataDir, "test", "owner", "makes the key");
  assert.equal(statSync(path.join(site.config.dataDir, "server.key")).mode & 0o777, 0o600);
});

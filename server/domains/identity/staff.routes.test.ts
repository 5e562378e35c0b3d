import assert from "node:assert/strict";
import { after, test } from "node:test";
import { newId } from "#server/platform/id.ts";
import { codeNow, setUpStaff, staffPost } from "#server/testing/authenticator.ts";
import { signedIn } from "#server/testing/callers.ts";
import { bearDemo, lettersTo, linkTo } from "#server/testing/letters.ts";
import { givenPeople, givenStaff } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";

const site = await startSite({ deps: { world: "demo" } });
after(() => site.close());
await bearDemo(site);

const PASSWORD = "a long sentence for work";
let invited = 0;
const codeOf = (answer: { body: string }) => (JSON.parse(answer.body) as { codes: string[] }).codes[0];

/** An administrator's browser at a facility of its own, and the one act that every test begins with. */
async function givenOffice() {
  const { agencyId, prison, jail } = await givenPeople(site);
  const boss = await givenStaff(site, { agencyId, facilityId: prison.id, role: "facility_administrator" });
  const ask = await signedIn(site, "staff", boss);
  const path = `/api/staff/facilities/${prison.id}`;
  const invite = (email: string, role = "visitation_officer", id = newId()) =>
    ask("POST", `${path}/staff`, { id, email, givenName: "Ines", familyName: "Vega", role, locale: "en" });
  return { agencyId, prison, jail, boss, ask, path, invite };
}
const newEmail = () => `officer${++invited}@facility.example`;
const firstStep = (email: string, password = PASSWORD) => staffPost(site, "/sign-in", { email, password });
const ticketOf = async (email: string) => ((await firstStep(email)).json() as { ticket: string }).ticket;

test("an officer is invited, sets a password and an authenticator, and signs in with both", async () => {
  const { invite, prison } = await givenOffice();
  const email = newEmail();
  assert.equal((await invite(email)).statusCode, 201);
  const [letter] = await lettersTo(site, email);
  assert.match(letter?.text ?? "", new RegExp(prison.name));
  const officer = await setUpStaff(site, email, PASSWORD);
  assert.equal(officer.recoveryCodes.length, 10);
  assert.match(officer.otpauthUrl, /^otpauth:\/\/totp\/Throughline/);
  assert.deepEqual([officer.setCookie.path, officer.setCookie.httpOnly, officer.setCookie.sameSite], ["/api/staff", true, "Strict"]);
  assert.equal(officer.setCookie.expires, undefined, "a shared office computer forgets it when the browser closes");

  const ticket = await ticketOf(email);
  const answer = await staffPost(site, "/second-factor", { ticket, code: codeNow(site, officer.secret) });
  assert.equal(answer.statusCode, 200, answer.body);
  const me = await site.app.inject({ url: "/api/staff/me", headers: { cookie: `throughline_staff=${answer.cookies[0]?.value}` } });
  const { grants, facilities } = me.json() as { grants: { role: string }[]; facilities: { id: string; name: string }[] };
  assert.deepEqual(
    grants.map((grant) => grant.role),
    ["visitation_officer"],
  );
  assert.deepEqual(
    facilities.map((facility) => facility.id),
    [prison.id],
  );
});

test("a password alone opens nothing: no cookie comes with the ticket, and the ticket is no sign-in", async () => {
  const { invite } = await givenOffice();
  const email = newEmail();
  await invite(email);
  await setUpStaff(site, email, PASSWORD);
  const answer = await firstStep(email);
  assert.deepEqual(answer.cookies, []);
  const { ticket } = answer.json() as { ticket: string };
  const me = await site.app.inject({ url: "/api/staff/me", headers: { cookie: `throughline_staff=${ticket}` } });
  assert.equal(me.statusCode, 401);
});

test("a code works once, also when two come with it at the same moment", async () => {
  const { invite } = await givenOffice();
  const email = newEmail();
  await invite(email);
  const { secret } = await setUpStaff(site, email, PASSWORD);
  const code = codeNow(site, secret);
  const tickets = [await ticketOf(email), await ticketOf(email)];
  const answers = await Promise.all(tickets.map((ticket) => staffPost(site, "/second-factor", { ticket, code })));
  assert.deepEqual(answers.map((answer) => answer.statusCode).sort(), [200, 401]);
  const again = await staffPost(site, "/second-factor", { ticket: await ticketOf(email), code });
  assert.equal(codeOf(again), "account.code_wrong");
});

test("a code from the step before or after is taken, one from further away is not", async () => {
  const { invite } = await givenOffice();
  const email = newEmail();
  await invite(email);
  const { secret } = await setUpStaff(site, email, PASSWORD);
  site.clock.advance({ minutes: 2 });
  const enter = async (stepsLater: number) =>
    staffPost(site, "/second-factor", { ticket: await ticketOf(email), code: codeNow(site, secret, stepsLater) });
  assert.equal(codeOf(await enter(-2)), "account.code_wrong");
  assert.equal(codeOf(await enter(2)), "account.code_wrong");
  assert.equal((await enter(-1)).statusCode, 200);
  assert.equal((await enter(1)).statusCode, 200);
  assert.equal(codeOf(await enter(0)), "account.code_wrong", "an older step than the last one used");
});

test("a recovery code works once, however it is typed, also at the same moment", async () => {
  const { invite } = await givenOffice();
  const email = newEmail();
  await invite(email);
  const { recoveryCodes } = await setUpStaff(site, email, PASSWORD);
  const [code = "", other = ""] = recoveryCodes;
  const typed = [code.toUpperCase(), ` ${code.replace("-", " ")}`];
  const tickets = [await ticketOf(email), await ticketOf(email)];
  const answers = await Promise.all(tickets.map((ticket, at) => staffPost(site, "/second-factor", { ticket, code: typed[at] })));
  assert.deepEqual(answers.map((answer) => answer.statusCode).sort(), [200, 401]);
  assert.equal((await staffPost(site, "/second-factor", { ticket: await ticketOf(email), code: other })).statusCode, 200);
});

test("a ticket dies after five wrong codes or five minutes; ten wrong codes lock the account for a quarter of an hour", async () => {
  const { invite } = await givenOffice();
  const email = newEmail();
  await invite(email);
  const { secret } = await setUpStaff(site, email, PASSWORD);
  const first = await ticketOf(email);
  const wrong = (ticket: string) => staffPost(site, "/second-factor", { ticket, code: "000000" });
  for (let attempt = 0; attempt < 5; attempt++) assert.equal(codeOf(await wrong(first)), "account.code_wrong");
  assert.equal(codeOf(await staffPost(site, "/second-factor", { ticket: first, code: codeNow(site, secret) })), "account.ticket_expired");
  const second = await ticketOf(email);
  for (let attempt = 0; attempt < 4; attempt++) assert.equal(codeOf(await wrong(second)), "account.code_wrong");
  assert.equal(codeOf(await wrong(second)), "account.locked");
  assert.equal(codeOf(await firstStep(email)), "account.locked");
  site.clock.advance({ minutes: 16 });
  const third = await ticketOf(email);
  site.clock.advance({ minutes: 6 });
  assert.equal(codeOf(await staffPost(site, "/second-factor", { ticket: third, code: codeNow(site, secret) })), "account.ticket_expired");
});

test("a ticket and an invitation are used once, also by two at the same moment", async () => {
  const { invite } = await givenOffice();
  const email = newEmail();
  await invite(email);
  const token = await linkTo(site, email, /Set up/);
  const open = () => staffPost(site, "/invitations/open", { token, password: PASSWORD });
  assert.equal(codeOf(await staffPost(site, "/invitations/open", { token, password: "password1234" })), "account.password_weak");
  const opened = await Promise.all([open(), open()]);
  assert.deepEqual(opened.map((answer) => answer.statusCode).sort(), [200, 410]);
  const { ticket, secret } = opened.find((answer) => answer.statusCode === 200)!.json() as { ticket: string; secret: string };
  const confirm = () => staffPost(site, "/invitations/confirm", { ticket, code: codeNow(site, secret) });
  const confirmed = await Promise.all([confirm(), confirm()]);
  assert.deepEqual(confirmed.map((answer) => answer.statusCode).sort(), [200, 401]);
});

test("whoever closed the page while setting up asks for a new password and is invited again", async () => {
  const { invite } = await givenOffice();
  const email = newEmail();
  await invite(email);
  const token = await linkTo(site, email, /Set up/);
  await staffPost(site, "/invitations/open", { token, password: PASSWORD });
  assert.equal(codeOf(await firstStep(email)), "account.credentials_wrong", "not before the second factor stands");
  site.clock.advance({ minutes: 1 });
  await staffPost(site, "/reset/request", { email, locale: "en" });
  assert.equal((await setUpStaff(site, email, PASSWORD)).recoveryCodes.length, 10);
});

test("a new password by link leaves the authenticator as it is", async () => {
  const { invite } = await givenOffice();
  const email = newEmail();
  await invite(email);
  const { secret, cookie } = await setUpStaff(site, email, PASSWORD);
  await staffPost(site, "/reset/request", { email, locale: "en" });
  const token = await linkTo(site, email, /new password/);
  const outside = await site.app.inject({
    method: "POST",
    url: "/api/outside/reset",
    payload: { token, password: "another long sentence" },
    headers: { origin: site.origin },
  });
  assert.equal(outside.statusCode, 410, "a link of staff is no link outside");
  assert.equal((await staffPost(site, "/reset", { token, password: "another long sentence" })).statusCode, 200);
  assert.equal((await site.app.inject({ url: "/api/staff/me", headers: { cookie } })).statusCode, 401);
  const { ticket } = (await firstStep(email, "another long sentence")).json() as { ticket: string };
  assert.equal((await staffPost(site, "/second-factor", { ticket, code: codeNow(site, secret) })).statusCode, 200);
});

test("asking twice with one id invites once; another id, or an address of another agency, is told so", async () => {
  const { invite } = await givenOffice();
  const elsewhere = await givenOffice();
  const email = newEmail();
  const id = newId();
  assert.equal((await invite(email, "supervisor", id)).statusCode, 201);
  assert.equal((await invite(email, "supervisor", id)).statusCode, 201);
  assert.equal((await lettersTo(site, email)).length, 1);
  assert.equal(codeOf(await invite(newEmail(), "supervisor", id)), "staff.already_invited", "one id is one person");
  assert.equal(codeOf(await invite(email, "supervisor")), "staff.already_invited");
  assert.equal(codeOf(await elsewhere.invite(email)), "staff.already_invited");
});

test("an authenticator's secret is sealed: the database alone does not give it away", async () => {
  const { invite } = await givenOffice();
  const email = newEmail();
  await invite(email);
  const { secret, recoveryCodes } = await setUpStaff(site, email, PASSWORD);
  const factors = await site.owner.selectFrom("identity.second_factor").selectAll().execute();
  const codes = await site.owner.selectFrom("identity.recovery_code").selectAll().execute();
  const stored = [...factors.map((row) => row.secretSealed), ...codes.map((row) => row.codeHash)]
    .map((bytes) => bytes.toString("latin1"))
    .join();
  for (const plain of [secret, ...recoveryCodes]) assert.equal(stored.includes(plain), false);
});

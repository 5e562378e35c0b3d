import assert from "node:assert/strict";
import { once } from "node:events";
import { after, test } from "node:test";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { codeNow, setUpStaff, staffPost } from "#server/testing/authenticator.ts";
import { signedIn } from "#server/testing/callers.ts";
import { bearDemo, lettersTo } from "#server/testing/letters.ts";
import { givenPeople, givenStaff } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";
import { endSignIns, startSignIn, watchSignIn } from "./index.ts";

const site = await startSite({ deps: { world: "demo" } });
after(() => site.close());
await bearDemo(site);

const codeOf = (answer: { body: string }) => (JSON.parse(answer.body) as { codes: string[] }).codes[0];
type Row = {
  staffId: string;
  grants: { id: string; role: string }[];
  resetWaiting: { id: string; mine: boolean; requestedBy: string } | null;
};

async function givenOffice() {
  const { agencyId, prison, jail } = await givenPeople(site);
  const path = `/api/staff/facilities/${prison.id}`;
  const person = (role: "supervisor" | "facility_administrator" | "visitation_officer") =>
    givenStaff(site, { agencyId, facilityId: prison.id, role });
  const boss = await person("facility_administrator");
  const ask = await signedIn(site, "staff", boss);
  const rows = async (by = ask) => (await by("GET", `${path}/staff`)).json() as Row[];
  const grantOf = async (staffId: string) => (await rows()).find((row) => row.staffId === staffId)!.grants[0]!.id;
  return { agencyId, prison, jail, path, person, boss, ask, rows, grantOf };
}

/** Resolves when whatever hangs on this account's newest sign-in must close. */
async function socketOf(accountId: string) {
  const signIn = await inTransaction(site.ctx, (tx) => startSignIn(tx, { realm: "staff", accountId, label: "socket" }));
  const socket = new EventTarget();
  const closed = once(socket, "close");
  watchSignIn(site.ctx, signIn.id, () => socket.dispatchEvent(new Event("close")));
  return { signIn, closed };
}

test("a grant taken away ends every sign-in and every live socket of that person at once", async () => {
  const { path, person, ask, grantOf } = await givenOffice();
  const officer = await person("visitation_officer");
  const browser = await signedIn(site, "staff", officer);
  const { closed } = await socketOf(officer.accountId);
  assert.equal((await browser("GET", "/api/staff/me")).statusCode, 200);
  assert.equal((await ask("POST", `${path}/grants/${await grantOf(officer.staffId)}/revoke`)).statusCode, 204);
  await closed;
  assert.equal((await browser("GET", "/api/staff/me")).statusCode, 401);
});

test("a socket that opens just after its sign-in ended closes too", async () => {
  const { person } = await givenOffice();
  const { accountId } = await person("visitation_officer");
  const signIn = await inTransaction(site.ctx, (tx) => startSignIn(tx, { realm: "staff", accountId, label: "socket" }));
  await inTransaction(site.ctx, (tx) => endSignIns(tx, { id: signIn.id }, "revoked"));
  await new Promise<void>((closed) => watchSignIn(site.ctx, signIn.id, closed));
});

test("a socket closes when its sign-in runs out, though no news tells of it", async (t) => {
  t.mock.timers.enable({ apis: ["setInterval"] });
  const { person } = await givenOffice();
  const { accountId } = await person("visitation_officer");
  const { closed } = await socketOf(accountId);
  site.clock.advance({ hours: 12 });
  t.mock.timers.tick(60_000);
  await closed;
});

test("a facility's last administrator stays; of two who remove each other at the same moment, one stays", async () => {
  const { path, person, boss, ask, grantOf } = await givenOffice();
  assert.equal(codeOf(await ask("POST", `${path}/grants/${await grantOf(boss.staffId)}/revoke`)), "staff.last_administrator");
  const second = await person("facility_administrator");
  const other = await signedIn(site, "staff", second);
  const [mine, theirs] = [await grantOf(boss.staffId), await grantOf(second.staffId)];
  const answers = await Promise.all([ask("POST", `${path}/grants/${theirs}/revoke`), other("POST", `${path}/grants/${mine}/revoke`)]);
  assert.equal(answers.filter((answer) => answer.statusCode === 204).length, 1, answers.map((answer) => answer.body).join());
  const left = await site.owner
    .selectFrom("identity.staff_grant")
    .select("id")
    .where("id", "in", [mine, theirs])
    .where("revokedAt", "is", null)
    .execute();
  assert.equal(left.length, 1);
});

test("a grant of another facility is not there", async () => {
  const { path, ask, agencyId, jail } = await givenOffice();
  const elsewhere = await givenStaff(site, { agencyId, facilityId: jail.id, role: "supervisor" });
  const grant = await site.owner
    .selectFrom("identity.staff_grant")
    .select("id")
    .where("accountId", "=", elsewhere.accountId)
    .executeTakeFirstOrThrow();
  assert.equal(codeOf(await ask("POST", `${path}/grants/${grant.id}/revoke`)), "staff.grant_unknown");
});

test("a lost second factor is reset by two people, neither of them its owner", async () => {
  const { path, person, ask, rows, boss } = await givenOffice();
  const email = "lost.phone@facility.example";
  await ask("POST", `${path}/staff`, { id: newId(), email, givenName: "Lost", familyName: "Phone", role: "supervisor", locale: "en" });
  const colleague = await setUpStaff(site, email, "a long sentence for work");
  const row = (await rows()).find((one) => one.staffId !== boss.staffId)!;
  const mine = (method: "POST", url: string, payload: object = {}) =>
    site.app.inject({ method, url, payload, headers: { origin: site.origin, cookie: colleague.cookie } });

  const own = await mine("POST", `${path}/staff/${row.staffId}/factor-reset`, { id: newId() });
  assert.equal(codeOf(own), "staff.same_person", "nobody asks for their own");
  const id = newId();
  assert.equal((await ask("POST", `${path}/staff/${row.staffId}/factor-reset`, { id })).statusCode, 201);
  assert.equal(codeOf(await ask("POST", `${path}/factor-resets/${id}/approve`)), "staff.same_person", "nobody agrees with themselves");
  assert.equal(codeOf(await mine("POST", `${path}/factor-resets/${id}/approve`)), "staff.same_person", "nor for themselves");

  const second = await signedIn(site, "staff", await person("supervisor"));
  const waiting = (await rows(second)).find((one) => one.staffId === row.staffId)!.resetWaiting;
  assert.deepEqual([waiting?.id, waiting?.mine], [id, false]);
  assert.match(waiting?.requestedBy ?? "", /^Staff Member/);
  site.clock.advance({ minutes: 1 });
  assert.equal((await second("POST", `${path}/factor-resets/${id}/approve`)).statusCode, 204);
  assert.equal(codeOf(await second("POST", `${path}/factor-resets/${id}/approve`)), "staff.reset_unknown", "once");

  assert.equal((await site.app.inject({ url: "/api/staff/me", headers: { cookie: colleague.cookie } })).statusCode, 401);
  assert.equal(codeOf(await staffPost(site, "/sign-in", { email, password: "a long sentence for work" })), "account.credentials_wrong");
  assert.match((await lettersTo(site, email))[0]?.subject ?? "", /authenticator again/);
  const again = await setUpStaff(site, email, "another long sentence");
  const { ticket } = (await staffPost(site, "/sign-in", { email, password: "another long sentence" })).json() as { ticket: string };
  assert.equal(
    (await staffPost(site, "/second-factor", { ticket, code: codeNow(site, colleague.secret) })).statusCode,
    401,
    "the lost phone is useless",
  );
  assert.equal((await staffPost(site, "/second-factor", { ticket, code: codeNow(site, again.secret) })).statusCode, 200);
});

test("a reset request dies with the grant of whoever made it, and after a day", async () => {
  const { path, person, ask, grantOf } = await givenOffice();
  const target = await person("visitation_officer");
  const first = await person("supervisor");
  const second = await signedIn(site, "staff", await person("supervisor"));
  const asker = await signedIn(site, "staff", first);
  const id = newId();
  await asker("POST", `${path}/staff/${target.staffId}/factor-reset`, { id });
  await ask("POST", `${path}/grants/${await grantOf(first.staffId)}/revoke`);
  assert.equal(codeOf(await second("POST", `${path}/factor-resets/${id}/approve`)), "staff.reset_unknown");

  const late = newId();
  await ask("POST", `${path}/staff/${target.staffId}/factor-reset`, { id: late });
  site.clock.advance({ hours: 25 });
  const fresh = await signedIn(site, "staff", await person("supervisor"));
  assert.equal(codeOf(await fresh("POST", `${path}/factor-resets/${late}/approve`)), "staff.reset_unknown");
});

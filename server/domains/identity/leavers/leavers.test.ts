import assert from "node:assert/strict";
import { once } from "node:events";
import { after, test } from "node:test";
import { WebSocket } from "ws";
import { livePaths } from "#contracts/live.ts";
import type { Role } from "#contracts/permissions.ts";
import { startSignIn } from "#server/domains/identity/index.ts";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { setUpStaff, staffPost } from "#server/testing/authenticator.ts";
import { type Caller, signedIn } from "#server/testing/callers.ts";
import { bearDemo, linkTo } from "#server/testing/letters.ts";
import { givenPeople, givenStaff } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";
import { leaveRefusals } from "./leavers.rules.ts";

const site = await startSite({ deps: { world: "demo" } });
after(() => site.close());
await bearDemo(site);
const address = await site.listen();

/** Looser than the second that is promised: the machine is shared. */
const AT_ONCE_MS = 4_000;
const codesOf = (answer: { body: string }) => (JSON.parse(answer.body) as { codes: string[] }).codes;
const person = { givenName: "Lee", familyName: "Ver", locale: "en" };

async function givenOffice() {
  const { agencyId, prison, jail } = await givenPeople(site);
  const at = (facilityId: string) => `/api/staff/facilities/${facilityId}`;
  const given = (role: Role, facilityId: string | null = prison.id) => givenStaff(site, { agencyId, facilityId, role });
  const boss = await given("facility_administrator");
  const chief = await given("agency_administrator", null);
  const ask = await signedIn(site, "staff", boss);
  const asChief = await signedIn(site, "staff", chief);
  return { agencyId, prison, jail, at, given, boss, chief, ask, asChief, path: at(prison.id) };
}
const leave = (ask: Caller, path: string, staffId: string, leavesAt: string | null = null) =>
  ask("POST", `${path}/staff/${staffId}/leave`, { leavesAt });

test("a leaver's open socket closes, and the next request is refused, at once and at every facility", async () => {
  const { prison, jail, given, asChief, path } = await givenOffice();
  const leaver = await given("supervisor");
  const row = { id: newId(), accountId: leaver.accountId, role: "supervisor" as const, agencyId: jail.agencyId, facilityId: jail.id };
  await site.owner
    .insertInto("identity.staff_grant")
    .values({ ...row, grantedAt: site.clock.now(), grantedBy: null })
    .execute();
  const signIn = await inTransaction(site.ctx, (tx) => startSignIn(tx, { realm: "staff", accountId: leaver.accountId, label: "desk" }));
  const cookie = `throughline_staff=${signIn.token}`;
  const sockets = [prison, jail].map(
    ({ id }) =>
      new WebSocket(`${address.replace(/^http/, "ws")}${livePaths.staff.replace(":facilityId", id)}`, {
        headers: { origin: site.origin, cookie },
      }),
  );
  await Promise.all(sockets.map((socket) => once(socket, "open")));
  const closed = Promise.all(sockets.map((socket) => once(socket, "close")));

  const began = performance.now();
  assert.equal((await leave(asChief, path, leaver.staffId)).statusCode, 204);
  await closed;
  assert.ok(performance.now() - began < AT_ONCE_MS, `${performance.now() - began} ms`);
  for (const url of ["/api/staff/me", `/api/staff/facilities/${jail.id}/staff`])
    assert.equal((await site.app.inject({ url, headers: { cookie } })).statusCode, 401);
});

test("a leaver's passkeys are gone, and the address of a file they had made opens for them no more", async () => {
  const { given, ask, path, at, prison } = await givenOffice();
  const leaver = await given("supervisor");
  const { accountId } = leaver;
  const key = { id: newId(), accountId, credentialId: `key of ${accountId}`, publicKey: Buffer.from("key"), counter: 0, transports: [] };
  const kept = { name: "Key", madeAt: site.clock.now() };
  await site.owner
    .insertInto("identity.passkey")
    .values({ ...key, ...kept })
    .execute();
  const asLeaver = await signedIn(site, "staff", leaver);
  const file = `${at(prison.id)}/record-exports/${newId()}/file`;
  assert.equal((await asLeaver("GET", file)).statusCode, 404, "let in, and nothing there");
  assert.equal((await leave(ask, path, leaver.staffId)).statusCode, 204);
  assert.equal((await asLeaver("GET", file)).statusCode, 401);
  assert.deepEqual(await site.owner.selectFrom("identity.passkey").select("id").where("accountId", "=", accountId).execute(), []);
});

test("nothing of a leaver is left to come in with: no password, letter, authenticator, reset or role", async () => {
  const { ask, path, given } = await givenOffice();
  const email = `${newId()}@example.org`;
  const staffId = newId();
  await ask("POST", `${path}/staff`, { id: staffId, email, ...person, role: "supervisor" });
  const { cookie } = await setUpStaff(site, email, "a long sentence for work");
  await staffPost(site, "/reset/request", { email, locale: "en" });
  const token = await linkTo(site, email, /Set a new password/);
  const colleague = await signedIn(site, "staff", await given("supervisor"));
  const resetId = newId();
  await colleague("POST", `${path}/staff/${staffId}/factor-reset`, { id: resetId });

  assert.equal((await leave(ask, path, staffId)).statusCode, 204);
  assert.equal((await site.app.inject({ url: "/api/staff/me", headers: { cookie } })).statusCode, 401);
  assert.deepEqual(codesOf(await staffPost(site, "/sign-in", { email, password: "a long sentence for work" })), [
    "account.credentials_wrong",
  ]);
  assert.deepEqual(codesOf(await staffPost(site, "/reset", { token, password: "another long sentence" })), ["account.link_invalid"]);
  assert.deepEqual(codesOf(await ask("POST", `${path}/factor-resets/${resetId}/approve`)), ["staff.reset_unknown"]);
  const { accountId } = await site.db
    .selectFrom("identity.staff_member")
    .select("accountId")
    .where("id", "=", staffId)
    .executeTakeFirstOrThrow();
  for (const table of ["identity.second_factor", "identity.recovery_code", "identity.passkey", "identity.link"] as const) {
    const rows = await site.db.selectFrom(table).select("accountId").where("accountId", "=", accountId).execute();
    assert.equal(rows.filter((row) => table !== "identity.link" || row.accountId !== accountId).length, 0, table);
  }
  assert.equal(
    ((await ask("GET", `${path}/staff`)).json() as { staffId: string }[]).some((row) => row.staffId === staffId),
    false,
  );

  // Back at the same agency: set up anew, with nothing of before.
  assert.equal((await ask("POST", `${path}/staff`, { id: newId(), email, ...person, role: "visitation_officer" })).statusCode, 201);
  site.clock.advance({ minutes: 1 });
  await setUpStaff(site, email, "a wholly new sentence");
  assert.equal((await staffPost(site, "/sign-in", { email, password: "a wholly new sentence" })).statusCode, 200);
});

test("a last day to come ends it by itself, exactly then; it can be moved and taken back", async () => {
  const { ask, path, given } = await givenOffice();
  const leaver = await given("visitation_officer");
  const theirs = await signedIn(site, "staff", leaver);
  const inHours = (hours: number) => site.clock.now().add({ hours }).toString();
  assert.equal((await leave(ask, path, leaver.staffId, inHours(2))).statusCode, 204);
  const [row] = ((await ask("GET", `${path}/staff`)).json() as { staffId: string; leavesAt: string | null }[]).filter(
    ({ staffId }) => staffId === leaver.staffId,
  );
  assert.ok(row?.leavesAt);
  assert.equal((await ask("POST", `${path}/staff/${leaver.staffId}/stay`)).statusCode, 204);
  assert.equal((await ask("POST", `${path}/staff/${leaver.staffId}/stay`)).statusCode, 404);
  site.clock.advance({ hours: 3 });
  await site.runJobs();
  assert.equal((await theirs("GET", "/api/staff/me")).statusCode, 200, "it was taken back");

  await leave(ask, path, leaver.staffId, inHours(1));
  site.clock.advance({ minutes: 61 });
  assert.equal((await theirs("GET", "/api/staff/me")).statusCode, 401, "out on time, though no job has run yet");
  await site.runJobs();
  const account = await site.db
    .selectFrom("identity.account")
    .select("status")
    .where("id", "=", leaver.accountId)
    .executeTakeFirstOrThrow();
  assert.equal(account.status, "closed");
});

test("an invitation can be taken back: its link is dead, and the person can be invited again", async () => {
  const { ask, path } = await givenOffice();
  const email = `${newId()}@example.org`;
  const id = newId();
  await ask("POST", `${path}/staff`, { id, email, ...person, role: "supervisor" });
  const token = await linkTo(site, email, /Set up/);
  assert.equal((await ask("POST", `${path}/staff/${id}/withdraw`)).statusCode, 204);
  assert.deepEqual(codesOf(await staffPost(site, "/invitations/open", { token, password: "a long sentence for work" })), [
    "account.link_invalid",
  ]);
  assert.equal((await ask("POST", `${path}/staff/${id}/withdraw`)).statusCode, 404);
  assert.equal((await ask("POST", `${path}/staff`, { id: newId(), email, ...person, role: "supervisor" })).statusCode, 201);
  await setUpStaff(site, email, "a long sentence for work");
});

test("a facility ends nobody who also works elsewhere, nobody of another facility, and nobody ends themselves", async () => {
  const { ask, asChief, at, path, given, boss, chief, jail } = await givenOffice();
  const elsewhere = await given("supervisor", jail.id);
  assert.equal((await leave(ask, path, elsewhere.staffId)).statusCode, 404);
  assert.equal((await leave(ask, at(jail.id), elsewhere.staffId)).statusCode, 404);
  assert.deepEqual(codesOf(await leave(ask, path, chief.staffId)), ["staff.works_elsewhere"]);
  assert.deepEqual(codesOf(await leave(ask, path, boss.staffId)), ["staff.own_account"]);
  assert.equal((await leave(asChief, path, boss.staffId)).statusCode, 204);
  assert.deepEqual(codesOf(await leave(asChief, path, chief.staffId)), ["staff.own_account", "staff.last_administrator"]);
});

test("an agency administrator stands on each facility's list, and colleagues there can reset a lost second step", async () => {
  const { ask, path, chief, given } = await givenOffice();
  const rows = (await ask("GET", `${path}/staff`)).json() as { staffId: string }[];
  assert.ok(rows.some(({ staffId }) => staffId === chief.staffId));
  const id = newId();
  assert.equal((await ask("POST", `${path}/staff/${chief.staffId}/factor-reset`, { id })).statusCode, 201);
  const second = await signedIn(site, "staff", await given("supervisor"));
  assert.equal((await second("POST", `${path}/factor-resets/${id}/approve`)).statusCode, 204);
});

test("the rules of leaving, told all at once", () => {
  const officer = [{ role: "visitation_officer", facilityId: "here" }];
  const base = { isSelf: false, leaver: officer, mayManage: () => true, otherAdministrators: 0 };
  assert.deepEqual(leaveRefusals(base), []);
  assert.deepEqual(leaveRefusals({ ...base, mayManage: () => false }), ["staff.works_elsewhere"]);
  const boss = [{ role: "facility_administrator", facilityId: "here" }];
  assert.deepEqual(leaveRefusals({ ...base, isSelf: true, leaver: boss }), ["staff.own_account", "staff.last_administrator"]);
  assert.deepEqual(leaveRefusals({ ...base, leaver: boss, otherAdministrators: 1 }), []);
});

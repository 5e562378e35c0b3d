import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import { simpleParser } from "mailparser";
import { notify, registerLetter } from "#server/domains/notifications/index.ts";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { nobody, signedIn } from "#server/testing/callers.ts";
import { startMailServer } from "#server/testing/mail-server.ts";
import { givenContact } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";
import { stopToken } from "./stop.token.ts";

const NOON = "2026-03-02T19:00:00Z";
const mail = await startMailServer();
const site = await startSite({
  startsAt: NOON,
  env: { SMTP_URL: mail.url, MAIL_FROM: "Throughline <no-reply@visits.example>", PUBLIC_URL: "https://visits.example" },
});
after(async () => {
  await site.close();
  await mail.close();
});
beforeEach(() => site.clock.set(NOON));

// Kinds of other domains, written here without them; their rows do not exist in this world.
const about = newId();
const write = (accountId: string, template: string) =>
  inTransaction(site.ctx, (tx) => notify(tx, { accountId, template, facts: { visitId: about } }));
const statusOf = async (id: string) => {
  const row = await site.owner.selectFrom("notifications.delivery").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  return [row.status, row.waitsFor ?? row.lastError, String(row.sendAt)];
};
registerLetter("test.plain", async () => ({ subject: "Plain", text: "Plain" }));
const usual = { stopped: false, off: [], quiet: true, quietFrom: "21:00", quietTo: "08:00", timeZone: "America/Denver" };

test("a link stops everything that is not needed with one tap and without signing in, and brings it back", async () => {
  const { accountId } = await givenContact(site);
  const token = stopToken(site.config.dataDir, accountId);
  const state = async () => (await nobody(site)("POST", "/api/public/letters/state", { token })).json().stopped;
  assert.equal(await state(), false);
  assert.equal((await nobody(site)("POST", "/api/public/letters/stop", { token })).statusCode, 200);
  assert.equal((await nobody(site)("POST", "/api/public/letters/stop", { token })).statusCode, 200, "twice is once");
  assert.equal(await state(), true);
  const reminder = await write(accountId, "visit.reminder_day");
  const needed = await write(accountId, "test.plain");
  await site.runJobs();
  assert.deepEqual((await statusOf(reminder)).slice(0, 2), ["not_sent", "stopped"]);
  assert.equal((await statusOf(needed))[0], "sent", "what is needed always comes");
  assert.equal((await nobody(site)("POST", "/api/public/letters/resume", { token })).statusCode, 200);
  assert.equal(await state(), false);
  const audit = await site.owner.selectFrom("audit.entry").select("what").where("subjectId", "=", accountId).orderBy("id").execute();
  assert.deepEqual(
    audit.map(({ what }) => what).filter((what) => what.startsWith("letters.")),
    ["letters.stopped", "letters.resumed"],
  );
});

test("a link that this server did not make stops nothing, and every one gets the same answer", async () => {
  const { accountId } = await givenContact(site);
  const good = stopToken(site.config.dataDir, accountId);
  const strange = stopToken(site.config.dataDir, newId());
  const forged = `${good.slice(0, -2)}${good.endsWith("AA") ? "BB" : "AA"}`;
  for (const token of [strange, forged]) {
    const answer = await nobody(site)("POST", "/api/public/letters/stop", { token });
    assert.deepEqual([answer.statusCode, answer.json().codes], [410, ["letter.link_invalid"]]);
  }
});

test("a mail program's own stop button works as RFC 8058 says: a form, no Origin, no cookie", async () => {
  const { accountId } = await givenContact(site);
  const url = `/api/public/letters/one-click?token=${stopToken(site.config.dataDir, accountId)}`;
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const answer = await site.app.inject({ method: "POST", url, headers, payload: "List-Unsubscribe=One-Click" });
  assert.equal(answer.statusCode, 200, answer.body);
  const row = await site.owner.selectFrom("notifications.setting").selectAll().where("accountId", "=", accountId).executeTakeFirstOrThrow();
  assert.notEqual(row.stoppedAt, null);
  assert.equal((await site.app.inject({ method: "GET", url })).statusCode, 404, "to open a link is to stop nothing");
});

test("a letter that is not needed waits for the morning of its reader, and follows them when they choose anew", async () => {
  const contact = await givenContact(site);
  const family = await signedIn(site, "outside", contact);
  const choose = async (chosen: object) =>
    assert.equal((await family("POST", "/api/outside/letters/settings", { ...usual, ...chosen })).statusCode, 204);
  await choose({});
  site.clock.set("2026-03-03T05:00:00Z");
  const id = await write(contact.accountId, "visit.reminder_day");
  assert.deepEqual(await statusOf(id), ["queued", "quiet_hours", "2026-03-03T15:00:00Z"]);
  await site.runJobs();
  assert.equal((await statusOf(id))[0], "queued");
  const [shown] = (await family("GET", "/api/outside/letters")).json().rows;
  assert.deepEqual([shown.why, shown.at], ["quiet_hours", "2026-03-03T15:00:00Z"]);
  await choose({ quietTo: "06:30" });
  assert.deepEqual(await statusOf(id), ["queued", "quiet_hours", "2026-03-03T13:30:00Z"]);
  site.clock.set("2026-03-03T13:29:00Z");
  await site.runJobs();
  assert.equal((await statusOf(id))[0], "queued");
  await choose({ off: ["visit.reminder_day"] });
  assert.deepEqual((await statusOf(id)).slice(0, 2), ["not_sent", "stopped"]);
  const other = await write(contact.accountId, "visit.reminder_hour");
  await choose({ quiet: false });
  await site.runJobs();
  assert.notEqual((await statusOf(other))[0], "queued", "without quiet hours it goes at once");
});

test("what is chosen is read back, and a zone or an hour that does not exist is refused", async () => {
  const family = await signedIn(site, "outside", await givenContact(site));
  assert.deepEqual((await family("GET", "/api/outside/letters/settings")).json(), { ...usual, timeZone: null, comingBack: false });
  const chosen = {
    stopped: true,
    off: ["visit.reminder_hour"],
    quiet: true,
    quietFrom: "22:15",
    quietTo: "07:00",
    timeZone: "Europe/Madrid",
  };
  assert.equal((await family("POST", "/api/outside/letters/settings", chosen)).statusCode, 204);
  assert.deepEqual((await family("GET", "/api/outside/letters/settings")).json(), { ...chosen, comingBack: false });
  for (const wrong of [{ timeZone: "Mars/Olympus" }, { quietFrom: "25:00" }, { off: ["visit.cancelled"] }])
    assert.equal((await family("POST", "/api/outside/letters/settings", { ...chosen, ...wrong })).statusCode, 400);
});

test("the foot of a needed letter says why it comes, in the reader's language, and carries no stop header", async () => {
  const { accountId } = await givenContact(site);
  await site.owner.updateTable("identity.account").set({ locale: "es" }).where("id", "=", accountId).execute();
  await write(accountId, "identity.password_changed");
  await site.runJobs();
  const letter = await simpleParser(mail.received.at(-1)!.raw);
  assert.match(letter.text ?? "", /Recibe esta carta porque trata de la seguridad de su cuenta\./);
  assert.equal(letter.headers.has("list"), false);
});

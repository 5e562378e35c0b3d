import assert from "node:assert/strict";
import { after, test } from "node:test";
import { notify, registerLetter, takeReport } from "#server/domains/notifications/index.ts";
import { inTransaction } from "#server/platform/context.ts";
import { signedIn } from "#server/testing/callers.ts";
import { reportOf } from "#server/testing/mail-report.ts";
import { startMailServer } from "#server/testing/mail-server.ts";
import { givenContact } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";

const mail = await startMailServer();
const site = await startSite({
  env: {
    SMTP_URL: mail.url,
    MAIL_FROM: "Throughline <no-reply@visits.example>",
    MAIL_BOUNCE: "bounces@visits.example",
    PUBLIC_URL: "https://visits.example",
  },
});
after(async () => {
  await site.close();
  await mail.close();
});
registerLetter("test.news", async () => ({ subject: "News", text: "News" }));

async function sent() {
  const contact = await givenContact(site);
  const id = await inTransaction(site.ctx, (tx) => notify(tx, { accountId: contact.accountId, template: "test.news" }));
  await site.runJobs();
  return { contact, id, letter: mail.received.at(-1)! };
}
const stateOf = async (id: string) => {
  const row = await site.owner.selectFrom("notifications.delivery").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  return [row.status, row.lastError];
};
const stepsOf = async (id: string) =>
  (await site.owner.selectFrom("notifications.deliveryEvent").select("what").where("deliveryId", "=", id).orderBy("id").execute()).map(
    ({ what }) => what,
  );

test("each letter has a return path of its own, and asks a mail server that offers it to tell what became of it", async () => {
  const { letter, id } = await sent();
  assert.match(letter.from, /^bounces\+[0-9a-f]{48}@visits\.example$/);
  assert(letter.from.includes(id.replaceAll("-", "")));
  const { envid, ret } = letter.dsn as { envid: string; ret: string };
  assert.deepEqual([letter.from.includes(envid), ret], [true, "HDRS"]);
});

test("a letter that comes back is bounced with the code, its reader is told at the next sign-in, and no address is kept", async () => {
  const { contact, id, letter } = await sent();
  assert.deepEqual(await stateOf(id), ["sent", null]);
  assert.equal(await takeReport(site.ctx, reportOf(letter.from)), "bounced");
  assert.deepEqual(await stateOf(id), ["bounced", "dsn_5.1.1"]);
  assert.deepEqual(await stepsOf(id), ["asked", "take", "sent", "bounce"]);
  const family = await signedIn(site, "outside", contact);
  assert.equal((await family("GET", "/api/outside/letters/settings")).json().comingBack, true);
  const [shown] = (await family("GET", "/api/outside/letters")).json().rows;
  assert.deepEqual([shown.kind, shown.status, shown.canSendAgain], ["test.news", "bounced", true]);
  assert.equal(await takeReport(site.ctx, reportOf(letter.from)), "nothing", "told twice is told once");
  assert.equal(site.logged().includes("somebody@mx.example"), false);
});

test("a report of success makes it delivered; of a delay nothing but a step; of passing it on nothing", async () => {
  const { id, letter } = await sent();
  assert.equal(await takeReport(site.ctx, reportOf(letter.from, { action: "relayed", status: "2.0.0" })), "nothing");
  assert.equal(await takeReport(site.ctx, reportOf(letter.from, { action: "delayed", status: "4.4.1" })), "delayed");
  assert.equal((await stateOf(id))[0], "sent");
  assert.equal(await takeReport(site.ctx, reportOf(letter.from, { action: "delivered", status: "2.0.0" })), "delivered");
  assert.deepEqual(await stateOf(id), ["delivered", null]);
  assert.deepEqual(await stepsOf(id), ["asked", "take", "sent", "delay", "delivered"]);
});

test("a report is known by the envelope's own id, or by where the mail server says it was sent, in any letters", async () => {
  const first = await sent();
  const { envid } = first.letter.dsn as { envid: string };
  assert.equal(await takeReport(site.ctx, reportOf("postmaster@visits.example", { envelopeId: envid })), "bounced");
  const second = await sent();
  assert.equal(await takeReport(site.ctx, reportOf("postmaster@visits.example"), second.letter.from.toUpperCase()), "bounced");
});

test("nobody can report a letter whose mark they do not have, and an answer that somebody is away is let go", async () => {
  const { id, letter } = await sent();
  const forged = letter.from.replace(/.(?=@)/, (last) => (last === "0" ? "1" : "0"));
  assert.equal(await takeReport(site.ctx, reportOf(forged)), "nothing");
  const away = Buffer.from(`To: ${letter.from}\r\nAuto-Submitted: auto-replied\r\nSubject: Away\r\n\r\nI am away.\r\n`);
  assert.equal(await takeReport(site.ctx, away), "nothing");
  assert.equal(await takeReport(site.ctx, Buffer.from("\u0000\u0001 no mail at all")), "nothing");
  assert.deepEqual(await stateOf(id), ["sent", null]);
});

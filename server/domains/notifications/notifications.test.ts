import assert from "node:assert/strict";
import { after, test } from "node:test";
import { sql } from "kysely";
import { simpleParser } from "mailparser";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { nobody } from "#server/testing/callers.ts";
import { bearDemo, lettersTo } from "#server/testing/letters.ts";
import { startMailServer } from "#server/testing/mail-server.ts";
import { givenContact } from "#server/testing/people.ts";
import { type Site, startSite } from "#server/testing/site.ts";
import { type Letter, notify, registerLetter } from "./index.ts";
import { deliver, sweep } from "./notifications.service.ts";
import { TRIES_MAX, waitSeconds } from "./retry.rules.ts";
import { smtpTransport } from "./transport.ts";

const mail = await startMailServer();
const site = await startSite({
  env: { SMTP_URL: mail.url, MAIL_FROM: "Throughline <no-reply@throughline.example>", PUBLIC_URL: "https://visits.example" },
});
const demo = await startSite({ deps: { world: "demo" } });
await bearDemo(demo);
const mute = await startSite();
after(async () => {
  await Promise.all([site.close(), demo.close(), mute.close()]);
  await mail.close();
});

const calendar = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n";
registerLetter(
  "test.greeting",
  async (_ctx, facts, locale): Promise<Letter> => ({
    subject: locale === "es" ? "¿Qué tal? Año nuevo" : "How are you?",
    text: `${locale === "es" ? "Saludos" : "Greetings"} ${facts.number} <b>\n\nhttps://visits.example/a?b=1&c=2`,
    attachments: [{ name: "visit.ics", type: "text/calendar; method=PUBLISH", text: calendar }],
  }),
);
registerLetter("test.silence", async () => undefined);
registerLetter("test.broken", async () => {
  throw new Error("this letter's row is gone");
});

const write = (at: Site, accountId: string, template = "test.greeting", id?: string) =>
  inTransaction(at.ctx, (tx) => notify(tx, { accountId, template, facts: { number: 7 }, ...(id ? { id } : {}) }));
const deliveryOf = (at: Site, id: string) =>
  at.owner.selectFrom("notifications.delivery").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
const setLocale = (at: Site, accountId: string, locale: "en" | "es") =>
  at.owner.updateTable("identity.account").set({ locale }).where("id", "=", accountId).execute();

test("a letter arrives by mail in the language that its reader has when it is sent, with its attachment", async () => {
  const contact = await givenContact(site);
  const id = await write(site, contact.accountId);
  await setLocale(site, contact.accountId, "es");
  await site.runJobs();
  const { to, raw } = mail.received.at(-1)!;
  assert.deepEqual(to, [contact.email]);
  const letter = await simpleParser(raw);
  assert.equal(letter.subject, "¿Qué tal? Año nuevo");
  assert.equal(letter.from?.value[0]?.address, "no-reply@throughline.example");
  assert.match(letter.text ?? "", /^Saludos 7 <b>/);
  assert.match(String(letter.html), /Saludos 7 &lt;b&gt;/);
  assert.match(String(letter.html), /href="https:\/\/visits\.example\/a\?b=1&amp;c=2"/);
  assert.equal(letter.messageId, `<${id}@visits.example>`);
  const [attached] = letter.attachments;
  assert.deepEqual(
    [attached?.filename, attached?.contentType, attached?.content.toString("utf8")],
    ["visit.ics", "text/calendar", calendar],
  );
  const delivery = await deliveryOf(site, id);
  assert.deepEqual([delivery.status, delivery.tries, delivery.lastError], ["sent", 1, null]);
});

test("a clock that goes on while a letter is looked at lets no letter wait", async () => {
  let looks = 0;
  const ctx = { ...site.ctx, now: () => site.clock.now().add({ milliseconds: ++looks }) };
  const { accountId } = await givenContact(site);
  const transport = smtpTransport(site.config, mail.url);
  for (const template of ["test.greeting", "visit.reminder_day"]) {
    const id = await inTransaction(ctx, (tx) => notify(tx, { accountId, template, facts: { number: 7, visitId: newId() } }));
    await deliver(ctx, transport, id);
    assert.equal((await deliveryOf(site, id)).tries, 1, template);
  }
  transport.close();
});

test("a letter exists if and only if the deed commits, and once per id", async () => {
  const contact = await givenContact(site);
  const before = mail.received.length;
  const undone = newId();
  await assert.rejects(
    inTransaction(site.ctx, async (tx) => {
      await notify(tx, { accountId: contact.accountId, template: "test.greeting", id: undone });
      throw new Error("the deed failed");
    }),
  );
  const id = newId();
  await Promise.all([write(site, contact.accountId, "test.greeting", id), write(site, contact.accountId, "test.greeting", id)]);
  await site.runJobs();
  assert.equal(mail.received.length, before + 1);
  assert.deepEqual(await site.owner.selectFrom("notifications.delivery").select("id").where("id", "=", undone).execute(), []);
});

test("a mail server that is busy is asked again later, each time twice as late, and no address is logged", async () => {
  const contact = await givenContact(site);
  const id = await write(site, contact.accountId);
  mail.refuse(451, `try later, ${contact.email}`);
  await site.runJobs();
  assert.deepEqual(pick(await deliveryOf(site, id)), ["queued", 1, "smtp_451"]);
  site.clock.advance({ seconds: 29 });
  await site.runJobs();
  assert.equal((await deliveryOf(site, id)).tries, 1, "not before its time");
  site.clock.advance({ seconds: 1 });
  await site.runJobs();
  assert.deepEqual(pick(await deliveryOf(site, id)), ["queued", 2, "smtp_451"]);
  mail.refuse();
  site.clock.advance({ seconds: 60 });
  await site.runJobs();
  assert.deepEqual(pick(await deliveryOf(site, id)), ["sent", 3, null]);
  assert.match(site.logged(), /letter_not_sent/);
  assert.equal(site.logged().includes(contact.email), false);
});

test("a final no ends it at once; a mail server that never answers ends it after twelve tries", async () => {
  const contact = await givenContact(site);
  mail.refuse(550, "no such mailbox");
  const gone = await write(site, contact.accountId);
  await site.runJobs();
  assert.deepEqual(pick(await deliveryOf(site, gone)), ["failed", 1, "smtp_550"]);
  mail.refuse(421, "closing");
  const waiting = await write(site, contact.accountId);
  for (let tries = 1; tries <= TRIES_MAX; tries++) {
    await site.runJobs();
    site.clock.advance({ seconds: waitSeconds(tries) });
  }
  mail.refuse();
  assert.deepEqual(pick(await deliveryOf(site, waiting)), ["failed", TRIES_MAX, "smtp_421"]);
});

test("a letter with nothing to say any more is not sent; one that cannot be written is tried again", async () => {
  const contact = await givenContact(site);
  const before = mail.received.length;
  const silent = await write(site, contact.accountId, "test.silence");
  const broken = await write(site, contact.accountId, "test.broken");
  await site.runJobs();
  assert.deepEqual(pick(await deliveryOf(site, silent)), ["not_sent", 1, "nothing_to_say"]);
  assert.deepEqual(pick(await deliveryOf(site, broken)), ["queued", 1, "broken"]);
  assert.match(site.logged(), /letter_broken/);
  assert.equal(mail.received.length, before);
});

test("a demonstration sends nothing to anybody: its letters are shown in its outbox", async () => {
  const contact = await givenContact(demo);
  await write(demo, contact.accountId);
  const [letter] = await lettersTo(demo, contact.email);
  assert.deepEqual(letter, {
    to: contact.email,
    subject: "How are you?",
    text: "Greetings 7 <b>\n\nhttps://visits.example/a?b=1&c=2",
    attachments: [{ name: "visit.ics", type: "text/calendar; method=PUBLISH", text: calendar }],
  });
  const answer = await nobody(demo)("GET", "/api/demo/outbox");
  assert.match(answer.body, /How are you/);
});

test("a real world has no outbox: no route shows one, and the database refuses the row", async () => {
  assert.equal((await nobody(site)("GET", "/api/demo/outbox")).statusCode, 404);
  const row = { id: newId(), at: site.clock.now(), letter: { to: "a@example.org", subject: "", text: "", attachments: [] } };
  await assert.rejects(site.db.insertInto("notifications.outbox").values(row).execute(), /only a demonstration has an outbox/);
});

test("without a mail server letters wait, the log says so once, and they go out when there is one", async () => {
  const contact = await givenContact(mute);
  const id = await write(mute, contact.accountId);
  await mute.runJobs();
  assert.deepEqual(pick(await deliveryOf(mute, id)), ["queued", 0, null]);
  assert.equal(mute.logged().match(/mail_unavailable/g)?.length, 1);
  mute.clock.advance({ minutes: 11 });
  const transport = smtpTransport(mute.config, mail.url);
  const woken = async () => (await sql`select id from pgboss.job where name = 'notifications.send'`.execute(mute.owner)).rows.length;
  await sweep(mute.ctx, undefined);
  assert.equal(await woken(), 0);
  await sweep(mute.ctx, transport);
  await sweep(mute.ctx, transport);
  assert.equal(await woken(), 1, "woken once");
  await deliver(mute.ctx, transport, id);
  assert.deepEqual(mail.received.at(-1)?.to, [contact.email]);
  assert.deepEqual(pick(await deliveryOf(mute, id)), ["sent", 1, null]);
  transport.close();
});

function pick(delivery: { status: string; tries: number; lastError: string | null }) {
  return [delivery.status, delivery.tries, delivery.lastError];
}

import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import { simpleParser } from "mailparser";
import { closeOverdue, tellMissed } from "#server/domains/visits/index.ts";
import { type Booking, book, givenBooking } from "#server/domains/visits/testing/booking.ts";
import { startMailServer } from "#server/testing/mail-server.ts";
import { startSite } from "#server/testing/site.ts";

const MONDAY = "2026-03-02T15:00:00Z";
const NINE = "2026-03-04T16:00:00Z";
const OVER = "2026-03-04T16:32:01Z";

const mail = await startMailServer();
const site = await startSite({
  startsAt: MONDAY,
  env: { SMTP_URL: mail.url, MAIL_FROM: "Throughline <no-reply@throughline.example>", PUBLIC_URL: "https://visits.example" },
});
after(async () => {
  await site.close();
  await mail.close();
});
beforeEach(() => site.clock.set(MONDAY));

/** What the mail server was given for the family about missed visits, oldest first. */
async function lettersAboutMissed(booking: Booking): Promise<{ subject: string; text: string }[]> {
  await site.runJobs();
  const { email } = booking.world.contacts[0];
  const own = mail.received.filter(({ to }) => to.includes(email));
  const parsed = await Promise.all(own.map(({ raw }) => simpleParser(raw)));
  return parsed
    .map(({ subject = "", text = "" }) => ({ subject: plain(subject), text: plain(text) }))
    .filter(({ subject }) => /^(Missed|Visita perdida)/.test(subject));
}
const plain = (words: string) => words.replaceAll(/[\u202f\u00a0]/g, " ");

test("a family whose visit nobody joined gets one letter: what happened, that nothing was paid or used up, and what to do now", async () => {
  const booking = await givenBooking(site);
  const visitId = await book(booking, NINE);
  site.clock.set(OVER);
  assert.equal(await tellMissed(site.ctx), 0, "not before it is missed");
  await closeOverdue(site.ctx);
  // Two servers look at the same minute.
  const told = await Promise.all([tellMissed(site.ctx), tellMissed(site.ctx)]);
  assert.equal(told[0] + told[1], 1);
  await tellMissed(site.ctx);
  const letters = await lettersAboutMissed(booking);
  assert.equal(letters.length, 1);
  const [letter] = letters;
  assert.equal(letter?.subject, "Missed: your visit on Wednesday, March 4 at 9:00 AM", "no name where anybody may read it");
  assert.match(letter?.text ?? "", /Mountain Standard Time\) did not take place\. Nobody joined, from either side\./);
  assert.match(letter?.text ?? "", /You pay nothing, and it does not count/);
  assert.match(letter?.text ?? "", new RegExp(`book another time[\\s\\S]*https://visits\\.example/family/visits/${visitId}`));
  assert.match(letter?.text ?? "", new RegExp(`visiting office of ${booking.facility.name}`));
});

for (const [outcome, cause, en, es] of [
  ["resident_absent", "resident", /You were there, but Given \w+ did not join/, /Usted estaba allí, pero Given \w+ no entró/],
  ["family_absent", "family", /Given \w+ was there, but you did not join/, /Given \w+ estaba allí, pero usted no entró/],
] as const)
  test(`a visit that its room closed as ${outcome} is told too, in the reader's language`, async () => {
    for (const [locale, said] of [
      ["en", en],
      ["es", es],
    ] as const) {
      site.clock.set(MONDAY);
      const booking = await givenBooking(site);
      const visitId = await book(booking, NINE);
      const { accountId } = booking.world.contacts[0];
      await site.owner.updateTable("identity.account").set({ locale }).where("id", "=", accountId).execute();
      site.clock.set(OVER);
      await site.db
        .updateTable("visits.visit")
        .set({ status: "missed", outcome, cause, endedAt: site.clock.now() })
        .where("id", "=", visitId)
        .execute();
      await tellMissed(site.ctx);
      const letters = await lettersAboutMissed(booking);
      assert.equal(letters.length, 1);
      assert.match(letters[0]?.text ?? "", said);
    }
  });

test("a cancelled or a completed visit is not told as missed", async () => {
  const booking = await givenBooking(site);
  const visitId = await book(booking, NINE);
  await booking.family("POST", `/api/outside/visits/${visitId}/cancel`, { reason: "unwell" });
  site.clock.set(OVER);
  await closeOverdue(site.ctx);
  assert.equal(await tellMissed(site.ctx), 0);
  assert.deepEqual(await lettersAboutMissed(booking), []);
});

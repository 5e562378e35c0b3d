import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import { simpleParser } from "mailparser";
import { transfer } from "#server/domains/residents/index.ts";
import { type Booking, book, givenBooking } from "#server/domains/visits/testing/booking.ts";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { startMailServer } from "#server/testing/mail-server.ts";
import { startSite } from "#server/testing/site.ts";
import { remindersOf } from "./reminders.rules.ts";

const MONDAY = "2026-03-02T15:00:00Z";
/** Thursday, 9:00 in Denver. */
const THURSDAY = "2026-03-05T16:00:00Z";
const DAY_BEFORE = "2026-03-04T16:00:00Z";
const HOUR_BEFORE = "2026-03-05T15:00:00Z";

const mail = await startMailServer();
const site = await startSite({ startsAt: MONDAY, env: { SMTP_URL: mail.url, PUBLIC_URL: "https://visits.example" } });
after(async () => {
  await site.close();
  await mail.close();
});
beforeEach(() => site.clock.set(MONDAY));

/** Goes on to an instant and answers the subjects of the reminders that this family has got until then. */
async function remindedBy(booking: Booking, at: string): Promise<string[]> {
  site.clock.set(at);
  await site.runJobs();
  const own = mail.received.filter(({ to }) => to.includes(booking.world.contacts[0].email));
  const parsed = await Promise.all(own.map(({ raw }) => simpleParser(raw)));
  return parsed.map(({ subject = "" }) => subject.replaceAll("\u202f", " ")).filter((subject) => subject.startsWith("Reminder"));
}
const REMINDER = "Reminder: your visit on Thursday, March 5 at 9:00 AM";

test("a family is reminded the day before and an hour before, each once, and not a minute sooner", async () => {
  const booking = await givenBooking(site);
  await book(booking, THURSDAY);
  assert.deepEqual(await remindedBy(booking, "2026-03-04T15:59:00Z"), []);
  assert.deepEqual(await remindedBy(booking, DAY_BEFORE), [REMINDER]);
  assert.deepEqual(await remindedBy(booking, "2026-03-05T14:59:00Z"), [REMINDER]);
  assert.deepEqual(await remindedBy(booking, HOUR_BEFORE), [REMINDER, REMINDER]);
  assert.deepEqual(await remindedBy(booking, "2026-03-05T17:00:00Z"), [REMINDER, REMINDER]);
});

test("a cancelled visit reminds nobody, also when it is cancelled between the two", async () => {
  const [before, between] = [await givenBooking(site), await givenBooking(site)];
  for (const booking of [before, between]) {
    const visitId = await book(booking, THURSDAY);
    if (booking === between) assert.deepEqual(await remindedBy(booking, DAY_BEFORE), [REMINDER]);
    assert.equal((await booking.family("POST", `/api/outside/visits/${visitId}/cancel`, { reason: "unwell" })).statusCode, 200);
  }
  assert.deepEqual(await remindedBy(before, HOUR_BEFORE), []);
  assert.deepEqual(await remindedBy(between, HOUR_BEFORE), [REMINDER]);
});

test("a visit whose resident was moved to another facility reminds nobody, unless staff keep it", async () => {
  const [moved, kept] = [await givenBooking(site), await givenBooking(site)];
  for (const booking of [moved, kept]) {
    await book(booking, THURSDAY);
    const { world } = booking;
    const [resident] = world.residents;
    const to = { id: newId(), facilityId: world.jail.id, bookingNumber: `N${resident.bookingNumber}` };
    await inTransaction(site.ctx, (tx) => transfer(tx, resident.stayId, to));
    await site.runJobs();
    assert.deepEqual(await remindedBy(booking, DAY_BEFORE), []);
    site.clock.set(MONDAY);
  }
  const here = `/api/staff/facilities/${kept.facility.id}`;
  const [flag] = (await kept.staff("GET", `${here}/flags`)).json() as { id: string }[];
  const answer = await kept.staff("POST", `${here}/flags/${flag?.id}`, { act: "keep" });
  assert.equal(answer.statusCode, 204, answer.body);
  assert.deepEqual(await remindedBy(moved, HOUR_BEFORE), []);
  assert.deepEqual(await remindedBy(kept, HOUR_BEFORE), [REMINDER]);
});

test("a reminder waits for the end of its reader's quiet hours, and comes at once where the morning would be too late", async () => {
  const [asleep, late] = [await givenBooking(site), await givenBooking(site)];
  const zone = { stopped: false, off: [], quiet: true, timeZone: "America/Denver" };
  const choose = (booking: Booking, quietFrom: string, quietTo: string) =>
    booking.family("POST", "/api/outside/letters/settings", { ...zone, quietFrom, quietTo });
  assert.equal((await choose(asleep, "21:00", "10:30")).statusCode, 204);
  assert.equal((await choose(late, "21:00", "08:30")).statusCode, 204);
  await book(asleep, THURSDAY);
  await book(late, THURSDAY);
  assert.deepEqual(await remindedBy(asleep, "2026-03-04T17:29:00Z"), []);
  assert.deepEqual(await remindedBy(asleep, "2026-03-04T17:30:00Z"), [REMINDER]);
  // At 8:00 an hour before; quiet until 8:30, when it still helps, and until 10:30, when the visit is over.
  assert.deepEqual(await remindedBy(late, HOUR_BEFORE), [REMINDER]);
  assert.deepEqual(await remindedBy(asleep, HOUR_BEFORE), [REMINDER, REMINDER]);
  assert.deepEqual(await remindedBy(late, "2026-03-05T15:30:00Z"), [REMINDER, REMINDER]);
});

test("whoever booked within two hours is not reminded of what they have just read, and the day before keeps its hour over a change of clocks", () => {
  const at = (text: string) => Temporal.Instant.from(text);
  const kinds = (startsAt: string, bookedAt: string) => remindersOf(at(startsAt), "America/Denver", at(bookedAt)).map(({ kind }) => kind);
  assert.deepEqual(kinds(THURSDAY, MONDAY), ["visit.reminder_day", "visit.reminder_hour"]);
  assert.deepEqual(kinds(THURSDAY, "2026-03-04T14:00:01Z"), ["visit.reminder_hour"]);
  assert.deepEqual(kinds(THURSDAY, "2026-03-05T13:00:01Z"), []);
  const [day] = remindersOf(at("2026-03-08T16:00:00Z"), "America/Denver", at(MONDAY));
  assert.equal(String(day?.at), "2026-03-07T17:00:00Z", "10:00 on both days, though the night between has 23 hours");
});

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type Booking, book, givenBooking } from "#server/domains/visits/testing/booking.ts";
import { type Site, startSite } from "#server/testing/site.ts";
import { bookedLetter, cancelledLetter } from "./letters.ts";

const recipient = { accountId: "", email: "", realm: "outside" } as const;
let site: Site;
let booking: Booking;
let visitId: string;
before(async () => {
  site = await startSite({ startsAt: "2026-03-02T15:00:00Z" });
  booking = await givenBooking(site);
  visitId = await book(booking, "2026-03-10T20:30:00Z");
});
after(() => site.close());

const booked = (locale: "en" | "es") => bookedLetter(site.ctx, { visitId }, locale, recipient);

test("the letter says day, time and zone as the facility's clock has them, in the reader's language", async () => {
  const en = await booked("en");
  assert.equal(en?.subject.replaceAll("\u202f", " "), "Your visit is booked: Tuesday, March 10 at 2:30 PM");
  assert.match(en?.text.replaceAll("\u202f", " ") ?? "", /Mountain Daylight Time[\s\S]*30 minutes[\s\S]*from 2:15 PM[\s\S]*is recorded/);
  assert.ok(en?.text.includes(`${site.config.publicUrl}/family/visits/${visitId}`));
  const es = await booked("es");
  assert.equal(es?.subject, "Su visita está reservada: martes, 10 de marzo, 14:30");
  assert.match(es?.text ?? "", /hora de verano de las Montañas Rocosas[\s\S]*La visita se graba/);
});

test("the letter carries a calendar file that calendars take in", async () => {
  const [file] = (await booked("en"))?.attachments ?? [];
  assert.equal(file?.name, "visit.ics");
  assert.match(file?.type ?? "", /^text\/calendar; charset=utf-8; method=PUBLISH$/);
  assert.match(file?.text ?? "", /DTSTART;TZID=America\/Denver:20260310T143000/);
});

test("once cancelled, the letter says by whom and why, and strikes the entry out; the first letter is no longer sent", async () => {
  assert.equal(await cancelledLetter(site.ctx, { visitId }, "en", recipient), undefined);
  const path = `/api/staff/facilities/${booking.facility.id}/visits/${visitId}/cancel`;
  await booking.staff("POST", path, { reason: "facility_need", note: "Only for colleagues." });
  assert.equal(await booked("en"), undefined);
  const letter = await cancelledLetter(site.ctx, { visitId }, "es", recipient);
  assert.match(letter?.text ?? "", /El centro canceló[\s\S]*El centro necesita el horario o la sala/);
  assert.ok(!letter?.text.includes("colleagues"));
  assert.match(letter?.attachments?.[0]?.text ?? "", /METHOD:CANCEL[\s\S]*STATUS:CANCELLED/);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { calendarOf } from "./calendar.ts";

const visit = (startsAt: string, timeZone: string, cancelled = false) => {
  const start = Temporal.Instant.from(startsAt);
  return calendarOf({
    id: "01976f00-0000-7000-8000-000000000001",
    startsAt: start,
    endsAt: start.add({ minutes: 30 }),
    timeZone,
    summary: "Visit with Mateo, at home",
    description: "One line\nand another",
    location: "Throughline",
    url: "https://example.org/family/visits/1",
    madeAt: Temporal.Instant.from("2026-11-20T10:00:00Z"),
    cancelled,
  });
};

test("a calendar file says the start on the facility's own clock, with the zone's name", () => {
  const file = visit("2026-12-01T16:00:00Z", "America/Denver");
  assert.match(file, /\r\nDTSTART;TZID=America\/Denver:20261201T090000\r\n/);
  assert.match(file, /\r\nDTEND;TZID=America\/Denver:20261201T093000\r\n/);
  assert.match(file, /\r\nMETHOD:PUBLISH\r\n/);
  assert.match(file, /\r\nDTSTAMP:20261120T100000Z\r\n/);
});

test("a calendar file carries the offset that is in force at the visit, in winter and in summer", () => {
  const winter = visit("2026-12-01T16:00:00Z", "America/Denver");
  assert.match(winter, /BEGIN:STANDARD\r\nDTSTART:20261101T020000\r\nTZOFFSETFROM:-0600\r\nTZOFFSETTO:-0700\r\nEND:STANDARD/);
  const summer = visit("2027-06-01T13:00:00Z", "America/New_York");
  assert.match(summer, /BEGIN:DAYLIGHT\r\nDTSTART:20270314T020000\r\nTZOFFSETFROM:-0500\r\nTZOFFSETTO:-0400\r\nEND:DAYLIGHT/);
  assert.match(summer, /DTSTART;TZID=America\/New_York:20270601T090000/);
});

test("a zone without daylight saving is told as it is", () => {
  assert.match(visit("2026-12-01T16:00:00Z", "America/Phoenix"), /BEGIN:STANDARD[\s\S]*TZOFFSETTO:-0700/);
});

test("a cancelled visit strikes out its own entry", () => {
  const file = visit("2026-12-01T16:00:00Z", "America/Denver", true);
  assert.match(file, /METHOD:CANCEL/);
  assert.match(file, /SEQUENCE:1/);
  assert.match(file, /STATUS:CANCELLED/);
  assert.match(file, /UID:01976f00-0000-7000-8000-000000000001@throughline/);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { LINE } from "#contracts/equipment.ts";
import { type EchoFacts, echoDue, gradeEcho, nightMinute } from "./echo.rules.ts";

const id = "0193b2a0-0000-7000-8000-00000000000a";
const facts = (clock: string, parts: Partial<EchoFacts> = {}): EchoFacts => ({
  stationId: id,
  // Denver is seven hours behind.
  now: Temporal.Instant.from(`2026-03-03T${clock}:00Z`),
  timeZone: "America/Denver",
  signedIn: false,
  askedAt: null,
  lastStartedAt: null,
  ...parts,
});

test("a network is good only when nothing of it is bad, and nothing that came back is a failure", () => {
  const good = {
    roundTripMs: LINE.roundTripMsMax,
    lostPercent: LINE.lostPercentMax,
    receivedKbps: LINE.kbpsMin,
    soundLevel: LINE.soundLevelMin,
    pictures: LINE.picturesMin,
  };
  assert.equal(gradeEcho(good), "good");
  for (const bad of [
    { roundTripMs: LINE.roundTripMsMax + 1 },
    { lostPercent: LINE.lostPercentMax + 0.1 },
    { receivedKbps: LINE.kbpsMin - 1 },
    { soundLevel: 0 },
    { pictures: LINE.picturesMin - 1 },
  ])
    assert.equal(gradeEcho({ ...good, ...bad }), "poor");
  assert.equal(gradeEcho({ ...good, soundLevel: null }), "good", "where no tone could be made, nothing is said of the sound");
  assert.equal(gradeEcho({ ...good, receivedKbps: 0 }), "failed");
  assert.equal(gradeEcho(null), "failed");
});

test("a station is measured once a night on its facility's own clock, and never while somebody is signed in", () => {
  // nightMinute(id) is 70: ten past one, which is 08:10 in UTC.
  assert.equal(nightMinute(id), 70);
  assert.deepEqual(
    ["08:09", "08:10", "11:59", "12:00", "20:00"].map((clock) => echoDue(facts(clock))),
    [undefined, "night", "night", undefined, undefined],
  );
  assert.equal(echoDue(facts("08:30", { signedIn: true })), undefined);
  assert.equal(echoDue(facts("08:30", { lastStartedAt: Temporal.Instant.from("2026-03-03T08:12:00Z") })), undefined);
  assert.equal(echoDue(facts("08:30", { lastStartedAt: Temporal.Instant.from("2026-03-02T08:12:00Z") })), "night");
});

test("what staff asked for is done once, by day too, and forgotten after half a day", () => {
  const askedAt = Temporal.Instant.from("2026-03-03T18:00:00Z");
  assert.equal(echoDue(facts("18:01", { askedAt })), "asked");
  assert.equal(echoDue(facts("18:05", { askedAt, lastStartedAt: askedAt.add({ minutes: 1 }) })), undefined);
  assert.equal(echoDue({ ...facts("18:00", { askedAt }), now: askedAt.add({ hours: 12, seconds: 1 }) }), undefined);
});

test("stations begin at one minute of the night each, spread over three hours", () => {
  const stations = fc.uuid({ version: 7 });
  fc.assert(fc.property(stations, (one) => nightMinute(one) >= 60 && nightMinute(one) < 240));
});

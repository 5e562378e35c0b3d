import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { weekOf } from "#server/domains/facilities/index.ts";
import { meetsOn, placeAt, placesBetween, placesOn, type TemplateRule } from "./sessions.rules.ts";

const zones = ["America/Denver", "America/New_York"] as const;
const day = (text: string) => Temporal.PlainDate.from(text);
const template = (parts: Partial<TemplateRule> = {}): TemplateRule => ({
  id: "00000000-0000-7000-8000-000000000001",
  weekdays: [1, 2, 3, 4, 5, 6, 7],
  startsLocal: "09:00:00",
  endsLocal: "12:00:00",
  everyWeeks: 1,
  validFrom: "2026-01-01",
  validTo: null,
  visitMinutes: 30,
  turnaroundMinutes: 0,
  ...parts,
});
const starts = (rule: TemplateRule, on: string, zone: string) => placesOn(rule, day(on), zone).map((place) => place.localStart);

const anyRule = fc
  .record({
    from: fc.integer({ min: 0, max: 23 * 60 }),
    length: fc.integer({ min: 5, max: 12 * 60 }),
    visitMinutes: fc.integer({ min: 5, max: 120 }),
    turnaroundMinutes: fc.integer({ min: 0, max: 60 }),
  })
  .map(({ from, length, visitMinutes, turnaroundMinutes }) => {
    const clock = (minutes: number) => Temporal.PlainTime.from("00:00").add({ minutes }).toString();
    return template({
      startsLocal: clock(from),
      endsLocal: clock(Math.min(from + length, 24 * 60 - 1)),
      visitMinutes,
      turnaroundMinutes,
    });
  });
/** Half of the days are those on which the clock changes. */
const anyDay = fc.oneof(
  fc.constantFrom("2026-03-08", "2026-11-01", "2027-03-14", "2027-11-07"),
  fc.integer({ min: 0, max: 700 }).map((days) => day("2026-01-01").add({ days }).toString()),
);
const anyZone = fc.constantFrom(...zones);

test("no two places of one session overlap, and the turnaround lies between them", () => {
  fc.assert(
    fc.property(anyRule, anyDay, anyZone, (rule, on, zone) => {
      const places = placesOn(rule, day(on), zone);
      places.slice(1).forEach((place, index) => {
        const before = places[index]!.endsAt.add({ minutes: rule.turnaroundMinutes });
        assert.ok(Temporal.Instant.compare(before, place.startsAt) <= 0);
      });
    }),
    { numRuns: 400 },
  );
});

test("every place lies inside its session and lasts exactly one visit", () => {
  fc.assert(
    fc.property(anyRule, anyDay, anyZone, (rule, on, zone) => {
      for (const place of placesOn(rule, day(on), zone)) {
        // By the wall: a session that begins in the hour which spring skips begins when that hour would have ended.
        assert.ok(place.localStart >= rule.startsLocal.slice(0, 5));
        const closes = day(on).toPlainDateTime(rule.endsLocal).toZonedDateTime(zone).toInstant();
        assert.ok(Temporal.Instant.compare(place.endsAt, closes) <= 0);
        assert.equal(place.startsAt.until(place.endsAt).total("minutes"), rule.visitMinutes);
      }
    }),
    { numRuns: 400 },
  );
});

test("the start that is shown is what the facility's clock says at that moment", () => {
  fc.assert(
    fc.property(anyRule, anyDay, anyZone, (rule, on, zone) => {
      for (const place of placesOn(rule, day(on), zone)) {
        const wall = place.startsAt.toZonedDateTimeISO(zone);
        assert.equal(wall.toPlainTime().toString({ smallestUnit: "minute" }), place.localStart);
        assert.equal(wall.toPlainDate().toString(), place.day);
        assert.deepEqual(placeAt(rule, place.startsAt, zone), place);
      }
    }),
    { numRuns: 200 },
  );
});

test("every ordinary day of a session has the same number of places", () => {
  const changing = new Set(["2026-03-08", "2026-11-01", "2027-03-14", "2027-11-07"]);
  fc.assert(
    fc.property(anyRule, anyDay, anyZone, (rule, on, zone) => {
      fc.pre(!changing.has(on));
      const wall = Temporal.PlainTime.from(rule.startsLocal).until(rule.endsLocal).total("minutes");
      const expected =
        wall < rule.visitMinutes ? 0 : Math.floor((wall - rule.visitMinutes) / (rule.visitMinutes + rule.turnaroundMinutes)) + 1;
      assert.equal(placesOn(rule, day(on), zone).length, expected);
    }),
    { numRuns: 400 },
  );
});

for (const zone of zones)
  for (const on of ["2026-03-08", "2027-03-14"])
    test(`a start in the hour that is skipped on ${on} in ${zone} is not offered`, () => {
      const rule = template({ startsLocal: "01:00:00", endsLocal: "04:00:00" });
      assert.deepEqual(starts(rule, on, zone), ["01:00", "01:30", "03:00", "03:30"]);
    });

for (const zone of zones)
  for (const on of ["2026-11-01", "2027-11-07"])
    test(`the hour that comes twice on ${on} in ${zone} is offered once, and the first is meant`, () => {
      const rule = template({ startsLocal: "00:30:00", endsLocal: "03:00:00" });
      assert.deepEqual(starts(rule, on, zone), ["00:30", "01:00", "01:30", "02:00", "02:30"]);
      const [, one] = placesOn(rule, day(on), zone);
      const summer = zone === "America/Denver" ? "-06:00" : "-04:00";
      assert.equal(one!.startsAt.toZonedDateTimeISO(zone).offset, summer);
    });

test("two starts that the spring jump brings too close together are not both offered", () => {
  const rule = template({ startsLocal: "01:30:00", endsLocal: "06:00:00", visitMinutes: 60, turnaroundMinutes: 30 });
  assert.deepEqual(starts(rule, "2026-03-07", "America/Denver"), ["01:30", "03:00", "04:30"]);
  assert.deepEqual(starts(rule, "2026-03-08", "America/Denver"), ["01:30", "04:30"]);
});

test("a session that would end in the skipped hour ends when the clock jumps", () => {
  const rule = template({ startsLocal: "01:00:00", endsLocal: "02:30:00" });
  assert.deepEqual(starts(rule, "2026-03-08", "America/New_York"), ["01:00", "01:30"]);
});

test("a session every two weeks meets in the first week and skips the next", () => {
  const rule = template({ weekdays: [3, 6], everyWeeks: 2, validFrom: "2026-03-05", validTo: "2026-03-21" });
  const met = Array.from({ length: 30 }, (_, index) => day("2026-03-01").add({ days: index })).filter((on) => meetsOn(rule, on));
  assert.deepEqual(met.map(String), ["2026-03-07", "2026-03-18", "2026-03-21"]);
});

test("places from one day through another include both", () => {
  const rule = template({ weekdays: [1], visitMinutes: 60 });
  const places = placesBetween(rule, day("2026-03-02"), day("2026-03-09"), "America/Denver");
  assert.deepEqual(
    places.map((place) => `${place.day} ${place.localStart}`),
    ["02", "09"].flatMap((date) => ["09:00", "10:00", "11:00"].map((start) => `2026-03-${date} ${start}`)),
  );
});

test("a facility's week begins on its own weekday", () => {
  assert.deepEqual(weekOf("2026-03-05", 1), { from: "2026-03-02", through: "2026-03-08" });
  assert.deepEqual(weekOf("2026-03-05", 6), { from: "2026-02-28", through: "2026-03-06" });
  assert.deepEqual(weekOf("2026-03-07", 6), { from: "2026-03-07", through: "2026-03-13" });
});

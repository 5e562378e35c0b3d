import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { capInForce, microsOf, type UnderLaw } from "./caps.rules.ts";
import { rateCaps, runners, services } from "./rate-caps.ts";

const jail: UnderLaw = { kind: "jail", runBy: "county", state: "TX", city: null, adp: 400 };
const cap = (facility: Partial<UnderLaw>, service: "audio" | "video" | "message", day: string, reach?: "interstate" | "intrastate") =>
  capInForce(rateCaps, { ...jail, ...facility }, { service, day, ...(reach ? { reach } : {}) });

const known: [what: string, facility: Partial<UnderLaw>, service: "audio" | "video" | "message", day: string, usd: string | undefined][] = [
  ["a prison's video since 6 April 2026", { kind: "prison", runBy: "state" }, "video", "2026-04-06", "0.25"],
  ["a large jail's video", { adp: 1000 }, "video", "2026-11-23", "0.19"],
  ["a jail of 999.99", { adp: 999.99 }, "audio", "2026-11-23", "0.12"],
  ["a jail of 1000", { adp: 1000 }, "audio", "2026-11-23", "0.10"],
  ["a jail of 350", { adp: 350 }, "video", "2026-11-23", "0.19"],
  ["a jail of 349.99", { adp: 349.99 }, "video", "2026-11-23", "0.21"],
  ["a jail of 99.5", { adp: 99.5 }, "video", "2026-11-23", "0.25"],
  ["a jail of 49.99", { adp: 49.99 }, "video", "2026-11-23", "0.44"],
  ["a jail whose population nobody knows is held to the lowest tier", { adp: null }, "video", "2026-11-23", "0.19"],
  ["the last day of the 2024 caps", { adp: 20 }, "video", "2025-06-29", "0.25"],
  ["video on a day without a law: the last one goes on", { adp: 20 }, "video", "2025-12-24", "0.25"],
  ["the day before the 2025 caps", { adp: 20 }, "video", "2026-04-05", "0.25"],
  ["their first day", { adp: 20 }, "video", "2026-04-06", "0.44"],
  ["video before any law", {}, "video", "2023-01-01", undefined],
  ["a call in California", { state: "CA" }, "audio", "2026-11-23", "0.07"],
  ["a call from a Connecticut prison", { kind: "prison", runBy: "state", state: "CT" }, "audio", "2026-11-23", "0.00"],
  ["a visit in a Massachusetts county jail", { state: "MA" }, "video", "2026-11-23", "0.00"],
  ["a message in Massachusetts", { state: "MA" }, "message", "2026-11-23", "0.00"],
  ["a message where no law speaks of it", {}, "message", "2026-11-23", undefined],
  ["a call from a Colorado prison on the last paid day", { kind: "prison", runBy: "state", state: "CO" }, "audio", "2026-06-30", "0.11"],
  ["and on the first free one", { kind: "prison", runBy: "state", state: "CO" }, "audio", "2026-07-01", "0.00"],
  ["a call from New York City's jails", { runBy: "city", state: "NY", city: "New York City" }, "audio", "2026-11-23", "0.00"],
  ["a call from another city's jail in New York", { runBy: "city", state: "NY", city: "Albany" }, "audio", "2026-11-23", "0.12"],
];
for (const [what, facility, service, day, usd] of known)
  test(`${what}: ${usd ?? "no lawful price"}`, () => {
    assert.equal(cap(facility, service, day)?.microsPerMinute, usd === undefined ? undefined : microsOf({ usdPerMinute: usd }));
  });

test("a call to another state is not held to a state's own law, and one to an unknown place is", () => {
  assert.equal(cap({ state: "CA" }, "audio", "2026-11-23", "interstate")?.by.authority, "FCC");
  assert.equal(cap({ state: "CA" }, "audio", "2026-11-23")?.by.authority, "CA-CPUC");
});

const days = fc
  .date({ min: new Date("2021-10-26"), max: new Date("2030-12-31"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const facilities = fc.record({
  kind: fc.constantFrom("prison" as const, "jail" as const),
  runBy: fc.constantFrom(...runners),
  state: fc.constantFrom("TX", "CA", "CT", "MA", "NY", "CO", "NJ", "MN"),
  city: fc.constantFrom(null, "New York City"),
  adp: fc.oneof(
    fc.double({ min: 0, max: 3000, noNaN: true }),
    fc.constantFrom(0, 49.999, 50, 99.999, 100, 349.999, 350, 999.999, 1000),
    fc.constant(null),
  ),
});

test("nothing that holds on a day is lower than the cap, whatever the facility", () => {
  fc.assert(
    fc.property(facilities, fc.constantFrom(...services), days, (facility, service, day) => {
      const found = capInForce(rateCaps, facility, { service, day });
      if (!found) return;
      for (const each of found.all) assert.ok(microsOf(each) >= found.microsPerMinute);
      assert.equal(microsOf(found.by), found.microsPerMinute);
    }),
  );
});

test("knowing less never allows more: without its population or its called place, no facility may charge more than with them", () => {
  fc.assert(
    fc.property(facilities, fc.constantFrom(...services), days, (facility, service, day) => {
      const blind = capInForce(rateCaps, { ...facility, adp: null }, { service, day });
      const seeing = capInForce(rateCaps, facility, { service, day });
      const across = capInForce(rateCaps, facility, { service, day, reach: "interstate" });
      if (seeing) assert.ok(blind && blind.microsPerMinute <= seeing.microsPerMinute);
      if (across && seeing && day >= "2026-04-06") assert.ok(seeing.microsPerMinute <= across.microsPerMinute);
    }),
  );
});

test("every cap has an id of its own, a source, and says so where something about it is unsure", () => {
  assert.equal(new Set(rateCaps.map(({ id }) => id)).size, rateCaps.length);
  for (const { from, through } of rateCaps) assert.ok(!from || !through || from <= through);
  for (const each of rateCaps) if (!each.sure) assert.ok(each.confidence.length > 20, each.id);
});

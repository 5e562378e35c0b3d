import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { creditLimits } from "#contracts/credit-limits.ts";
import type { Seat } from "#contracts/live-limits.ts";
import { SAMPLE_MS } from "#contracts/quality-limits.ts";
import { emptySample, type Sample } from "#server/domains/visits/quality/samples.rules.ts";
import { type Cause, creditFor, type Evidence } from "./credit.rules.ts";
import { anyEvidence, claims, fine, line, START, seen } from "./testing/evidence.ts";

const total = (causes: readonly Cause[]) => causes.reduce((sum, { seconds }) => sum + seconds, 0);
const credited = (evidence: Evidence) => creditFor(evidence).credited;
const between = (second: number, from: number, to: number) => second >= from && second < to;
const connected = (...runs: [from: number, to: number][]) =>
  runs.map(([from, to]) => ({ from: START + from * 1000, to: START + to * 1000 }));

test("a visit in which nothing failed gives nothing back", () => {
  assert.deepEqual(creditFor(seen(10)), { credited: [], named: [], drops: 0, unmeasuredSeconds: 0 });
});

test("never more is credited than the visit's own time, and no second twice, whatever the evidence", () => {
  fc.assert(
    fc.property(anyEvidence, (evidence) => {
      const { credited: ours, named, drops } = creditFor(evidence);
      const time = (evidence.to - evidence.from) / 1000;
      const most = drops >= creditLimits.dropsForAll ? Math.max(time, evidence.chargedSeconds) : time;
      assert.ok(total(ours) + (drops >= creditLimits.dropsForAll ? 0 : total(named)) <= most, JSON.stringify(ours));
      for (const { where, seconds } of ours) assert.ok(where !== "home" && Number.isSafeInteger(seconds) && seconds > 0);
      for (const { where } of named) assert.equal(where, "home");
      assert.equal(new Set(ours.map(({ where, what }) => `${where} ${what}`)).size, ours.length, "each cause once");
      assert.deepEqual(creditFor(evidence), creditFor(evidence), "the same evidence gives the same answer");
    }),
  );
});

/** The same visit with other words of the home's page. */
const withHome = (evidence: Evidence, change: (sample: Sample, index: number) => Sample): Evidence => ({
  ...evidence,
  samples: new Map(
    [...evidence.samples].map(([seat, all]): [Seat, readonly Sample[]] => [seat, seat === "family" ? all.map(change) : all]),
  ),
});

test("a home's page may say of itself whatever it likes: not one second more or less is credited", () => {
  fc.assert(
    fc.property(anyEvidence, fc.array(claims, { minLength: 24, maxLength: 24 }), (evidence, lies) => {
      const lying = withHome(evidence, (sample, index) => ({ ...sample, ...lies[index] }));
      assert.deepEqual(credited(lying), credited(evidence));
    }),
  );
});

test("nobody earns by being silent or cut off at home: an always perfect home is credited at least as much", () => {
  fc.assert(
    fc.property(anyEvidence, (evidence) => {
      const perfect = withHome(evidence, ({ at, engineDownMs, pausedMs, takes }) => fine(at, { engineDownMs, pausedMs, takes }));
      if (creditFor(evidence).drops >= creditLimits.dropsForAll) return;
      assert.ok(total(credited(evidence)) <= total(credited(perfect)));
    }),
  );
});

test("a page that claims to send, and sends so little that the station's picture stands, earns nothing", () => {
  const lying = seen(10, (second, seat) =>
    second >= 60
      ? seat === "resident"
        ? { frozenMs: 5000, frames: 0, picture: 5, concealedMs: 3000 }
        : { made: 150, sentPicture: 400 }
      : {},
  );
  assert.deepEqual(credited(lying), []);
});

test("a page that drops packets on its way and hides it earns nothing by what the station then misses: the engine missed them too", () => {
  const lying = seen(10, (second, seat) =>
    second >= 60
      ? seat === "resident"
        ? { lost: 80, sound: 200, picture: 250, takes: 2 }
        : { sentLost: 0, missedMs: second % 15 === 0 ? 3000 : 0 }
      : {},
  );
  assert.deepEqual(credited(lying), []);
});

test("what the station misses although the engine had all of it was lost on the facility's way", () => {
  const honest = seen(10, (second, seat) =>
    seat === "resident" && between(second, 60, 120) ? { lost: 80, sound: 200, picture: 250, takes: 1 } : {},
  );
  assert.deepEqual(credited(honest), [{ where: "facility_network", what: "line", seconds: 60 }]);
});

test("our engine was out for forty seconds: these and the ten of coming back are given back, as the server's", () => {
  const evidence = seen(10, (second, seat) => {
    if (between(second, 100, 140)) return { ...emptySample(0), at: START + second * 1000, engineDownMs: 5000 };
    return between(second, 140, 150) && seat === "resident" ? { ...emptySample(0), at: START + second * 1000, cutMs: 5000 } : {};
  });
  assert.deepEqual(credited(evidence), [{ where: "server", what: "engine", seconds: 50 }]);
});

test("a server that died and never came back gives back all that was left of the visit's time", () => {
  const evidence = { ...seen(10), connected: connected([0, 300]), serverGoneFrom: START + 300_000, chargedSeconds: 300 };
  assert.deepEqual(credited(evidence), [{ where: "server", what: "engine", seconds: 300 }]);
});

test("the station's own line, as our engine and the station measured it, is the facility's network", () => {
  const evidence = seen(10, (second, seat) => (seat === "resident" && between(second, 60, 120) ? { sentLost: 100 } : {}));
  assert.deepEqual(credited(evidence), [{ where: "facility_network", what: "line", seconds: 60 }]);
});

test("the station's camera was gone: a device, given back for as long", () => {
  const evidence = seen(10, (second, seat) => (seat === "resident" && between(second, 60, 90) ? { cameraGoneMs: 5000, made: 0 } : {}));
  assert.deepEqual(credited(evidence), [{ where: "station", what: "device", seconds: 30 }]);
});

test("the home's own line is named and explained, and not credited", () => {
  const evidence = seen(10, (second, seat) => (seat === "family" && between(second, 60, 120) ? { sentLost: 100 } : {}));
  assert.deepEqual(creditFor(evidence), {
    credited: [],
    named: [{ where: "home", what: "line", seconds: 60 }],
    drops: 0,
    unmeasuredSeconds: 0,
  });
});

test("a recording that could not be made, and the resident who came late, count from the record's own lines", () => {
  const late = { ...seen(10), lines: [line(-60, "waiting", { side: "family" }), line(90, "waiting", { side: "resident" })] };
  assert.deepEqual(credited(late), [{ where: "staff", what: "late_start", seconds: 90 }], "what was before the start is nobody's");
  const { lines } = seen(10);
  const paused = [
    ...lines,
    line(100, "recording_unproven", { why: "disk_full" }),
    line(100, "paused", { why: "recording_unproven" }),
    line(125, "resumed"),
  ];
  assert.deepEqual(credited({ ...seen(10), lines: paused }), [{ where: "server", what: "recording", seconds: 25 }]);
});

test("a file that does not grow is ours only where the station had had sound and picture from the home until then", () => {
  const pause = [
    line(100, "recording_unproven", { why: "not_growing" }),
    line(100, "paused", { why: "recording_unproven" }),
    line(125, "resumed"),
  ];
  const of = (picture: number) => {
    const evidence = seen(10, (second, seat) => (seat === "resident" && between(second, 80, 130) ? { picture } : {}));
    return credited({ ...evidence, lines: [...evidence.lines, ...pause] });
  };
  assert.deepEqual(of(300), [{ where: "server", what: "recording", seconds: 25 }]);
  assert.deepEqual(of(4), [], "a home that trickles cannot make a pause that it is paid for");
});

test("three drops that were ours give everything back; two do not, and drops of the home's own never do", () => {
  const broken =
    (...at: number[]) =>
    (second: number, seat: Seat): Partial<Sample> =>
      seat === "resident" && at.includes(second) ? { reportedMs: 0, arrivedMs: 0, sound: 0, picture: 0 } : {};
  const runs = connected([0, 60], [65, 120], [125, 180], [185, 600]);
  const three = { ...seen(10, broken(60, 120, 180)), connected: runs, chargedSeconds: 585 };
  assert.equal(creditFor(three).drops, 3);
  assert.equal(total(credited(three)), 585, "all that was charged");
  assert.deepEqual(credited(three).at(-1)?.what, "drops");
  const two = { ...seen(10, broken(60, 120)), connected: runs, chargedSeconds: 585 };
  assert.deepEqual([creditFor(two).drops, total(credited(two))], [2, 10]);
  const homes = seen(10, (second, seat) => (seat === "family" && [60, 120, 180].includes(second) ? { reportedMs: 0, arrivedMs: 0 } : {}));
  assert.deepEqual(creditFor({ ...homes, connected: runs }).drops, 0);
});

test("connected time of which no measurement is left is counted, and credited only when somebody says that it was bad", () => {
  const evidence = seen(10);
  const samples = new Map([...evidence.samples].map(([seat, all]): [Seat, readonly Sample[]] => [seat, all.slice(0, 96)]));
  assert.deepEqual(creditFor({ ...evidence, samples }).unmeasuredSeconds, 120);
  assert.deepEqual(credited({ ...evidence, samples }), []);
  assert.equal(SAMPLE_MS * 96, 480_000);
});

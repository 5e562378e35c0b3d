import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Evidence } from "#contracts/live.ts";
import { SAMPLE_MS } from "#contracts/quality-limits.ts";
import { pack, unpack } from "./packed.rules.ts";
import { addReport, addTime, close, counted, emptySample, fields, growthOf, type Open, type Sample, timed } from "./samples.rules.ts";

const START = 1_795_000_000_000;
const count = fc.nat(5000);
const own = fc.record({
  sound: count,
  picture: count,
  bytes: fc.nat(400_000),
  frames: fc.nat(60),
  lost: fc.nat(200),
  limited: fc.constantFrom("none" as const, "cpu" as const, "bandwidth" as const, null),
  camera: fc.constantFrom("works" as const, "muted" as const, "ended" as const, "none" as const),
  microphone: fc.constantFrom("works" as const, "muted" as const, "none" as const),
  front: fc.boolean(),
  network: fc.constantFrom("4g" as const, "2g" as const, null),
});
const report: fc.Arbitrary<Evidence> = fc
  .record({
    sound: count,
    picture: count,
    frames: fc.nat(60),
    frozenMs: fc.nat(3000),
    concealedMs: fc.nat(3000),
    lost: fc.nat(400),
    bytes: fc.nat(500_000),
    roundTripMs: fc.option(fc.nat(4000)),
    own: fc.option(own, { nil: undefined }),
  })
  .map(({ own: mine, ...said }) => ({ type: "evidence", seq: 0, atMs: 0, ...said, ...(mine ? { own: mine } : {}) }));
/** Reports that follow one another as a page's do, some of them late, and how far samples were closed when each came. */
const told = fc.array(fc.record({ said: report, afterMs: fc.nat(3500), backMs: fc.nat(9000), closes: fc.boolean() }), { maxLength: 60 });

function fold(all: { said: Evidence; afterMs: number; backMs: number; closes: boolean }[]): Sample[] {
  let open: Open = new Map();
  let [at, closedTo] = [START, 0];
  const done: Sample[] = [];
  for (const { said, afterMs, backMs, closes } of all) {
    open = addReport(open, said, at, at + afterMs, closedTo);
    open = addTime(open, ["roomMs", "arrivedMs"], { takes: 1 }, Math.max(at, closedTo), at + afterMs);
    at += afterMs;
    if (!closes) continue;
    closedTo = Math.max(closedTo, Math.floor((at - backMs) / SAMPLE_MS) * SAMPLE_MS);
    const parts = close(open, closedTo);
    done.push(...parts.closed);
    open = parts.open;
  }
  return [...done, ...close(open, Number.POSITIVE_INFINITY).closed];
}

test("the sums of a leg's samples are the sums of its reports, whatever came late: nothing is lost in the folding, nothing twice", () => {
  fc.assert(
    fc.property(told, (all) => {
      const samples = fold(all);
      for (const name of counted)
        assert.equal(
          samples.reduce((sum, sample) => sum + sample[name], 0),
          all.reduce((sum, { said }) => sum + (growthOf(said).counts[name] ?? 0), 0),
          name,
        );
    }),
  );
});

test("a sample is never of more than its five seconds, and no five seconds have two", () => {
  fc.assert(
    fc.property(told, (all) => {
      const samples = fold(all);
      for (const sample of samples) for (const name of timed) assert.ok(sample[name] >= 0 && sample[name] <= SAMPLE_MS, name);
      assert.equal(new Set(samples.map(({ at }) => at)).size, samples.length);
    }),
  );
});

test("what is packed comes back whole", () => {
  fc.assert(
    fc.property(told, (all) => {
      const samples = fold(all);
      const from = samples[0]?.at ?? START;
      assert.deepEqual(unpack(from, pack(from, samples)), samples);
    }),
  );
});

test("bytes of a version that nobody knows are no samples", () => {
  assert.deepEqual(unpack(START, Buffer.from([9, 1, 2, 3])), []);
});

test("an hour of two legs in an ordinary visit takes less than 60 000 bytes", () => {
  const second: Evidence = {
    type: "evidence",
    seq: 0,
    atMs: 0,
    sound: 50,
    picture: 61,
    frames: 24,
    frozenMs: 0,
    concealedMs: 8,
    roundTripMs: 62,
    lost: 0,
    bytes: 71_000,
    own: {
      sound: 50,
      picture: 60,
      bytes: 70_000,
      frames: 24,
      limited: "none",
      lost: 0,
      camera: "works",
      microphone: "works",
      front: true,
      network: "4g",
    },
  };
  const samples = fold(Array.from({ length: 60 }, () => ({ said: second, afterMs: 1000, backMs: 0, closes: false })));
  const hour = 60 * 2 * pack(samples[0]!.at, samples).length;
  assert.ok(hour < 60_000, `${hour} bytes`);
  assert.equal(fields.length, Object.keys(emptySample(0)).length - 1);
  process.stderr.write(`quality: ${hour} packed bytes a visit-hour of two legs\n`);
});

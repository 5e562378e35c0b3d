import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Evidence } from "#contracts/live.ts";
import { broken, brokenFrom, connectedSeconds, type Flow, noFlow, overlap, type Run, report, runOf, shared } from "./connected.rules.ts";

const said = (seq: number, atMs: number, sound: number, picture = 0): Evidence => ({
  type: "evidence",
  seq,
  atMs,
  sound,
  picture,
  frames: 0,
  frozenMs: 0,
  concealedMs: 0,
  lost: 0,
  roundTripMs: null,
});

/** What a page of one other says. */
const anybody = (flow: Flow) => runOf(flow, "family");
const having = (run: Run): Flow => ({ ...noFlow, runs: { anybody: run } });

test("a run begins where its first good report's own second begins, and at the report where that is unknown", () => {
  assert.deepEqual(anybody(report(noFlow, said(0, 1000, 50), 10_000)), { from: 10_000, to: 10_000 });
  const silent = report(noFlow, said(0, 1000, 0), 10_000);
  assert.deepEqual(anybody(report(silent, said(1, 2000, 50), 11_000)), { from: 10_000, to: 11_000 });
  assert.equal(anybody(report(silent, said(1, 2000, 20), 11_000)), null, "a second that was half silent is not counted");
});

test("good reports a second apart make one run, and a report of nothing ends it", () => {
  let flow = report(noFlow, said(0, 1000, 50), 10_000);
  flow = report(flow, said(1, 2000, 48), 11_000);
  flow = report(flow, said(2, 3000, 50), 12_000);
  assert.deepEqual(anybody(flow), { from: 10_000, to: 12_000 });
  assert.equal(anybody(report(flow, said(3, 4000, 0), 13_000)), null);
});

test("reports that waited in a cut line and arrive together do not count the time in between", () => {
  let flow = report(noFlow, said(0, 1000, 50), 10_000);
  flow = report(flow, said(1, 2000, 50), 11_000);
  // The line was cut for six seconds; what was sampled meanwhile arrives at once.
  flow = report(flow, said(2, 3000, 40), 17_000);
  assert.equal(anybody(flow)?.to, 12_000, "dated by the page's clock, not by its arrival");
  flow = report(flow, said(3, 4000, 0), 17_001);
  flow = report(flow, said(4, 8000, 50), 17_050);
  assert.deepEqual(anybody(flow), { from: 17_000, to: 17_000 }, "what lay between is unknown");
  flow = report(flow, said(5, 9000, 50), 18_000);
  assert.deepEqual(anybody(flow), { from: 17_000, to: 18_000 });
});

test("a late report counts its whole time only when packets came throughout", () => {
  const before = report(report(noFlow, said(0, 1000, 50), 10_000), said(1, 2000, 50), 11_000);
  assert.deepEqual(
    anybody(report(before, said(2, 5000, 150), 14_000)),
    { from: 10_000, to: 14_000 },
    "a page that was busy for three seconds",
  );
  assert.equal(anybody(report(before, said(2, 5000, 50), 14_000)), null, "a line that was dead for two of three seconds");
  assert.equal(anybody(report(before, said(2, 6000, 200), 15_000))?.from, 15_000, "longer than that is unknown");
});

test("a second whose sound came all at once after it is no heard one: a line that stood still brings its packets late", () => {
  const before = report(report(noFlow, said(0, 1000, 50), 10_000), said(1, 2000, 36, 12), 11_000);
  const burst = { ...said(2, 3000, 64, 40), concealedMs: 950 };
  assert.equal(anybody(report(before, burst, 12_000)), null);
  assert.deepEqual(
    anybody(report(before, { ...burst, concealedMs: 200 }, 12_000)),
    { from: 10_000, to: 12_000 },
    "a moment is made up for",
  );
  const muted = { ...said(2, 3000, 0, 40), concealedMs: 1000 };
  assert.deepEqual(
    anybody(report(before, muted, 12_000)),
    { from: 10_000, to: 12_000 },
    "who is muted is seen, and sends nothing to make up for",
  );
});

test("a late report before lost ones makes no second of silence a heard one", () => {
  const late = report(noFlow, said(0, 1000, 0), 11_500);
  assert.equal(anybody(report(late, said(3, 4000, 100), 14_000)), null, "a hundred packets are two of three seconds, whenever they arrive");
});

test("a page cannot speak for time that has not been", () => {
  let flow = report(noFlow, said(0, 1000, 50), 10_000);
  flow = report(flow, said(1, 901_000, 50), 11_000);
  assert.ok((anybody(flow)?.to ?? 0) <= 11_000);
});

test("connected is only what both sides report: one side alone counts nothing", () => {
  const long = having({ from: 0, to: 60_000 });
  const both = (family: Flow, resident: Flow) => overlap({ seat: "family", flow: family }, { seat: "resident", flow: resident });
  assert.equal(both(long, noFlow), null);
  assert.equal(both(noFlow, long), null);
  assert.deepEqual(both(long, having({ from: 20_000, to: 50_000 })), { from: 20_000, to: 50_000 });
  assert.equal(both(long, broken(long)), null);
});

test("with several homes a report tells them apart, and each has only whom it names", () => {
  const of = (sound: number) => ({ sound, picture: 0, frames: 0, frozenMs: 0, concealedMs: 0 });
  const two = {
    ...said(1, 2000, 50),
    from: [
      { seat: "family" as const, ...of(50) },
      { seat: "family_2" as const, ...of(3) },
    ],
  };
  const flow = report(report(noFlow, said(0, 1000, 0), 10_000), two, 11_000);
  assert.deepEqual(runOf(flow, "family"), { from: 10_000, to: 11_000 });
  assert.equal(runOf(flow, "family_2"), null, "three packets are no second");
  assert.equal(runOf(brokenFrom(flow, "family"), "family"), null);
});

test("what the resident shares with any of the homes is shared, and what the homes share with each other is not", () => {
  const of = (runs: Flow["runs"]): Flow => ({ ...noFlow, runs });
  const resident = { seat: "resident" as const, flow: of({ family: { from: 0, to: 5000 }, family_2: { from: 3000, to: 9000 } }) };
  const first = { seat: "family" as const, flow: of({ resident: { from: 1000, to: 5000 }, family_2: { from: 0, to: 9000 } }) };
  const second = { seat: "family_2" as const, flow: of({ family: { from: 0, to: 9000 } }) };
  assert.deepEqual(shared(resident, [first, second]), [{ from: 1000, to: 5000 }], "the second home never had the resident");
  const heard = { ...second, flow: of({ resident: { from: 2000, to: 8000 } }) };
  assert.deepEqual(shared(resident, [heard, first]), [
    { from: 1000, to: 5000 },
    { from: 3000, to: 8000 },
  ]);
});

test("connected seconds are rounded down once, over the sum", () => {
  assert.equal(
    connectedSeconds([
      { from: 0, to: 1600 },
      { from: 5000, to: 6600 },
    ]),
    3,
  );
  assert.equal(connectedSeconds([]), 0);
});

// Any trace of seconds in which packets came or did not, reported late, twice, out of order or never.
const second = fc.record({ heard: fc.boolean(), delay: fc.nat(4000), lost: fc.boolean() });

/** What a page's counters grew by since its last report that was sent: those of lost reports are in the next. */
function grownSince(seconds: readonly { heard: boolean; lost: boolean }[], at: number): number {
  let packets = 0;
  for (let index = at; index >= 0; index--) {
    if (index < at && !seconds[index]!.lost) break;
    packets += seconds[index]!.heard ? 50 : 0;
  }
  return packets;
}

test("whatever the line does, no more is counted than each end's own seconds with packets", () => {
  fc.assert(
    fc.property(fc.array(second, { maxLength: 60 }), fc.array(second, { maxLength: 60 }), (family, resident) => {
      const play = (seconds: typeof family) => {
        const arrivals = seconds
          .map((each, at) => ({ ...each, seq: at, atMs: (at + 1) * 1000, grown: grownSince(seconds, at) }))
          .filter(({ lost }) => !lost)
          .map((each) => ({ ...each, arrival: 500_000 + each.atMs + each.delay }));
        // One line keeps its order: a late report holds up those behind it.
        for (let at = 1; at < arrivals.length; at++) arrivals[at]!.arrival = Math.max(arrivals[at]!.arrival, arrivals[at - 1]!.arrival);
        return arrivals;
      };
      const events = [
        ...play(family).map((each) => ({ side: "family" as const, ...each })),
        ...play(resident).map((each) => ({ side: "resident" as const, ...each })),
      ].sort((a, b) => a.arrival - b.arrival);
      const flows = { family: noFlow, resident: noFlow };
      const counted = new Map<number, number>();
      for (const event of events) {
        flows[event.side] = report(flows[event.side], said(event.seq, event.atMs, event.grown), event.arrival);
        const both = overlap({ seat: "family", flow: flows.family }, { seat: "resident", flow: flows.resident });
        if (both) counted.set(both.from, Math.max(counted.get(both.from) ?? 0, both.to));
      }
      const total = [...counted].reduce((sum, [from, to]) => sum + (to - from), 0);
      const packets = (seconds: typeof family) => seconds.filter(({ heard }) => heard).length * 1000;
      assert.ok(total <= Math.min(packets(family), packets(resident)) + 1);
    }),
    { numRuns: 500 },
  );
});

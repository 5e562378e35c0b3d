import fc from "fast-check";
import type { Seat } from "#contracts/live-limits.ts";
import { SAMPLE_MS } from "#contracts/quality-limits.ts";
import type { Evidence, Line } from "#server/domains/visits/credits/credit.rules.ts";
import { counted, emptySample, type Sample, timed, worst } from "#server/domains/visits/quality/samples.rules.ts";

/** A visit's start that is a multiple of five seconds, as samples begin. */
export const START = 1_795_000_000_000;

/** Five seconds in which nothing is wrong. */
export const fine = (at: number, change: Partial<Sample> = {}): Sample => ({
  ...emptySample(at),
  ...{ sound: 250, picture: 300, frames: 120, sentSound: 250, sentPicture: 300, made: 120 },
  ...{ bytes: 350_000, sentBytes: 350_000, roundTrip: 60 },
  ...{ reportedMs: SAMPLE_MS, ownMs: SAMPLE_MS, roomMs: SAMPLE_MS, arrivedMs: SAMPLE_MS },
  ...change,
});
export const line = (second: number, code: string, facts: Line["facts"] = {}): Line => ({ at: START + second * 1000, code, facts });

/** A visit of so many minutes in which both were there from its start and nothing failed; `change` tells what did, second by second. */
export function seen(minutes: number, change: (at: number, seat: Seat) => Partial<Sample> = () => ({})): Evidence {
  const ats = Array.from({ length: (minutes * 60_000) / SAMPLE_MS }, (_, index) => START + index * SAMPLE_MS);
  const of = (seat: Seat) => ats.map((at) => fine(at, change((at - START) / 1000, seat)));
  return {
    from: START,
    to: START + minutes * 60_000,
    connected: [{ from: START, to: START + minutes * 60_000 }],
    samples: new Map<Seat, Sample[]>([
      ["resident", of("resident")],
      ["family", of("family")],
    ]),
    lines: [line(0, "waiting", { side: "family" }), line(0, "waiting", { side: "resident" })],
    serverGoneFrom: null,
    chargedSeconds: minutes * 60,
  };
}

const time = fc.oneof(fc.constant(0), fc.constant(SAMPLE_MS), fc.nat(SAMPLE_MS));
const anything = fc.record(
  Object.fromEntries([
    ...counted.map((name) => [name, fc.oneof(fc.constant(0), fc.nat(400))]),
    ...timed.map((name) => [name, time]),
    ...worst.map((name) => [name, fc.oneof(fc.constant(0), fc.nat(3))]),
  ]),
) as fc.Arbitrary<Partial<Sample>>;
/** What only a page says of itself: everything but what the engine and the room know. */
export const claims = anything.map(
  ({ roomMs: _1, cutMs: _2, arrivedMs: _3, engineDownMs: _4, pausedMs: _5, takes: _6, missedMs: _7, ...said }): Partial<Sample> => said,
);

const codes = [
  ["paused", { why: "recording_unproven" }],
  ["paused", { why: "watch_needed" }],
  ["paused", { why: "watch_unseen" }],
  ["recording_unproven", { why: "disk_full" }],
  ["recording_unproven", { why: "not_growing" }],
  ["resumed", {}],
  ["engine_lost", {}],
  ["engine_back", {}],
  ["server_back", {}],
  ["waiting", { side: "family" }],
  ["waiting", { side: "resident" }],
  ["station_lost", {}],
  ["paused_by_staff", { reason: "other" }],
  ["resumed_by_staff", {}],
] as const;

/** Any evidence of a visit of two minutes: samples of all sorts, gaps between what was connected, and lines in any order. */
export const anyEvidence: fc.Arbitrary<Evidence> = fc
  .record({
    resident: fc.array(fc.oneof(fc.constant({}), anything), { minLength: 24, maxLength: 24 }),
    family: fc.array(fc.oneof(fc.constant({}), anything), { minLength: 24, maxLength: 24 }),
    gone: fc.boolean(),
    cuts: fc.uniqueArray(fc.nat(120_000), { maxLength: 12 }),
    lines: fc.array(fc.tuple(fc.integer({ min: -60, max: 180 }), fc.constantFrom(...codes)), { maxLength: 12 }),
    serverGone: fc.option(fc.nat(120_000)),
    chargedSeconds: fc.integer({ min: 1, max: 120 }),
  })
  .map(({ resident, family, cuts, lines, serverGone, chargedSeconds, gone }) => {
    const edges = cuts.toSorted((a, b) => a - b).map((ms) => START + ms);
    const of = (changes: readonly Partial<Sample>[]) => changes.map((change, index) => fine(START + index * SAMPLE_MS, change));
    return {
      from: START,
      to: START + 120_000,
      connected: edges.flatMap((from, index) => (index % 2 === 0 && edges[index + 1] ? [{ from, to: edges[index + 1]! }] : [])),
      samples: new Map<Seat, Sample[]>([["resident", of(resident)], ...(gone ? [] : [["family", of(family)] as [Seat, Sample[]]])]),
      lines: lines.map(([second, [code, facts]]) => line(second, code, facts)).toSorted((a, b) => a.at - b.at),
      serverGoneFrom: serverGone === null ? null : START + serverGone,
      chargedSeconds,
    };
  });

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Evidence } from "#contracts/live.ts";
import { brokenFrom, type Flow, noFlow, type Run, report, shared, standIn, UNSAID_MS_MIN } from "./connected.rules.ts";

const said = (seq: number, atMs: number, sound: number): Evidence => ({
  ...{ type: "evidence", seq, atMs, sound, picture: 0, frames: 0, frozenMs: 0, concealedMs: 0, lost: 0, roundTripMs: null },
});

const SECOND = 1000;
/** Ninety seconds of a visit, second by second: what the station has of the home, and what the engine has of both and of the connection to the home. */
const second = fc.record({
  station: fc.boolean(),
  resident: fc.boolean(),
  home: fc.boolean(),
  answers: fc.boolean(),
  said: fc.constantFrom("yes", "no", "nothing"),
});
const mostly = fc.array(
  fc.oneof({ weight: 9, arbitrary: fc.constant({ station: true, resident: true, home: true, answers: true, said: "yes" }) }, second),
  {
    minLength: 90,
    maxLength: 90,
  },
);
type Second = { station: boolean; resident: boolean; home: boolean; answers: boolean; said: string };

/** Counts such a visit as a room does; `isSilent`: the home's page says nothing at all. */
function counted(seconds: readonly Second[], isSilent: boolean): { ms: number; covered: Run[] } {
  const covered: Run[] = [];
  let [resident, home]: [Flow, Flow] = [noFlow, noFlow];
  const since = { resident: null as number | null, home: null as number | null, answers: null as number | null };
  let to = 0;
  for (const [at, now] of seconds.entries()) {
    const [from, until] = [at * SECOND, (at + 1) * SECOND];
    for (const name of ["resident", "home", "answers"] as const) since[name] = now[name] ? (since[name] ?? from) : null;
    if (!now.resident) home = brokenFrom(home, "resident");
    if (!now.home) resident = brokenFrom(resident, "family");
    resident = report(resident, said(at, until, now.station && now.home ? 50 : 0), until);
    if (!isSilent && now.said !== "nothing")
      home = report(home, said(at, until, now.said === "yes" && now.resident && now.answers ? 50 : 0), until);
    if (!now.resident || !now.home) continue;
    const ends = [
      { seat: "resident" as const, flow: resident },
      { seat: "family" as const, flow: home },
    ] as const;
    const carried = { openSince: 0, residentSince: since.resident, homeSince: since.home, answersSince: since.answers };
    for (const run of [...shared(ends[0], [ends[1]]), ...[standIn(ends[0], ends[1], carried)].filter((one) => one !== null)]) {
      const begins = Math.max(run.from, to);
      if (run.to <= begins) continue;
      covered.push({ from: begins, to: run.to });
      to = run.to;
    }
  }
  return { ms: covered.reduce((sum, run) => sum + run.to - run.from, 0), covered };
}

test("for a home that never says a word no second is counted in which the station, or the engine in either direction, did not have it", () => {
  fc.assert(
    fc.property(mostly, (seconds) => {
      for (const { from, to } of counted(seconds, true).covered)
        for (let at = Math.floor(from / SECOND); at < to / SECOND; at++) {
          const { station, resident, home, answers } = seconds[at]!;
          assert.ok(station && resident && home && answers, `second ${at}`);
        }
    }),
  );
});

test("whatever a home's page says, it is never counted more than a silent one, but for the time in which silence may be chance", () => {
  fc.assert(
    fc.property(mostly, (seconds) => {
      assert.ok(counted(seconds, false).ms <= counted(seconds, true).ms + UNSAID_MS_MIN);
    }),
  );
});

test("a page that ever said anything, if only that nothing came, is not stood in for; nor is one that has just come", () => {
  const resident = { seat: "resident" as const, flow: { ...noFlow, runs: { family: { from: 0, to: 60_000 } }, lastAt: 60_000 } };
  const carried = { openSince: 5000, residentSince: 2000, homeSince: 6000, answersSince: 7000 };
  const silent = { seat: "family" as const, flow: noFlow };
  assert.deepEqual(standIn(resident, silent, carried), { from: 7000, to: 60_000 });
  assert.equal(standIn(resident, { ...silent, flow: report(noFlow, said(0, 1000, 0), 10_000) }, carried), null);
  assert.equal(standIn(resident, silent, { ...carried, openSince: 60_000 - UNSAID_MS_MIN + 1 }), null);
  for (const unknown of ["residentSince", "homeSince", "answersSince"] as const)
    assert.equal(standIn(resident, silent, { ...carried, [unknown]: null }), null);
  assert.equal(standIn({ ...resident, flow: noFlow }, silent, carried), null, "the station has nothing of this home");
});

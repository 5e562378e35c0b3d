import assert from "node:assert/strict";
import type { Line } from "./live-site.ts";

const sides = ["family", "resident"] as const;
/** Told when the visit is over and its recording is made. */
const OF_THE_FILE = ["recording_part_lost", "recording_ready"];
/** Told of it when it is over. */
const AFTERWARDS = [...OF_THE_FILE, "charged", "credited"];
const ENDS = ["ended_on_time", "ended_by_side", "ended_by_staff"];
const ONCE_A_SIDE = ["waiting", "consented", "joined"];
/** By its name; what is told of each side, or of each side's sound and picture, is told once of each. */
function once({ code, facts }: Line): string {
  if (code === "recording_part_lost") return `${code} ${facts.side} ${facts.kind}`;
  return ONCE_A_SIDE.includes(code) ? `${code} ${facts.side}` : code;
}
const ONLY_ONCE = ["booked", "waiting", "consented", "joined", "connected", "completed", "charged", ...OF_THE_FILE, ...ENDS];

/** Asserts that a finished visit's record has no gap and no duplicate, whatever died in between: `restarts` servers took the room up again. */
export function assertWhole(lines: readonly Line[], expected: { restarts: number; ending: string }): void {
  const told = lines.map((line) => (line.facts.side ? `${line.code} (${line.facts.side})` : line.code)).join(", ");
  assert.equal(new Set(lines.map(({ id }) => id)).size, lines.length, `each line is there once: ${told}`);

  const seen = new Set<string>();
  for (const line of lines.filter(({ code }) => ONLY_ONCE.includes(code))) {
    assert.ok(!seen.has(once(line)), `"${once(line)}" is told once: ${told}`);
    seen.add(once(line));
  }
  for (const name of [
    "booked",
    "connected",
    "completed",
    ...sides.flatMap((side) => [`waiting ${side}`, `consented ${side}`, `joined ${side}`]),
  ])
    assert.ok(seen.has(name), `"${name}" is told: ${told}`);
  assert.equal(lines.filter(({ code }) => code === "server_back").length, expected.restarts, `each restart is told once: ${told}`);

  for (const side of sides) assertSteps(lines, side, told);
  const last = lines.map(({ code }) => code).filter((code) => !AFTERWARDS.includes(code));
  assert.deepEqual(last.slice(-2), [expected.ending, "completed"], told);
}

/** One side's steps: nobody joins twice, comes back without having been away, or leaves without being in. */
function assertSteps(lines: readonly Line[], side: string, told: string): void {
  // After a lost line a side may be in or away: the record tells both with one word.
  let where: "out" | "in" | "lost" | "away" = "out";
  const step = (from: readonly (typeof where)[], to: typeof where, claim: string) => {
    assert.ok(from.includes(where), `the ${side} ${claim}: ${told}`);
    where = to;
  };
  for (const { code, facts } of lines) {
    if (code === "server_back" && where !== "out") where = "away";
    if (facts.side !== side) continue;
    if (code === "joined") step(["out"], "in", "joins once");
    if (code === "rejoined") step(["lost", "away"], "in", "comes back from away");
    if (code === "left") step(["in", "lost"], "away", "leaves from within");
    if (code === "link_lost") step(["in", "lost"], "lost", "loses a line that it has");
  }
}

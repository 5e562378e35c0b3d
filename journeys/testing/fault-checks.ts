import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { listRecordings, MAGIC } from "#server/domains/media/recording-files.ts";
import { REPORT_GAP_MS_MAX, type Run } from "#server/domains/visits/live/connected.rules.ts";
import { listIntervals } from "#server/domains/visits/live/live.store.ts";
import type { Db } from "#server/platform/database.ts";
import { outside } from "#server/testing/live-people/meter.ts";
import type { Lived } from "./fault-rooms.ts";
import type { PageFault, Round, SiteFault } from "./fault-sequence.ts";
import type { Line, LiveSite } from "./live-site.ts";
import { assertSettled } from "./money-checks.ts";
import { until } from "./pair.ts";
import { assertWhole } from "./record.ts";

/**
 * A run begins with the report before its first good one, and a second counts with 40 of its 50 packets of sound: at each of its two ends a fifth
 * of a second may be missing, and the way of a report may take as long again.
 */
const RUN_EDGES_MS = 800;
/** Reports are a second apart, so where nothing happens a run lacks no more than its first and its last, and the time that it takes to prove the recording. */
const CALM_MS_MAX = REPORT_GAP_MS_MAX + 1000;
/** A file begins with its first packet, and a run of connected time with the report before it; a killed engine loses what it had not written. */
const FILE_EDGE_MS = 2500;
/** That a recording stands still is seen after this long at the latest. */
const DOUBT_MS_MAX = 12_000;

/** What a server had in hand when it died is found by another within a minute and a half. */
const TAKEN_OVER_MS_MAX = 120_000;

/** Asserts everything that must be true of a room, whatever was done to it. */
export async function check(
  site: LiveSite,
  db: Db,
  { lived, round, own }: { lived: Lived; round: Round; own: readonly PageFault[] },
): Promise<void> {
  const { visitId } = lived;
  await until("the visit is complete", async () => (await look(db, visitId)).session.visit === "completed");
  await until("its recording was taken over", async () => (await recordingOf(db, visitId)) !== "recording", TAKEN_OVER_MS_MAX);
  const found = await look(db, visitId);
  const { session, legs, lines, runs, segments, recording } = found;

  // Closed for good, and nobody is left within.
  assert.equal(session.status, "ended");
  assert.equal(session.visit, "completed");
  assert.deepEqual(
    legs.map(({ status }) => status),
    ["left", "left"],
  );

  // The record is whole, in the order in which it was written, and names what it must.
  const count = (kind: SiteFault["kind"]) => round.site.filter((fault) => fault.kind === kind).length;
  assertWhole(lines, { restarts: count("server_killed"), ending: "ended_by_side" });
  const times = (code: string) => lines.filter((line) => line.code === code).length;
  // While nobody is in, an engine's death touches nobody and is not told.
  const staysIn = own.length === 0 && count("server_killed") === 0;
  for (const code of ["engine_lost", "engine_back"])
    if (staysIn) assert.ok(times(code) >= count("engine_killed"), `each death of the engine is told: ${codesOf(lines)}`);
  assert.ok(times("recording_resumed") + times("recording_proven") >= times("recording_unproven"), `no doubt stays: ${codesOf(lines)}`);

  // No second that either side lacked.
  const stored = runs.reduce((sum, { from, to }) => sum + (to - from), 0);
  const most = lived.commonMs + runs.length * RUN_EDGES_MS + lived.lateMs;
  assert.ok(stored <= most, `${stored} ms are stored, ${Math.round(lived.commonMs)} ms both had: ${told(runs)}; ${codesOf(lines)}`);
  if (own.length === 0 && round.site.length === 0)
    assert.ok(
      stored >= lived.commonMs - CALM_MS_MAX - lived.lateMs,
      `nothing happened; ${stored} ms are stored, ${Math.round(lived.commonMs)} ms both had`,
    );

  await assertSettled(db, visitId, stored);

  // What the engine left behind is known; a file that is being made takes its parts away when it is done. One that was begun on a full disk nobody
  // can read, and the record says so.
  const known = new Set(segments.map((each) => path.basename(each.path)));
  const unknown = (await filesOf(site, visitId)).filter(({ name }) => !known.has(name));
  const torn = unknown.filter(({ readable }) => !readable);
  // Every connected second is recorded of both, or the record says why not.
  const endedAt = Math.max(...lines.map(({ at }) => at));
  const stepped = count("clock_forward") + count("clock_back") > 0;
  for (const seat of ["family", "resident"]) {
    const files = segments
      .filter((each) => each.seat === seat && each.kind === "audio")
      .map((each) => ({ from: ms(each.startedAt) - FILE_EDGE_MS, to: ms(each.startedAt) + each.seconds * 1000 + FILE_EDGE_MS }));
    const doubted = lines
      .filter(({ code }) => ["recording_unproven", "recording_failed"].includes(code))
      .map(({ at }) => ({ from: at - DOUBT_MS_MAX, to: at + FILE_EDGE_MS }));
    // Of a part that nobody can read the record says whose it is, whether sound or picture, and since when.
    const lost = lines
      .filter(({ code, facts }) => code === "recording_part_lost" && facts.side === seat && facts.kind === "audio")
      .map(({ facts }) => ({ from: Date.parse(String(facts.from)) - FILE_EDGE_MS, to: endedAt }));
    const excused = [...doubted, ...lost];
    // The files have the engine's clock, which did not step: there only their lengths can be compared.
    const lacking = stepped
      ? stored - [...files, ...excused].reduce((sum, { from, to }) => sum + to - from, 0)
      : runs.reduce((sum, run) => sum + outside(run, [...files, ...excused]), 0);
    assert.ok(lacking <= 0, `${lacking} ms of the ${seat} are in no file: runs ${told(runs)}, files ${told(files)}; ${codesOf(lines)}`);
  }
  assert.ok(
    torn.length === 0 || lines.some(({ code }) => code === "recording_part_lost"),
    `${torn.map(({ name, bytes }) => `${name}: ${bytes}`)} cannot be read, and the record does not say so: ${codesOf(lines)}`,
  );
  assert.deepEqual(
    unknown.filter(({ readable }) => readable),
    [],
    `no file of the engine is left behind without a row (${recording})`,
  );
}

const recordingOf = async (db: Db, visitId: string) =>
  (await db.selectFrom("recordings.recording").select("status").where("visitId", "=", visitId).executeTakeFirst())?.status ?? "recording";

async function look(db: Db, visitId: string) {
  const [session, legs, rows, runs, segments, recording] = [
    await db
      .selectFrom("visits.live_session as session")
      .innerJoin("visits.visit as visit", "visit.id", "session.visitId")
      .select(["session.status", "visit.status as visit", "visit.outcome"])
      .where("session.visitId", "=", visitId)
      .executeTakeFirstOrThrow(),
    await db.selectFrom("visits.leg").select(["seat", "status"]).where("visitId", "=", visitId).execute(),
    await db.selectFrom("visits.timeline").selectAll().where("visitId", "=", visitId).execute(),
    await listIntervals(db, visitId),
    await db.selectFrom("recordings.segment").selectAll().where("visitId", "=", visitId).execute(),
    await recordingOf(db, visitId),
  ];
  const lines: Line[] = rows
    .toSorted(asWritten)
    .map(({ id, code, at, facts }) => ({ id, code, at: ms(at), facts: facts as Line["facts"] }));
  return { session, legs, lines, runs, segments, recording };
}

interface Written {
  id: string;
  at: Temporal.Instant;
}
/** The server's clock may have stepped back; the time within an id is the machine's, in milliseconds. */
const asWritten = (one: Written, other: Written) =>
  madeAt(one) === madeAt(other) ? Temporal.Instant.compare(one.at, other.at) : madeAt(one) < madeAt(other) ? -1 : 1;
const madeAt = ({ id }: Written) => id.slice(0, 13);

async function filesOf(site: LiveSite, visitId: string) {
  const files = await listRecordings(site.folder("recordings", visitId));
  try {
    return files.map((file) => {
      const content = readFileSync(file.path);
      const readable = content.toString("latin1", 0, MAGIC.length) === MAGIC;
      return { ...file, name: path.basename(file.path), bytes: content.length, readable };
    });
  } catch {
    // Taken away meanwhile: the recording is made.
    return [];
  }
}

const ms = (instant: Temporal.Instant) => instant.epochMilliseconds;
const told = (runs: readonly Run[]) => runs.map(({ from, to }) => `${from % 1_000_000}-${to % 1_000_000}`).join(" ");
const codesOf = (lines: readonly Line[]) =>
  lines.map(({ code, facts, at }) => `${code}${facts.side ? ` (${facts.side})` : ""} ${at % 1_000_000}`).join(", ");

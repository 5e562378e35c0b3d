import { setTimeout as lasting } from "node:timers/promises";
import { listIntervals } from "#server/domains/visits/live/live.store.ts";
import type { LegSeen } from "#server/testing/live-people/leg.ts";
import { outside } from "#server/testing/live-people/meter.ts";
import type { Bench } from "./compare.ts";

const CLOSED_MS_MAX = 120_000;
/** A file begins with its first packet, and a run of connected time with the report before it. */
const EDGE_MS = 1500;
/** What a visit that went well has in its record, and how often. */
const whole: Readonly<Record<string, number>> = { consented: 2, joined: 2, connected: 1, recording_proven: 1, left: 2, completed: 1 };
const unwanted = ["link_lost", "paused", "recording_unproven", "engine_lost", "rejoined"];

/** What the database says afterwards of the visits that the load sat through. */
export async function lookBack({ say, world }: Bench, seen: readonly LegSeen[]): Promise<void> {
  const visits = [...new Set(seen.map(({ room }) => room))];
  const { db } = world;
  const closed = async () => {
    const rows = await db.selectFrom("visits.visit").select(["id", "status"]).where("id", "in", visits).execute();
    const held = await db.selectFrom("recordings.segment").select("visitId").distinct().where("visitId", "in", visits).execute();
    return rows.every(({ status }) => status === "completed") && held.length === visits.length;
  };
  for (const startedAt = performance.now(); performance.now() - startedAt < CLOSED_MS_MAX && !(await closed()); ) await lasting(500);

  const [rows, lines, runs, segments] = await Promise.all([
    db.selectFrom("visits.visit").select(["id", "status"]).where("id", "in", visits).execute(),
    db.selectFrom("visits.timeline").select(["visitId", "code"]).where("visitId", "in", visits).execute(),
    Promise.all(visits.map(async (visitId) => [visitId, await listIntervals(db, visitId)] as const)).then((found) => new Map(found)),
    db.selectFrom("recordings.segment").selectAll().where("visitId", "in", visits).execute(),
  ]);
  let [wholeRecords, oddLines, uncoveredMs, storedMs, sawMs, apartMs, over] = [0, 0, 0, 0, 0, 0, 0];
  for (const visitId of visits) {
    const codes = lines.filter((line) => line.visitId === visitId).map(({ code }) => code);
    const counts = Object.entries(whole).map(([code, times]) => codes.filter((one) => one === code).length === times);
    if (counts.every(Boolean)) wholeRecords += 1;
    oddLines += codes.filter((code) => unwanted.includes(code)).length;
    const connected = runs.get(visitId) ?? [];
    const stored = connected.reduce((sum, { from, to }) => sum + (to - from), 0);
    const saw = Math.min(...seen.filter(({ room }) => room === visitId).map(({ secondsWithMedia }) => secondsWithMedia)) * 1000;
    storedMs += stored;
    sawMs += saw;
    apartMs = Math.max(apartMs, Math.abs(stored - saw));
    if (stored > saw + EDGE_MS) over += 1;
    for (const seat of ["family", "resident"])
      for (const kind of ["audio", "video"]) {
        const files = segments.filter((each) => each.visitId === visitId && each.seat === seat && each.kind === kind);
        const spans = files.map((each) => ({
          from: ms(each.startedAt) - EDGE_MS,
          to: ms(each.startedAt) + each.seconds * 1000 + EDGE_MS,
        }));
        for (const run of connected) uncoveredMs += outside(run, spans);
      }
  }
  const refused = seen.flatMap((each) => each.refused);
  say(
    `visits completed: ${rows.filter(({ status }) => status === "completed").length} of ${visits.length}; records whole: ${wholeRecords}; `,
  );
  say(`  lines that a good visit has none of: ${oddLines}; people who began anew: ${seen.filter(({ again }) => again > 0).length}`);
  if (refused.length > 0) say(`  said to the made-up pages: ${[...new Set(refused)].join(", ")}`);
  say(`recordings: ${segments.length} segments; connected time that no file holds: ${(uncoveredMs / 1000).toFixed(1)} s`);
  say(
    `connected: ${seconds(storedMs)} stored, ${seconds(sawMs)} seen by both ends; apart by ${seconds(apartMs)} at most in one visit; more stored than seen: ${over}`,
  );
}

const ms = (instant: Temporal.Instant) => instant.epochMilliseconds;
const seconds = (value: number) => `${(value / 1000).toFixed(1)} s`;

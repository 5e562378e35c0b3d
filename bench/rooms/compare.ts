import { setTimeout as lasting } from "node:timers/promises";
import { median } from "#server/commands/check/numbers.ts";
import type { Clip } from "#server/testing/live-people/clip.ts";
import type { LegSeen } from "#server/testing/live-people/leg.ts";
import type { RoomWorld } from "#server/testing/live-people/world.ts";
import type { BareEngine } from "./bare.ts";
import type { Loads, LoadWork } from "./loads.ts";
import { allOf, type Parts, partsBetween, type ServerOfOurs } from "./server.ts";
import { type Usage, usageOf } from "./usage.ts";

export interface Bench {
  say(line: string): void;
  clip: Clip;
  loads: Loads;
  mediaAddress: string;
  server: ServerOfOurs;
  world: RoomWorld;
}

/** Rooms come up, and the engine's first seconds with each are over. */
const SETTLE_MS = 6000;
const JOIN_WITHIN_MS = 3000;
const NOTHING: Usage = { cpuSeconds: 0, residentMb: 0 };

interface Round {
  /** Processor seconds a room and second. */
  engine: number;
  all: number;
  load: number;
  /** Packets that reached somebody, a room and second. */
  packets: number;
  lost: number;
  lateMs: number;
  parts: Parts;
}

/**
 * The same load on our server and on the engine alone, by turns, each order as often as the other: what a room costs of a processor each second,
 * and so how many rooms one core holds.
 */
export async function compare(bench: Bench, bare: BareEngine, asked: { rooms: number; rounds: number; seconds: number }): Promise<void> {
  const { say, loads } = bench;
  const found = { ours: [] as Round[], bare: [] as Round[] };
  const before = { ours: bench.server.usage(), bare: usageOf(bare.pid) };
  for (let round = 0; round < asked.rounds; round++)
    for (const kind of round % 2 === 0 ? (["ours", "bare"] as const) : (["bare", "ours"] as const)) {
      const usage = (): Parts =>
        kind === "ours" ? bench.server.usage() : { engine: usageOf(bare.pid), server: NOTHING, database: NOTHING };
      await loads.wait(await workOf(bench, kind, bare, { rooms: asked.rooms, name: `${kind}-${round}` }), bench.clip);
      await loads.join(JOIN_WITHIN_MS);
      await lasting(SETTLE_MS);
      const [from, loadFrom, seenFrom] = [usage(), loadUsage(loads), sumOf((await loads.look()).seen)];
      const startedAt = performance.now();
      await lasting(asked.seconds * 1000);
      const [to, loadTo, { seen, lateMs }] = [usage(), loadUsage(loads), await loads.look()];
      const roomSeconds = (asked.rooms * (performance.now() - startedAt)) / 1000;
      const parts = partsBetween(from, to);
      const seenTo = sumOf(seen);
      const result: Round = {
        engine: parts.engine.cpuSeconds / roomSeconds,
        all: allOf(parts).cpuSeconds / roomSeconds,
        load: (loadTo - loadFrom) / roomSeconds,
        packets: (seenTo.packets - seenFrom.packets) / roomSeconds,
        lost: seenTo.lost - seenFrom.lost,
        lateMs,
        parts,
      };
      found[kind].push(result);
      say(
        `${kind.padEnd(4)} round ${round + 1}: engine ${percent(result.engine)} of a core a room, server ${percent(parts.server.cpuSeconds / roomSeconds)}, ` +
          `database ${percent(parts.database.cpuSeconds / roomSeconds)}, the load itself ${percent(result.load)}; ` +
          `${result.packets.toFixed(0)} packets a room and second, ${result.lost} lost, clock late by ${lateMs.toFixed(0)} ms at worst`,
      );
      if (round === 0)
        sayMemory(bench, kind, { rooms: asked.rooms, grown: partsBetween(kind === "ours" ? before.ours : bareParts(before.bare), to) });
      await loads.close("vanish");
    }
  const middle = (kind: "ours" | "bare", part: "engine" | "all" | "load") => median(found[kind].map((round) => round[part]));
  const alone = 1 / middle("bare", "engine");
  say(`rooms on one core: the engine alone ${alone.toFixed(0)}; our engine ${(1 / middle("ours", "engine")).toFixed(0)}, `);
  say(`  ${(middle("bare", "engine") / middle("ours", "engine")).toFixed(2)} x engine against engine`);
  say(`  ${(middle("bare", "engine") / middle("ours", "all")).toFixed(2)} x engine, server and database against the engine alone`);
}

/** What the load is to open: our visits with people signed in, or rooms of the bare engine. */
export async function workOf(
  bench: Bench,
  kind: "ours" | "bare",
  bare: BareEngine | undefined,
  of: { rooms: number; name: string },
): Promise<LoadWork> {
  const { mediaAddress, server, world } = bench;
  if (kind === "ours") return { kind, origin: server.origin, mediaAddress, seats: await world.seats(of.rooms) };
  if (!bare) throw new Error("there is no bare engine");
  const { socketPath, secrets, recordings } = bare;
  const rooms = Array.from({ length: of.rooms }, (_, index) => `${of.name}-${index}`);
  return { kind, bare: { socketPath, secrets, recordings }, mediaAddress, rooms };
}

/** All packets that reached somebody. */
export function sumOf(seen: readonly LegSeen[]): { packets: number; lost: number } {
  let [packets, lost] = [0, 0];
  for (const { received } of seen) {
    packets += received.sound + received.picture;
    lost += received.lost;
  }
  return { packets, lost };
}

export const loadUsage = (loads: Loads): number => loads.pids.reduce((sum, pid) => sum + usageOf(pid).cpuSeconds, 0);
export const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;

function sayMemory({ say }: Bench, kind: "ours" | "bare", { rooms, grown }: { rooms: number; grown: Parts }): void {
  const each = (usage: Usage) => `${(usage.residentMb / rooms).toFixed(2)} MB`;
  const ours = kind === "ours" ? `, server ${each(grown.server)}, database ${each(grown.database)}` : "";
  say(`${kind.padEnd(4)} memory a room, by what ${rooms} rooms added: engine ${each(grown.engine)}${ours}`);
}
const bareParts = (engine: Usage): Parts => ({ engine, server: NOTHING, database: NOTHING });

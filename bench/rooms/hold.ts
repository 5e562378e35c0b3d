import { setTimeout as lasting } from "node:timers/promises";
import { type Bench, loadUsage, percent, sumOf, workOf } from "./compare.ts";
import { lookBack } from "./look-back.ts";
import { allOf, partsBetween } from "./server.ts";

const LOOK_MS = 15_000;
const JOIN_WITHIN_MS = 10_000;
/** What a process takes on while it warms up is not growth. */
const WARM_MS = 120_000;

/** So many rooms for so long: packets lost, memory that grows, records whole, recordings complete, connected time against what the load saw. */
export async function hold(bench: Bench, asked: { rooms: number; minutes: number }): Promise<void> {
  const { say, loads, server } = bench;
  const idle = server.usage();
  await loads.wait(await workOf(bench, "ours", undefined, { rooms: asked.rooms, name: "hold" }), bench.clip);
  await loads.join(JOIN_WITHIN_MS);
  await lasting(5000);
  const startedAt = performance.now();
  const first = { usage: server.usage(), load: loadUsage(loads), seen: sumOf((await loads.look()).seen) };
  say(`${asked.rooms} rooms are up: engine +${megabytes(partsBetween(idle, first.usage).engine.residentMb)} over the idle one`);
  const memory: { atMs: number; engine: number; server: number; database: number }[] = [];
  let lateMs = 0;
  for (let at = performance.now(); at - startedAt < asked.minutes * 60_000; at = performance.now()) {
    await lasting(Math.min(LOOK_MS, asked.minutes * 60_000 - (at - startedAt)));
    const now = server.usage();
    const seen = await loads.look();
    lateMs = Math.max(lateMs, seen.lateMs);
    const atMs = performance.now() - startedAt;
    memory.push({ atMs, engine: now.engine.residentMb, server: now.server.residentMb, database: now.database.residentMb });
    const sum = sumOf(seen.seen);
    if (memory.length % 4 === 0)
      say(
        `minute ${(atMs / 60_000).toFixed(1)}: ${sum.lost} of ${sum.packets} packets lost; engine ${megabytes(now.engine.residentMb)}, ` +
          `server ${megabytes(now.server.residentMb)}, database ${megabytes(now.database.residentMb)}; clock late by ${seen.lateMs.toFixed(0)} ms at worst`,
      );
  }
  const roomSeconds = (asked.rooms * (performance.now() - startedAt)) / 1000;
  const used = partsBetween(first.usage, server.usage());
  const load = (loadUsage(loads) - first.load) / roomSeconds;
  const seen = await loads.close("leave");
  const lost = sumOf(seen).lost - first.seen.lost;
  say(`lost ${lost} of ${sumOf(seen).packets - first.seen.packets} packets; sending clock late by ${lateMs.toFixed(0)} ms at worst`);
  say(
    `a room: engine ${percent(used.engine.cpuSeconds / roomSeconds)} of a core, server ${percent(used.server.cpuSeconds / roomSeconds)}, ` +
      `database ${percent(used.database.cpuSeconds / roomSeconds)}, all ${percent(allOf(used).cpuSeconds / roomSeconds)}; the load itself ${percent(load)}`,
  );
  const warm = memory.filter(({ atMs }) => atMs >= Math.min(WARM_MS, (asked.minutes * 60_000) / 2));
  for (const part of ["engine", "server", "database"] as const)
    say(`memory of the ${part}: ${slope(warm.map((each) => [each.atMs / 60_000, each[part]])).toFixed(2)} MB a minute once it is warm`);
  await lookBack(bench, seen);
}

/** By least squares. */
function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (of: 0 | 1) => points.reduce((sum, point) => sum + point[of], 0) / points.length;
  const [middleX, middleY] = [mean(0), mean(1)];
  const above = points.reduce((sum, [x, y]) => sum + (x - middleX) * (y - middleY), 0);
  const below = points.reduce((sum, [x]) => sum + (x - middleX) ** 2, 0);
  return below === 0 ? 0 : above / below;
}
const megabytes = (value: number) => `${value.toFixed(0)} MB`;

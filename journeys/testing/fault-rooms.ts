import { rmSync } from "node:fs";
import { setTimeout as lasting } from "node:timers/promises";
import type { Clip } from "#server/testing/live-people/clip.ts";
import { type LegOfOurs, openLegOfOurs, type Seat } from "#server/testing/live-people/leg-of-ours.ts";
import { commonMs } from "#server/testing/live-people/meter.ts";
import { fill } from "./disk.ts";
import type { PageFault, Round, SiteFault } from "./fault-sequence.ts";
import { isAnother, type LiveSite } from "./live-site.ts";
import { until } from "./pair.ts";

/** A visit with both its made-up people. */
export interface FaultRoom {
  visitId: string;
  legs: Record<"family" | "resident", LegOfOurs>;
}

const TICK_MS = 10;
const REPORT_MS = 1000;
/** Whoever heard the other so lately hears them. */
const FRESH_MS = 700;
/** A clock steps by so many times what a fault lasts: both by less than a gap between reports, and by more. */
const STEP_TIMES = 2;

/** Lives a round through: all join, talk, have their faults, hear each other again, and hang up. */
export async function live(
  site: LiveSite,
  round: Round,
  at: { seats: readonly Seat[]; mediaAddress: string; clip: Clip; lastsMs: number },
) {
  const { mediaAddress, clip, lastsMs } = at;
  const open = (seat: Seat) => openLegOfOurs(seat, { origin: site.address, mediaAddress, clip, comesBack: true });
  const rooms: FaultRoom[] = round.rooms.map((_, index) => {
    const [family, resident] = [at.seats[2 * index]!, at.seats[2 * index + 1]!];
    return { visitId: family.visitId, legs: { family: open(family), resident: open(resident) } };
  });
  const legs = rooms.flatMap((room) => Object.values(room.legs));
  const meter = { lateMs: 0, expected: performance.now() + TICK_MS };
  const ticking = setInterval(() => {
    const now = performance.now();
    meter.lateMs = Math.max(meter.lateMs, now - meter.expected);
    meter.expected = now + TICK_MS;
    for (const leg of legs) leg.tick(now);
  }, TICK_MS);
  const reporting = legs.map((leg) => setInterval(leg.report, REPORT_MS));
  try {
    await Promise.all(legs.map((leg) => leg.wait()));
    await Promise.all(legs.map((leg) => leg.join()));
    await until("all hear each other", async () => rooms.every(hearEachOther));
    const startedAt = performance.now();
    const inTime = async ({ atMs }: { atMs: number }) => lasting(Math.max(0, atMs - (performance.now() - startedAt)));
    const happened = [
      ...round.rooms.map(async (faults, index) => {
        for (const fault of faults) {
          await inTime(fault);
          await toPage(rooms[index]!, fault);
        }
      }),
      (async () => {
        for (const fault of round.site) {
          await inTime(fault);
          await toSite(site, fault);
        }
      })(),
    ];
    await Promise.all(happened);
    await inTime({ atMs: lastsMs });
    for (const room of rooms)
      await until(`both of ${room.visitId} hear each other again (${refusedOf(room)})`, async () => hearEachOther(room));
    await lasting(REPORT_MS);
    await Promise.all(legs.map((leg) => leg.close("leave")));
  } finally {
    clearInterval(ticking);
    for (const timer of reporting) clearInterval(timer);
    await Promise.all(legs.map((leg) => leg.close("vanish")));
    site.setClock(0);
  }
  return rooms.map((room) => ({
    visitId: room.visitId,
    commonMs: commonMs(room.legs.family.heard(), room.legs.resident.heard()),
    lateMs: meter.lateMs,
    refused: refusedOf(room),
  }));
}

/** What the made-up people of a room know of it afterwards. */
export type Lived = Awaited<ReturnType<typeof live>>[number];

const refusedOf = ({ legs }: FaultRoom): string =>
  Object.values(legs)
    .flatMap((leg) => leg.seen().refused)
    .join(", ");
const hearEachOther = ({ legs }: FaultRoom): boolean =>
  Object.values(legs).every((leg) => performance.now() - (leg.heard().at(-1)?.to ?? Number.NEGATIVE_INFINITY) < FRESH_MS);

async function toPage(room: FaultRoom, { kind, seat, forMs }: PageFault): Promise<void> {
  const leg = room.legs[seat];
  if (kind === "line_cut") leg.cutSocket(forMs, "line");
  if (kind === "reloaded") leg.cutSocket(forMs, "page");
  if (kind === "media_cut") leg.cutMedia(true);
  if (kind === "silent") leg.silence(true);
  await lasting(forMs);
  leg.cutMedia(false);
  leg.silence(false);
}

async function toSite(site: LiveSite, { kind, forMs }: SiteFault): Promise<void> {
  if (kind === "clock_forward") return site.setClock(forMs * STEP_TIMES);
  if (kind === "clock_back") return site.setClock(-forMs * STEP_TIMES);
  if (kind === "server_killed") {
    await site.kill();
    await lasting(forMs);
    return site.start();
  }
  if (kind === "disk_full") {
    const ballast = site.folder("recordings", "ballast");
    fill(ballast);
    await lasting(forMs);
    return rmSync(ballast);
  }
  const engine = site.enginePid();
  process.kill(engine, kind === "engine_killed" ? "SIGKILL" : "SIGSTOP");
  if (kind === "engine_killed") return void (await until("there is another engine", async () => isAnother(engine, site)));
  await lasting(forMs);
  try {
    process.kill(engine, "SIGCONT");
  } catch {
    // The server's watchdog ended it meanwhile.
  }
}

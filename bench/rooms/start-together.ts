import { setTimeout as lasting } from "node:timers/promises";
import { median } from "#server/commands/check/numbers.ts";
import { openFamily, openKiosk, type Person } from "#server/commands/check/pages.ts";
import { openScene, type Scene } from "#server/commands/check/scene.ts";
import { launchBrowser } from "#server/testing/browser.ts";
import type { LegSeen } from "#server/testing/live-people/leg.ts";
import { type Bench, sumOf, workOf } from "./compare.ts";

const WITHIN_MS = 10_000;
const TRIES = 3;

/** So many visits that start within the same ten seconds: join to first picture for each, and two real browsers that join among them. */
export async function startTogether(bench: Bench, asked: { rooms: number }): Promise<void> {
  const { say, loads, server } = bench;
  const scene = await openScene(server.config);
  if (!scene) throw new Error("a fresh server on loopback is a demonstration");
  const browser = await launchBrowser(["--disable-features=WebRtcHideLocalIpsWithMdns"]);
  try {
    const pair = { kiosk: await openKiosk(browser, server.origin, scene), family: await openFamily(browser, server.origin, scene) };
    const idle = await clicks(pair, scene, TRIES);
    say(`click to face, two real browsers on an idle server: ${idle.map(whole).join(", ")} ms`);
    await loads.wait(await workOf(bench, "ours", undefined, { rooms: asked.rooms, name: "together" }), bench.clip);
    const starting = loads.join(WITHIN_MS);
    const during = await clicks(pair, scene, 1);
    await starting;
    await lasting(3000);
    const { seen, lateMs } = await loads.look();
    const took = firsts(seen);
    say(
      `${asked.rooms} visits within ${WITHIN_MS / 1000} s: join to first picture p50 ${whole(share(took, 0.5))} ms, p95 ${whole(share(took, 0.95))} ms, ` +
        `${seen.length - took.length} without one; sending clock late by ${whole(lateMs)} ms at worst`,
    );
    say(`click to face while they start: ${during.map(whole).join(", ")} ms`);
    const under = await clicks(pair, scene, TRIES);
    const after = await loads.look();
    say(
      `click to face while ${asked.rooms} rooms run: ${under.map(whole).join(", ")} ms, ${(median(under) / median(idle)).toFixed(2)} x the idle server`,
    );
    say(
      `lost meanwhile: ${sumOf(after.seen).lost} of ${sumOf(after.seen).packets} packets; clock late by ${whole(after.lateMs)} ms at worst`,
    );
  } finally {
    await loads.close("vanish");
    await browser.close();
    await scene.close();
  }
}

/** For each page: from the later of the two joins, since before it there is nobody to see. */
function firsts(seen: readonly LegSeen[]): number[] {
  const joins = new Map<string, number>();
  for (const { room, joinedAt } of seen) joins.set(room, Math.max(joins.get(room) ?? 0, joinedAt ?? Number.POSITIVE_INFINITY));
  return seen
    .flatMap(({ room, received }) => (received.firstAt === null ? [] : [received.firstAt - (joins.get(room) ?? 0)]))
    .sort((one, other) => one - other);
}

/** The kiosk is there; the family presses Join and waits for its face. */
async function clicks({ family, kiosk }: { family: Person; kiosk: Person }, scene: Scene, tries: number): Promise<number[]> {
  const found: number[] = [];
  const visitId = await scene.readyVisit();
  for (let at = 0; at < tries; at++) {
    await kiosk.toWaitingRoom(visitId);
    await family.toWaitingRoom(visitId);
    await kiosk.join();
    await lasting(1500);
    await family.join();
    found.push(await family.firstFrameMs());
  }
  return found;
}

const share = (sorted: readonly number[], part: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
const whole = (value: number) => value.toFixed(0);

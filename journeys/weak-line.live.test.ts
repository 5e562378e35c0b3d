import assert from "node:assert/strict";
import { after, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { byTurns } from "#server/testing/by-turns.ts";
import { startLiveSite } from "./testing/live-site.ts";
import { hears, openPair, until } from "./testing/pair.ts";
import { layWeakLine } from "./testing/weak-line.ts";

const site = await startLiveSite();
after(() => site.close());
const line = layWeakLine();
after(() => line.close());
const pair = await openPair(site, { familyBrowser: line.launch, wholePictures: true });
after(() => pair.close());
const { family, kiosk } = pair;
const visitId = await site.visitOf(15);
await pair.meet(visitId);

/** New pictures of the resident that the family's page draws in a second, over three of them. */
async function rate(): Promise<number> {
  const seconds = 3;
  const drawn = await family.page.evaluate(async (ms) => {
    const drawnNow = () => document.querySelector<HTMLVideoElement>("video[data-far]")?.getVideoPlaybackQuality().totalVideoFrames ?? 0;
    const before = drawnNow();
    await new Promise((resolve) => setTimeout(resolve, ms));
    return drawnNow() - before;
  }, seconds * 1000);
  return drawn / seconds;
}
/** Seconds on a quiet machine; other journeys run beside this one. */
const MOVES_MS_MAX = 120_000;
const wide = await rate();
/** As much as would be called moving on this machine, which other work may slow down. */
const moves = async () => (await rate()) >= Math.min(15, wide / 2);

async function movesOver(what: string): Promise<void> {
  const startedAt = performance.now();
  // The queue before a small line hides for a moment that it is full.
  await delay(5000);
  await until(`the picture moves over ${what}`, moves, MOVES_MS_MAX);
  const ms = Math.round(performance.now() - startedAt);
  process.stderr.write(
    `weak-line: ${what}: moving ${ms} ms after it, ${(await rate()).toFixed(1)} pictures a second; wide: ${wide.toFixed(1)}\n`,
  );
}
const soundGoesOn = () => until("the family hears the resident", () => hears(family.page, "resident"));
const counted = async () => {
  const before = await site.connectedMs(visitId);
  await until("connected time goes on", async () => (await site.connectedMs(visitId)) > before + 2000);
};

const lossy = [
  ["a line that loses 5 %", () => line.lose(0.05)],
  ["a line that loses 15 %", () => line.lose(0.15)],
] as const;
const lost = byTurns(lossy, lossy.length);
for (const [what, make] of [["a line of 200 kbit/s", () => line.narrow(200)] as const, ...lost])
  test(`${what}: the picture moves, and sound goes on`, async () => {
    make();
    await movesOver(what);
    await soundGoesOn();
    if (what.endsWith("15 %")) {
      await family.page.getByText(/Your signal is weak: sit nearer the router/).waitFor();
      await kiosk.page.getByText(/signal at home is weak/).waitFor();
    }
    line.widen();
  });

test("a line of 80 kbit/s: one picture a second and the sound, and both sides read whose line is weak", async () => {
  line.narrow(80);
  await family.page.getByText(/Your line is weak/).waitFor();
  await kiosk.page.getByText(/line is weak/).waitFor();
  await soundGoesOn();
  await until("a new picture comes", async () => (await rate()) > 0);
  assert.ok((await rate()) < 5);
  await counted();
});

test("a line of 30 kbit/s: sound alone, said in words; wide again, the picture comes back by itself", async () => {
  line.narrow(30);
  await family.page.getByText(/Your line is very weak/).waitFor();
  await kiosk.page.getByText(/can’t see you now/).waitFor();
  line.widen();
  await movesOver("a line that is wide again");
  await family.page.getByText(/Your line is/).waitFor({ state: "hidden" });
  await kiosk.page.getByText(/line is (very )?weak/).waitFor({ state: "hidden" });
  const [connectedMs, packetMs] = [await site.connectedMs(visitId), await pair.packetMs()];
  assert.ok(connectedMs <= packetMs, `${connectedMs} ms are stored, ${packetMs} ms had packets`);
  const doubted = (await site.timeline(visitId)).filter(({ code }) => code === "recording_unproven");
  assert.deepEqual(doubted, [], "a weak line is no doubt about the recording");
});

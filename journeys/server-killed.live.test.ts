import assert from "node:assert/strict";
import { after, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import type { Person } from "#server/commands/check/pages.ts";
import { randomFrom } from "#server/testing/random.ts";
import { type Line, startLiveSite } from "./testing/live-site.ts";
import { assertLedgerWhole, assertSettled } from "./testing/money-checks.ts";
import { openPair, until } from "./testing/pair.ts";
import { assertWhole } from "./testing/record.ts";

/** The rounds of `faults.live.test.ts` kill servers too. */
const KILLS = process.env.THROUGHLINE_LONG ? 24 : 8;
/** How many of them the second visit gets at least: one at each of its steps, and where there is time for more, some while they talk. */
const KEPT_FOR_SECOND = Math.max(6, KILLS - 4);
const seed = Number(process.env.THROUGHLINE_SEED ?? Date.now() % 1_000_000);
process.stderr.write(`server-killed: THROUGHLINE_SEED=${seed}\n`);
const random = randomFrom(seed);

const site = await startLiveSite();
after(() => site.close());
const pair = await openPair(site);
after(() => pair.close());
const { family, kiosk } = pair;

let kills = 0;
/** What the record said just before each kill: none of it may be missing afterwards. */
const heardOf = new Map<string, Line[]>();

/** Kills the server at a random moment within `withinMs`, and starts it again on the same data. */
async function killWithin(visitId: string, withinMs: number): Promise<void> {
  await delay(random() * withinMs);
  heardOf.set(visitId, [...(heardOf.get(visitId) ?? []), ...(await site.timeline(visitId))]);
  await site.kill();
  kills++;
  await site.start();
}

/** Notes in the page that it must not be loaded again, and answers a look at whether it was. */
async function loadedOnce(person: Person): Promise<() => Promise<boolean>> {
  const origin = () => person.page.evaluate(() => performance.timeOrigin);
  const before = await origin();
  return async () => (await origin()) === before;
}

const screen = (page: Person["page"]) => page.evaluate(() => document.body.innerText);

/** How often the record tells of a server that came back: each time, but that the last one may find the visit over. */
async function restartsOf(visitId: string, killed: number): Promise<number> {
  const told = (await site.timeline(visitId)).filter(({ code }) => code === "server_back").length;
  assert.ok(told === killed || told === killed - 1, `killed ${killed} times, and the record tells of ${told}`);
  return told;
}

async function assertSound(visitId: string, expected: { restarts: number; ending: string; packetMs: number }): Promise<void> {
  const lines = await site.timeline(visitId);
  assertWhole(lines, expected);
  const ids = new Set(lines.map(({ id }) => id));
  const lost = (heardOf.get(visitId) ?? []).filter(({ id }) => !ids.has(id));
  assert.deepEqual(lost, [], "what stood in the record stays in it");
  const connectedMs = await site.connectedMs(visitId);
  assert.ok(connectedMs > 0, "they were connected");
  assert.ok(connectedMs <= expected.packetMs, `${connectedMs} ms are stored, ${expected.packetMs} ms had packets (seed ${seed})`);
  await site.look((db) => assertSettled(db, visitId, connectedMs));
  await assertLedgerWhole(site);
}

test("killed in the middle of a visit, again and again and across its end, the server ends it on time, and counts and takes nothing too much", async () => {
  // A place ends with a minute of the clock; long enough for some kills, and then for its end.
  const secondsLeft = 60 - ((Date.now() / 1000) % 60);
  const visitId = await site.visitOf(secondsLeft > 35 ? 1 : 2);
  const endsAt = Date.now() + (secondsLeft + (secondsLeft > 35 ? 0 : 60)) * 1000;
  await pair.meet(visitId);
  const still = await Promise.all(pair.both.map(loadedOnce));
  while (endsAt - Date.now() > 20_000 && kills < KILLS - KEPT_FOR_SECOND - 1) {
    await killWithin(visitId, 3000);
    await pair.seeEachOther();
  }
  await until("time is counted", async () => (await site.connectedMs(visitId)) > 0);
  await delay(Math.max(0, endsAt - Date.now() - 500 - random() * 2000));
  await killWithin(visitId, 0);
  await until("the visit is complete", async () => (await site.standing(visitId)).visit === "completed");
  for (const { page } of pair.both)
    await page
      .getByText(/the visit has ended|this visit is over/i)
      .first()
      .waitFor();
  for (const same of still) assert.ok(await same(), "the page came back without being loaded again");
  await assertSound(visitId, { restarts: await restartsOf(visitId, kills), ending: "ended_on_time", packetMs: await pair.packetMs() });
});

test("killed at random moments from the waiting room to the last goodbye, the server brings both back by themselves each time", async () => {
  const earlier = { kills, packetMs: await pair.packetMs() };
  const visitId = await site.visitOf(15);
  await family.toWaitingRoom(visitId).catch(async (error) => {
    throw new Error(`${error.message}; the screen says:\n${await screen(family.page)}`);
  });
  await killWithin(visitId, 1500);
  await kiosk.toWaitingRoom(visitId);
  await killWithin(visitId, 1500);
  const still = await Promise.all(pair.both.map(loadedOnce));
  await family.join();
  await killWithin(visitId, 1500);
  await kiosk.join();
  await killWithin(visitId, 2000);
  await pair.seeEachOther();
  while (kills < KILLS - 2) {
    await killWithin(visitId, 4000);
    // Now and then once more, while they are still coming back.
    if (random() < 0.3 && kills < KILLS - 2) await killWithin(visitId, 2500);
    await pair.seeEachOther();
  }
  for (const same of still) assert.ok(await same(), "the page came back without being loaded again");
  await until("time is counted", async () => (await site.connectedMs(visitId)) > 0);

  await family.leave();
  await killWithin(visitId, 500);
  // Whoever hung up may come back, whether or not the goodbye was heard.
  await family.toWaitingRoom(visitId);
  await family.join();
  await pair.seeEachOther();
  await family.leave();
  await until("the family has left", async () => (await site.timeline(visitId)).filter(({ code }) => code === "left").length > 0);
  await kiosk.leave();
  await killWithin(visitId, 300);
  if ((await site.standing(visitId)).visit !== "completed") {
    // The last goodbye died with the server: it is said again.
    await kiosk.toWaitingRoom(visitId);
    await kiosk.join();
    await kiosk.leave();
  }
  await until("the visit is complete", async () => (await site.standing(visitId)).visit === "completed");
  assert.equal(kills, KILLS);
  const restarts = await restartsOf(visitId, kills - earlier.kills);
  await assertSound(visitId, { restarts, ending: "ended_by_side", packetMs: (await pair.packetMs()) - earlier.packetMs });
});

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";

import { byTurns } from "#server/testing/by-turns.ts";
import { startLiveSite } from "./testing/live-site.ts";
import { openPair, until } from "./testing/pair.ts";
import { layWeakLine } from "./testing/weak-line.ts";

const site = await startLiveSite();
after(() => site.close());
const line = layWeakLine();
after(() => line.close());
const pair = await openPair(site, { familyBrowser: line.launch });
after(() => pair.close());
const { family, kiosk } = pair;
const visitId = await site.visitOf(15);

const FAMILY_LOST = /connection lost/i;
const RESIDENT_LOST = /lost the connection|connection lost|nothing comes from/i;

/** Waits until time is counted again, so that each loss begins in a visit that runs. */
async function countsAgain(): Promise<void> {
  const before = await site.connectedMs(visitId);
  await until("connected time goes on", async () => (await site.connectedMs(visitId)) >= before + 2000);
}

async function assertNothingTooMuch(): Promise<void> {
  const [connectedMs, packetMs] = [await site.connectedMs(visitId), await pair.packetMs()];
  assert.ok(connectedMs <= packetMs, `${connectedMs} ms are stored, ${packetMs} ms had packets`);
}

for (const seconds of byTurns([5, 30], 2))
  test(`${seconds} seconds without packets: both screens say so in words, it comes back by itself, and the time is not counted`, async () => {
    if (!(await site.connectedMs(visitId))) await pair.meet(visitId);
    await countsAgain();
    const loadedAt = await family.page.evaluate(() => performance.timeOrigin);

    line.cut();
    const saying = [
      family.page.getByText(FAMILY_LOST).first().waitFor({ timeout: 60_000 }),
      kiosk.page.getByText(RESIDENT_LOST).first().waitFor({ timeout: 60_000 }),
    ];
    await delay(seconds * 1000);
    line.mend();
    const mendedAt = performance.now();
    await Promise.all(saying);
    await pair.seeEachOther();
    process.stderr.write(
      `link-lost: after ${seconds} s both saw each other again ${Math.round(performance.now() - mendedAt)} ms after it\n`,
    );
    await countsAgain();
    await family.page.getByText(FAMILY_LOST).first().waitFor({ state: "hidden" });
    await kiosk.page.getByText(RESIDENT_LOST).first().waitFor({ state: "hidden" });
    assert.equal(await family.page.evaluate(() => performance.timeOrigin), loadedAt, "the page was not loaded again");
    assert.ok(
      (await site.timeline(visitId)).some(({ code }) => code === "link_lost"),
      "the record says that the line was lost",
    );
    await assertNothingTooMuch();
  });

test("a page that is closed: the other side reads it, and whoever opens it again comes back in", async () => {
  const codes = async () => (await site.timeline(visitId)).map(({ code, facts }) => `${code} ${facts.side}`);
  const rejoins = async () => (await codes()).filter((code) => code === "rejoined resident").length;
  const earlier = await rejoins();
  await kiosk.page.goto("about:blank");
  await family.page
    .getByText(/lost the connection/)
    .first()
    .waitFor();
  await kiosk.toWaitingRoom(visitId);
  await kiosk.join();
  await pair.seeEachOther();
  await countsAgain();
  assert.equal(await rejoins(), earlier + 1);
  await assertNothingTooMuch();
  for (const person of pair.both) await person.leave();
  await until("the visit is complete", async () => (await site.standing(visitId)).visit === "completed");
  await assertNothingTooMuch();
});

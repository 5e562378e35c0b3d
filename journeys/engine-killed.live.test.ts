import assert from "node:assert/strict";
import { after, test } from "node:test";
import type { Page } from "playwright-core";
import { openFamily } from "#server/commands/check/pages.ts";
import { launchBrowser } from "#server/testing/browser.ts";
import { isAnother, startLiveSite } from "./testing/live-site.ts";
import { openPair, until } from "./testing/pair.ts";

const site = await startLiveSite();
after(() => site.close());
const pair = await openPair(site);
after(() => pair.close());
const browser = await launchBrowser();
after(() => browser.close());

/** The goal is three seconds; a busy machine with three browsers gets more. */
const BACK_MS_MAX = 20_000;
/** Promised is a minute. */
const CREDIT_MS_MAX = 120_000;
/** To make one picture of three takes a busy machine as long as they talked, or longer. */
const RECORDING_MS_MAX = 300_000;

/** Connected for less, a visit costs nothing, and there is nothing to give back. */
const USEFUL_MS = 62_000;

test("two homes and a resident see and hear each other, also after the media engine was killed; the recording is proven anew, and the gap is not counted", async () => {
  const { page: mother } = pair.family;
  await addsTenDollars(mother);
  const visitId = await site.visitOf(12);
  await mother.goto(`${site.address}/family/visits/${visitId}`);
  await mother.getByText("At most $1.35").first().waitFor();
  const free = await freeCents(mother);
  const second = await openFamily(browser, site.address, { family: await site.comesAlong(visitId) });
  await pair.meet(visitId);
  await second.toWaitingRoom(visitId);
  await second.join();
  const everybody = async () => {
    await pair.seeEachOther();
    await moves(second.page, "video[data-far]", "the second home sees the resident");
    await moves(second.page, '[data-seat="family"] video', "the second home sees the first");
    await moves(pair.family.page, '[data-seat="family_2"] video', "the first home sees the second");
    await moves(pair.kiosk.page, '[data-seat="family_2"] video', "the resident sees the second home");
  };
  await everybody();
  const codes = async () => (await site.timeline(visitId)).map(({ code }) => code);
  await until("the recording is proven", async () => (await codes()).includes("recording_proven"));
  await until("some seconds are connected", async () => (await site.connectedMs(visitId)) >= 3000);

  const engine = site.enginePid();
  process.kill(engine, "SIGKILL");
  const killedAt = performance.now();
  await until("there is another engine", async () => isAnother(engine, site));
  await pair.seeEachOther();
  const backMs = performance.now() - killedAt;
  process.stderr.write(`engine-killed: both saw each other again after ${Math.round(backMs)} ms\n`);
  assert.ok(backMs < BACK_MS_MAX, `both had pictures again after ${Math.round(backMs)} ms`);
  await everybody();

  const after = await until("the record says that the engine came back and the recording works again", async () => {
    const found = await codes();
    const since = found.slice(found.indexOf("engine_lost"));
    return since.includes("engine_back") && since.includes("recording_proven") && found;
  });
  assert.equal(after.filter((code) => code === "engine_lost").length, 1);
  assert.equal(after.filter((code) => code === "engine_back").length, 1);
  assert.ok(after.indexOf("engine_lost") < after.indexOf("engine_back"));
  assert.ok(!after.includes("paused"), "an engine that died is no doubt about the recording");

  const before = await site.connectedMs(visitId);
  await until("connected time goes on", async () => (await site.connectedMs(visitId)) >= before + 2000);
  // The one who booked goes: the resident stays connected with the other home.
  await pair.family.leave();
  const alone = await site.connectedMs(visitId);
  await until("connected time goes on with the second home", async () => (await site.connectedMs(visitId)) >= alone + 3000);
  await until("it was of use", async () => (await site.connectedMs(visitId)) >= USEFUL_MS, USEFUL_MS * 2);
  await second.leave();
  await pair.kiosk.leave();
  await until("the visit is complete", async () => (await site.standing(visitId)).visit === "completed");

  // Charged by the second and no more; what our engine took is given back by itself, and she reads why.
  await until("the credit is decided", async () => (await codes()).includes("credited"), CREDIT_MS_MAX);
  const { bill } = await read<{ bill: { takenCents: number; creditedCents: number; credits: { where: string; what: string }[] } }>(
    mother,
    `/api/outside/visits/${visitId}/bill`,
  );
  const seconds = Math.floor((await site.connectedMs(visitId)) / 1000);
  assert.equal(bill.takenCents, Math.floor((seconds * 11) / 60), `${seconds} s at 11 cents a minute`);
  assert.ok(bill.creditedCents > 0 && bill.creditedCents <= bill.takenCents);
  assert.ok(bill.credits.some(({ where, what }) => where === "server" && what === "engine"));
  await mother.goto(`${site.address}/family/visits/${visitId}`);
  await mother.getByRole("heading", { name: "What it cost" }).waitFor();
  await mother
    .getByText(/our (media )?(engine|system|server)/i)
    .first()
    .waitFor();

  // What is left of it all goes back by one tap.
  const left = await freeCents(mother);
  assert.equal(left, free + 135 - bill.takenCents + bill.creditedCents, "what was kept for the visit is free again but for what was taken");
  await mother.goto(`${site.address}/family/wallet`);
  await mother.getByRole("button", { name: /^Give me back/ }).click();
  await mother.getByText("went back to your card.").waitFor();
  assert.equal(await freeCents(mother), 0);
  await until("the recording of all three is one file", async () => (await codes()).includes("recording_ready"), RECORDING_MS_MAX);
});

async function addsTenDollars(page: Page): Promise<void> {
  const before = await freeCents(page);
  await page.goto(`${site.address}/family/wallet`);
  await page.getByRole("button", { name: "$10", exact: true }).click();
  await page.getByRole("button", { name: "Add $10.00 by practice card" }).click();
  await page.getByText("$10.00 is in your wallet.").waitFor();
  assert.equal(await freeCents(page), before + 1000);
}
async function freeCents(page: Page): Promise<number> {
  return (await read<{ freeCents: number }>(page, "/api/outside/wallet")).freeCents;
}
async function read<Answer>(page: Page, where: string): Promise<Answer> {
  return (await (await page.context().request.get(`${site.address}${where}`)).json()) as Answer;
}

/** Whether a video of the page goes on: its clock moves, and frames with it. */
async function moves(page: Page, selector: string, what: string): Promise<void> {
  const frames = () =>
    page.evaluate((at) => document.querySelector<HTMLVideoElement>(at)?.getVideoPlaybackQuality().totalVideoFrames ?? 0, selector);
  const first = await until(what, frames);
  await until(`${what}, moving`, async () => (await frames()) > first);
}

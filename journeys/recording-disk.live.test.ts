import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { after, test } from "node:test";
import { readRecording } from "#server/commands/check/recording.ts";
import { launchBrowser } from "#server/testing/browser.ts";
import { fill } from "./testing/disk.ts";
import { startLiveSite } from "./testing/live-site.ts";
import { openPair, sees, until } from "./testing/pair.ts";

/** Above what the server wants free before it records at all (256 MB), so that filling it is what stops the recording. */
const site = await startLiveSite({ recordingDiskMegabytes: 300 });
after(() => site.close());
const pair = await openPair(site);
after(() => pair.close());
const office = await launchBrowser();
after(() => office.close());

const WAIT_MS_MAX = 60_000;

test("a full recording disk pauses the visit; both sides and staff read why; room on the disk resumes it", async () => {
  const facilityId = await site.withScene(async (scene) => scene.facilityId);
  const context = await office.newContext({ locale: "en-US", viewport: { width: 1440, height: 900 } });
  await context.request.post(`${site.address}/api/demo/doors/boone`, { headers: { origin: site.address } });
  const staff = await context.newPage();
  await staff.goto(`${site.address}/staff/at/${facilityId}`);

  const visitId = await site.visitOf(12);
  await pair.meet(visitId);
  const codes = async () => (await site.timeline(visitId)).map(({ code }) => code);
  await until("the recording is proven", async () => (await codes()).includes("recording_proven"));
  await until("time is counted", async () => (await site.connectedMs(visitId)) > 0);

  const ballast = site.folder("recordings", "ballast");
  fill(ballast);
  const pages = pair.both.map(({ page }) => page);
  await Promise.all(pages.map((page) => page.getByText("The visit is paused").first().waitFor({ timeout: WAIT_MS_MAX })));
  for (const page of pages)
    await page
      .getByText(/can’t be sure that it is recorded/)
      .first()
      .waitFor();
  await staff
    .getByText(/^The recording at .+ is not proven$/)
    .first()
    .waitFor({ timeout: WAIT_MS_MAX });
  const whilePaused = await codes();
  assert.ok(whilePaused.includes("recording_unproven") && whilePaused.includes("paused"), whilePaused.join(", "));
  const counted = await site.connectedMs(visitId);

  // Whoever comes back into the pause gets nothing either, not for a moment.
  const reloadedAt = Date.now();
  await pair.kiosk.toWaitingRoom(visitId);
  await pair.kiosk.join();
  await pair.kiosk.page.getByText("The visit is paused").first().waitFor({ timeout: WAIT_MS_MAX });
  assert.equal(await sees(pair.kiosk.page, "family", reloadedAt), false, "a picture came through before the pause");

  rmSync(ballast);
  await pair.seeEachOther();
  await Promise.all(pages.map((page) => page.getByText("The visit is paused").first().waitFor({ state: "hidden" })));
  await staff
    .getByText(/^The recording at .+ is not proven$/)
    .first()
    .waitFor({ state: "hidden", timeout: WAIT_MS_MAX });
  await until("connected time goes on", async () => (await site.connectedMs(visitId)) >= counted + 2000);
  const since = (await codes()).slice(whilePaused.length);
  assert.ok(since.includes("recording_resumed") && since.includes("resumed"), since.join(", "));
  for (const person of pair.both) await person.leave();
  await until("the visit is complete", async () => (await site.standing(visitId)).visit === "completed");
  // What was recorded on either side of the pause is there, in a file that plays.
  const talkedMs = await site.connectedMs(visitId);
  const recording = await readRecording(office, site.address, facilityId, visitId);
  assert.ok(recording.playable, "both sides' pictures and tones can be read back out of the recording");
  assert.ok(recording.seconds * 1000 >= talkedMs, `${recording.seconds} s are recorded of ${talkedMs} ms`);
});

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { readRecording } from "#server/commands/check/recording.ts";
import { launchBrowser } from "#server/testing/browser.ts";
import { startLiveSite } from "./testing/live-site.ts";
import { faults } from "./testing/looked.ts";
import { hears, isSilent, openPair, until } from "./testing/pair.ts";

const site = await startLiveSite();
after(() => site.close());
const pair = await openPair(site);
after(() => pair.close());
const { family, kiosk } = pair;

/** Between the first packet and the first report that counts, and from the last one on, nothing is connected time. */
const UNCOUNTED_MS_MAX = 10_000;
/** A second in which some packets came, but too few to talk, is none: a busy machine has such, and the meter counts them. */
const COUNTED_SHARE_MIN = 0.5;

test("a family and a resident visit: they meet, talk, type, mute and leave, and all sides keep the same record", async () => {
  const visitId = await site.visitOf(12);
  await family.toWaitingRoom(visitId);
  await family.page.getByText(/is not here yet/).waitFor();
  await kiosk.toWaitingRoom(visitId);
  await family.page.getByText(/^\S+ is here$/).waitFor();
  await family.join();
  await kiosk.page.getByText(/has joined/).waitFor();
  await kiosk.join();
  await pair.seeEachOther();
  await until("the family hears the resident", () => hears(family.page, "resident"));
  await until("the resident hears the family", () => hears(kiosk.page, "family"));
  for (const { page } of pair.both) await page.getByText("This visit is recorded", { exact: true }).waitFor();

  for (const { page } of pair.both) await page.getByRole("button", { name: /^chat/i }).click();
  await family.page.getByLabel("Your words").fill("Can you read");
  await kiosk.page
    .getByText(/Can you read$/)
    .first()
    .waitFor();
  await family.page.getByLabel("Your words").fill("Can you read this?");
  await family.page.getByRole("button", { name: "Send" }).click();
  await kiosk.page
    .getByText(/Can you read this\?$/)
    .first()
    .waitFor();
  await kiosk.page.getByRole("button", { name: "I hear you well." }).click();
  await family.page.getByText("I hear you well.").waitFor();

  await family.page.getByRole("button", { name: "Mute" }).click();
  await kiosk.page.getByText(/is muted$/).waitFor();
  await until("nothing is heard of somebody who is muted", () => isSilent(kiosk.page));
  await pair.seeEachOther();
  await family.page.getByRole("button", { name: "Mute" }).click();
  await until("the family is heard again", () => hears(kiosk.page, "family"));

  // A page that is reloaded in the middle comes back in, to the same faces and the same words.
  await family.page.reload();
  await family.page
    .getByRole("button", { name: /waiting room/i })
    .first()
    .click();
  await family.page.getByRole("button", { name: /^come back in/i }).waitFor();
  await family.join();
  await pair.seeEachOther();
  await until("the resident hears the family again", () => hears(kiosk.page, "family"));
  await family.page.getByRole("button", { name: /^chat/i }).click();
  await family.page.getByText("I hear you well.").waitFor();

  const sheetOn = (page: typeof kiosk.page) => page.getByRole("application");
  await family.page.getByRole("button", { name: "Draw" }).click();
  await sheetOn(family.page).waitFor();
  await kiosk.page.getByText(/opened the sheet/).waitFor();
  await kiosk.page.getByRole("button", { name: "Draw" }).click();
  const paper = await sheetOn(family.page).boundingBox();
  assert.ok(paper);
  await family.page.mouse.move(paper.x + paper.width / 4, paper.y + paper.height / 4);
  await family.page.mouse.down();
  await family.page.mouse.move(paper.x + paper.width / 2, paper.y + paper.height / 2, { steps: 8 });
  await family.page.mouse.up();
  await kiosk.page.locator(".sheet-line").waitFor();
  await sheetOn(kiosk.page).focus();
  for (const key of [" ", "ArrowRight", "ArrowRight", " "]) await kiosk.page.keyboard.press(key);
  await until("both lines are on the family's sheet", async () => (await family.page.locator(".sheet-line").count()) === 2);
  await kiosk.page.getByRole("button", { name: "Add a page" }).click();
  await kiosk.page.getByRole("button", { name: /^Put up The red kite/ }).waitFor();
  assert.deepEqual(await faults(kiosk.page, 20), []);
  await kiosk.page.getByRole("button", { name: "A blank page" }).click();
  await family.page.getByText("Page 2 of 2", { exact: true }).waitFor();
  await sheetOn(family.page).focus();
  await family.page.keyboard.press("b");
  await kiosk.page.getByText("Page 1 of 2", { exact: true }).waitFor();
  for (const [side, textPxMin] of [
    [family, 14],
    [kiosk, 20],
  ] as const)
    assert.deepEqual(await faults(side.page, textPxMin), []);
  for (const { page } of pair.both) await page.getByRole("button", { name: "Close the sheet" }).click();

  await family.leave();
  await kiosk.page.getByText(/has left$/).waitFor();
  const packetMs = await pair.packetMs();
  await kiosk.leave();
  await until("the visit is complete", async () => (await site.standing(visitId)).visit === "completed");
  assert.deepEqual(await site.standing(visitId), {
    visit: "completed",
    outcome: "ended_early_by_family",
    session: "ended",
    ending: "left",
  });

  const connectedMs = await site.connectedMs(visitId);
  assert.ok(connectedMs <= packetMs, `${connectedMs} ms are stored, ${packetMs} ms had packets`);
  assert.ok(connectedMs >= packetMs * COUNTED_SHARE_MIN - UNCOUNTED_MS_MAX, `${connectedMs} ms are stored of ${packetMs} ms with packets`);

  const staff = await launchBrowser();
  after(() => staff.close());
  const facilityId = await site.withScene(async (scene) => scene.facilityId);
  const recording = await readRecording(staff, site.address, facilityId, visitId);
  assert.ok(recording.playable, "both sides' pictures and tones can be read back out of the recording");
  assert.ok(recording.seconds * 1000 >= connectedMs - UNCOUNTED_MS_MAX, `${recording.seconds} s are recorded`);
  assert.equal(await family.timeline(visitId), recording.timeline, "the family reads what staff read");
  assert.equal(await kiosk.timeline(visitId), recording.timeline, "the resident reads what staff read");
});

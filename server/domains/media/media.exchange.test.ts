import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { newId } from "#server/platform/id.ts";
import { framesFrom, type Harness, inRoom, join, seesFrames, startHarness } from "./testing/harness.ts";

let site: Harness;
before(async () => {
  site = await startHarness();
});
after(() => site.close());

async function together(): Promise<{ roomId: string; family: Page; resident: Page }> {
  const roomId = newId();
  await site.media.open({ roomId, kind: "unrecorded", maxKbps: 600 });
  const family = await site.page(roomId, "family");
  const resident = await site.page(roomId, "resident");
  await Promise.all([join(family), join(resident)]);
  await Promise.all([seesFrames(family, "resident"), seesFrames(resident, "family")]);
  return { roomId, family, resident };
}

test("two browsers in one room see each other, and the server is told whose packets arrive", async () => {
  const { roomId } = await together();
  for (const participantId of ["family", "resident"]) {
    for (const kind of ["audio", "video"]) {
      await site.event(
        (event) =>
          event.type === "receiving" &&
          event.roomId === roomId &&
          event.participantId === participantId &&
          event.kind === kind &&
          event.receiving,
      );
    }
    for (const pc of ["send", "receive"]) {
      await site.event(
        (event) => event.type === "leg" && event.roomId === roomId && event.participantId === participantId && event.pc === pc && event.up,
      );
    }
  }
});

test("both sides starting anew at the same moment see each other again", async () => {
  const { family, resident } = await together();
  for (let round = 0; round < 5; round += 1) {
    await Promise.all([inRoom(family, "offer"), inRoom(resident, "offer")]);
    await Promise.all([seesFrames(family, "resident", 5), seesFrames(resident, "family", 5)]);
  }
});

test("a page that is closed and opened again is back in the room under the same id", async () => {
  const { roomId, family, resident } = await together();
  await resident.close();
  const back = await site.page(roomId, "resident");
  await join(back);
  await Promise.all([seesFrames(family, "resident"), seesFrames(back, "family")]);
});

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { newId } from "#server/platform/id.ts";
import { type Harness, inRoom, join, packetsAt, seesFrames, startHarness } from "./testing/harness.ts";

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

async function parted(...pages: Page[]): Promise<void> {
  await Promise.all(pages.map((page) => page.context().close()));
}

test("two browsers in one room see each other, and the server is told whose packets arrive", async () => {
  const { roomId, family, resident } = await together();
  for (const participantId of ["family", "resident"]) {
    const mine = { roomId, participantId };
    for (const kind of ["audio", "video"]) {
      await site.event((event) => fits(event, { type: "receiving", ...mine, kind, receiving: true }));
    }
    for (const pc of ["send", "receive"]) await site.event((event) => fits(event, { type: "leg", ...mine, pc, up: true }));
  }
  await parted(family, resident);
  await site.event((event) => fits(event, { type: "leg", roomId, participantId: "family", pc: "send", up: false }));
});

test("both sides starting anew at the same moment see each other again", async () => {
  const { family, resident } = await together();
  for (let round = 0; round < 5; round += 1) {
    await Promise.all([inRoom(family, "offer"), inRoom(resident, "offer")]);
    await Promise.all([seesFrames(family, "resident", 5), seesFrames(resident, "family", 5)]);
  }
  await parted(family, resident);
});

test("a page that is closed and opened again is back in the room under the same id", async () => {
  const { roomId, family, resident } = await together();
  await resident.close();
  const back = await site.page(roomId, "resident");
  await join(back);
  await Promise.all([seesFrames(family, "resident"), seesFrames(back, "family")]);
  await parted(family, back);
});

test("a watcher sees both parties and neither party receives anything from the watcher", async () => {
  const { roomId, family, resident } = await together();
  const officer = await site.page(roomId, "officer");
  await inRoom(officer, "watch");
  await Promise.all([seesFrames(officer, "family"), seesFrames(officer, "resident")]);
  const seen = await family.evaluate(() => Object.keys((window as unknown as { room: { frames: object } }).room.frames));
  assert.deepEqual(seen, ["resident"]);
  await site.media.unwatch(roomId, "officer");
  const before = await packetsAt(officer);
  await seesFrames(family, "resident", 20);
  assert.deepEqual(await packetsAt(officer), before);
  await parted(family, resident, officer);
});

test("whoever waits has a connection ready and receives nothing over it; joining lets both through, also after the engine died meanwhile", async () => {
  const roomId = newId();
  await site.media.open({ roomId, kind: "unrecorded", maxKbps: 600 });
  const family = await site.page(roomId, "family");
  const resident = await site.page(roomId, "resident");
  const ready = { type: "leg", roomId, participantId: "resident", pc: "receive", up: true };
  await inRoom(resident, "wait");
  await join(family);
  await site.event((event) => fits(event, ready));
  const known = site.events.length;
  process.kill(await site.enginePid(), "SIGKILL");
  await site.event((event) => site.events.indexOf(event) >= known && fits(event, ready));
  await site.event(
    (event) =>
      site.events.indexOf(event) >= known &&
      fits(event, { type: "receiving", roomId, participantId: "family", kind: "video", receiving: true }),
  );
  // An offer that comes before the join is taken for nothing.
  await resident.evaluate(() => (window as unknown as { room: { begin(): Promise<void> } }).room.begin());
  const officer = await site.page(roomId, "officer");
  await inRoom(officer, "watch");
  await seesFrames(officer, "family", 20);
  assert.deepEqual(await packetsAt(resident), { audio: 0, video: 0 });
  assert.ok(!site.events.some((event) => event.type === "receiving" && event.roomId === roomId && event.participantId === "resident"));

  await inRoom(resident, "letIn");
  await Promise.all([seesFrames(resident, "family"), seesFrames(family, "resident")]);
  await parted(family, resident, officer);
});

test("whoever is kicked receives not one packet more, is seen by nobody, and cannot come back", async () => {
  const { roomId, family, resident } = await together();
  const officer = await site.page(roomId, "officer");
  await inRoom(officer, "watch");
  await seesFrames(officer, "resident");
  await site.media.kick(roomId, "family");
  const [kicked, other] = [await packetsAt(family), await packetsAt(resident)];
  await seesFrames(officer, "resident", 20);
  assert.deepEqual(await packetsAt(family), kicked);
  assert.deepEqual(await packetsAt(resident), other);
  await assert.rejects(
    site.media.join(roomId, "family", () => undefined),
    /access\.denied/,
  );
  await parted(family, resident, officer);
});

test("a person muted softly stays unheard and unseen through a new start, while a watcher still sees", async () => {
  const { roomId, family, resident } = await together();
  const officer = await site.page(roomId, "officer");
  await inRoom(officer, "watch");
  await seesFrames(officer, "family");

  await site.media.softMute(roomId, "family", { sound: true, picture: true });
  const muted = await packetsAt(resident);
  await seesFrames(officer, "family", 10);
  assert.deepEqual(await packetsAt(resident), muted);

  await inRoom(family, "offer");
  await seesFrames(officer, "family", 10);
  assert.deepEqual(await packetsAt(resident), muted, "not one packet slips through when the muted one begins anew");
  await inRoom(resident, "offer");
  await seesFrames(officer, "resident", 10);
  assert.deepEqual(await packetsAt(resident), { audio: 0, video: 0 }, "nor when whoever sees them does");

  await site.media.softMute(roomId, "family", { sound: false, picture: false });
  await seesFrames(resident, "family");
  await parted(family, resident, officer);
});

function fits(event: object, wanted: Record<string, unknown>): boolean {
  return Object.entries(wanted).every(([key, value]) => (event as Record<string, unknown>)[key] === value);
}

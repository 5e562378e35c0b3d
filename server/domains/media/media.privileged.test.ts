import assert from "node:assert/strict";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { newId } from "#server/platform/id.ts";
import { createLog } from "#server/platform/log.ts";
import { ensureMediaAddress } from "#server/testing/media-address.ts";
import { createEngine, type LiveEngine } from "./janus/process.ts";
import * as videoroom from "./janus/videoroom.ts";
import { createMember, type Member } from "./member.ts";
import { framesFrom, type Harness, join, seesFrames, startHarness, startPages } from "./testing/harness.ts";

let site: Harness;
before(async () => {
  site = await startHarness();
});
after(() => site.close());

test("a privileged room cannot be recorded, has no folder and lets nobody watch", async () => {
  const roomId = newId();
  await assert.rejects(site.media.open({ roomId, kind: "privileged", maxKbps: 600, recordFolder: site.folder }), /folder/);
  await site.media.open({ roomId, kind: "privileged", maxKbps: 600 });
  await assert.rejects(
    site.media.watch(roomId, "officer", () => undefined),
    /no watchers/,
  );
  await assert.rejects(site.media.setRecording(roomId, true), /only a recorded room/);
});

test("in a privileged room whoever does not encrypt end to end is refused", async () => {
  const roomId = newId();
  await site.media.open({ roomId, kind: "privileged", maxKbps: 600 });
  const [plain, attorney, resident] = await Promise.all([
    site.page(roomId, "plain"),
    site.page(roomId, "attorney", "e2ee"),
    site.page(roomId, "resident", "e2ee"),
  ]);
  await Promise.all([join(plain), join(attorney), join(resident)]);
  await Promise.all([seesFrames(attorney, "resident"), seesFrames(resident, "attorney")]);
  await plain.waitForFunction(() =>
    (window as unknown as { room: { log: string[] } }).room.log.some((line) => line.includes("request.invalid")),
  );
  assert.equal(await framesFrom(attorney, "plain"), 0);
});

test("recording switched on by mistake in a privileged room, past every check of ours, writes nothing", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "throughline-media-"));
  let live: LiveEngine | undefined;
  const log = createLog("silent");
  const engine = createEngine(
    { dataFolder: folder, log, address: ensureMediaAddress() },
    {
      up: (now) => {
        live = now;
      },
      down: () => undefined,
    },
  );
  await engine.start();
  assert.ok(live);
  const session = await live.client.session();
  const control = await session.attach(() => undefined);
  const room = { roomId: newId(), session, control, secret: "secret", adminKey: live.adminKey };
  await videoroom.createRoom(room, { maxKbps: 600, record: false, recordFolder: undefined, e2ee: true });

  const members = new Map<string, Member>();
  const of = (id: string): Member => {
    const options = { id, roomId: room.roomId, role: "party" as const, maxKbps: 600, log, emit: () => undefined, anew: () => undefined };
    const member =
      members.get(id) ?? createMember({ ...options, holding: (_, task) => task(), withheld: () => ({ sound: false, picture: false }) });
    members.set(id, member);
    return member;
  };
  const pages = await startPages({
    prepare: async () => undefined,
    join: async (_, id, send) => {
      of(id).sendTo(send);
      await of(id).join(room);
    },
    watch: async () => undefined,
    signal: (_, id, message) => of(id).signal(message),
    leave: async (_, id) => members.get(id)?.exit(),
  });
  const [attorney, resident] = [await pages.page(room.roomId, "attorney", "e2ee"), await pages.page(room.roomId, "resident", "e2ee")];
  await Promise.all([join(attorney), join(resident)]);
  await seesFrames(attorney, "resident");
  await videoroom.enableRecording(room, true);
  await Promise.all([seesFrames(attorney, "resident", 40), seesFrames(resident, "attorney", 40)]);
  await videoroom.destroyRoom(room);

  const everything = [...(await readdir(folder, { recursive: true })), ...(await readdir(tmpdir()))];
  assert.deepEqual(
    everything.filter((name) => name.includes(room.roomId)),
    [],
  );
  await pages.close();
  await engine.stop();
  await rm(folder, { recursive: true, force: true });
});

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { setInterval as every } from "node:timers/promises";
import { promisify } from "node:util";
import { newId } from "#server/platform/id.ts";
import { createLog } from "#server/platform/log.ts";
import { ensureMediaAddress } from "#server/testing/media-address.ts";
import { createMediaServer } from "./index.ts";
import { framesFrom, type Harness, inRoom, join, seesFrames, startHarness } from "./testing/harness.ts";

const run = promisify(execFile);

/** The goal is 3 s; machines that run tests are slower than the ones that run visits. */
const BACK_WITHIN_MS = 6000;
const WATCHDOG_MS = 5000;
const NOWHERE = "203.0.113.9";

let site: Harness;
before(async () => {
  site = await startHarness();
});
after(() => site.close());

test("the engine killed or hanging in the middle of visits: everybody sees everybody again, over the same sockets", async () => {
  const rooms = [newId(), newId()];
  const pages = [];
  for (const roomId of rooms) {
    await site.media.open({ roomId, kind: "unrecorded", maxKbps: 300 });
    const [family, resident] = [await site.page(roomId, "family"), await site.page(roomId, "resident")];
    await Promise.all([join(family), join(resident)]);
    await Promise.all([seesFrames(family, "resident"), seesFrames(resident, "family")]);
    pages.push({ family, resident });
  }
  for (const [signal, within] of [
    ["SIGKILL", BACK_WITHIN_MS],
    ["SIGKILL", BACK_WITHIN_MS],
    ["SIGSTOP", WATCHDOG_MS + BACK_WITHIN_MS],
  ] as const) {
    const down = engineEvent(false);
    process.kill(await site.enginePid(), signal);
    await down;
    await Promise.all(
      pages.flatMap(({ family, resident }) => [seesFrames(family, "resident", 10, within), seesFrames(resident, "family", 10, within)]),
    );
  }
  assert.equal(site.media.health().status, "ok");
  await Promise.all(pages.flatMap(({ family, resident }) => [family.context().close(), resident.context().close()]));
});

test("somebody muted softly among three stays unseen by both others through a new start and the engine's death, until they are let be seen", async () => {
  const roomId = newId();
  await site.media.open({ roomId, kind: "unrecorded", maxKbps: 300 });
  const [family, second, resident] = [
    await site.page(roomId, "family"),
    await site.page(roomId, "family_2"),
    await site.page(roomId, "resident"),
  ];
  const others = [family, second];
  await Promise.all([family, second, resident].map((page) => join(page)));
  await Promise.all(others.map((page) => seesFrames(page, "resident", 10, BACK_WITHIN_MS * 2)));

  await site.media.softMute(roomId, "resident", { sound: true, picture: true });
  const othersGoOn = () =>
    Promise.all([
      seesFrames(family, "family_2", 10, BACK_WITHIN_MS * 2),
      seesFrames(second, "family", 10, BACK_WITHIN_MS * 2),
      seesFrames(resident, "family", 10, BACK_WITHIN_MS * 2),
    ]);
  // What was on its way when it was muted has been shown.
  await othersGoOn();
  const seen = () => Promise.all(others.map((page) => framesFrom(page, "resident")));
  const before = await seen();
  const staysUnseen = async (after: string) => {
    await othersGoOn();
    await othersGoOn();
    assert.deepEqual(await seen(), before, `after ${after} began anew`);
  };
  for (const [page, who] of [
    [resident, "the one who is muted"],
    [second, "one who sees"],
    [resident, "the one who is muted, again"],
  ] as const) {
    await inRoom(page, "offer");
    await staysUnseen(who);
  }
  const down = engineEvent(false);
  process.kill(await site.enginePid(), "SIGKILL");
  await down;
  await staysUnseen("the engine");

  await site.media.softMute(roomId, "resident", { sound: false, picture: false });
  await Promise.all(others.map((page) => seesFrames(page, "resident", 10, BACK_WITHIN_MS * 2)));
  await Promise.all([family, second, resident].map((page) => page.context().close()));
});

test("a room opened and joined while the engine is down opens when it is back", async () => {
  const roomId = newId();
  const down = engineEvent(false);
  process.kill(await site.enginePid(), "SIGKILL");
  await down;
  await site.media.open({ roomId, kind: "unrecorded", maxKbps: 300 });
  const [family, resident] = [await site.page(roomId, "family"), await site.page(roomId, "resident")];
  await Promise.all([join(family), join(resident)]);
  await Promise.all([seesFrames(family, "resident"), seesFrames(resident, "family")]);
});

test("the engine listens on no TCP port, and only we can enter its folder", async () => {
  const pid = await site.enginePid();
  const { stdout } = await run("ss", ["-Hltnp"]);
  assert.ok(!stdout.includes(`pid=${pid},`), stdout);
  const config = await readFile(path.join(site.folder, "media", "engine", "janus.jcfg"), "utf8");
  assert.match(config, /api_secret = "[\w-]{32}"/);
  const { stdout: mode } = await run("stat", ["-c", "%a", path.join(site.folder, "media", "engine")]);
  assert.equal(mode.trim(), "700");
});

test("no engine, no address or none wanted: the server starts all the same, says why, and opens no room", async () => {
  const cases = [
    [{ binary: "/nowhere/janus" }, "janus_missing"],
    [{ address: NOWHERE }, "no_media_address"],
    [{ enabled: false }, "disabled"],
  ] as const;
  for (const [options, reason] of cases) {
    const folder = await mkdtemp(path.join(tmpdir(), "throughline-media-"));
    const media = createMediaServer({ dataFolder: folder, log: createLog("silent"), address: ensureMediaAddress(), ...options });
    await media.start();
    assert.deepEqual(media.health(), { status: "unavailable", reason });
    await assert.rejects(media.open({ roomId: newId(), kind: "unrecorded", maxKbps: 300 }), /media\.unavailable/);
    await media.stop();
    await rm(folder, { recursive: true });
  }
});

test("an engine that ends as soon as it starts keeps nobody waiting, and stopping ends the tries", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "throughline-media-"));
  const media = createMediaServer({ dataFolder: folder, log: createLog("silent"), address: ensureMediaAddress(), binary: "/bin/true" });
  await media.start();
  assert.deepEqual(media.health(), { status: "unavailable", reason: "engine_down" });
  await media.stop();
  await rm(folder, { recursive: true });
});

test("our server killed: its engine ends too, and what a start finds left over is ended first", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "throughline-media-"));
  const owner = path.join(import.meta.dirname, "testing", "engine-owner.ts");
  const child = spawn(process.execPath, [owner, folder, ensureMediaAddress()], { stdio: ["ignore", "pipe", "inherit"] });
  await new Promise((resolve) => child.stdout.once("data", resolve));
  const first = Number(await readFile(path.join(folder, "engine.pid"), "utf8"));
  child.kill("SIGKILL");
  for await (const _ of every(20)) if (!alive(first)) break;

  const media = createMediaServer({ dataFolder: folder, log: createLog("silent"), address: ensureMediaAddress() });
  await media.start();
  const second = Number(await readFile(path.join(folder, "engine.pid"), "utf8"));
  const successor = createMediaServer({ dataFolder: folder, log: createLog("silent"), address: ensureMediaAddress() });
  const gone = new Promise<void>((resolve) => media.on((event) => event.type === "engine" && !event.up && resolve()));
  const stopped = gone.then(() => media.stop());
  await successor.start();
  await stopped;
  assert.equal(alive(second), false);
  assert.equal(successor.health().status, "ok");
  await successor.stop();
  await rm(folder, { recursive: true });
});

function engineEvent(up: boolean): Promise<void> {
  return new Promise((resolve) => {
    const off = site.media.on((event) => {
      if (event.type !== "engine" || event.up !== up) return;
      off();
      resolve();
    });
  });
}

/** A killed process that nobody has waited for yet stays on the list as a zombie; that counts as gone. */
function alive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

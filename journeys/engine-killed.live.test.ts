import assert from "node:assert/strict";
import { after, test } from "node:test";
import { startLiveSite } from "./testing/live-site.ts";
import { openPair, until } from "./testing/pair.ts";

const site = await startLiveSite();
after(() => site.close());
const pair = await openPair(site);
after(() => pair.close());

/** The goal is three seconds; a busy machine gets more. */
const BACK_MS_MAX = 8000;

test("when the media engine is killed in a live visit, both see each other again, the recording is proven anew, and the gap is not counted", async () => {
  const visitId = await site.visitOf(12);
  await pair.meet(visitId);
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
  for (const person of pair.both) await person.leave();
  await until("the visit is complete", async () => (await site.standing(visitId)).visit === "completed");
  const [connectedMs, packetMs] = [await site.connectedMs(visitId), await pair.packetMs()];
  assert.ok(connectedMs <= packetMs, `${connectedMs} ms are stored, ${packetMs} ms had packets`);
});

/** The pid file is written when the next engine is born. */
function isAnother(engine: number, { enginePid }: { enginePid(): number }): boolean {
  try {
    return enginePid() !== engine;
  } catch {
    return false;
  }
}

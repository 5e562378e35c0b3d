import assert from "node:assert/strict";
import { test } from "node:test";
import { FromParty, type Room } from "#contracts/live.ts";
import { givenAlong } from "#server/domains/visits/testing/along.ts";
import { newId } from "#server/platform/id.ts";
import { OldFromParty, OldToParty, oldTypes } from "./testing/contract-of-2026-11-23.ts";
import { givenLines, type Heard, site } from "./testing/lines.ts";

/** What such a page finds nothing wrong with: all that it was told, but for types that it passes over. */
const misread = (heard: readonly Heard[]) =>
  heard.filter(({ type }) => oldTypes.has(type)).flatMap((message) => OldToParty.safeParse(message).error?.issues ?? []);

test("a page left from before a room had seats reads every message of a visit with others, warnings, a mute, a pause and an end", async () => {
  const { visitId, lineOf, partLine, staffLine, family, resident } = await givenLines();
  const along = await lineOf((await givenAlong(site, visitId)).contact);
  const [officer, part] = [await staffLine(), await partLine()];
  const seatsOf = ({ room }: Heard) => room?.legs.filter(({ here }) => here).length;
  for (const line of [family, resident]) await line.hears((message) => seatsOf(message) === 4);

  const watchId = newId();
  officer.say({ type: "watch", watchId, visitId });
  for (const line of [family, resident, along, part]) {
    await line.hears(({ room }) => room?.watches.some((one) => one.watchId === watchId) === true);
    line.say({ type: "seen_watch", watchId });
  }
  await officer.hears(({ state }) => state === "live");
  resident.say({ type: "typing", id: newId(), words: "Can you" });
  for (const line of [part, along]) {
    const words = `From ${line === part ? "staff" : "along"}`;
    line.say({ type: "chat", id: newId(), words });
    await resident.hears((message) => JSON.stringify(message).includes(words));
  }
  officer.say({ type: "warn", id: newId(), visitId, warning: "lower_voice" });
  const warned = await family.hears(({ room }) => room?.notice?.warning === "lower_voice");
  assert.equal(warned.room?.notice?.words, "Please lower your voice.", "it has no list, so the sentence comes with the warning");
  officer.say({ type: "mute", id: newId(), visitId, seat: "all", on: true, reason: "other" });
  officer.say({ type: "pause", id: newId(), visitId, on: true, reason: "other" });
  const paused = await resident.hears(({ room }) => room?.pausedFor === "staff");
  assert.equal(paused.room?.pausedReason, null, "a reason that it has no words for is none");
  officer.say({ type: "end", id: newId(), visitId, reason: "facility_emergency" });
  for (const line of [family, resident]) await line.hears(({ room }) => room?.ending?.code === "staff_ended");

  for (const [line, me] of [[family, "family"] as const, [resident, "resident"] as const]) {
    assert.deepEqual(misread(line.heard), []);
    const rooms = line.heard.flatMap(({ room }): Room[] => (room ? [room] : []));
    // It takes the first leg of its own side for itself, and the first of another side for the other.
    for (const { legs } of rooms) {
      assert.equal(legs.find(({ side }) => side === me)?.seat, me);
      assert.equal(legs.find(({ side }) => side !== me)?.seat, me === "family" ? "resident" : "family");
    }
  }
});

test("all that a page said before a room had seats is still understood as it was", () => {
  const said = [
    { type: "proof", proof: "a.b.c" },
    { type: "equipment", camera: true, microphone: false },
    { type: "join", consent: true },
    { type: "signal", message: { type: "offer", pc: "send", sdp: "v=0", attempt: 1 } },
    { type: "signal", message: { type: "answer", pc: "receive", sdp: "v=0" } },
    { type: "signal", message: { type: "candidate", pc: "send", candidate: { candidate: "", sdpMid: "0", sdpMLineIndex: 0 } } },
    { type: "signal", message: { type: "candidate", pc: "receive", candidate: null } },
    { type: "signal", message: { type: "keyframe" } },
    {
      type: "evidence",
      seq: 0,
      atMs: 1,
      ...{ sound: 50, picture: 80, frames: 24, frozenMs: 0, concealedMs: 0, roundTripMs: null, lost: 0 },
    },
    { type: "chat", id: newId(), words: "Hello" },
    { type: "sending", microphone: true, camera: false },
    { type: "seen_watch", watchId: newId() },
    { type: "leave" },
  ];
  for (const message of said) assert.deepEqual(FromParty.parse(message), OldFromParty.parse(message));
  assert.deepEqual([...new Set(said.map(({ type }) => type))].sort(), OldFromParty.options.map(({ shape }) => shape.type.value).sort());
});

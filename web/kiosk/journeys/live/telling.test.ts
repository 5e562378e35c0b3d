import assert from "node:assert/strict";
import { test } from "node:test";
import type { Room } from "#contracts/live.ts";
import type { RoomSnapshot } from "#web/live/room-types.ts";
import { isQuiet, noticeOf, tellingOf } from "./telling.ts";

const now = Date.parse("2026-11-21T21:10:00Z");
const leg = (side: "family" | "resident", over: Partial<Room["legs"][number]> = {}): Room["legs"][number] => ({
  seat: side,
  side,
  role: null,
  name: side === "family" ? "Rosa Delgado" : "Mateo Delgado",
  status: "joined",
  here: true,
  microphone: true,
  camera: true,
  takes: "moving",
  held: { sound: false, picture: false },
  trouble: null,
  heard: true,
  ...over,
});
const room = (over: Partial<Room> = {}): Room => ({
  visitId: "0193b2a0-0000-7000-8000-000000000001",
  me: "resident",
  seat: "resident",
  status: "live",
  pausedFor: null,
  pausedReason: null,
  allMuted: false,
  mustBeWatched: null,
  kind: "recorded",
  now: "2026-11-21T21:10:00Z",
  opensAt: "2026-11-21T20:55:00Z",
  startsAt: "2026-11-21T21:00:00Z",
  endsAt: "2026-11-21T21:20:00Z",
  timeZone: "America/Denver",
  secondsLeft: 600,
  connected: true,
  connectedSeconds: 540,
  legs: [leg("family"), leg("resident")],
  watches: [],
  recording: "proven",
  notice: null,
  ending: null,
  ...over,
});
const snapshot = (over: Partial<RoomSnapshot> = {}): RoomSnapshot => ({
  link: "open",
  room: room(),
  chat: [],
  local: null,
  people: {},
  typing: {},
  reaching: {},
  speaking: null,
  media: "both",
  microphone: true,
  camera: true,
  refused: null,
  closed: null,
  secondsLeft: 600,
  now,
  ...over,
});
const withFar = (far: Partial<Room["legs"][number]>) => snapshot({ room: room({ legs: [leg("family", far), leg("resident")] }) });

test("nothing is said over a picture that runs", () => assert.deepEqual(tellingOf(snapshot()), { code: "none" }));
test("a page without its socket says that the connection is lost, whatever came last", () => {
  assert.equal(tellingOf(snapshot({ link: "lost" })).code, "lost");
  assert.equal(tellingOf(snapshot({ link: "connecting", room: null })).code, "lost");
});
test("a weak line is said at the edge, so that no picture is hidden", () => {
  const telling = tellingOf(snapshot({ media: "sound_only" }));
  assert.equal(telling.code, "sound_only");
  assert.equal(isQuiet(telling), true);
});
test("a pause names its reason before anything else", () => {
  const paused = snapshot({ media: "none", room: room({ status: "paused", pausedFor: "recording_unproven" }) });
  assert.deepEqual(tellingOf(paused), { code: "paused", reason: "recording_unproven" });
});
test("who has not come, has left or lost the line is told apart", () => {
  assert.equal(tellingOf(withFar({ status: "not_joined" })).code, "waiting");
  assert.equal(tellingOf(withFar({ status: "left" })).code, "left");
  assert.equal(tellingOf(withFar({ status: "dropped" })).code, "far_lost");
});
test("a camera switched off on purpose is not called a weak line", () =>
  assert.equal(tellingOf({ ...withFar({ camera: false }), media: "sound_only" }).code, "camera_off"));
test("a warning stays until it was read; a time notice goes by itself", () => {
  const notice = (code: "warning" | "five_minutes", at: string) =>
    snapshot({ room: room({ notice: { id: "n1", code, words: null, warning: null, locale: null, at } }) });
  assert.equal(noticeOf(notice("warning", "2026-11-21T21:00:00Z"), null)?.id, "n1");
  assert.equal(noticeOf(notice("warning", "2026-11-21T21:00:00Z"), "n1"), null);
  assert.equal(noticeOf(notice("five_minutes", "2026-11-21T21:09:50Z"), null)?.code, "five_minutes");
  assert.equal(noticeOf(notice("five_minutes", "2026-11-21T21:09:40Z"), null), null);
});

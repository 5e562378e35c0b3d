import assert from "node:assert/strict";
import { test } from "node:test";
import type { Room } from "#contracts/live.ts";
import { coverOf, type Said, told } from "./told.rules.ts";

type Leg = Room["legs"][number];
const leg = (side: "family" | "resident", part: Partial<Leg> = {}): Leg => ({
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
  ...part,
});
const room = (part: Partial<Room> = {}, far: Partial<Leg> = {}): Room => ({
  visitId: "019a0000-0000-7000-8000-000000000001",
  me: "family",
  seat: "family",
  status: "live",
  pausedFor: null,
  pausedReason: null,
  allMuted: false,
  mustBeWatched: null,
  kind: "recorded",
  now: "2026-11-21T21:05:00Z",
  opensAt: "2026-11-21T20:45:00Z",
  startsAt: "2026-11-21T21:00:00Z",
  endsAt: "2026-11-21T21:20:00Z",
  timeZone: "America/Denver",
  secondsLeft: 900,
  connected: true,
  connectedSeconds: 60,
  legs: [leg("family"), leg("resident", far)],
  watches: [],
  recording: "proven",
  notice: null,
  ending: null,
  ...part,
});

const ids = (news: readonly Said[]) => news.map(({ id }) => id);

test("somebody who cannot see the screen hears that the other side joined and that both are connected", () => {
  const before = room({ connected: false, connectedSeconds: 0 }, { status: "not_joined" });
  assert.deepEqual(ids(told(before, room({ connectedSeconds: 0 }))), ["live.told.joined", "live.told.connected"]);
});

test("after a break the words are that they are connected again", () => {
  assert.deepEqual(ids(told(room({ connected: false }), room())), ["live.back"]);
});

test("nothing is said twice while nothing changes", () => {
  const notice = {
    id: "019a0000-0000-7000-8000-000000000002",
    code: "five_minutes",
    words: null,
    warning: null,
    locale: null,
    at: "2026-11-21T21:15:00Z",
  } as const;
  assert.deepEqual(ids(told(room({ notice }), room({ notice }))), []);
  assert.deepEqual(ids(told(room(), room({ notice }))), ["live.notice.five_minutes"]);
});

test("when the other side leaves, the screen says so and never speaks of a lost connection", () => {
  assert.equal(coverOf(room({ status: "interrupted", connected: false }, { status: "left" }), "open", "stopped", true), "left");
});

test("a pause covers the picture before anything else, since nothing may be seen", () => {
  assert.equal(coverOf(room({ status: "paused", pausedFor: "watch_unseen" }), "open", "both", true), "paused");
});

test("while sound and picture still come, a lost server does not cover them", () => {
  assert.equal(coverOf(room(), "lost", "both", true), null);
  assert.equal(coverOf(room(), "lost", "stopped", true), "server_lost");
});

test("until the first picture of the other side is drawn, the screen says that it is coming", () => {
  assert.equal(coverOf(room({ connected: false }), "open", "none", false), "arriving");
  assert.equal(coverOf(room(), "open", "both", true), null);
});

test("with sound alone the screen says so in words", () => {
  assert.equal(coverOf(room(), "open", "sound_only", false), "sound");
});

test("with several others each of them is named for what they did", () => {
  const sister = leg("family", { seat: "family_2", name: "Ana Delgado" });
  const before = room({ legs: [leg("resident"), leg("family")] });
  const news = told(before, room({ legs: [leg("resident"), leg("family"), sister] }));
  assert.deepEqual(
    news.map(({ id, of }) => [id, of?.name]),
    [["live.told.joined", "Ana Delgado"]],
  );
});

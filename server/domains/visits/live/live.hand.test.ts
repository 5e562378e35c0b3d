import assert from "node:assert/strict";
import { test } from "node:test";
import { givenAlong } from "#server/domains/visits/testing/along.ts";
import { newId } from "#server/platform/id.ts";
import { count, takeReport } from "./room-count.ts";
import { intervene } from "./room-hand.ts";
import { settle } from "./room-settle.ts";
import { connectedMs, type LiveParts, legsOf } from "./room-state.ts";
import { givenLines, type Heard, media, site, takenUp } from "./testing/lines.ts";

const held = (seat: string, what: "sound" | "picture", is: boolean) => (message: Heard) =>
  message.room?.legs.some((leg) => leg.seat === seat && leg.held[what] === is) === true;
const rows = (visitId: string) =>
  site.db
    .selectFrom("visits.intervention")
    .select(["kind", "seat", "reason", "locale"])
    .where("visitId", "=", visitId)
    .orderBy("seq")
    .execute();
const lines = async (visitId: string) =>
  (await site.db.selectFrom("visits.timeline").select(["code", "facts"]).where("visitId", "=", visitId).orderBy("seq").execute()).filter(
    ({ code }) => code !== "booked" && code !== "waiting",
  );

test("staff mute one, turn a camera off and take both back: every screen reads it, and each is a row, a line and an audit entry once", async () => {
  const { visitId, staffLine, family, resident } = await givenLines();
  const officer = await staffLine();
  const mute = { type: "mute", id: newId(), visitId, seat: "family", on: true, reason: "rule_broken" } as const;
  officer.say(mute);
  officer.say(mute);
  for (const line of [family, resident, officer]) await line.hears(held("family", "sound", true));
  officer.say({ type: "camera_off", id: newId(), visitId, seat: "resident", on: true, reason: "unknown_person_on_camera" });
  for (const line of [family, resident, officer]) await line.hears(held("resident", "picture", true));
  const before = family.heard.length;
  officer.say({ type: "mute", id: newId(), visitId, seat: "family", on: false });
  await family.hears(held("family", "sound", false), before);
  // A retry of what was taken back meanwhile does nothing.
  officer.say(mute);
  officer.say({ type: "camera_off", id: newId(), visitId, seat: "resident", on: false });
  const { room } = await family.hears(held("resident", "picture", false), before);
  assert.ok(room?.legs.every((leg) => !leg.held.sound && !leg.held.picture));
  assert.deepEqual(await rows(visitId), [
    { kind: "mute", seat: "family", reason: "rule_broken", locale: null },
    { kind: "camera_off", seat: "resident", reason: "unknown_person_on_camera", locale: null },
    { kind: "unmute", seat: "family", reason: "lifted", locale: null },
    { kind: "camera_on", seat: "resident", reason: "lifted", locale: null },
  ]);
  const role = "visitation_officer";
  assert.deepEqual(await lines(visitId), [
    { code: "muted", facts: { role, seat: "family", reason: "rule_broken" } },
    { code: "camera_off_by_staff", facts: { role, seat: "resident", reason: "unknown_person_on_camera" } },
    { code: "unmuted", facts: { role, seat: "family" } },
    { code: "camera_on_by_staff", facts: { role, seat: "resident" } },
  ]);
  const audited = site.owner
    .selectFrom("audit.entry")
    .select("what")
    .where("subjectId", "=", visitId)
    .where("what", "=", "visit.intervened");
  assert.equal((await audited.execute()).length, 4);
});

test("an act that holds without a reason is refused, and so is one on a seat where nobody is", async () => {
  const { visitId, staffLine, interventions } = await givenLines();
  const officer = await staffLine();
  officer.say({ type: "pause", id: newId(), visitId, on: true });
  assert.deepEqual((await officer.hears(({ type }) => type === "refused")).codes, ["request.invalid"]);
  const before = officer.heard.length;
  officer.say({ type: "mute", id: newId(), visitId, seat: "family_4", on: true, reason: "other" });
  assert.deepEqual((await officer.hears(({ type }) => type === "refused", before)).codes, ["visit.not_live"]);
  assert.deepEqual(await interventions(), []);
});

test("while staff pause a visit it stands still for both sides, typed words too, and goes on when staff say so", async () => {
  const { visitId, staffLine, family, resident } = await givenLines();
  const officer = await staffLine();
  officer.say({ type: "pause", id: newId(), visitId, on: true, reason: "facility_emergency" });
  for (const line of [family, resident, officer]) await line.hears(({ room }) => room?.pausedFor === "staff" && room.status === "paused");
  family.say({ type: "chat", id: newId(), words: "Can you read this?" });
  assert.deepEqual((await family.hears(({ type }) => type === "refused")).codes, ["visit.paused"]);
  const before = family.heard.length;
  officer.say({ type: "pause", id: newId(), visitId, on: false });
  await family.hears(({ room }) => room?.status === "waiting", before);
  assert.deepEqual(
    (await lines(visitId)).map(({ code }) => code),
    ["paused_by_staff", "resumed_by_staff"],
  );
});

test("whoever comes after staff muted all is muted too", async () => {
  const { visitId, staffLine, lineOf, family } = await givenLines();
  const officer = await staffLine();
  officer.say({ type: "mute", id: newId(), visitId, seat: "all", on: true, reason: "rule_broken" });
  await family.hears(({ room }) => room?.allMuted === true && room.legs.every((leg) => leg.held.sound));
  const second = await lineOf((await givenAlong(site, visitId)).contact);
  await second.hears(held("family_2", "sound", true));
});

test("a room that another server takes up is still paused, and its people are still muted and unseen", async () => {
  const { visitId, staffLine, family } = await givenLines();
  const officer = await staffLine();
  officer.say({ type: "mute", id: newId(), visitId, seat: "all", on: true, reason: "other" });
  officer.say({ type: "mute", id: newId(), visitId, seat: "resident", on: false });
  officer.say({ type: "camera_off", id: newId(), visitId, seat: "family", on: true, reason: "other" });
  officer.say({ type: "pause", id: newId(), visitId, on: true, reason: "other" });
  await family.hears(({ room }) => room?.pausedFor === "staff");
  const room = await takenUp(visitId);
  assert.deepEqual([room.status, room.pausedReason, room.hand.allMuted], ["paused", "staff", true]);
  assert.deepEqual(room.legs.get("family")?.held, { sound: true, picture: true });
  assert.deepEqual(room.legs.get("resident")?.held, { sound: false, picture: false });
});

test("a mute and its end cost no second and are nobody's lost line: whoever is unheard for a while is still seen", async () => {
  const { visitId, officer } = await givenLines();
  const room = await takenUp(visitId);
  const parts = { ctx: site.ctx, media, toStaff: () => undefined } as Partial<LiveParts> as LiveParts;
  for (const leg of legsOf(room)) Object.assign(leg, { status: "joined", everJoined: true, receiving: { audio: true, video: true } });
  let seq = 0;
  /** A second in which each has the other's picture, and so much of their sound. */
  const second = async (sound: number, concealedMs: number) => {
    site.clock.set(site.clock.now().add({ seconds: 1 }));
    const now = site.clock.now().epochMilliseconds;
    seq += 1;
    for (const leg of legsOf(room)) {
      const came = { sound, picture: 60, frames: 30, frozenMs: 0, concealedMs };
      const from = [{ seat: leg.seat === "resident" ? ("family" as const) : ("resident" as const), ...came }];
      takeReport(room, leg, { type: "evidence", seq, atMs: seq * 1000, ...came, lost: 0, roundTripMs: 60, from }, now);
    }
    count(room);
    await settle(parts, room);
  };
  const act = (type: "mute" | "pause", on: boolean) => {
    const asked = { id: newId(), visitId, on, ...(on ? { reason: "other" as const } : {}) };
    const by = { staffId: officer.staffId, role: "visitation_officer", locale: "en" } as const;
    return intervene(parts, room, type === "mute" ? { type, ...asked, seat: "all" } : { type, ...asked }, by, site.ctx);
  };
  for (let n = 0; n < 3; n++) await second(50, 0);
  const before = connectedMs(room);
  await act("mute", true);
  // As Chromium and Firefox report a second in whose middle a sender falls silent, and those after it.
  await second(11, 690);
  await second(0, 1000);
  await act("mute", false);
  await second(20, 600);
  await second(50, 0);
  assert.equal(connectedMs(room) - before, 4000);
  assert.deepEqual(
    (await lines(visitId)).map(({ code }) => code),
    ["server_back", "connected", "muted", "unmuted"],
  );
  // Without an officer's act it is a line that stood still, for a second.
  for (let n = 0; n < 4; n++) await second(50, 0);
  await second(20, 600);
  assert.equal(connectedMs(room) - before, 8000);
  await second(50, 0);
  await act("pause", true);
  await second(0, 0);
  await act("pause", false);
  await second(50, 0);
  assert.equal(room.status, "live");
  assert.deepEqual(
    (await lines(visitId)).slice(4).map(({ code }) => code),
    ["link_lost", "link_back", "paused_by_staff", "resumed_by_staff"],
    "whoever was paused was not away, and does not come back",
  );
});

test("a warning of the list goes out as its code, a typed one with the language of whoever wrote it", async () => {
  const { visitId, staffLine, family } = await givenLines();
  const officer = await staffLine();
  officer.say({ type: "warn", id: newId(), visitId, warning: "lower_voice" });
  const listed = await family.hears(({ room }) => room?.notice?.warning === "lower_voice");
  assert.equal(listed.room?.notice?.locale, null);
  officer.say({ type: "warn", id: newId(), visitId, words: "Both of you, please" });
  const typed = await family.hears(({ room }) => room?.notice?.words === "Both of you, please");
  assert.equal(typed.room?.notice?.locale, "en");
  officer.say({ type: "warn", id: newId(), visitId });
  assert.deepEqual((await officer.hears(({ type }) => type === "refused")).codes, ["request.invalid"]);
  assert.deepEqual(
    (await rows(visitId)).map(({ reason, locale }) => [reason, locale]),
    [
      ["lower_voice", null],
      ["typed", "en"],
    ],
  );
});

import assert from "node:assert/strict";
import path from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { seal, startSignIn } from "#server/domains/identity/index.ts";
import { type Booking, book, givenBooking } from "#server/domains/visits/testing/booking.ts";
import { openBlobs } from "#server/platform/blobs.ts";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { signedIn } from "#server/testing/callers.ts";
import { givenStaff } from "#server/testing/people.ts";
import { type Site, startSite } from "#server/testing/site.ts";
import { KEY_USE } from "./making.service.ts";
import { givenClosedRoom } from "./testing/recorded-visit.ts";

const MONDAY = "2026-03-02T15:00:00Z";
const NINE = "2026-03-04T16:00:00Z";
/** Longer than two of the chunks in which files are sealed. */
const FILE = Buffer.from(Array.from({ length: 150_000 }, (_, index) => index % 251));

let site: Site;
let booking: Booking;
let visitId: string;
/** Signed in at the time of the visit: staff are signed out when they are idle. */
let staff: Booking["staff"];
before(async () => {
  site = await startSite({ startsAt: MONDAY });
});
beforeEach(async () => {
  site.clock.set(MONDAY);
  booking = await givenBooking(site);
  visitId = await book(booking, NINE);
  site.clock.set("2026-03-04T17:00:00Z");
  await givenClosedRoom(site.db, visitId, { connectedSeconds: 60 });
  staff = await member("supervisor");
});

const member = async (role: "supervisor" | "overseer") => {
  const { agencyId } = booking.world;
  return signedIn(site, "staff", await givenStaff(site, { agencyId, facilityId: booking.facility.id, role }));
};
after(() => site.close());

async function givenRecording(status: "ready" | "processing" = "ready"): Promise<void> {
  const blob = await openBlobs(path.join(site.config.dataDir, "blobs")).put([FILE] as never);
  const ready = {
    seconds: 60,
    bytes: blob.bytes,
    sha256: blob.sha256,
    blobId: blob.id,
    blobKey: seal(site.config.dataDir, KEY_USE, visitId, blob.key.toString("base64url")),
    readyAt: site.clock.now(),
  };
  const none = { seconds: null, bytes: null, sha256: null, blobId: null, blobKey: null, readyAt: null };
  await site.db
    .insertInto("recordings.recording")
    .values({
      visitId,
      facilityId: booking.facility.id,
      roomKind: "recorded",
      status,
      failure: null,
      madeAt: site.clock.now(),
      keepUntil: site.clock.now().add({ hours: 24 * 90 }),
      leasedBy: null,
      leaseUntil: null,
      ...(status === "ready" ? ready : none),
    })
    .execute();
}

const disclosures = (facilityId = booking.facility.id) => `/api/staff/facilities/${facilityId}/visits/${visitId}/disclosures`;
const open = (by: Booking["staff"], id = newId()) =>
  by("POST", disclosures(), { id, purpose: "complaint_by_family", basis: "Complaint 2026-17, policy 4.2" });
const codes = (answer: { json(): unknown }) => (answer.json() as { codes: string[] }).codes;
const play = (by: Booking["staff"], id: string) => by("GET", `${disclosures()}/${id}/file`);

test("staff who state a purpose can play the recording, whole or from the middle, and nothing caches it", async () => {
  await givenRecording();
  const id = newId();
  const opened = await open(staff, id);
  assert.deepEqual([opened.statusCode, opened.json()], [201, { id }]);
  assert.equal((await open(staff, id)).statusCode, 201);
  const whole = await play(staff, id);
  assert.equal(whole.statusCode, 200);
  assert.ok(whole.rawPayload.equals(FILE));
  assert.equal(whole.headers["cache-control"], "no-store");
  assert.equal(whole.headers["content-type"], "video/mp4");
  assert.equal(whole.headers["accept-ranges"], "bytes");
});

test("a player may seek: it gets the very bytes of the part it asks for", async () => {
  await givenRecording();
  const viewer = await givenStaff(site, {
    agencyId: booking.world.agencyId,
    facilityId: booking.facility.id,
    role: "facility_administrator",
  });
  const id = newId();
  await open(await signedIn(site, "staff", viewer), id);
  const { accountId } = viewer;
  const { token } = await inTransaction(site.ctx, (tx) => startSignIn(tx, { realm: "staff", accountId, label: "test" }));
  const seek = (range: string) =>
    site.app.inject({ method: "GET", url: `${disclosures()}/${id}/file`, headers: { cookie: `throughline_staff=${token}`, range } });
  const part = await seek("bytes=65000-140000");
  assert.equal(part.statusCode, 206);
  assert.equal(part.headers["content-range"], "bytes 65000-140000/150000");
  assert.ok(part.rawPayload.equals(FILE.subarray(65_000, 140_001)));
  const beyond = await seek("bytes=150000-");
  assert.deepEqual([beyond.statusCode, beyond.headers["content-range"]], [416, "bytes */150000"]);
});

test("a look is for the one who stated why, and for an hour", async () => {
  await givenRecording();
  const colleague = await member("supervisor");
  const id = newId();
  await open(staff, id);
  assert.deepEqual(codes(await play(colleague, id)), ["recording.disclosure_unknown"]);
  assert.deepEqual(codes(await open(colleague, id)), ["access.denied"]);
  site.clock.advance({ minutes: 59 });
  assert.equal((await play(staff, id)).statusCode, 200);
  site.clock.advance({ minutes: 1 });
  assert.deepEqual(codes(await play(staff, id)), ["recording.disclosure_unknown"]);
});

test("each look stands in the audit for good, and not in the record that both sides read", async () => {
  await givenRecording();
  const id = newId();
  await open(staff, id);
  await play(staff, id);
  const entries = await site.db
    .selectFrom("audit.entry")
    .select(["what", "facts"])
    .where("subjectId", "=", visitId)
    .where("what", "like", "recording.%")
    .orderBy("id")
    .execute();
  assert.deepEqual(entries, [
    { what: "recording.disclosed", facts: { purpose: "complaint_by_family", disclosureId: id } },
    { what: "recording.played", facts: { disclosureId: id } },
  ]);
  await assert.rejects(site.db.updateTable("recordings.disclosure").set({ purpose: "court_order" }).where("id", "=", id).execute(), {
    code: "42501",
  });
  await assert.rejects(site.db.deleteFrom("recordings.disclosure").where("id", "=", id).execute(), { code: "42501" });
  const page = (await booking.family("GET", `/api/outside/visits/${visitId}`)).json();
  assert.deepEqual(
    page.timeline.map((line: { code: string }) => line.code),
    ["booked"],
  );
  assert.deepEqual(page.recording, { status: "ready", progress: 0 });
});

test("a recording that is not ready, not there, or of another facility is not opened", async () => {
  assert.deepEqual(codes(await open(staff)), ["recording.unknown"]);
  await givenRecording("processing");
  assert.deepEqual(codes(await open(staff)), ["recording.not_ready"]);
  const other = await givenBooking(site);
  const answer = await other.staff("POST", disclosures(other.facility.id), { id: newId(), purpose: "court_order", basis: "Case 12" });
  assert.deepEqual(codes(answer), ["recording.unknown"]);
});

const beside = (by: Booking["staff"], id: string, what: "playback" | "marks", body?: object) =>
  by(body ? "POST" : "GET", `${disclosures()}/${id}/${what}`, body);

/** The family talked for a minute; the resident was there from its fifth second, and nothing came of either from 20 to 30. */
async function givenTalk(): Promise<void> {
  const start = Temporal.Instant.from(NINE);
  const facilityId = booking.facility.id;
  const segment = (seat: "family" | "resident", from: number, to: number) => ({
    ...{ id: newId(), facilityId, visitId, seat, kind: "audio" as const, bytes: 1, sha256: "", path: "" },
    ...{ startedAt: start.add({ seconds: from }), seconds: to - from },
  });
  const segments = [segment("family", 0, 20), segment("resident", 5, 20), segment("family", 30, 60), segment("resident", 31, 60)];
  await site.db.insertInto("recordings.segment").values(segments).execute();
  const line = { visitId, facilityId, code: "engine_lost", facts: "{}" as never };
  await site.db
    .insertInto("visits.timeline")
    .values({ ...line, id: newId(), at: start.add({ seconds: 21 }) })
    .execute();
  const { keepUntil } = await site.db.selectFrom("visits.visit").select("keepUntil").where("id", "=", visitId).executeTakeFirstOrThrow();
  const typed = { id: newId(), facilityId, visitId, seat: "family" as const, locale: "en", keepUntil: keepUntil! };
  await site.db
    .insertInto("visits.chat")
    .values({ ...typed, words: "Hi Tomás", at: start.add({ seconds: 10 }), sent: true, takenBack: ["Hi Tom"] })
    .execute();
}

test("beside the file stand who was there, what was typed and taken back, and why nothing was recorded for a while; only on a stated purpose", async () => {
  await givenRecording();
  await givenTalk();
  const id = newId();
  assert.deepEqual(codes(await beside(staff, id, "playback")), ["recording.disclosure_unknown"], "no purpose was stated yet");
  await open(staff, id);
  const colleague = await member("supervisor");
  assert.deepEqual(codes(await beside(colleague, id, "playback")), ["recording.disclosure_unknown"]);
  const answer = await beside(staff, id, "playback");
  assert.equal(answer.statusCode, 200, answer.body);
  assert.equal(answer.headers["cache-control"], "no-store");
  const { startsAt, seconds, sound, people, gaps, chat, marks } = answer.json();
  assert.deepEqual([startsAt, seconds, sound, marks], ["2026-03-04T16:00:05Z", 55, "mixed", []]);
  assert.deepEqual(gaps, [{ from: 15, to: 25, why: "engine_lost" }]);
  assert.deepEqual(
    people.map((one: { seat: string; heard: unknown }) => [one.seat, one.heard]),
    [
      [
        "family",
        [
          { from: 0, to: 15 },
          { from: 25, to: 55 },
        ],
      ],
      [
        "resident",
        [
          { from: 0, to: 15 },
          { from: 26, to: 55 },
        ],
      ],
    ],
  );
  assert.deepEqual(
    chat.map((line: { words: string; takenBack: string[]; sent: boolean }) => [line.words, line.takenBack, line.sent]),
    [["Hi Tomás", ["Hi Tom"], true]],
  );
  const read = site.db
    .selectFrom("audit.entry")
    .select(["facts"])
    .where("subjectId", "=", visitId)
    .where("what", "=", "recording.followed");
  assert.deepEqual(await read.execute(), [{ facts: { disclosureId: id } }]);
  site.clock.advance({ minutes: 60 });
  assert.deepEqual(codes(await beside(staff, id, "playback")), ["recording.disclosure_unknown"], "an hour is over");
});

test("a mark is set once, on a stated purpose, on a moment that there is; it can be neither changed nor deleted", async () => {
  await givenRecording();
  await givenTalk();
  const [look, id] = [newId(), newId()];
  const mark = { id, atMs: 12_500, word: "threat", note: "Says it twice" };
  assert.deepEqual(codes(await beside(staff, look, "marks", mark)), ["recording.disclosure_unknown"]);
  await open(staff, look);
  const set = await beside(staff, look, "marks", mark);
  assert.equal(set.statusCode, 201, set.body);
  assert.deepEqual((await beside(staff, look, "marks", mark)).json(), set.json());
  assert.deepEqual(codes(await beside(staff, look, "marks", { ...mark, id: newId(), atMs: 55_001 })), ["recording.mark_outside"]);
  assert.equal(
    (await beside(staff, look, "marks", { ...mark, id: newId(), word: "other", note: null })).statusCode,
    400,
    "another reason is written",
  );
  const colleague = await member("supervisor");
  assert.deepEqual(codes(await beside(colleague, look, "marks", { ...mark, id: newId() })), ["recording.disclosure_unknown"]);
  const looked = newId();
  await open(colleague, looked);
  assert.deepEqual(codes(await beside(colleague, looked, "marks", mark)), ["access.denied"], "the id is somebody else's mark");
  const { marks } = (await beside(colleague, looked, "playback")).json();
  assert.deepEqual(marks, [set.json()]);
  const told = await site.db
    .selectFrom("audit.entry")
    .select("facts")
    .where("what", "=", "recording.marked")
    .where("subjectId", "=", visitId)
    .execute();
  assert.deepEqual(told, [{ facts: { disclosureId: look, markId: id, word: "threat" } }]);
  await assert.rejects(site.db.updateTable("recordings.mark").set({ note: null }).where("id", "=", id).execute(), { code: "42501" });
  await assert.rejects(site.db.deleteFrom("recordings.mark").where("id", "=", id).execute(), { code: "42501" });
});

test("an overseer reads that it was looked at, but does not look", async () => {
  await givenRecording();
  const overseer = await member("overseer");
  assert.deepEqual(codes(await open(overseer)), ["access.denied"]);
});

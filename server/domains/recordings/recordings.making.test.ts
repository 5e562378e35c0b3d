import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { sql } from "kysely";
import { unseal } from "#server/domains/identity/index.ts";
import { createMediaServer, probe } from "#server/domains/media/index.ts";
import { registerNotifications } from "#server/domains/notifications/index.ts";
import { bookVisit, holdPlace, listLines, registerVisitLetters } from "#server/domains/visits/index.ts";
import { type Ground, startGround } from "#server/domains/visits/testing/ground.ts";
import { as, givenFacility, givenPair } from "#server/domains/visits/testing/world.ts";
import { type Blobs, openBlobs } from "#server/platform/blobs.ts";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { createKeeping } from "#server/platform/keeping.ts";
import { KEY_USE, makeFile } from "./making.service.ts";
import { registerRecordingJobs, registerRecordingKeeping, resume } from "./recordings.jobs.ts";
import { finished, type RecordingParts, recordingsOf } from "./recordings.service.ts";
import { givenClosedRoom } from "./testing/recorded-visit.ts";
import { writeSegments } from "./testing/segments.ts";

const NINE = Temporal.Instant.from("2026-03-04T16:00:00Z");
const folder = mkdtempSync(path.join(tmpdir(), "throughline-recordings-"));
let ground: Ground;
let parts: RecordingParts;
let blobs: Blobs;

before(async () => {
  ground = await startGround((ctx) => {
    const media = createMediaServer({ dataFolder: path.join(folder, "media"), log: ctx.log, enabled: false });
    blobs = openBlobs(path.join(folder, "blobs"));
    parts = { ctx, blobs, media, recordFolder: (visitId) => path.join(folder, "recordings", visitId) };
    registerRecordingJobs(parts);
    registerNotifications(ctx, "real");
    registerVisitLetters(ctx);
  });
});
after(async () => {
  await ground.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A recorded visit whose room has closed, with or without files of its engine. */
async function givenVisit(options: { files?: boolean; connectedSeconds?: number } = {}): Promise<string> {
  ground.clock.set("2026-03-02T15:00:00Z");
  const facility = await givenFacility(ground.db);
  const pair = await givenPair(ground.db, facility);
  const [id, holdId] = [newId(), newId()];
  const ctx = as(ground.ctx, pair.actor);
  await holdPlace(ctx, pair.actor, {
    id: holdId,
    connectionId: pair.connectionId,
    sessionTemplateId: facility.templateId,
    startsAt: NINE.toString(),
  });
  await bookVisit(ctx, pair.actor, { id, holdId });
  ground.clock.set(NINE.add({ minutes: 30 }));
  await givenClosedRoom(ground.db, id, { connectedSeconds: options.connectedSeconds ?? 2 });
  if (options.files ?? true) await writeSegments(parts.recordFolder(id), id, NINE);
  return id;
}

const rowOf = (visitId: string) =>
  ground.db.selectFrom("recordings.recording").selectAll().where("visitId", "=", visitId).executeTakeFirstOrThrow();
const statusOf = async (visitId: string) => (await recordingsOf(ground.db, [visitId])).get(visitId);
const codesOf = async (visitId: string) => (await listLines(ground.db, visitId)).map((line) => line.code);
const close = (visitId: string) => inTransaction(ground.ctx, (tx) => tx.jobs.send(tx, "visit.room_closed", { visitId }));

test("when a recorded room closes, one playable file is made, kept encrypted, and the engine's own files go", async () => {
  const visitId = await givenVisit();
  await inTransaction(ground.ctx, (tx) => tx.jobs.send(tx, "visit.room_opened", { visitId }));
  await ground.runJobs();
  assert.deepEqual(await statusOf(visitId), { status: "recording", progress: 0 });
  await close(visitId);
  await ground.runJobs();
  assert.deepEqual(await statusOf(visitId), { status: "ready", progress: 1 });
  assert.deepEqual(await codesOf(visitId), ["booked", "recording_ready"]);
  assert.ok(!existsSync(parts.recordFolder(visitId)));

  const row = await rowOf(visitId);
  assert.ok(Math.abs(row.seconds! - 2) < 0.5, `${row.seconds} seconds`);
  const { streams, seconds } = await probe(await playedOf(visitId));
  assert.deepEqual(streams.map((stream) => stream.kind).sort(), ["audio", "video"]);
  assert.ok(seconds > 1.5);
  const stored = readdirSync(path.join(folder, "blobs"), { recursive: true, encoding: "utf8" }).find((name) => name.endsWith(row.blobId!))!;
  assert.ok(!readFileSync(path.join(folder, "blobs", stored)).includes("ftyp"), "the file lies there in the clear");
});

test("each side is heard in an ear of its own: where only the family spoke, the left has it and the right is silent", async () => {
  const visitId = await givenVisit();
  const files = parts.recordFolder(visitId);
  for (const name of readdirSync(files)) if (name.includes("user-resident") && name.includes("-audio-")) rmSync(path.join(files, name));
  await close(visitId);
  await ground.runJobs();
  assert.equal((await rowOf(visitId)).sound, "sides");
  const played = await playedOf(visitId);
  const loudest = ["c0", "c1"].map((ear) => {
    const args = ["-v", "error", "-i", played, "-af", `pan=mono|c0=${ear}`, "-f", "s16le", "-"];
    const sound = execFileSync("ffmpeg", args);
    return Math.max(...Array.from({ length: Math.floor(sound.length / 2) }, (_, at) => Math.abs(sound.readInt16LE(at * 2))));
  });
  assert.ok(loudest[0]! > 1000, `left: ${loudest[0]}`);
  assert.ok(loudest[1]! < 10, `right: ${loudest[1]}`);
});

/** A visit's file, taken out of where it is kept. */
async function playedOf(visitId: string): Promise<string> {
  const row = await rowOf(visitId);
  const key = Buffer.from(unseal(ground.ctx.config.dataDir, KEY_USE, visitId, row.blobKey!), "base64url");
  const chunks: Buffer[] = [];
  for await (const chunk of blobs.read({ id: row.blobId!, key, bytes: row.bytes! })) chunks.push(chunk as Buffer);
  const played = path.join(folder, `${visitId}.mp4`);
  writeFileSync(played, Buffer.concat(chunks));
  return played;
}

test("hearing twice that a room closed changes nothing", async () => {
  const visitId = await givenVisit();
  await finished(parts, visitId);
  await finished(parts, visitId);
  const segments = await ground.db.selectFrom("recordings.segment").select("path").where("visitId", "=", visitId).execute();
  assert.equal(segments.length, 4);
  await ground.runJobs();
  await close(visitId);
  await ground.runJobs();
  assert.deepEqual(await codesOf(visitId), ["booked", "recording_ready"]);
});

test("a file that a crashed server was making is made by the next one, once the lease has run out", async () => {
  const visitId = await givenVisit();
  await finished(parts, visitId);
  const lease = { status: "processing", leasedBy: newId(), leaseUntil: ground.clock.now().add({ seconds: 20 }), progress: 0.5 } as const;
  await ground.db.updateTable("recordings.recording").set(lease).where("visitId", "=", visitId).execute();
  await ground.runJobs();
  assert.deepEqual(await statusOf(visitId), { status: "processing", progress: 0.5 });
  ground.clock.advance({ seconds: 21 });
  await resume(parts);
  await ground.runJobs();
  assert.equal((await statusOf(visitId))?.status, "ready");
});

test("a room whose end a dying server was hearing of is taken over by the next one, long before that job is given out again", async () => {
  const visitId = await givenVisit();
  await inTransaction(ground.ctx, (tx) => tx.jobs.send(tx, "visit.room_opened", { visitId }));
  await ground.runJobs();
  ground.clock.advance({ minutes: 60 });
  await resume(parts);
  await ground.runJobs();
  assert.deepEqual(await statusOf(visitId), { status: "ready", progress: 1 });
});

test("a crash between keeping the file and deleting the engine's leaves nothing behind", async () => {
  const visitId = await givenVisit();
  await close(visitId);
  await ground.runJobs();
  await writeSegments(parts.recordFolder(visitId), visitId, NINE, 1);
  await resume(parts);
  assert.ok(!existsSync(parts.recordFolder(visitId)));
});

test("after three failures the record says that the recording failed, and what the engine wrote is still there", async () => {
  const visitId = await givenVisit();
  await finished(parts, visitId);
  for (const name of readdirSync(parts.recordFolder(visitId))) writeFileSync(path.join(parts.recordFolder(visitId), name), "broken");
  for (let attempt = 0; attempt < 3; attempt++) await assert.rejects(makeFile(parts, visitId));
  assert.equal((await statusOf(visitId))?.status, "failed");
  assert.deepEqual(await codesOf(visitId), ["booked", "recording_failed"]);
  assert.equal(readdirSync(parts.recordFolder(visitId)).length, 4);
  await ground.runJobs();
});

test("a part that was begun on a full disk can't be read: the record says so, and the rest is made into the file", async () => {
  const visitId = await givenVisit();
  const [one] = readdirSync(parts.recordFolder(visitId));
  assert.ok(one);
  const file = path.join(parts.recordFolder(visitId), one);
  writeFileSync(file, readFileSync(file).subarray(100));
  await finished(parts, visitId);
  await ground.runJobs();
  assert.equal((await statusOf(visitId))?.status, "ready");
  assert.deepEqual(await codesOf(visitId), ["booked", "recording_part_lost", "recording_ready"]);
  const lost = (await listLines(ground.db, visitId)).find(({ code }) => code === "recording_part_lost");
  const [, side, micros, kind] = /-user-(.+)-(\d+)-(audio|video)-/.exec(one) ?? [];
  const from = Temporal.Instant.fromEpochMilliseconds(Number(micros) / 1000).toString();
  assert.deepEqual(lost?.facts, { side, kind, parts: 1, from }, "whose it is, whether sound or picture, and since when");
});

test("a visit to which nobody came has no recording, and one that was held but left no file says so", async () => {
  const nobody = await givenVisit({ files: false, connectedSeconds: 0 });
  await finished(parts, nobody);
  assert.equal(await statusOf(nobody), undefined);
  assert.deepEqual(await codesOf(nobody), ["booked"]);
  const lost = await givenVisit({ files: false });
  await finished(parts, lost);
  assert.deepEqual(await codesOf(lost), ["booked", "recording_failed"]);
});

test("a recording goes, with its key, when it may be kept no longer, unless a court wants it", async () => {
  const [gone, held] = [await givenVisit(), await givenVisit()];
  for (const visitId of [gone, held]) await finished(parts, visitId);
  await ground.runJobs();
  const { agencyId, facilityId } = await ground.db.selectFrom("visits.visit").selectAll().where("id", "=", held).executeTakeFirstOrThrow();
  await sql`insert into keeping.hold (id, agency_id, facility_id, subject_kind, subject_id, purpose, basis, placed_by, placed_at)
    values (${newId()}, ${agencyId}, ${facilityId}, 'visit', ${held}, 'court_order', 'Case 4711', ${newId()}, ${NINE})`.execute(ground.db);
  ground.clock.set(NINE.add({ hours: 24 * 91 }));
  const keeping = createKeeping();
  registerRecordingKeeping(keeping, parts.blobs);
  const outcomes: string[] = [];
  await keeping.parts[0]?.erase(ground.ctx, async (passed) => void outcomes.push(...passed.map(({ outcome }) => outcome)));
  assert.ok(outcomes.includes("erased") && outcomes.includes("held"));
  const [erased, kept] = [await rowOf(gone), await rowOf(held)];
  assert.deepEqual([erased.blobId, erased.blobKey], [null, null]);
  assert.ok(kept.blobId && kept.blobKey);
  assert.equal((await statusOf(gone))?.status, "none");
});

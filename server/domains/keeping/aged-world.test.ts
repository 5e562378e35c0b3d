import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { after, test } from "node:test";
import { sql } from "kysely";
import { sealWaiting } from "#server/domains/audit/index.ts";
import { seal } from "#server/domains/identity/index.ts";
import { givenClosedRoom } from "#server/domains/recordings/testing/recorded-visit.ts";
import { release } from "#server/domains/residents/index.ts";
import { type Booking, book, givenBooking, insideOf } from "#server/domains/visits/testing/booking.ts";
import { drawnAs, givenSheet } from "#server/domains/visits/together/testing/sheet.ts";
import { makeBackup } from "#server/platform/backup/make.ts";
import { openBlobs } from "#server/platform/blobs.ts";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { sealedSources } from "#server/sealed-sources.ts";
import { nobody } from "#server/testing/callers.ts";
import { letTimePass } from "#server/testing/later.ts";
import { startSite } from "#server/testing/site.ts";
import { wholeDatabase } from "#server/testing/whole-database.ts";
import { eraseDue } from "./erasing.service.ts";

const STARTS_AT = "2026-03-02T15:00:00Z";
const site = await startSite({ startsAt: STARTS_AT });
after(() => site.close());
await letTimePass(site.owner);

/** A world in which everything has happened that leaves words or names behind; each kind has a mark that is nowhere else. */
async function givenLivedIn(mark: string): Promise<{ booking: Booking; marks: string[]; blobId: string; pictureId: string }> {
  const booking = await givenBooking(site);
  const { world, facility, staff } = booking;
  const [contact] = world.contacts;
  const at = (path: string) => `/api/staff/facilities/${facility.id}${path}`;
  for (const [table, key, id, what] of [
    ["residents.resident", "id", world.residents[0].id, "inside"],
    ["contacts.contact", "id", contact.id, "outside"],
  ] as const)
    await sql`update ${sql.table(table)} set family_name = ${`${mark}${what}`} where ${sql.ref(key)} = ${id}`.execute(site.owner);
  await sql`update identity.staff_member set family_name = ${`${mark}colleague`} where agency_id = ${facility.agencyId}`.execute(
    site.owner,
  );
  await sql`update identity.account set email = ${`${mark}@example.org`.toLowerCase()} where id = ${contact.accountId}`.execute(site.owner);
  await sql`update contacts.connection set reason_words = ${`${mark}reason`} where id = ${booking.connectionId}`.execute(site.owner);

  await nobody(site)("POST", "/api/outside/sign-in", { email: contact.email, password: `${mark}wrong password` });
  await insideOf(site, booking);
  const cancelled = await book(booking, "2026-03-05T16:00:00Z");
  const answer = await staff("POST", at(`/visits/${cancelled}/cancel`), { reason: "safety", note: `${mark}note` });
  assert.equal(answer.statusCode, 204, answer.body);
  const visitId = await book(booking, "2026-03-04T16:00:00Z");
  await givenClosedRoom(site.db, visitId, { connectedSeconds: 60 });
  const { keepUntil } = await site.db.selectFrom("visits.visit").select("keepUntil").where("id", "=", visitId).executeTakeFirstOrThrow();
  const now = site.clock.now();
  await sql`insert into visits.chat (id, facility_id, visit_id, seat, words, locale, at, keep_until)
    values (${newId()}, ${facility.id}, ${visitId}, 'family', ${`${mark}chat`}, 'en', ${now}, ${keepUntil})`.execute(site.db);
  await sql`insert into visits.intervention (id, facility_id, visit_id, staff_id, role, kind, reason, words, at)
    values (${newId()}, ${facility.id}, ${visitId}, ${newId()}, 'supervisor', 'warn', 'other', ${`${mark}warning`}, ${now})`.execute(
    site.db,
  );
  const blob = await openBlobs(path.join(site.config.dataDir, "blobs")).put([Buffer.from(`${mark}spoken`)] as never);
  await sql`insert into recordings.recording (visit_id, facility_id, room_kind, status, made_at, keep_until, blob_id, blob_key, bytes)
    values (${visitId}, ${facility.id}, 'recorded', 'ready', ${now}, ${keepUntil}, ${blob.id},
      ${seal(site.config.dataDir, "recording", visitId, blob.key.toString("base64url"))}, ${blob.bytes})`.execute(site.db);
  await sql`insert into recordings.disclosure (id, facility_id, visit_id, staff_id, account_id, purpose, basis, at, expires_at)
    values (${newId()}, ${facility.id}, ${visitId}, ${newId()}, ${newId()}, 'quality_check', ${`${mark}basis`}, ${now}, ${now})`.execute(
    site.db,
  );
  const { blobId: pictureId } = await givenSheet(site, visitId, { alt: `${mark}picture`, drawn: `${mark}drawn` });
  const holdId = newId();
  const subject = { subjectKind: "visit", subjectId: cancelled, purpose: "complaint", basis: `${mark}paper` };
  assert.equal((await staff("POST", at("/holds"), { id: holdId, ...subject })).statusCode, 201);
  assert.equal((await staff("POST", at(`/holds/${holdId}/release`))).statusCode, 200);
  await site.runJobs();
  const marks = [mark, mark.toLowerCase(), drawnAs(`${mark}drawn`), world.residents[0].bookingNumber, blob.id, pictureId];
  return { booking, marks, blobId: blob.id, pictureId };
}

/** Every file of the data folder with its name; what backups hold is there, sealed. */
function wholeFolder(): string {
  const files = readdirSync(site.config.dataDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map((entry) => `${entry.name} ${readFileSync(path.join(entry.parentPath, entry.name), "latin1")}`).join("\n");
}

test("a world that is old enough leaves nothing behind: not in the database, the files, the log or a backup that could be opened; a held one is all there", async () => {
  const old = await givenLivedIn("Qvanish");
  const held = await givenLivedIn("Qstays");
  for (const mark of ["Qvanish", "Qstays"])
    for (const what of ["inside", "outside", "colleague", "reason", "note", "chat", "warning", "basis", "paper", "picture"])
      assert.ok(
        [...(await wholeDatabase(site)).values()].some((words) => words.includes(`${mark}${what}`)),
        `${mark}${what} was there`,
      );
  for (const mark of ["Qvanishdrawn", "Qstaysdrawn"])
    for (const table of ["visits.together", "visits.together_step"])
      assert.ok((await wholeDatabase(site)).get(table)?.includes(drawnAs(mark)), `${mark} was in ${table}`);
  const { facility: there } = held.booking;
  const hold = { id: newId(), subjectKind: "facility", subjectId: there.id, purpose: "litigation", basis: "Qstays order" };
  assert.equal((await held.booking.staff("POST", `/api/staff/facilities/${there.id}/holds`, hold)).statusCode, 201);
  for (const { stayId } of [...old.booking.world.residents, ...held.booking.world.residents])
    await inTransaction(site.ctx, (tx) => release(tx, stayId));
  await site.runJobs();
  const { backupKeysDir, dataDir } = site.config;
  const backup = {
    ownerUrl: site.ownerUrl,
    dataDir,
    to: path.join(dataDir, "backups"),
    keys: backupKeysDir,
    keepDays: 30,
    version: "0.0.0",
  };
  await makeBackup({ ...backup, now: site.clock.now() });
  assert.equal(readdirSync(backupKeysDir).length, 1);

  await sealWaiting(site.ctx, sealedSources);
  const before = await wholeDatabase(site);
  site.clock.advance({ hours: 24 * 366 * 4 });
  for (let night = 0; night < 3; night++) {
    const { failed } = await eraseDue(site.ctx, site.keeping);
    assert.deepEqual(failed, []);
  }

  const database = await wholeDatabase(site);
  for (const mark of old.marks) {
    for (const [table, words] of database) assert.ok(!words.includes(mark), `${mark} is still in ${table}: ${around(words, mark)}`);
    assert.ok(!wholeFolder().includes(mark) || mark === old.blobId || mark === old.pictureId, `${mark} is still in a file`);
    assert.ok(!site.logged().includes(mark), `${mark} is in the log`);
  }
  // In the backup copies of the recording and of the picture still lie; all keys that could open them are gone.
  assert.deepEqual(readdirSync(backupKeysDir), []);
  const blobs = readdirSync(path.join(dataDir, "blobs"), { recursive: true, encoding: "utf8" });
  const lies = (id: string) => blobs.some((name) => name.includes(id));
  assert.deepEqual([old.blobId, held.blobId, old.pictureId, held.pictureId].map(lies), [false, true, false, true]);

  const stayed = (table: string, words: string) => assert.ok(database.get(table)?.includes(words), `${words} went from ${table}`);
  for (const [table, what] of [
    ["residents.resident", "Qstaysinside"],
    ["contacts.contact", "Qstaysoutside"],
    ["contacts.connection", "Qstaysreason"],
    ["visits.chat", "Qstayschat"],
    ["visits.intervention", "Qstayswarning"],
    ["recordings.disclosure", "Qstaysbasis"],
    ["audit.words", "Qstaysnote"],
    ["keeping.hold", "Qstays order"],
    ["recordings.recording", held.blobId],
    ["visits.together", drawnAs("Qstaysdrawn")],
    ["visits.together_step", drawnAs("Qstaysdrawn")],
    ["visits.together_page", held.pictureId],
    ["visits.together_sheet", "Qstayspicture"],
    ["visits.together_picture", held.pictureId],
  ] as const)
    stayed(table, what);
  assert.ok((before.get("audit.entry")?.length ?? 0) <= (database.get("audit.entry")?.length ?? 0), "entries stand for good");
});

const around = (words: string, mark: string) => words.slice(Math.max(0, words.indexOf(mark) - 80), words.indexOf(mark) + 80);

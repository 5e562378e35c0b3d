import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sql } from "kysely";
import { sealWaiting } from "#server/domains/audit/index.ts";
import { givenClosedRoom } from "#server/domains/recordings/testing/recorded-visit.ts";
import { release } from "#server/domains/residents/index.ts";
import { book, givenBooking } from "#server/domains/visits/testing/booking.ts";
import { drawnAs, givenSheet } from "#server/domains/visits/together/testing/sheet.ts";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { sealedSources } from "#server/sealed-sources.ts";
import { letTimePass } from "#server/testing/later.ts";
import { sendPicture } from "#server/testing/pictures.ts";
import { startSite } from "#server/testing/site.ts";
import { photograph } from "#server/testing/traces.ts";
import { eraseDue } from "./erasing.service.ts";
import { wholeDatabase } from "./testing/whole.ts";

const site = await startSite({ startsAt: "2026-03-02T15:00:00Z" });
after(() => site.close());
await letTimePass(site.owner);

/** What each world has: of a resident and a contact who know each other, of two who do not know them, and of their visits. */
const traces = ["inside", "outside", "other", "stranger", "child", "reason", "note", "chat", "sheet", "drawn"] as const;
const KINDS = ["facility", "resident", "contact", "visit"] as const;
type World = (typeof KINDS)[number] | "free";

/** One world, and the hold of this kind on it. */
async function givenWorld(kind: World): Promise<void> {
  const booking = await givenBooking(site);
  const { world, facility, staff, family } = booking;
  const [contact, stranger] = world.contacts;
  const [resident, other] = world.residents;
  const mark = (what: (typeof traces)[number]) => `Q${kind}${what}`;
  for (const [table, id, what] of [
    ["residents.resident", resident.id, "inside"],
    ["residents.resident", other.id, "other"],
    ["contacts.contact", contact.id, "outside"],
    ["contacts.contact", stranger.id, "stranger"],
  ] as const)
    await sql`update ${sql.table(table)} set family_name = ${mark(what)} where id = ${id}`.execute(site.owner);
  await sql`update contacts.connection set reason_words = ${mark("reason")} where id = ${booking.connectionId}`.execute(site.owner);
  const child = { id: newId(), kind: "child", givenName: "Luz", familyName: mark("child"), birthDate: "2019-05-01" };
  assert.equal((await family("POST", "/api/outside/guests", child)).statusCode, 201);
  assert.equal((await sendPicture(site, contact, "front", await photograph("home"))).statusCode, 201);
  await site.db
    .updateTable("contacts.file")
    .set({ sha256: `Q${kind}picture` })
    .where("contactId", "=", contact.id)
    .execute();
  const cancelled = await book(booking, "2026-03-05T16:00:00Z");
  const at = (path: string) => `/api/staff/facilities/${facility.id}${path}`;
  assert.equal((await staff("POST", at(`/visits/${cancelled}/cancel`), { reason: "safety", note: mark("note") })).statusCode, 204);
  const visitId = await book(booking, "2026-03-04T16:00:00Z");
  await givenClosedRoom(site.db, visitId, { connectedSeconds: 60 });
  const { keepUntil } = await site.db.selectFrom("visits.visit").select("keepUntil").where("id", "=", visitId).executeTakeFirstOrThrow();
  await sql`insert into visits.chat (id, facility_id, visit_id, seat, words, locale, at, keep_until)
    values (${newId()}, ${facility.id}, ${visitId}, 'family', ${mark("chat")}, 'en', ${site.clock.now()}, ${keepUntil})`.execute(site.db);
  await givenSheet(site, visitId, { alt: mark("sheet"), drawn: mark("drawn") });
  const subjects = { facility: facility.id, resident: resident.id, contact: contact.id, visit: visitId };
  if (kind !== "free") {
    const hold = { id: newId(), subjectKind: kind, subjectId: subjects[kind], purpose: "litigation", basis: "26-CV-1" };
    const placed = await staff("POST", at("/holds"), hold);
    assert.equal(placed.statusCode, 201, placed.body);
  }
  for (const { stayId } of world.residents) await inTransaction(site.ctx, (tx) => release(tx, stayId));
  await site.runJobs();
}

let left: Map<string, string>;
before(async () => {
  for (const kind of [...KINDS, "free"] as const) await givenWorld(kind);
  await sealWaiting(site.ctx, sealedSources);
  site.clock.advance({ hours: 24 * 366 * 4 });
  for (let night = 0; night < 3; night++) assert.deepEqual((await eraseDue(site.ctx, site.keeping)).failed, []);
  left = await wholeDatabase(site.owner);
});

const leftOf = (kind: World, whats: readonly string[] = [...traces, "picture"]) =>
  whats.filter((what) => {
    const mark = `Q${kind}${what}`;
    return [...left.values()].some((words) => words.includes(mark) || words.includes(drawnAs(mark)));
  });

test("without a hold nothing is left beside four worlds that are held", () => {
  assert.deepEqual(leftOf("free"), []);
});

test("a hold on a facility keeps everybody of it and all that was between them, and nobody who was elsewhere", () => {
  assert.deepEqual(leftOf("facility"), ["inside", "outside", "other", "child", "reason", "note", "chat", "sheet", "drawn", "picture"]);
});

test("a hold on a resident keeps them, whom they know and their visits, and no other resident", () => {
  assert.deepEqual(leftOf("resident"), ["inside", "outside", "child", "reason", "note", "chat", "sheet", "drawn", "picture"]);
});

test("a hold on a contact keeps them with their pictures, those they know and their visits, and nobody else", () => {
  assert.deepEqual(leftOf("contact"), ["inside", "outside", "child", "reason", "note", "chat", "sheet", "drawn", "picture"]);
});

test("a hold on one visit keeps what was said and drawn in it and who they were, and neither the other visit nor the guests", () => {
  assert.deepEqual(leftOf("visit"), ["inside", "outside", "reason", "chat", "sheet", "drawn"]);
});

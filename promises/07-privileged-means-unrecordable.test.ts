import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { after, test } from "node:test";
import { sql } from "kysely";
import { relationships } from "#contracts/connections.ts";
import { newId } from "#server/platform/id.ts";
import { signedIn } from "#server/testing/callers.ts";
import { givenStaff } from "#server/testing/people.ts";
import { familyLine, isRoom, refused, residentLine, staffLine } from "./testing/lines.ts";
import { type DueVisit, givenDueVisit, startLiveSite } from "./testing/live-site.ts";

/**
 * Promise 7: a lawyer's communication can't be recorded or listened to by anyone. There is no way from it to storage, and whether it is
 * privileged is decided once, at the start; where that is not known, no room opens.
 *
 * Lawyers cannot yet be connected, so nobody can book such a visit; what keeps the promise stands already, and is tried here by hand.
 */

const site = await startLiveSite();
after(() => site.close());

const makeKind = (visitId: string, kind: unknown) =>
  sql`update visits.visit set room_kind = ${kind} where id = ${visitId}`.execute(site.owner);

async function givenPrivileged(): Promise<DueVisit> {
  const due = await givenDueVisit(site);
  await makeKind(due.visitId, "privileged");
  return due;
}

async function bothJoin(due: DueVisit) {
  const family = await familyLine(site, due.visitId, due.contact);
  const resident = await residentLine(site, due.visitId, due.resident, due.station);
  for (const line of [family, resident]) line.say({ type: "join", consent: true });
  for (const line of [family, resident])
    await line.hears(({ room }) => room?.legs.every((leg) => leg.status === "joined") === true, "both joined");
  return { family, resident };
}

const rowsAbout = async (table: "visits.watch" | "recordings.recording", visitId: string) =>
  (await site.db.selectFrom(table).select("visitId").where("visitId", "=", visitId).execute()).length;

test("nobody can watch a privileged visit, whatever their role: nothing is shown and no row is written", async () => {
  const due = await givenPrivileged();
  const { family } = await bothJoin(due);
  const { agencyId } = due.world;
  for (const role of ["visitation_officer", "supervisor", "facility_administrator", "agency_administrator", "overseer"] as const) {
    const facilityId = role === "agency_administrator" || role === "overseer" ? null : due.facility.id;
    const line = await staffLine(site, due.facility.id, await givenStaff(site, { agencyId, facilityId, role }));
    line.say({ type: "watch", watchId: newId(), visitId: due.visitId });
    await line.hears(refused(role === "overseer" ? "access.denied" : "visit.not_watchable"), role);
    assert.ok(!line.heard.some(({ type }) => type === "watch" || type === "signal"));
    await line.close();
  }
  assert.equal(await rowsAbout("visits.watch", due.visitId), 0);
  assert.deepEqual(
    family.heard.flatMap(({ room }) => room?.watches ?? []),
    [],
  );
});

test("a privileged visit leaves no recording: no file, no row, nothing to disclose", async () => {
  const due = await givenPrivileged();
  const { family, resident } = await bothJoin(due);
  for (const line of [family, resident]) line.say({ type: "leave" });
  await family.hears(isRoom("ended"));
  await site.runJobs();
  assert.equal(await rowsAbout("recordings.recording", due.visitId), 0);
  const written = readdirSync(site.config.dataDir, { recursive: true }).map(String);
  assert.deepEqual(
    written.filter((name) => name.includes(due.visitId)),
    [],
  );
  assert.deepEqual(
    family.heard.flatMap(({ room }) => (room ? [room.recording] : [])).filter((recording) => recording !== "none"),
    [],
  );
  const staff = await signedIn(
    site,
    "staff",
    await givenStaff(site, { agencyId: due.world.agencyId, facilityId: due.facility.id, role: "supervisor" }),
  );
  const path = `/api/staff/facilities/${due.facility.id}/visits/${due.visitId}/disclosures`;
  const answer = await staff("POST", path, { id: newId(), purpose: "court_order", basis: "Case 12" });
  assert.deepEqual([answer.statusCode, answer.json().codes], [404, ["recording.unknown"]]);
});

test("the database itself refuses a recording or a watch of a privileged visit, under whatever kind it is written", async () => {
  const due = await givenPrivileged();
  await bothJoin(due);
  const { visitId } = due;
  const facilityId = due.facility.id;
  const at = site.clock.now();
  for (const kind of ["recorded", "unrecorded", "privileged"]) {
    await assert.rejects(
      sql`insert into recordings.recording (visit_id, facility_id, room_kind, status, made_at, keep_until)
        values (${visitId}, ${facilityId}, ${kind}, 'recording', ${at}, ${at})`.execute(site.owner),
      /recording_room_kind_check|recording_visit_id_room_kind_fkey/,
      kind,
    );
    await assert.rejects(
      sql`insert into visits.watch (id, facility_id, visit_id, room_kind, staff_id, role, asked_at)
        values (${newId()}, ${facilityId}, ${visitId}, ${kind}, ${newId()}, 'supervisor', ${at})`.execute(site.owner),
      /watch_room_kind_check|watch_visit_id_room_kind_fkey/,
      kind,
    );
  }
  for (const state of ["starting", "proven", "unproven"])
    await assert.rejects(
      sql`update visits.live_session set recording = ${state} where visit_id = ${visitId}`.execute(site.owner),
      /live_session_check/,
      state,
    );
});

test("a privileged visit has no sheet that could be kept: neither side opens one, no picture is sent for it, and nothing is written", async () => {
  const due = await givenPrivileged();
  const { family, resident } = await bothJoin(due);
  for (const line of [family, resident]) {
    line.say({ type: "together", act: { act: "open" } });
    const { news } = await line.hears(({ type }) => type === "together");
    assert.deepEqual(news, { news: "refused", codes: ["together.not_now"] });
  }
  const outside = await signedIn(site, "outside", due.contact);
  const sent = await outside("POST", `/api/outside/visits/${due.visitId}/together/sheets`, { id: newId(), alt: "A letter" });
  assert.deepEqual(sent.json().codes, ["together.pictures_off"]);
  for (const table of ["visits.together", "visits.togetherSheet"] as const)
    assert.deepEqual(await site.db.selectFrom(table).select("visitId").where("visitId", "=", due.visitId).execute(), [], table);
});

test("the database itself refuses a sheet of a privileged visit and pictures for it, under whatever kind they are written", async () => {
  const due = await givenPrivileged();
  await bothJoin(due);
  const { visitId } = due;
  const { agencyId, id: facilityId } = due.facility;
  const at = site.clock.now();
  for (const kind of ["recorded", "unrecorded", "privileged"]) {
    await assert.rejects(
      sql`insert into visits.together (visit_id, agency_id, facility_id, room_kind, opened_at, keep_until, page_id)
        values (${visitId}, ${agencyId}, ${facilityId}, ${kind}, ${at}, ${at}, ${newId()})`.execute(site.owner),
      /together_room_kind_check|together_visit_id_room_kind_fkey/,
      kind,
    );
    await assert.rejects(
      sql`insert into visits.together_sheet (id, agency_id, facility_id, visit_id, room_kind, sent_by, alt, status, made_at, keep_until)
        values (${newId()}, ${agencyId}, ${facilityId}, ${visitId}, ${kind}, ${newId()}, '{}', 'waiting', ${at}, ${at})`.execute(
        site.owner,
      ),
      /together_sheet_room_kind_check|together_sheet_visit_id_room_kind_fkey/,
      kind,
    );
  }
});

test("whether a visit is privileged is decided once: an open room never becomes another kind", async () => {
  const due = await givenPrivileged();
  await bothJoin(due);
  for (const kind of ["recorded", "unrecorded"]) {
    await assert.rejects(makeKind(due.visitId, kind), { code: "23503" });
    await assert.rejects(sql`update visits.live_session set kind = ${kind} where visit_id = ${due.visitId}`.execute(site.owner), {
      code: "23503",
    });
  }
});

test("where it is not known whether a visit is privileged, there is no such visit and no room", async () => {
  const due = await givenDueVisit(site);
  await assert.rejects(makeKind(due.visitId, null), { code: "23502" });
  await assert.rejects(makeKind(due.visitId, "unknown"), { code: "23514" });
});

test("the media engine's side refuses too: a privileged room takes no folder, no watcher and no recording", async () => {
  const roomId = newId();
  await assert.rejects(site.media.open({ roomId, kind: "privileged", maxKbps: 600, recordFolder: site.config.dataDir }), /folder/);
  await site.media.open({ roomId, kind: "privileged", maxKbps: 600 });
  await assert.rejects(
    site.media.watch(roomId, newId(), () => {}),
    /no watchers/,
  );
  await assert.rejects(site.media.setRecording(roomId, true), /only a recorded room/);
  await site.media.end(roomId);
});

test("nobody can be connected as a lawyer by mistake: the list of relationships has none", async () => {
  const due = await givenDueVisit(site);
  const family = await signedIn(site, "outside", due.contact);
  const asked = { facilityId: due.facility.id, bookingNumber: due.resident.bookingNumber, familyName: due.resident.familyName };
  for (const relationship of ["attorney", "lawyer", "paralegal", "clergy", "consul", "professional"]) {
    assert.ok(!(relationships as readonly string[]).includes(relationship));
    const answer = await family("POST", "/api/outside/connections", { id: newId(), ...asked, relationship });
    assert.deepEqual([answer.statusCode, answer.json().codes], [400, ["request.invalid"]], relationship);
  }
});

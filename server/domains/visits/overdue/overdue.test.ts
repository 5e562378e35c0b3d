import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sql } from "kysely";
import { registerNotifications } from "#server/domains/notifications/index.ts";
import { bookVisit, closeOverdue, holdPlace, listLines, registerVisitLetters } from "#server/domains/visits/index.ts";
import { type Ground, startGround } from "#server/domains/visits/testing/ground.ts";
import { as, givenFacility, givenPair } from "#server/domains/visits/testing/world.ts";
import { newId } from "#server/platform/id.ts";

const MONDAY = "2026-03-02T15:00:00Z";
const NINE = Temporal.Instant.from("2026-03-04T16:00:00Z");
const closed: string[] = [];
let ground: Ground;
before(async () => {
  ground = await startGround((ctx) => {
    registerNotifications(ctx, "real");
    registerVisitLetters(ctx);
    ctx.jobs.work("visit.room_closed", async ({ visitId }) => {
      closed.push(String(visitId));
    });
  });
});
after(() => ground.close());

async function givenVisit(): Promise<{ id: string; facilityId: string; contactId: string; residentId: string }> {
  ground.clock.set(MONDAY);
  const facility = await givenFacility(ground.db);
  const { actor, resident, contact, connectionId } = await givenPair(ground.db, facility);
  const [id, holdId] = [newId(), newId()];
  const ctx = as(ground.ctx, actor);
  await holdPlace(ctx, actor, { id: holdId, connectionId, sessionTemplateId: facility.templateId, startsAt: NINE.toString() });
  await bookVisit(ctx, actor, { id, holdId });
  return { id, facilityId: facility.id, contactId: contact.contactId, residentId: resident.residentId };
}

/** A room that its server left behind: who had joined it, and for how long they were connected. */
async function givenRoom(
  visit: { id: string; facilityId: string },
  room: { family: boolean; resident: boolean; connectedSeconds?: number; leaseUntil?: Temporal.Instant },
): Promise<void> {
  const { id: visitId, facilityId } = visit;
  await ground.db
    .insertInto("visits.live_session")
    .values({
      visitId,
      facilityId,
      kind: "recorded",
      status: room.connectedSeconds ? "interrupted" : "waiting",
      pausedReason: null,
      openedAt: NINE,
      firstConnectedAt: null,
      endedAt: null,
      mediaNode: "local",
      leasedBy: newId(),
      leaseUntil: room.leaseUntil ?? NINE.add({ minutes: 5 }),
      ending: null,
      endingBy: null,
      endingReason: null,
    })
    .execute();
  for (const side of ["family", "resident"] as const) {
    const joined = room[side]
      ? { consentedAt: NINE, consentedTo: "recorded" as const, joinedAt: NINE }
      : { consentedAt: null, consentedTo: null, joinedAt: null };
    await ground.db
      .insertInto("visits.leg")
      .values({
        id: newId(),
        facilityId,
        visitId,
        seat: side,
        side,
        role: null,
        personId: newId(),
        stationId: null,
        status: room[side] ? "dropped" : "not_joined",
        leftAt: null,
        ...joined,
      })
      .execute();
  }
  if (room.family || room.resident)
    await ground.db.updateTable("visits.visit").set({ status: "in_progress" }).where("id", "=", visitId).execute();
  if (!room.connectedSeconds) return;
  const during = sql<string>`tstzrange(${NINE}, ${NINE.add({ seconds: room.connectedSeconds })}, '[)')`;
  await ground.db.insertInto("visits.connected_interval").values({ id: newId(), facilityId, visitId, during }).execute();
}

async function endingOf(visitId: string) {
  const { status, outcome, cause } = await ground.db
    .selectFrom("visits.visit")
    .selectAll()
    .where("id", "=", visitId)
    .executeTakeFirstOrThrow();
  return { status, outcome, cause };
}
const lastLine = async (visitId: string) => (await listLines(ground.db, visitId)).at(-1);

test("a visit to which nobody came is missed, two minutes after its place is over and not before", async () => {
  const { id } = await givenVisit();
  ground.clock.set(NINE.add({ minutes: 32 }));
  await closeOverdue(ground.ctx);
  assert.equal((await endingOf(id)).status, "booked");
  ground.clock.advance({ seconds: 1 });
  await closeOverdue(ground.ctx);
  assert.deepEqual(await endingOf(id), { status: "missed", outcome: "nobody_came", cause: "nobody" });
  const line = await lastLine(id);
  assert.equal(line?.code, "missed");
  assert.deepEqual(line?.facts, { outcome: "nobody_came", cause: "nobody", connectedSeconds: 0, lostSeconds: 1800 });
  await closeOverdue(ground.ctx);
  assert.equal((await listLines(ground.db, id)).length, 2);
});

for (const [came, outcome, cause] of [
  ["family", "resident_absent", "resident"],
  ["resident", "family_absent", "family"],
] as const)
  test(`when only the ${came} came, the record says who was missing`, async () => {
    const visit = await givenVisit();
    await givenRoom(visit, { family: came === "family", resident: came === "resident" });
    ground.clock.set(NINE.add({ minutes: 33 }));
    await closeOverdue(ground.ctx);
    assert.deepEqual(await endingOf(visit.id), { status: "missed", outcome, cause });
  });

test("a visit whose server died is completed with the time that was really connected, and its recording is made", async () => {
  const visit = await givenVisit();
  await givenRoom(visit, { family: true, resident: true, connectedSeconds: 600 });
  ground.clock.set(NINE.add({ minutes: 33 }));
  await closeOverdue(ground.ctx);
  assert.deepEqual(await endingOf(visit.id), { status: "completed", outcome: "talked", cause: "nobody" });
  assert.deepEqual((await lastLine(visit.id))?.facts, { outcome: "talked", cause: "nobody", connectedSeconds: 600, lostSeconds: 1200 });
  const room = await ground.db.selectFrom("visits.live_session").select("status").where("visitId", "=", visit.id).executeTakeFirstOrThrow();
  assert.equal(room.status, "ended");
  await ground.runJobs();
  assert.ok(closed.includes(visit.id));
});

test("a room whose server is alive is left to that server", async () => {
  const visit = await givenVisit();
  await givenRoom(visit, { family: true, resident: true, leaseUntil: NINE.add({ minutes: 34 }) });
  ground.clock.set(NINE.add({ minutes: 33 }));
  await closeOverdue(ground.ctx);
  assert.equal((await endingOf(visit.id)).status, "in_progress");
});

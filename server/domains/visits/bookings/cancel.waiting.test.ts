import assert from "node:assert/strict";
import { once } from "node:events";
import path from "node:path";
import { after, before, test } from "node:test";
import { createMediaServer, type MediaServer } from "#server/domains/media/index.ts";
import { registerNotifications } from "#server/domains/notifications/index.ts";
import { bookVisit, createRooms, holdPlace, listLines, type Rooms, registerVisitLetters } from "#server/domains/visits/index.ts";
import { type Ground, startGround } from "#server/domains/visits/testing/ground.ts";
import { as, givenFacility, givenPair } from "#server/domains/visits/testing/world.ts";
import { newId } from "#server/platform/id.ts";
import { ensureMediaAddress } from "#server/testing/media-address.ts";
import { cancelVisit } from "./cancel.service.ts";

const NINE = Temporal.Instant.from("2026-03-04T16:00:00Z");
let ground: Ground;
let media: MediaServer;
let rooms: Rooms;
before(async () => {
  ground = await startGround((ctx) => {
    registerNotifications(ctx, "real");
    registerVisitLetters(ctx);
    for (const name of ["visit.room_opened", "visit.room_closed"]) ctx.jobs.work(name, async () => {});
  });
  const { ctx } = ground;
  media = createMediaServer({ dataFolder: path.join(ctx.config.dataDir, "media"), log: ctx.log, address: ensureMediaAddress() });
  await media.start();
  rooms = createRooms({ ctx, media, mediaNode: "local", recordFolder: (visitId) => path.join(ctx.config.dataDir, visitId) });
  await rooms.start();
});
after(async () => {
  await rooms.stop();
  await media.stop();
  await ground.close();
});

test("whoever waits in the room of a visit that is cancelled is told at once, and the record says cancelled and nothing else", async () => {
  const facility = await givenFacility(ground.db);
  const { actor, contact, connectionId } = await givenPair(ground.db, facility);
  const [id, holdId] = [newId(), newId()];
  const ctx = as(ground.ctx, actor);
  await holdPlace(ctx, actor, { id: holdId, connectionId, sessionTemplateId: facility.templateId, startsAt: NINE.toString() });
  await bookVisit(ctx, actor, { id, holdId });
  ground.clock.set(NINE.subtract({ minutes: 10 }));
  const closed = new EventTarget();
  const heard = once(closed, "over");
  const room = await rooms.at(id);
  await room.enter("resident", {
    signInId: newId(),
    locale: "en",
    send: () => {},
    close: (why) => closed.dispatchEvent(new Event(why)),
  });
  await cancelVisit(ctx, { by: "family", contactId: contact.contactId }, id, { reason: "unwell" });
  await heard;
  assert.equal(rooms.running(id), undefined);
  const session = await ground.db
    .selectFrom("visits.live_session")
    .select(["status", "ending"])
    .where("visitId", "=", id)
    .executeTakeFirstOrThrow();
  assert.deepEqual(session, { status: "ended", ending: "cancelled" });
  const visit = await ground.db.selectFrom("visits.visit").select(["status", "outcome"]).where("id", "=", id).executeTakeFirstOrThrow();
  assert.deepEqual(visit, { status: "cancelled", outcome: "cancelled_by_family" });
  assert.deepEqual(
    (await listLines(ground.db, id)).map((line) => line.code),
    ["booked", "waiting", "cancelled"],
  );
});

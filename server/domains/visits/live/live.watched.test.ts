import assert from "node:assert/strict";
import { test } from "node:test";
import { newId } from "#server/platform/id.ts";
import { givenLines, type Heard, NINE, site } from "./testing/lines.ts";

type Line = Awaited<ReturnType<typeof givenLines>>["family"];
const bothIn = ({ room }: Heard) => room?.legs.every((leg) => leg.status === "joined") === true;
const waits = ({ room }: Heard) => room?.pausedFor === "watch_needed";

async function givenWaiting() {
  const lines = await givenLines({ mustBeWatched: true });
  for (const line of [lines.family, lines.resident]) line.say({ type: "join", consent: true });
  await lines.family.hears((message) => bothIn(message) && waits(message));
  return lines;
}
async function watch(officer: Line, visitId: string, sides: readonly Line[]): Promise<string> {
  const watchId = newId();
  officer.say({ type: "watch", watchId, visitId });
  for (const side of sides) {
    await side.hears(({ room }) => room?.watches.some((one) => one.watchId === watchId) === true);
    side.say({ type: "seen_watch", watchId });
  }
  await officer.hears(({ watchId: of, state }) => of === watchId && state === "live");
  return watchId;
}
const needs = async () => await site.db.selectFrom("visits.live_session").select(["visitId", "watchToldAt"]).execute();

test("a visit that must be watched says since when staff know, passes no words, and begins when an officer's pictures flow", async () => {
  const { visitId, family, resident, staffLine } = await givenWaiting();
  const { room } = await family.hears(({ room }) => room?.mustBeWatched?.toldAt != null);
  assert.equal(room?.mustBeWatched?.toldAt, Temporal.Instant.from(NINE).toString());
  assert.equal((await needs()).find((one) => one.visitId === visitId)?.watchToldAt?.toString(), Temporal.Instant.from(NINE).toString());
  family.say({ type: "chat", id: newId(), words: "Hello?" });
  assert.deepEqual((await family.hears(({ type }) => type === "refused")).codes, ["visit.paused"]);

  const officer = await staffLine();
  const before = family.heard.length;
  const watchId = await watch(officer, visitId, [family, resident]);
  const begun = await family.hears((message) => message.room !== undefined && message.room.status !== "paused", before);
  assert.deepEqual(
    begun.room?.watches.map(({ live }) => live),
    [true],
  );

  // The officer goes: it stands still again, and both sides read that one was there.
  const gone = family.heard.length;
  officer.say({ type: "unwatch", watchId });
  await family.hears((message) => waits(message) && message.room?.mustBeWatched?.begun === true, gone);
});

test("where no officer comes until the place ends, the facility is the cause, and nobody of the two", async () => {
  const { visitId, family } = await givenWaiting();
  site.clock.advance({ minutes: 31 });
  await family.hears(({ room }) => room?.ending != null);
  const visit = await site.db
    .selectFrom("visits.visit")
    .select(["status", "outcome", "cause"])
    .where("id", "=", visitId)
    .executeTakeFirstOrThrow();
  assert.deepEqual(visit, { status: "completed", outcome: "nobody_watched", cause: "facility" });
});

import assert from "node:assert/strict";
import { after, test } from "node:test";
import * as Y from "yjs";
import type { Seat, ToParty, ToStaff } from "#contracts/live.ts";
import { type Mark, penOf, type TogetherAct, type TogetherNews } from "#contracts/together.ts";
import { ownDataParts } from "#server/domains/contacts/own-data/gather.ts";
import { book, givenBooking } from "#server/domains/visits/testing/booking.ts";
import { replayOf, togetherRoom } from "#server/domains/visits/together/index.ts";
import { addShelfFile, addToShelf } from "#server/domains/visits/together/shelf.service.ts";
import { openBlobs } from "#server/platform/blobs.ts";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { pdfOf } from "#server/platform/testing/pdf.ts";
import { startSite } from "#server/testing/site.ts";
import * as store from "./live.store.ts";
import { newState, type RoomState } from "./room-state.ts";
import { hearTogether, mayLookIn, showTogether } from "./room-together.ts";

const site = await startSite({ startsAt: "2026-03-02T15:00:00Z" });
after(() => site.close());

/** A room that has opened, with both first screens in it and what each was told. */
async function given() {
  site.clock.set("2026-03-02T15:00:00Z");
  const booking = await givenBooking(site);
  const visitId = await book(booking, "2026-03-04T16:00:00Z");
  site.clock.set("2026-03-04T16:00:00Z");
  const visit = (await store.findVisit(site.db, visitId))!;
  const now = site.clock.now();
  await inTransaction(site.ctx, (tx) =>
    store.insertSession(tx.trx, visit, {
      server: newId(),
      mediaNode: "test",
      now,
      until: now,
      legIds: { family: newId(), resident: newId() },
    }),
  );
  const room = newState(visit);
  const told = new Map<Seat, TogetherNews[]>();
  for (const leg of room.legs.values()) {
    const heard: TogetherNews[] = [];
    told.set(leg.seat, heard);
    leg.status = "joined";
    leg.page = {
      signInId: newId(),
      locale: "en",
      send: (said: ToParty) => void (said.type === "together" && heard.push(said.news)),
      close: () => {},
    };
  }
  const watched: TogetherNews[] = [];
  const watch = {
    ...{ watchId: newId(), signInId: newId(), staffId: newId(), role: "supervisor", askedAt: 0, seen: new Set<Seat>() },
    ...{ shownAt: new Map<Seat, number>(), startedAt: null, flowing: false },
    send: (said: ToStaff) => void (said.type === "together" && watched.push(said.news)),
  };
  room.watches.set(watch.watchId, watch);
  let together = togetherRoom(site.ctx, visit);
  const act = (seat: Seat, what: TogetherAct) => hearTogether(room, together, room.legs.get(seat)!, what);
  const restart = () => {
    together = togetherRoom(site.ctx, visit);
  };
  const last = (seat: Seat) => told.get(seat)!.at(-1)!;
  const look = () => showTogether(room, together, watch.watchId);
  return { ...booking, visit, visitId, room, told, act, last, restart, watch, watched, look };
}

function drawn(seat: Seat, page: string): { doc: Y.Doc; update: string } {
  const doc = new Y.Doc();
  doc.clientID = penOf(seat, Math.random());
  const mark: Mark = { kind: "stroke", id: newId(), seat, colour: "green", width: "thick", points: [10, 10, 20, 20] };
  doc.getArray(page).push([mark]);
  return { doc, update: Buffer.from(Y.encodeStateAsUpdate(doc)).toString("base64") };
}
const pageOf = (news: TogetherNews): string => ("page" in news ? news.page : assert.fail(news.news));
const codes = (news: TogetherNews) => (news.news === "refused" ? news.codes : news.news);
const marksIn = (update: string, page: string) => {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, Buffer.from(update, "base64"));
  return doc.getArray(page).length;
};

test("what one side draws the other sees, and it is there again after the server has died", async () => {
  const { act, last, told, restart, visitId } = await given();
  await act("family", { act: "open" });
  const page = pageOf(last("family"));
  assert.deepEqual(last("resident"), last("family"), "the other side hears that it is open");
  const { update } = drawn("family", page);
  await act("family", { act: "draw", update });
  assert.equal(last("resident").news, "drawn");
  assert.equal(told.get("family")!.length, 1, "who drew is not told what they drew");
  restart();
  await act("resident", { act: "draw", update: drawn("resident", page).update });
  await act("family", { act: "open" });
  const opened = last("family");
  assert.ok(opened.news === "opened" && marksIn(opened.update, page) === 2);
  await act("family", { act: "draw", update });
  const { steps } = await replayOf(site.ctx, visitId);
  assert.deepEqual(
    steps.map(({ by, step }) => [by, step]),
    [
      ["family", "drawn"],
      ["resident", "drawn"],
    ],
  );
  const lines = await site.db.selectFrom("visits.timeline").select(["code", "facts"]).where("visitId", "=", visitId).execute();
  assert.deepEqual(
    lines.filter(({ code }) => code === "together_opened").map(({ facts }) => facts),
    [{ side: "family" }],
  );
});

test("what somebody outside drew and put up is theirs to take along, also what was taken away again; what others drew is not", async () => {
  const { act, last, visitId, world } = await given();
  const own = async ({ accountId, id: contactId }: { accountId: string; id: string }) =>
    (await ownDataParts().get("drawings")?.(site.ctx, { accountId, contactId })) as {
      steps: { visitId: string; step: string; page: string | null; marks?: Mark[] }[];
      putUp: { visitId: string; page: string }[];
    };
  await act("family", { act: "open" });
  const page = pageOf(last("family"));
  const { doc, update } = drawn("family", page);
  await act("family", { act: "draw", update });
  await act("resident", { act: "draw", update: drawn("resident", page).update });
  await act("resident", { act: "clear", page });
  await act("family", { act: "put_up", id: newId(), sheetId: null });
  const { steps, putUp } = await own(world.contacts[0]);
  assert.deepEqual(steps[0]?.marks, doc.getArray(page).toJSON());
  assert.deepEqual(
    steps.map(({ step, marks = [] }) => [step, marks.length]),
    [
      ["drawn", 1],
      ["put_up", 0],
    ],
  );
  assert.deepEqual([...new Set([...steps, ...putUp].map((one) => one.visitId))], [visitId]);
  assert.ok(!JSON.stringify(steps).includes('"resident"'));
  assert.deepEqual((await own(world.contacts[1])).steps, []);
});

test("staff see nothing of it before the faces are shown to them, all of it then, and each line as it is drawn", async () => {
  const { act, last, look, watch, watched, room, visitId } = await given();
  const looks = () => mayLookIn({ running: () => ({ state: () => room }) as never })(visitId, { personId: watch.staffId });
  await act("family", { act: "open" });
  const page = pageOf(last("family"));
  await act("family", { act: "draw", update: drawn("family", page).update });
  await look();
  assert.deepEqual([watched.length, looks()], [0, false]);
  watch.flowing = true;
  await look();
  const [all] = watched;
  assert.ok(all?.news === "opened" && marksIn(all.update, page) === 1 && looks());
  await act("resident", { act: "draw", update: drawn("resident", page).update });
  assert.equal(watched.at(-1)?.news, "drawn");
  watch.flowing = false;
  await act("resident", { act: "draw", update: drawn("resident", page).update });
  assert.equal(watched.length, 2);
});

test("a paused room takes and shows nothing, and nobody who is not in the room draws or sees", async () => {
  const { act, last, room, told, look, watch, watched, visitId } = await given();
  await act("family", { act: "open" });
  const page = pageOf(last("family"));
  room.status = "paused";
  watch.flowing = true;
  const looks = (personId: string) => mayLookIn({ running: () => ({ state: () => room }) as never })(visitId, { personId });
  assert.equal(looks(room.visit.residentId), false);
  await act("family", { act: "draw", update: drawn("family", page).update });
  await look();
  assert.deepEqual([codes(last("family")), watched.length], [["together.not_now"], 0]);
  room.status = "live";
  assert.equal(looks(room.visit.residentId), true);
  room.legs.get("resident")!.status = "left";
  const before = told.get("resident")!.length;
  await act("family", { act: "draw", update: drawn("family", page).update });
  assert.equal(told.get("resident")!.length, before);
  await act("resident", { act: "open" });
  assert.deepEqual(codes(last("resident")), ["together.not_now"]);
  assert.equal(looks(room.visit.residentId), false);
});

test("a privileged visit has no sheet: none is opened, and the database takes none", async () => {
  const { act, last, room, visit, visitId } = await given();
  (room as { visit: RoomState["visit"] }).visit = { ...visit, roomKind: "privileged" };
  await act("family", { act: "open" });
  assert.deepEqual(codes(last("family")), ["together.not_now"]);
  const { agencyId, facilityId } = visit;
  const row = { visitId, agencyId, facilityId, roomKind: "privileged" as never, openedAt: site.clock.now(), keepUntil: site.clock.now() };
  await assert.rejects(
    site.owner
      .insertInto("visits.together")
      .values({ ...row, pageId: newId(), folded: null })
      .execute(),
    /check constraint/,
  );
});

test("a story from the shelf is put up once, however often it is asked; either side turns its pages; clearing takes everybody's lines", async () => {
  const { act, last, facility, visitId, world, told } = await given();
  const sheetId = newId();
  const blobs = openBlobs(`${site.config.dataDir}/blobs`);
  await addToShelf(
    site.ctx,
    { facilityId: facility.id, id: sheetId, title: { en: "The snail", es: "El caracol" } },
    world.contacts[0].accountId,
  );
  async function* file() {
    yield pdfOf(["", ""]);
  }
  await addShelfFile(site.ctx, blobs, { facilityId: facility.id, sheetId }, file());
  await act("resident", { act: "open" });
  const blank = pageOf(last("resident"));
  const putUp = { act: "put_up", id: newId(), sheetId } as const;
  await act("resident", putUp);
  await act("resident", putUp);
  const news = last("family");
  assert.ok(news.news === "pages" && news.why === "put_up" && news.by === "resident");
  assert.deepEqual(
    news.pages.map(({ pictureId, number }) => [pictureId !== null, number]),
    [
      [false, 1],
      [true, 1],
      [true, 2],
    ],
  );
  assert.deepEqual(news.pages[1]?.alt, { en: "The snail", es: "El caracol" });
  await act("family", { act: "turn", page: news.pages[2]!.id });
  assert.equal(pageOf(last("resident")), news.pages[2]!.id);
  await act("family", { act: "turn", page: newId() });
  assert.deepEqual(codes(last("family")), ["together.page_unknown"]);
  await act("family", { act: "draw", update: drawn("family", blank).update });
  await act("resident", { act: "clear", page: blank });
  assert.ok(told.get("family")!.at(-1)?.news === "cleared");
  await act("resident", { act: "open" });
  const opened = last("resident");
  assert.ok(opened.news === "opened" && marksIn(opened.update, blank) === 0);
  await act("resident", { act: "put_up", id: newId(), sheetId: newId() });
  assert.deepEqual(codes(last("resident")), ["together.sheet_unknown"]);
  const lines = await site.db.selectFrom("visits.timeline").select(["code", "facts"]).where("visitId", "=", visitId).execute();
  assert.deepEqual(
    lines.filter(({ code }) => code === "picture_put_up").map(({ facts }) => facts),
    [{ side: "resident", why: "shelf", pages: 2 }],
  );
});

test("a page that floods is slowed down, and a sheet that is full says so", async () => {
  const { act, last } = await given();
  await act("family", { act: "open" });
  const page = pageOf(last("family"));
  for (let round = 0; round < 100; round++) await act("family", { act: "turn", page });
  await act("family", { act: "turn", page });
  assert.deepEqual(codes(last("family")), ["request.too_many"]);
  await act("resident", { act: "turn", page });
  for (let round = 0; round < 41; round++) await act("resident", { act: "put_up", id: newId(), sheetId: null });
  assert.deepEqual(codes(last("resident")), ["together.pages_full"]);
});

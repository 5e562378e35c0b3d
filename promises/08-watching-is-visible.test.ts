import assert from "node:assert/strict";
import { after, test } from "node:test";
import { sql } from "kysely";
import type { Page } from "playwright-core";
import { WATCH_ACK_SECONDS } from "#contracts/live.ts";
import { inRoom, join, seesFrames as seesMore } from "#server/domains/media/testing/harness.ts";
import { newId } from "#server/platform/id.ts";
import { signedIn } from "#server/testing/callers.ts";
import { givenStaff } from "#server/testing/people.ts";
import { familyLine, isRoom, type Line, refused, reports, residentLine, staffLine, taken } from "./testing/lines.ts";
import { type DueVisit, givenDueVisit, startLiveSite } from "./testing/live-site.ts";
import { startPagesOnLines } from "./testing/pages.ts";

/**
 * Promise 8: when staff watch or listen, both sides see it before the first picture goes to staff. There are no hidden monitors. Each later
 * look at a recording needs a stated purpose, and is logged where it cannot be altered and where an overseer can read it.
 */

const site = await startLiveSite();
const pages = await startPagesOnLines();
after(async () => {
  await pages.close();
  await site.close();
});

const FRAMES = 10;
const SEE_MS_MAX = 60_000;
const seesFrames = (page: Page, of: string) => seesMore(page, of, FRAMES, SEE_MS_MAX);

interface Visit extends Omit<DueVisit, "family" | "resident"> {
  family: Line;
  resident: Line;
  watcher: Line;
  watchId: string;
}

/** Both sides in the room, and an officer's console open. */
async function givenVisit(): Promise<Visit> {
  const due = await givenDueVisit(site);
  const family = await familyLine(site, due.visitId, due.contact);
  const resident = await residentLine(site, due.visitId, due.resident, due.station);
  const watcher = await staffLine(site, due.facility.id, due.officer);
  return { ...due, family, resident, watcher, watchId: newId() };
}

/** Joins without media: for what concerns the notice alone. */
async function bothJoin({ family, resident }: Visit): Promise<void> {
  for (const line of [family, resident]) line.say({ type: "join", consent: true });
  await family.hears(({ room }) => room?.legs.every((leg) => leg.status === "joined") === true, "both joined");
}

const hasNotice = (visit: Visit, live: boolean) => (heard: { room?: { watches: { watchId: string; live: boolean }[] } }) =>
  heard.room?.watches.some((watch) => watch.watchId === visit.watchId && watch.live === live) === true;
const isState = (visit: Visit, state: string) => (heard: { type: string; watchId?: string; state?: string }) =>
  heard.type === "watch" && heard.watchId === visit.watchId && heard.state === state;

/** Asks to watch; resolves once both screens have been told. */
async function ask(visit: Visit): Promise<void> {
  visit.watcher.say({ type: "watch", watchId: visit.watchId, visitId: visit.visitId });
  await Promise.all([visit.family, visit.resident].map((line) => line.hears(hasNotice(visit, false), "the notice")));
  await visit.watcher.hears(isState(visit, "asking"));
}
const saw = (visit: Visit, side: "family" | "resident") => {
  visit[side].say({ type: "seen_watch", watchId: visit.watchId });
  return taken(visit[side]);
};
const signals = ({ watcher }: Visit) => watcher.heard.filter(({ type }) => type === "signal").length;
const watchRow = (visit: Visit) => site.db.selectFrom("visits.watch").selectAll().where("id", "=", visit.watchId).executeTakeFirstOrThrow();
const codesOf = async (visit: Visit): Promise<string[]> => {
  const family = await signedIn(site, "outside", visit.contact);
  const { timeline } = (await family("GET", `/api/outside/visits/${visit.visitId}`)).json() as { timeline: { code: string }[] };
  return timeline.map(({ code }) => code);
};

test("staff get no picture, and nothing that leads to one, before both screens have shown the notice", async () => {
  const visit = await givenVisit();
  const [family, resident, watcher] = [
    await pages.of("family", visit.family),
    await pages.of("resident", visit.resident),
    await pages.of(visit.watchId, visit.watcher),
  ];
  await Promise.all([join(family), join(resident)]);
  await Promise.all([seesFrames(family, "resident"), seesFrames(resident, "family")]);
  await inRoom(watcher, "watch");

  await ask(visit);
  assert.equal(signals(visit), 0);
  await saw(visit, "family");
  assert.equal(signals(visit), 0, "one screen is not enough");
  assert.equal((await watchRow(visit)).startedAt, null);
  await saw(visit, "resident");
  await visit.watcher.hears(isState(visit, "live"));
  await Promise.all([seesFrames(watcher, "family"), seesFrames(watcher, "resident")]);

  const { familySawAt, residentSawAt, startedAt } = await watchRow(visit);
  assert.ok(familySawAt && residentSawAt && startedAt);
  await visit.family.hears(hasNotice(visit, true), "that it is being watched");
  await visit.resident.hears(hasNotice(visit, true), "that it is being watched");
  assert.ok((await codesOf(visit)).includes("watch_started"));
  await Promise.all([family, resident, watcher].map((page: Page) => page.close()));
});

test("whichever screen shows it first, one alone never starts a watch", async () => {
  for (const [first, second] of [
    ["family", "resident"],
    ["resident", "family"],
  ] as const) {
    const visit = await givenVisit();
    await bothJoin(visit);
    await ask(visit);
    await saw(visit, first);
    await saw(visit, first);
    assert.ok(!visit.watcher.heard.some(isState(visit, "live")), first);
    await saw(visit, second);
    await visit.watcher.hears(isState(visit, "live"));
  }
});

test("staff see nothing of the sheet that both sides draw on before both screens have shown the notice, and nothing more once they go", async () => {
  const visit = await givenVisit();
  await bothJoin(visit);
  const sheets = () => visit.watcher.heard.filter(({ type }) => type === "together").length;
  const look = async () => {
    visit.watcher.say({ type: "together", watchId: visit.watchId });
    await taken(visit.family);
  };
  visit.family.say({ type: "together", act: { act: "open" } });
  await visit.resident.hears(({ type }) => type === "together", "the sheet");
  await ask(visit);
  await look();
  await saw(visit, "family");
  await look();
  assert.equal(sheets(), 0, "one screen is not enough");
  await saw(visit, "resident");
  await visit.watcher.hears(isState(visit, "live"));
  await look();
  await visit.watcher.hears(({ news }) => news?.news === "opened", "the sheet");
  visit.watcher.say({ type: "unwatch", watchId: visit.watchId });
  await visit.watcher.hears(isState(visit, "ended"));
  const before = sheets();
  visit.family.say({ type: "together", act: { act: "put_up", id: newId(), sheetId: null } });
  await visit.resident.hears(({ news }) => news?.news === "pages", "a new page");
  await look();
  assert.equal(sheets(), before);
});

test("the database itself refuses a watch that began before both screens showed it", async () => {
  const visit = await givenVisit();
  await bothJoin(visit);
  await ask(visit);
  await saw(visit, "family");
  const start = sql`update visits.watch set started_at = ${site.clock.now()} where id = ${visit.watchId}`;
  await assert.rejects(start.execute(site.owner), { code: "23514" });
});

test("a notice that a screen has not shown after two seconds pauses the visit, until it is shown", async () => {
  const visit = await givenVisit();
  await bothJoin(visit);
  await ask(visit);
  await saw(visit, "family");
  const paused = [visit.family, visit.resident].map((line) => line.hears(({ room }) => room?.pausedReason === "watch_unseen", "a pause"));
  site.clock.advance({ milliseconds: WATCH_ACK_SECONDS * 1000 + 1 });
  await Promise.all(paused);
  assert.ok(!visit.watcher.heard.some(isState(visit, "live")));
  const resumed = visit.family.hearsNext(({ room }) => room !== undefined && room.pausedReason !== "watch_unseen", "the visit going on");
  await saw(visit, "resident");
  await resumed;
  assert.deepEqual(
    (await codesOf(visit)).filter((code) => ["paused", "resumed", "watch_started"].includes(code)),
    ["paused", "watch_started", "resumed"],
  );
});

test("a screen that is opened anew has shown nothing: it must show the notice again, or the visit pauses", async () => {
  const visit = await givenVisit();
  await bothJoin(visit);
  await ask(visit);
  await saw(visit, "family");
  await saw(visit, "resident");
  const again = await familyLine(site, visit.visitId, visit.contact);
  await again.hears(hasNotice(visit, false), "the notice on the new page, and staff without pictures");
  again.say({ type: "join", consent: true });
  await again.hears(({ room }) => room?.legs.find(({ seat }) => seat === "family")?.status === "rejoined", "the family joined again");
  site.clock.advance({ milliseconds: WATCH_ACK_SECONDS * 1000 + 1 });
  await again.hears(({ room }) => room?.pausedReason === "watch_unseen", "a pause");
});

test("an overseer reads what happened, and never watches", async () => {
  const visit = await givenVisit();
  await bothJoin(visit);
  const { agencyId } = visit.world;
  const overseer = await staffLine(site, visit.facility.id, await givenStaff(site, { agencyId, facilityId: null, role: "overseer" }));
  overseer.say({ type: "watch", watchId: visit.watchId, visitId: visit.visitId });
  await overseer.hears(refused("access.denied"));
  assert.ok(!visit.family.heard.some(({ room }) => (room?.watches.length ?? 0) > 0));
});

test("a right that is taken away ends the watch at once, and both sides are told", async () => {
  const visit = await givenVisit();
  await bothJoin(visit);
  await ask(visit);
  await saw(visit, "family");
  await saw(visit, "resident");
  await visit.watcher.hears(isState(visit, "live"));
  const { agencyId } = visit.world;
  const administrator = await givenStaff(site, { agencyId, facilityId: visit.facility.id, role: "facility_administrator" });
  const grant = await site.db
    .selectFrom("identity.staff_grant")
    .select("id")
    .where("accountId", "=", visit.officer.accountId)
    .executeTakeFirstOrThrow();
  const unwatched = [visit.family, visit.resident].map((line) => line.hearsNext(({ room }) => room?.watches.length === 0, "its end"));
  const closed = visit.watcher.hearsNext(({ why }) => why === "signed_out", "that the right is gone");
  const revoke = await signedIn(site, "staff", administrator);
  const answer = await revoke("POST", `/api/staff/facilities/${visit.facility.id}/grants/${grant.id}/revoke`);
  assert.ok(answer.statusCode < 300, answer.body);
  await Promise.all([closed, ...unwatched]);
  assert.ok((await watchRow(visit)).endedAt);
  assert.deepEqual((await codesOf(visit)).slice(-2), ["watch_started", "watch_ended"]);
});

test("a look at a recording needs a purpose, and is logged for good before the first byte", async () => {
  const visit = await givenVisit();
  const [family, resident] = [await pages.of("family", visit.family), await pages.of("resident", visit.resident)];
  await Promise.all([join(family), join(resident)]);
  await Promise.all([seesFrames(family, "resident"), seesFrames(resident, "family")]);
  await visit.family.hears(({ room }) => room?.recording === "proven", "a proven recording");
  for (const act of [{ act: "open" }, { act: "put_up", id: newId(), sheetId: null }] as const) visit.family.say({ type: "together", act });
  await visit.resident.hears(({ news }) => news?.news === "pages", "a page of the sheet");
  for (let second = 0; second < 3; second++) {
    site.clock.advance({ seconds: 1 });
    await Promise.all([visit.family, visit.resident].map((line) => reports(line, second)));
  }
  await visit.family.hears(isRoom("live"));
  for (const line of [visit.family, visit.resident]) line.say({ type: "leave" });
  await visit.family.hears(isRoom("ended"));
  await site.runJobs();

  const { agencyId } = visit.world;
  const staff = await signedIn(site, "staff", await givenStaff(site, { agencyId, facilityId: visit.facility.id, role: "supervisor" }));
  const overseer = await signedIn(site, "staff", await givenStaff(site, { agencyId, facilityId: null, role: "overseer" }));
  const looks = `/api/staff/facilities/${visit.facility.id}/visits/${visit.visitId}/disclosures`;
  const purpose = { purpose: "complaint_by_family", basis: "Complaint 2026-17" };
  const without = await staff("POST", looks, { id: newId(), basis: purpose.basis });
  assert.deepEqual([without.statusCode, without.json().codes], [400, ["request.invalid"]]);
  assert.equal((await staff("GET", `${looks}/${newId()}/file`)).statusCode, 404);

  const id = newId();
  const opened = await staff("POST", looks, { id, ...purpose });
  assert.equal(opened.statusCode, 201, opened.body);
  const played = await staff("GET", `${looks}/${id}/file`);
  assert.equal(played.statusCode, 200);
  assert.ok(played.rawPayload.length > 0);
  const log = (await overseer("GET", `/api/staff/facilities/${visit.facility.id}/audit`)).json() as { rows: { what: string }[] };
  assert.deepEqual(
    log.rows.map(({ what }) => what).filter((what) => what === "recording.disclosed" || what === "recording.played"),
    ["recording.played", "recording.disclosed"],
  );

  // What was drawn is shown on the same ground as the faces, and a look at it is logged as well.
  const drawing = (look: string) =>
    staff("GET", `/api/staff/facilities/${visit.facility.id}/visits/${visit.visitId}/recording/${look}/together`);
  assert.equal((await drawing(newId())).statusCode, 404);
  const drawn = await drawing(id);
  assert.deepEqual([drawn.statusCode, drawn.json().steps.length], [200, 1]);
  const looked = site.db
    .selectFrom("audit.entry")
    .select("facts")
    .where("subjectId", "=", visit.visitId)
    .where("what", "=", "together.replayed");
  assert.deepEqual(await looked.execute(), [{ facts: { disclosureId: id } }]);

  // Where the log cannot be written, nothing is shown: no new look, and not a byte of one that stands.
  await sql`revoke insert on audit.entry from throughline_app`.execute(site.owner);
  try {
    const [look, bytes] = [await staff("POST", looks, { id: newId(), ...purpose }), await staff("GET", `${looks}/${id}/file`)];
    assert.deepEqual([look.statusCode, bytes.statusCode, (await drawing(id)).statusCode], [500, 500, 500]);
    assert.match(String(bytes.headers["content-type"]), /^application\/problem\+json/);
  } finally {
    await sql`grant insert on audit.entry to throughline_app`.execute(site.owner);
  }
  for (const statement of [
    sql`update recordings.disclosure set purpose = 'court_order' where id = ${id}`,
    sql`delete from recordings.disclosure where id = ${id}`,
    sql`update audit.entry set what = 'nothing.happened' where subject_id = ${visit.visitId}`,
    sql`delete from audit.entry where subject_id = ${visit.visitId}`,
  ])
    await assert.rejects(statement.execute(site.db), { code: "42501" });
});

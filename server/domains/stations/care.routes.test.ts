import assert from "node:assert/strict";
import { after, test } from "node:test";
import { book, givenBooking, insideOf } from "#server/domains/visits/testing/booking.ts";
import { newId } from "#server/platform/id.ts";
import { kiosk, signedIn } from "#server/testing/callers.ts";
import { givenStaff } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";
import { watchHealth } from "./repairs/repairs.service.ts";
import { forgetRepairs } from "./repairs/repairs.store.ts";

// A Monday in America/Denver, 09:00.
const site = await startSite({ startsAt: "2026-03-02T16:00:00Z" });
after(() => site.close());
const WEDNESDAY = "2026-03-04T17:00:00Z";

async function given(options: { stations?: number } = {}) {
  const booking = await givenBooking(site, options);
  const { facility } = booking;
  const path = `/api/staff/facilities/${facility.id}`;
  const [first, second] = facility.stations as [(typeof facility.stations)[number], (typeof facility.stations)[number]];
  const works = { camera: "works", microphone: "works", appVersion: "1", browserVersion: "Chromium 140" };
  return { ...booking, path, first, second, works };
}
const statusOf = async (id: string) => site.db.selectFrom("visits.visit").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
const lines = async (visitId: string) =>
  (await site.db.selectFrom("visits.timeline").select("code").where("visitId", "=", visitId).orderBy("seq").execute()).map(
    ({ code }) => code,
  );

test("a block moves the visits that are booked in it to a free station, and the record says so", async () => {
  const { staff, path, first, second, ...booking } = await given();
  const visitId = await book({ ...booking, staff }, WEDNESDAY);
  assert.equal((await statusOf(visitId)).stationId, first.id);
  const block = { id: newId(), startsAt: "2026-03-04T16:45:00Z", endsAt: "2026-03-04T17:15:00Z", reason: "repair" };
  const made = await staff("POST", `${path}/stations/${first.id}/blocks`, block);
  assert.equal(made.statusCode, 201, made.body);
  assert.deepEqual((await staff("POST", `${path}/stations/${first.id}/blocks`, block)).json(), made.json(), "asked again, made once");
  await site.runJobs();
  assert.equal((await statusOf(visitId)).stationId, second.id);
  assert.deepEqual(await lines(visitId), ["booked", "station_changed"]);
});

test("with no station free the visit stays booked and needs staff, until the block is ended early", async () => {
  const { staff, path, first, facility, ...booking } = await given({ stations: 1 });
  const visitId = await book({ ...booking, facility, staff }, WEDNESDAY);
  await staff("POST", `${path}/stations/${first.id}/turn`, { on: false });
  await site.runJobs();
  await site.runJobs();
  assert.equal((await statusOf(visitId)).status, "booked");
  assert.deepEqual(await lines(visitId), ["booked", "station_lost"], "said once");
  const flags = async () => (await staff("GET", `${path}/flags`)).json().map((flag: { reason: string }) => flag.reason);
  assert.deepEqual(await flags(), ["station_closed"]);
  await staff("POST", `${path}/stations/${first.id}/turn`, { on: true });
  await site.runJobs();
  assert.deepEqual(await flags(), []);
  assert.equal((await lines(visitId)).at(-1), "station_back");
});

test("nobody is signed in and no place is given at a station that is blocked, and both begin again when the block is ended", async () => {
  const { staff, path, first, family, connectionId, templateId, world } = await given({ stations: 1 });
  const id = newId();
  const times = { startsAt: "2026-03-02T15:00:00Z", endsAt: "2026-03-06T00:00:00Z" };
  await staff("POST", `${path}/stations/${first.id}/blocks`, { id, ...times, reason: "cleaning" });
  const browser = kiosk(site, first);
  assert.equal((await browser.ask("GET", "/api/inside/station")).json().status, "blocked");
  assert.deepEqual((await browser.signIn(world.residents[0])).json().codes, ["station.not_active"]);
  const hold = () =>
    family("POST", "/api/outside/holds", { id: newId(), connectionId, sessionTemplateId: templateId, startsAt: WEDNESDAY });
  assert.deepEqual((await hold()).json().codes, ["visit.place_taken"]);
  assert.equal((await staff("POST", `${path}/stations/${first.id}/blocks/${id}/end`)).statusCode, 204);
  assert.equal((await browser.ask("GET", "/api/inside/station")).json().status, "active");
  assert.equal((await hold()).statusCode, 201);
});

test("a session template uses no more stations of a group at a time than it says, and a group in use can't be dissolved", async () => {
  const { staff, path, first, second, templateId, ...booking } = await given();
  const groupId = newId();
  assert.equal((await staff("POST", `${path}/station-groups`, { id: groupId, name: "Dayroom" })).statusCode, 201);
  assert.deepEqual((await staff("POST", `${path}/station-groups`, { id: newId(), name: "Dayroom" })).json().codes, [
    "station.group_name_taken",
  ]);
  for (const station of [first, second])
    assert.equal((await staff("POST", `${path}/stations/${station.id}/group`, { groupId })).statusCode, 204);
  const hours = `${path}/weekly-hours/${templateId}/groups`;
  assert.equal((await staff("POST", hours, { groups: [{ groupId, stations: 1 }] })).statusCode, 204);
  await book({ ...booking, staff, templateId }, WEDNESDAY);
  const { connectionId, family } = booking;
  const places = (await family("GET", `/api/outside/connections/${connectionId}/places`)).json();
  const freeAt = (startsAt: string) =>
    places.days
      .flatMap((day: { places: { startsAt: string; free: boolean }[] }) => day.places)
      .find((one: { startsAt: string }) => one.startsAt === startsAt).free;
  assert.equal(freeAt(WEDNESDAY), false, "the one station this template may use is taken");
  assert.equal(freeAt("2026-03-04T17:30:00Z"), true);
  assert.deepEqual((await staff("DELETE", `${path}/station-groups/${groupId}`)).json().codes, ["station.group_in_use"]);
  await staff("POST", hours, { groups: [] });
  assert.equal((await staff("DELETE", `${path}/station-groups/${groupId}`)).statusCode, 204);
  assert.deepEqual((await staff("GET", `${path}/station-groups`)).json(), []);
});

test("staff sign a resident out: the kiosk's next look says why, and whoever is in a visit stays", async () => {
  const booking = await given();
  const { staff, path, first } = booking;
  const browser = await insideOf(site, booking);
  assert.equal((await staff("GET", `${path}/stations/${first.id}`)).json().signedIn.residentId, booking.world.residents[0].id);
  const answer = await staff("POST", `${path}/stations/${first.id}/sign-out`, { reason: "unit_closing" });
  assert.deepEqual(answer.json(), { ended: 1 });
  assert.deepEqual((await browser.ask("GET", "/api/inside/station")).json().signIn, { open: false, endedFor: "unit_closing" });
  assert.equal((await browser.ask("GET", "/api/inside/me")).statusCode, 401);

  const visitId = await book(booking, WEDNESDAY);
  await browser.signIn(booking.world.residents[0]);
  const at = site.clock.now();
  const room = { visitId, facilityId: booking.facility.id, kind: "recorded" as const, status: "live" as const, openedAt: at };
  await site.owner
    .insertInto("visits.live_session")
    .values({
      ...room,
      pausedReason: null,
      firstConnectedAt: null,
      endedAt: null,
      mediaNode: "local",
      leasedBy: newId(),
      leaseUntil: at,
      ending: null,
      endingBy: null,
      endingReason: null,
    })
    .execute();
  assert.deepEqual((await staff("POST", `${path}/stations/${first.id}/sign-out`, { reason: "safety" })).json().codes, ["station.in_visit"]);
  const unit = { unitId: booking.facility.unitIds[0], reason: "safety" };
  assert.deepEqual((await staff("POST", `${path}/station-sign-outs`, unit)).json(), { ended: 0, inVisit: 1 });
});

test("a silent station and a missing camera open one repair each, which close when they have worked for ten minutes", async () => {
  const { staff, path, first, works } = await given();
  const browser = kiosk(site, first);
  await browser.ask("POST", "/api/inside/station/health", { ...works, camera: "missing" });
  const faults = async () =>
    (await staff("GET", `${path}/repairs`))
      .json()
      .map((one: { stationId: string; fault: string; state: string }) => [one.stationId === first.id, one.fault, one.state]);
  await watchHealth(site.ctx);
  await watchHealth(site.ctx);
  assert.deepEqual(await faults(), [[true, "camera", "open"]]);
  for (let minute = 0; minute < 13; minute++) {
    site.clock.advance({ minutes: 1 });
    await browser.ask("POST", "/api/inside/station/health", works);
    await kiosk(site, (await given()).second).ask("POST", "/api/inside/station/health", works);
    await watchHealth(site.ctx);
  }
  assert.deepEqual(
    (await faults()).filter(([here]: [boolean]) => here),
    [],
  );
});

test("what a night's check finds wrong opens one repair each, with what was found; a good one closes them, and after a year nothing is left", async () => {
  const { staff, path, first, facility, works } = await given();
  const browser = kiosk(site, first);
  const checked = (outcome: "good" | "poor", speaker: "works" | "missing") => {
    const at = { startedAt: site.clock.now(), endedAt: site.clock.now(), keepUntil: site.clock.now().add({ hours: 24 * 365 }) };
    const of = { id: newId(), agencyId: facility.agencyId, facilityId: facility.id, stationId: first.id, why: "night" as const };
    return site.db
      .insertInto("stations.echoTest")
      .values({ ...of, ...at, outcome, speaker })
      .execute();
  };
  const repairs = async () =>
    (
      (await staff("GET", `${path}/repairs?stationId=${first.id}`)).json() as {
        fault: string;
        state: string;
        findings: { what: string }[];
      }[]
    )
      .map(({ fault, state, findings }) => [fault, state, ...findings.map(({ what }) => what)].join(" "))
      .sort();
  await browser.ask("POST", "/api/inside/station/health", works);
  await checked("poor", "missing");
  for (const _look of [1, 2]) await watchHealth(site.ctx);
  assert.deepEqual(await repairs(), ["network open line_weak", "sound open missing"]);
  site.clock.advance({ minutes: 1 });
  await checked("good", "works");
  for (let minute = 0; minute < 12; minute++) {
    site.clock.advance({ minutes: 1 });
    await browser.ask("POST", "/api/inside/station/health", works);
    await watchHealth(site.ctx);
  }
  assert.deepEqual(await repairs(), ["network fixed line_weak", "sound fixed missing"]);
  site.clock.advance({ hours: 24 * 366 });
  await forgetRepairs(site.ctx.db, site.clock.now());
  const left = site.db.selectFrom("stations.finding").select("id").where("facilityId", "=", facility.id).where("what", "!=", "silent");
  assert.deepEqual([await repairs(), await left.execute()], [[], []]);
  site.clock.set("2026-03-02T16:00:00Z");
});

test("a fault reported with one tap is one repair; staff take it on, and it never goes back", async () => {
  const { staff, path, first } = await given();
  const browser = kiosk(site, first);
  for (let tap = 0; tap < 3; tap++)
    assert.equal((await browser.ask("POST", "/api/inside/station/fault", { id: newId(), fault: "sound" })).statusCode, 204);
  const [repair, ...more] = (await staff("GET", `${path}/repairs`)).json();
  assert.deepEqual(
    [more.length, repair.fault, repair.foundBy, repair.next],
    [0, "sound", "resident", ["acknowledged", "in_repair", "fixed", "not_a_fault"]],
  );
  const change = (body: object) => staff("POST", `${path}/repairs/${repair.id}`, body);
  assert.equal((await change({ state: "in_repair", note: "Cable ordered" })).json().note, "Cable ordered");
  assert.deepEqual((await change({ state: "acknowledged" })).json().codes, ["station.repair_step"]);
  assert.deepEqual((await change({ state: "fixed" })).json().next, []);
  assert.deepEqual((await staff("GET", `${path}/repairs`)).json(), []);
  const needs = (await staff("GET", `${path}/board`)).json().needs.filter((need: { code: string }) => need.code === "repair_open");
  assert.deepEqual(needs, []);
});

test("an echo test is made when it is due and at no other time, and needs the media engine", async () => {
  const booking = await given();
  const { staff, path, first } = booking;
  const browser = kiosk(site, first);
  const start = () => browser.ask("POST", "/api/inside/station/echo", { id: newId(), offer: "v=0" });
  assert.deepEqual((await start()).json().codes, ["station.echo_not_due"]);
  assert.equal((await staff("POST", `${path}/stations/${first.id}/echo-test`)).statusCode, 204);
  assert.equal((await browser.ask("GET", "/api/inside/station")).json().echoDue, true);
  assert.deepEqual((await start()).json().codes, ["media.unavailable"]);
  assert.equal(
    (await browser.ask("GET", "/api/inside/station")).json().echoDue,
    true,
    "that the engine is down is no fault of the station",
  );
  await browser.signIn(booking.world.residents[0]);
  assert.equal((await browser.ask("GET", "/api/inside/station")).json().echoDue, false, "never while somebody is signed in");
});

test("a station of another facility reaches nothing here, and staff of another facility find none of it", async () => {
  const { staff, path, first, world, facility } = await given();
  const stranger = kiosk(site, world.jail.stations[0]!);
  assert.equal((await stranger.ask("POST", "/api/inside/station/fault", { id: newId(), fault: "screen" })).statusCode, 204);
  assert.deepEqual((await staff("GET", `${path}/repairs`)).json(), []);
  const [repair] = await site.db.selectFrom("stations.repair").select("id").where("facilityId", "=", world.jail.id).execute();
  const there = world.jail.stations[0]!.id;
  const group = { id: newId(), name: "Here" };
  await staff("POST", `${path}/station-groups`, group);
  const elsewhere = await signedIn(
    site,
    "staff",
    await givenStaff(site, { agencyId: world.agencyId, facilityId: world.jail.id, role: "supervisor" }),
  );
  const jail = `/api/staff/facilities/${world.jail.id}`;
  const block = { id: newId(), startsAt: WEDNESDAY, endsAt: "2026-03-05T17:00:00Z", reason: "other" };
  for (const [caller, url, body, code] of [
    [staff, `${path}/repairs/${repair!.id}`, { state: "fixed" }, "station.repair_unknown"],
    [staff, `${path}/stations/${there}/blocks`, block, "station.unknown"],
    [staff, `${path}/stations/${there}/turn`, { on: false }, "station.unknown"],
    [staff, `${path}/stations/${there}/sign-out`, { reason: "other" }, "station.unknown"],
    [staff, `${path}/stations/${there}/group`, { groupId: group.id }, "station.unknown"],
    [elsewhere, `${jail}/stations/${there}/group`, { groupId: group.id }, "station.group_unknown"],
    [elsewhere, `${jail}/station-groups/${group.id}/name`, { name: "Ours" }, "station.group_unknown"],
    [elsewhere, `${path}/stations/${first.id}/turn`, { on: false }, "request.not_found"],
  ] as const) {
    const answer = await caller("POST", url, body);
    assert.deepEqual([answer.statusCode, answer.json().codes], [404, [code]], url);
  }
  const rows = (await staff("GET", `${path}/stations`)).json();
  assert.deepEqual(rows.length, facility.stations.length);
});

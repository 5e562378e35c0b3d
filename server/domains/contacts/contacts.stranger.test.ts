import assert from "node:assert/strict";
import { after, test } from "node:test";
import { newId } from "#server/platform/id.ts";
import { type Caller, signedIn } from "#server/testing/callers.ts";
import { givenConnection, givenContact, givenPeople, givenStaff } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";

const site = await startSite();
after(() => site.close());
const world = await givenPeople(site);
const { agencyId, prison, jail, residents } = world;
const staff = await signedIn(site, "staff", await givenStaff(site, { agencyId, facilityId: prison.id, role: "facility_administrator" }));
const waiting = await givenConnection(site, residents[3], await givenContact(site), "requested");

/** The answer without what differs between any two requests. */
async function answerOf(ask: Promise<Awaited<ReturnType<Caller>>>) {
  const answer = await ask;
  const { requestId: _, ...body } = answer.json();
  return { status: answer.statusCode, body };
}

test("staff of one facility get the same answer for another facility's real ids as for ids that nobody has", async () => {
  const at = `/api/staff/facilities/${prison.id}`;
  const asks: ((id: string) => Promise<Awaited<ReturnType<Caller>>>)[] = [
    (id) => staff("POST", `${at}/connections/${id}/approve`, { reason: "matches_id" }),
    (id) => staff("POST", `${at}/connections/${id}/reject`, { reason: "court_order" }),
    (id) => staff("POST", `${at}/residents/${id}/code`),
    (id) => staff("POST", `${at}/residents/${id}/unlock`),
    (id) => staff("POST", `${at}/stations/${id}/enrolment`),
  ];
  const real = [waiting.id, waiting.id, residents[3].id, residents[3].id, jail.stations[0]!.id];
  for (const [index, ask] of asks.entries()) {
    const theirs = await answerOf(ask(real[index]!));
    assert.deepEqual(theirs, await answerOf(ask(newId())));
    assert.equal(theirs.status, 404);
  }
  const row = await site.db.selectFrom("contacts.connection").select("status").where("id", "=", waiting.id).executeTakeFirst();
  assert.equal(row?.status, "requested");
});

test("to staff of one facility another facility is not there", async () => {
  const paths = ["connections", "residents", "stations", "units"];
  for (const path of paths) {
    const theirs = await answerOf(staff("GET", `/api/staff/facilities/${jail.id}/${path}`));
    assert.deepEqual(theirs, await answerOf(staff("GET", `/api/staff/facilities/${newId()}/${path}`)));
    assert.equal(theirs.status, 404);
  }
});

test("lists of a facility hold its own people and stations only, also after a key of another facility", async () => {
  const at = `/api/staff/facilities/${prison.id}`;
  const ids = (rows: { id: string }[]) => rows.map((row) => row.id).sort();
  assert.deepEqual(ids((await staff("GET", `${at}/residents`)).json().rows), [residents[0].id, residents[1].id].sort());
  assert.deepEqual(ids((await staff("GET", `${at}/stations`)).json()), ids(prison.stations));
  assert.deepEqual((await staff("GET", `${at}/connections`)).json().rows, []);
  assert.deepEqual((await staff("GET", `${at}/residents?after=${residents[2].id}`)).json().rows, []);
  assert.deepEqual((await staff("GET", `${at}/connections?after=${waiting.id}`)).json().rows, []);
  assert.equal((await staff("GET", `${at}/residents?after=nonsense`)).statusCode, 400);
});

test("a station cannot be put into another facility's unit, and another facility's station id is refused", async () => {
  const at = `/api/staff/facilities/${prison.id}/stations`;
  const theirUnit = await staff("POST", at, { id: newId(), name: "Stray kiosk", unitId: jail.unitIds[0], kind: "kiosk" });
  assert.equal(theirUnit.statusCode, 400);
  const theirs = jail.stations[0]!;
  const taken = await staff("POST", at, { id: theirs.id, name: theirs.name, unitId: null, kind: "kiosk" });
  assert.equal(taken.statusCode, 409);
  const row = await site.db.selectFrom("stations.station").select("facilityId").where("id", "=", theirs.id).executeTakeFirst();
  assert.equal(row?.facilityId, jail.id);
});

test("somebody outside sees their own connections only", async () => {
  const family = await signedIn(site, "outside", world.contacts[0]);
  const mine = (await family("GET", "/api/outside/connections")).json();
  assert.deepEqual(
    mine.map((row: { id: string }) => row.id),
    [world.connections[0].id],
  );
});

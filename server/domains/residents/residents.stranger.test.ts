import assert from "node:assert/strict";
import { after, test } from "node:test";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { signedIn } from "#server/testing/callers.ts";
import { givenConnection, givenContact, givenPeople, givenStaff } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";
import { addResident, admit, release } from "./index.ts";

/** What staff of one facility can find out about people of another one of their agency: what README.md says, and no more. */
const site = await startSite();
after(() => site.close());

async function given() {
  const world = await givenPeople(site);
  const { agencyId, prison, jail } = world;
  const desk = async (facilityId: string) =>
    signedIn(site, "staff", await givenStaff(site, { agencyId, facilityId, role: "facility_administrator" }));
  const at = (facilityId: string, path: string) => `/api/staff/facilities/${facilityId}/residents${path}`;
  return { ...world, prisonDesk: await desk(prison.id), jailDesk: await desk(jail.id), at };
}
type Given = Awaited<ReturnType<typeof given>>;
const codesOf = (answer: { json(): { codes: string[] } }) => answer.json().codes;
const number = () => `N${newId().slice(-8)}`.toUpperCase();

/** A second record, at the prison now, of somebody with the same name. */
async function givenTwin({ agencyId, prison, residents: [first] }: Given) {
  const residentId = newId();
  const stayId = newId();
  await inTransaction(site.ctx, async (tx) => {
    await addResident(tx, { id: residentId, agencyId, givenName: "Given", familyName: first.familyName, birthDate: "1985-06-07" });
    await admit(tx, { id: stayId, residentId, facilityId: prison.id, bookingNumber: number() });
  });
  return { residentId, stayId };
}

test("whoever is at another facility now is no twin here, and is not made one with anybody from here", async () => {
  const world = await given();
  const { prison, jail, residents, prisonDesk, at } = world;
  const [first] = residents;
  const twin = await givenTwin(world);
  await givenConnection(site, first, await givenContact(site));
  const before = (await prisonDesk("GET", at(prison.id, `/${twin.residentId}/twins`))).json();
  assert.deepEqual(
    before.twins.map(({ id }: { id: string }) => id),
    [first.id],
  );
  const move = { id: newId(), toFacilityId: jail.id, bookingNumber: number(), reason: "other" };
  assert.equal((await prisonDesk("POST", at(prison.id, `/${first.id}/transfer`), move)).statusCode, 204);
  const later = (await prisonDesk("GET", at(prison.id, `/${twin.residentId}/twins`))).json();
  assert.deepEqual(later.twins, []);
  const gone = (await prisonDesk("GET", at(prison.id, `/${first.id}/twins`))).json();
  assert.deepEqual([gone.self.connections, gone.self.here, gone.twins, gone.merges], [0, false, [], []]);
  for (const [into, from] of [
    [twin.residentId, first.id],
    [first.id, twin.residentId],
  ]) {
    const refused = await prisonDesk("POST", at(prison.id, `/${into}/merge`), { id: newId(), fromResidentId: from });
    assert.deepEqual([refused.statusCode, codesOf(refused)], [409, ["stay.elsewhere"]]);
  }
  const never = await prisonDesk("POST", at(prison.id, `/${twin.residentId}/merge`), { id: newId(), fromResidentId: residents[2].id });
  assert.deepEqual(codesOf(never), ["resident.unknown"]);
});

test("a merge is undone where the person is: by the facility they came to, and no longer by the one they left", async () => {
  const world = await given();
  const { prison, jail, residents, prisonDesk, jailDesk, at } = world;
  const [first] = residents;
  const twin = await givenTwin(world);
  await inTransaction(site.ctx, (tx) => release(tx, first.stayId));
  const mergeId = newId();
  const merged = await prisonDesk("POST", at(prison.id, `/${twin.residentId}/merge`), { id: mergeId, fromResidentId: first.id });
  assert.equal(merged.statusCode, 204, merged.body);
  const move = { id: newId(), toFacilityId: jail.id, bookingNumber: number(), reason: "other" };
  assert.equal((await prisonDesk("POST", at(prison.id, `/${twin.residentId}/transfer`), move)).statusCode, 204);
  const undo = `/${twin.residentId}/merges/${mergeId}/undo`;
  assert.deepEqual(codesOf(await prisonDesk("POST", at(prison.id, undo))), ["resident.merge_unknown"]);
  const seen = (await jailDesk("GET", at(jail.id, `/${twin.residentId}/twins`))).json();
  assert.deepEqual(
    seen.merges.map(({ id }: { id: string }) => id),
    [mergeId],
  );
  const undone = await jailDesk("POST", at(jail.id, undo));
  assert.equal(undone.statusCode, 204, undone.body);
});

test("a name alone tells nothing of another facility's people; with the birth date it tells that there is somebody, each time on the record, and not for ever", async () => {
  const { prison, residents, prisonDesk, at } = await given();
  const theirs = residents[2];
  const admission = (birthDate?: string) => {
    const person = { givenName: "Given", familyName: theirs.familyName, ...(birthDate ? { birthDate } : {}) };
    return prisonDesk("POST", at(prison.id, ""), { id: newId(), residentId: newId(), bookingNumber: number(), person });
  };
  const alike = await admission("1985-06-07");
  assert.deepEqual([alike.statusCode, codesOf(alike), alike.json().facts ?? {}], [409, ["resident.alike"], {}]);
  const told = await site.db
    .selectFrom("audit.entry")
    .select("facts")
    .where("what", "=", "resident.told_elsewhere")
    .where("facilityId", "=", prison.id)
    .execute();
  assert.deepEqual(
    told.map(({ facts }) => facts),
    [{ code: "resident.alike" }],
  );
  for (let asked = 1; asked < 30; asked++) await admission("1985-06-07");
  assert.deepEqual(codesOf(await admission("1985-06-07")), ["request.too_many"]);
  const byName = await admission();
  assert.equal(byName.statusCode, 201, byName.body);
});

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { signedIn } from "#server/testing/callers.ts";
import { givenPeople, givenResident, givenStaff } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";
import { admit, currentStay, release } from "./index.ts";

const site = await startSite();
after(() => site.close());

async function given() {
  const { agencyId, prison, jail } = await givenPeople(site);
  const staff = await signedIn(site, "staff", await givenStaff(site, { agencyId, facilityId: jail.id, role: "overseer" }));
  const list = async (query: string) => (await staff("GET", `/api/staff/facilities/${jail.id}/residents?${query}`)).json();
  return { agencyId, prison, jail, list };
}

test("a resident is found by any part of the name, in any order, or by the beginning of the booking number", async () => {
  const { jail, list } = await given();
  const ana = await givenResident(site, jail, { givenName: "Ana María", familyName: "Núñez", pinless: true });
  await givenResident(site, jail, { givenName: "Anatol", familyName: "Hart" });
  const found = async (search: string) => (await list(`search=${encodeURIComponent(search)}`)).rows.map((row: { id: string }) => row.id);
  assert.deepEqual(await found("núñez ana"), [ana.id]);
  assert.deepEqual(await found(ana.bookingNumber.toLowerCase()), [ana.id]);
  assert.equal((await found("ana")).length, 2);
  assert.deepEqual(await found("ana%"), []);
  const [row] = (await list(`search=${ana.bookingNumber}`)).rows;
  assert.deepEqual([row.givenName, row.unit, row.pinSet, row.locked], ["Ana María", "Unit 1", false, false]);
});

test("the list pages by key: everyone once, by name", async () => {
  const { jail, list } = await given();
  for (const familyName of ["Cruz", "Abel", "Cruz", "Baker"]) await givenResident(site, jail, { familyName });
  const seen: string[] = [];
  for (let next: string | null = ""; next !== null; ) {
    const page: { rows: { id: string; familyName: string }[]; next: string | null } = await list(`limit=2${next ? `&after=${next}` : ""}`);
    seen.push(...page.rows.map((row) => `${row.familyName} ${row.id}`));
    next = page.next;
  }
  assert.equal(new Set(seen).size, 6);
  assert.deepEqual(
    seen.slice(0, 4).map((name) => name.split(" ")[0]),
    ["Abel", "Baker", "Cruz", "Cruz"],
  );
});

test("a stay at a time: released here, admitted there, and each facility sees who is there now", async () => {
  const { jail, prison, list } = await given();
  const resident = await givenResident(site, jail);
  const search = `search=${resident.familyName}`;
  assert.equal((await list(search)).rows.length, 1);
  const id = newId();
  const moved = { id, residentId: resident.id, facilityId: prison.id, bookingNumber: `M-${resident.bookingNumber}` };
  await assert.rejects(
    inTransaction(site.ctx, (tx) => admit(tx, moved)),
    { constraint: "stay_resident_id_idx" },
  );
  await inTransaction(site.ctx, async (tx) => {
    await release(tx, resident.stayId);
    await admit(tx, moved);
  });
  assert.equal((await list(search)).rows.length, 0);
  // Whether they have a PIN by now, or are locked out, is the other facility's.
  const [left] = (await list(`${search}&who=earlier`)).rows;
  assert.deepEqual([left?.pinSet, left?.locked], [false, false]);
  assert.equal((await currentStay(site.ctx, resident.id))?.facilityId, prison.id);
  const events = await site.db
    .selectFrom("residents.custodyEvent")
    .select(["kind", "facilityId"])
    .where("stayId", "in", [id, resident.stayId])
    .execute();
  assert.deepEqual(events.map((event) => event.kind).sort(), ["admitted", "admitted", "released"]);
});

test("what happened to a person in custody cannot be rewritten by the server", async () => {
  await givenPeople(site);
  await assert.rejects(site.db.updateTable("residents.custodyEvent").set({ kind: "released" }).execute(), { code: "42501" });
  await assert.rejects(site.db.deleteFrom("residents.custodyEvent").execute(), { code: "42501" });
});

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { newId } from "#server/platform/id.ts";
import { signedIn } from "#server/testing/callers.ts";
import { givenContact, givenPeople, givenResident, givenStaff } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";
import { cardOf } from "./index.ts";

const site = await startSite();
after(() => site.close());

/** A resident whom a list brought by number alone. */
async function givenNameless() {
  const { agencyId, jail } = await givenPeople(site);
  const resident = await givenResident(site, jail);
  const { id } = resident;
  await site.db.updateTable("residents.resident").set({ givenName: null, familyName: null }).where("id", "=", id).execute();
  return { agencyId, jail, resident };
}

test("a resident without a name is shown by number, after the stay too, and staff find them by it", async () => {
  const { agencyId, jail, resident } = await givenNameless();
  const staff = await signedIn(site, "staff", await givenStaff(site, { agencyId, facilityId: jail.id, role: "overseer" }));
  const found = await staff("GET", `/api/staff/facilities/${jail.id}/residents?search=${resident.bookingNumber}`);
  const [row] = found.json().rows;
  assert.deepEqual([row.name, row.givenName, row.familyName], [resident.bookingNumber, null, null]);
  await site.db.updateTable("residents.stay").set({ releasedAt: site.ctx.now() }).where("id", "=", resident.stayId).execute();
  assert.equal((await cardOf(site.ctx, resident.id))?.residentName, resident.bookingNumber);
});

test("a family can't find a resident without a name, whatever name they give", async () => {
  const { jail, resident } = await givenNameless();
  const family = await signedIn(site, "outside", await givenContact(site));
  for (const familyName of [resident.familyName, resident.bookingNumber, "null", "-"]) {
    const body = { id: newId(), facilityId: jail.id, bookingNumber: resident.bookingNumber, familyName, relationship: "parent" };
    assert.equal((await family("POST", "/api/outside/connections", body)).statusCode, 202);
  }
  const made = await site.db.selectFrom("contacts.connection").select("id").where("residentId", "=", resident.id).execute();
  assert.deepEqual(made, []);
});

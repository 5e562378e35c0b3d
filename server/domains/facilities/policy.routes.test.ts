import assert from "node:assert/strict";
import { after, test } from "node:test";
import { signedIn } from "#server/testing/callers.ts";
import { givenPeople, givenStaff } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";
import { policyOn } from "./index.ts";

const site = await startSite({ startsAt: "2026-03-02T15:00:00Z" });
after(() => site.close());

async function given(role: "facility_administrator" | "supervisor" = "facility_administrator") {
  const { prison, agencyId } = await givenPeople(site);
  const staff = await signedIn(site, "staff", await givenStaff(site, { agencyId, facilityId: prison.id, role }));
  const at = `/api/staff/facilities/${prison.id}/policy`;
  return { prison, staff, at };
}
const rules = { connectionsAutoApproved: true, connectionDecisionDays: 3, connectionAgainDays: 30 };

test("an administrator sets the rules for connections from a day on: until then the older hold, and every other rule stays", async () => {
  const { prison, staff, at } = await given();
  const before = await policyOn(site.ctx, prison.id, "2026-03-09");
  const set = await staff("POST", `${at}/connections`, { validFrom: "2026-03-10", ...rules });
  assert.equal(set.statusCode, 204, set.body);
  assert.deepEqual(await policyOn(site.ctx, prison.id, "2026-03-09"), before);
  const { id, ...later } = await policyOn(site.ctx, prison.id, "2026-03-10");
  assert.deepEqual({ ...later, id: before.id }, { ...before, ...rules, validFrom: "2026-03-10" });
  const page = (await staff("GET", at)).json();
  assert.deepEqual([page.inForce.connectionDecisionDays, page.coming.length, page.coming[0].connectionDecisionDays], [7, 1, 3]);
  const [entry] = await site.db.selectFrom("audit.entry").selectAll().where("subjectId", "=", id).execute();
  assert.deepEqual([entry?.what, entry?.facts.connectionDecisionDays], ["facility.policy_set", "7 > 3"]);
});

test("set twice for one day the last word counts, also from today on; a day that is over is refused", async () => {
  const { prison, staff, at } = await given();
  for (const days of [3, 5])
    assert.equal(
      (await staff("POST", `${at}/connections`, { validFrom: "2026-03-02", ...rules, connectionDecisionDays: days })).statusCode,
      204,
    );
  assert.equal((await policyOn(site.ctx, prison.id, "2026-03-02")).connectionDecisionDays, 5);
  assert.deepEqual((await staff("GET", at)).json().coming, []);
  const late = await staff("POST", `${at}/connections`, { validFrom: "2026-03-01", ...rules });
  assert.deepEqual([late.statusCode, late.json().codes], [422, ["policy.day_past"]]);
});

test("a supervisor reads the rules and may not set them", async () => {
  const { staff, at } = await given("supervisor");
  assert.equal((await staff("GET", at)).statusCode, 200);
  assert.equal((await staff("POST", `${at}/connections`, { validFrom: "2026-03-10", ...rules })).statusCode, 403);
});

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { sql } from "kysely";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { nobody, signedIn } from "#server/testing/callers.ts";
import { givenPeople, givenStaff } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";
import { closeDay, closedDays, policyOn, setPolicy } from "./index.ts";

// Monday, 2 March, 15:00 UTC: the clocks in both facilities change on the Sunday after.
const site = await startSite({ startsAt: "2026-03-02T15:00:00Z" });
after(() => site.close());

test("anyone reads a facility's rules: hours by weekday, notice, closed days in the reader's language", async () => {
  const { agencyId, prison } = await givenPeople(site);
  const facilityId = prison.id;
  await sql`insert into visits.session_template (id, agency_id, facility_id, name, mode, weekdays, starts_local, ends_local, valid_from, visit_minutes, turnaround_minutes)
    values (${newId()}, ${agencyId}, ${facilityId}, '{"en":"Evening","es":"Tarde"}', 'video', '{6,3}', '18:00', '21:20', '2026-01-01', 30, 5)`.execute(
    site.owner,
  );
  const reason = { en: "Training day", es: "Día de formación" };
  await inTransaction(site.ctx, (tx) => closeDay(tx, { agencyId, facilityId, day: "2026-03-11", reason }));
  const answer = await nobody(site)("GET", `/api/public/facilities/${facilityId}?locale=es`);
  const { name, timeZone, rules } = answer.json();
  assert.deepEqual([name, timeZone], [prison.name, "America/Denver"]);
  assert.deepEqual([rules.visitMinutes, rules.noticeMinHours, rules.noticeMaxDays, rules.recorded], [30, 24, 14, true]);
  assert.deepEqual(rules.hours, [
    { weekday: 3, startsAt: "18:00", endsAt: "21:20" },
    { weekday: 6, startsAt: "18:00", endsAt: "21:20" },
  ]);
  assert.deepEqual(rules.closedDays, [{ day: "2026-03-11", reason: "Día de formación" }]);
  assert.deepEqual(await closedDays(site.ctx, facilityId, "2026-03-12", "2026-04-01"), []);
});

test("the rules in force on a day are the newest that have begun by then", async () => {
  const { agencyId, jail } = await givenPeople(site);
  const older = await policyOn(site.ctx, jail.id, "2026-03-31");
  const { id: _, ...rules } = older;
  await inTransaction(site.ctx, (tx) => setPolicy(tx, { ...rules, agencyId, validFrom: "2026-04-01", noticeMinHours: 48 }));
  assert.equal((await policyOn(site.ctx, jail.id, "2026-03-31")).noticeMinHours, 24);
  assert.equal((await policyOn(site.ctx, jail.id, "2026-04-01")).noticeMinHours, 48);
});

test("the list of facilities is public, one that is not there is not found, and units are for staff", async () => {
  const { agencyId, prison } = await givenPeople(site);
  const listed = (await nobody(site)("GET", "/api/public/facilities")).json();
  assert.ok(listed.some((facility: { id: string }) => facility.id === prison.id));
  assert.equal((await nobody(site)("GET", `/api/public/facilities/${newId()}`)).statusCode, 404);
  assert.equal((await nobody(site)("GET", `/api/staff/facilities/${prison.id}/units`)).statusCode, 401);
  const staff = await signedIn(site, "staff", await givenStaff(site, { agencyId, facilityId: null, role: "overseer" }));
  const units = (await staff("GET", `/api/staff/facilities/${prison.id}/units`)).json();
  assert.deepEqual(
    units.map((unit: { name: string }) => unit.name),
    ["Unit 1", "Unit 2"],
  );
});

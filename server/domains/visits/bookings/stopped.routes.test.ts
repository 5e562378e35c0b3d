import assert from "node:assert/strict";
import { after, test } from "node:test";
import { cancelDue } from "#server/domains/visits/flags/index.ts";
import { book, givenBooking } from "#server/domains/visits/testing/booking.ts";
import { newId } from "#server/platform/id.ts";
import { startSite } from "#server/testing/site.ts";
import { reviewConnection } from "./stopped.service.ts";

const MONDAY = "2026-03-02T15:00:00Z";
const WEDNESDAY = "2026-03-04T16:00:00Z";
const FRIDAY = "2026-03-06T16:00:00Z";
const site = await startSite({ startsAt: MONDAY });
after(() => site.close());

async function given() {
  site.clock.set(MONDAY);
  const booking = await givenBooking(site);
  const here = `/api/staff/facilities/${booking.facility.id}`;
  const visitIds = [await book(booking, WEDNESDAY), await book(booking, FRIDAY)];
  await site.runJobs();
  return {
    ...booking,
    visitIds,
    here,
    act: async (act: string, body: object) => {
      const done = await booking.staff("POST", `${here}/connections/${booking.connectionId}/${act}`, body);
      assert.ok(done.statusCode < 300, done.body);
      await site.runJobs();
    },
    standings: () =>
      Promise.all(
        visitIds.map(async (id) => {
          const visit = await site.db.selectFrom("visits.visit").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
          return visit.status === "cancelled" ? visit.reason : visit.status;
        }),
      ),
    flags: async () =>
      ((await booking.staff("GET", `${here}/flags`)).json() as { id: string; reason: string; cancelsAt: string | null }[]).map((flag) => [
        flag.reason,
        flag.cancelsAt,
      ]),
  };
}

test("a suspension flags the visits to come; resumed, they fit again, and undecided each is cancelled when it begins", async () => {
  const { act, standings, flags } = await given();
  await act("suspend", { reason: "under_investigation" });
  assert.deepEqual(await standings(), ["booked", "booked"]);
  assert.deepEqual(await flags(), [
    ["connection_suspended", WEDNESDAY],
    ["connection_suspended", FRIDAY],
  ]);
  await act("resume", { reason: "cleared" });
  assert.deepEqual(await flags(), []);
  site.clock.advance({ minutes: 5 });
  await act("suspend", { reason: "under_investigation" });
  site.clock.set(WEDNESDAY);
  await cancelDue(site.ctx);
  assert.deepEqual(await standings(), ["connection_suspended", "booked"]);
});

test("a visit that staff keep through a suspension stays kept", async () => {
  const { act, standings, staff, here, connectionId } = await given();
  await act("suspend", { reason: "under_investigation" });
  const [flag] = (await staff("GET", `${here}/flags`)).json() as { id: string }[];
  assert.equal((await staff("POST", `${here}/flags/${flag?.id}`, { act: "keep" })).statusCode, 204);
  await reviewConnection(site.ctx, connectionId);
  site.clock.set(WEDNESDAY);
  await cancelDue(site.ctx);
  assert.deepEqual(await standings(), ["booked", "booked"]);
});

test("a ban until a day cancels the visits up to it, says why to both sides, and the days after it can be booked", async () => {
  const world = await given();
  const { act, standings, family, visitIds, connectionId, flags } = world;
  await act("restrictions", { id: newId(), kind: "banned", fromDay: "2026-03-02", untilDay: "2026-03-05", reason: "rules_broken" });
  assert.deepEqual(await standings(), ["contact_banned", "booked"]);
  assert.deepEqual(await flags(), []);
  const page = (await family("GET", `/api/outside/visits/${visitIds[0]}`)).json();
  assert.deepEqual(page.timeline.at(-1).facts, { by: "staff", reason: "contact_banned" });
  const places = await family("GET", `/api/outside/connections/${connectionId}/places`);
  assert.equal(places.statusCode, 200, places.body);
  assert.deepEqual(
    (places.json().days as { day: string }[]).filter(({ day }) => day <= "2026-03-05"),
    [],
  );
  await book(world, "2026-03-07T16:00:00Z");
});

test("whoever is banned for good hears why nothing can be booked", async () => {
  const { act, family, connectionId, standings } = await given();
  await act("restrictions", { id: newId(), kind: "no_contact", fromDay: "2026-03-02", untilDay: null, reason: "court_order" });
  assert.deepEqual(await standings(), ["contact_banned", "contact_banned"]);
  const places = await family("GET", `/api/outside/connections/${connectionId}/places`);
  assert.deepEqual(places.json().codes, ["connection.not_approved"]);
});

test("a limit on how two people meet flags its days, and lifted, nothing is left of it", async () => {
  const { act, standings, flags, staff, here } = await given();
  const id = newId();
  await act("restrictions", { id, kind: "child", fromDay: "2026-03-05", untilDay: "2026-03-06", reason: "court_order" });
  assert.deepEqual(await flags(), [["connection_limited", null]]);
  const lifted = await staff("POST", `${here}/restrictions/${id}/lift`, { reason: "cleared" });
  assert.equal(lifted.statusCode, 204, lifted.body);
  await site.runJobs();
  assert.deepEqual([await flags(), await standings()], [[], ["booked", "booked"]]);
});

test("an ended connection cancels what is booked, open flags included", async () => {
  const { act, standings, flags } = await given();
  await act("suspend", { reason: "rules_broken" });
  await act("end", { reason: "rules_broken" });
  assert.deepEqual([await standings(), await flags()], [["connection_ended", "connection_ended"], []]);
});

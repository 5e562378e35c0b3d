import assert from "node:assert/strict";
import { after, test } from "node:test";
import { eraseDue } from "#server/domains/keeping/erasing.service.ts";
import { book, givenBooking } from "#server/domains/visits/testing/booking.ts";
import { newId } from "#server/platform/id.ts";
import { letTimePass } from "#server/testing/later.ts";
import { startSite } from "#server/testing/site.ts";

const STARTS_AT = "2026-03-02T15:00:00Z";
const site = await startSite({ startsAt: STARTS_AT });
after(() => site.close());
await letTimePass(site.owner);

const lettersAbout = (visitId: string) =>
  site.owner.selectFrom("notifications.delivery").select(["id", "template"]).where("subjectId", "=", visitId).execute();
const stepsOf = async (letters: { id: string }[]) =>
  (
    await site.owner
      .selectFrom("notifications.deliveryEvent")
      .select("id")
      .where(
        "deliveryId",
        "in",
        letters.map(({ id }) => id),
      )
      .execute()
  ).length;

test("letters about a visit under legal hold are kept with every step; all others go after ninety days", async () => {
  const booking = await givenBooking(site);
  const at = (path: string) => `/api/staff/facilities/${booking.facility.id}${path}`;
  const held = await book(booking, "2026-03-04T16:00:00Z");
  const free = await book(booking, "2026-03-05T16:00:00Z");
  await site.runJobs();
  const [kept, gone] = [await lettersAbout(held), await lettersAbout(free)];
  assert.deepEqual([kept[0]?.template, gone[0]?.template], ["visit.booked", "visit.booked"]);
  assert((await stepsOf(kept)) > 0 && (await stepsOf(gone)) > 0);
  const hold = { id: newId(), subjectKind: "visit", subjectId: held, purpose: "litigation", basis: "Docket 12" };
  const placed = await booking.staff("POST", at("/holds"), hold);
  assert.equal(placed.statusCode, 201, placed.body);

  const later = (days: number) => ({ ...site.ctx, now: () => site.clock.now().add({ hours: days * 24 }) });
  assert.deepEqual((await eraseDue(later(89), site.keeping)).failed, []);
  assert.equal((await lettersAbout(free)).length, gone.length, "not before its day");
  assert.deepEqual((await eraseDue(later(91), site.keeping)).failed, []);
  assert.deepEqual(await lettersAbout(free), []);
  assert.equal(await stepsOf(gone), 0);
  assert.deepEqual(await lettersAbout(held), kept);
  assert((await stepsOf(kept)) > 0);

  assert.equal((await booking.staff("POST", at(`/holds/${hold.id}/release`))).statusCode, 200);
  await eraseDue(later(91), site.keeping);
  assert.deepEqual(await lettersAbout(held), []);
});

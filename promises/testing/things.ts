import assert from "node:assert/strict";
import { givenAlong } from "#server/domains/visits/testing/along.ts";
import { newId } from "#server/platform/id.ts";
import { signedIn } from "#server/testing/callers.ts";
import { givenStaff } from "#server/testing/people.ts";
import { bodies, type Named, nothing } from "./bodies.ts";
import type { DueVisit, startLiveSite } from "./live-site.ts";

/** What staff of a facility have made there by its own routes, by the name that paths give each: groups, blocks, repairs, limits, holds and the like. */
export async function givenThings(site: Awaited<ReturnType<typeof startLiveSite>>, visit: DueVisit): Promise<Record<string, string>> {
  const { facility, resident, station, connectionId, officer } = visit;
  const { agencyId, id: facilityId } = facility;
  const lead = await signedIn(site, "staff", await givenStaff(site, { agencyId, facilityId, role: "facility_administrator" }));
  const its: Named = { ...nothing(), residentId: resident.id, bookingNumber: resident.bookingNumber };
  const made = async (route: string, path: string): Promise<string> => {
    const id = newId();
    const answer = await lead("POST", `/api/staff/facilities/${facilityId}${path}`, { ...bodies[route]?.(its), id });
    assert.ok(answer.statusCode < 300, `${route}: ${answer.body}`);
    return id;
  };
  const things = {
    groupId: await made("addStationGroup", "/station-groups"),
    blockId: await made("blockStation", `/stations/${station.id}/blocks`),
    repairId: await made("reportFault", `/stations/${station.id}/repairs`),
    restrictionId: await made("restrictConnection", `/connections/${connectionId}/restrictions`),
    holdId: await made("placeLegalHold", "/holds"),
    exportId: await made("askRecordExport", "/record-exports"),
    resetId: await made("requestFactorReset", `/staff/${officer.staffId}/factor-reset`),
    reviewId: await made("beginReview", "/access-review/begin"),
    feedId: await made("addRosterFeed", "/roster/feeds"),
    entryId: await made("enterCash", "/money/cash"),
    taxId: await made("stateTax", "/prices/taxes"),
  };
  const shelf = { sheetId: await made("addToShelf", "/together/shelf"), pictureId: newId() };
  const picture = { id: shelf.pictureId, facilityId, sheetId: shelf.sheetId, number: 1, key: Buffer.alloc(32), bytes: 1, sha256: "" };
  await site.db.insertInto("visits.togetherPicture").values(picture).execute();
  const offerId = newId();
  const offer = { service: "video", minutes: 100, days: 30, priceCents: 1000, soldFrom: "2026-01-01", soldThrough: "2026-12-31" } as const;
  const told = { toldAt: site.clock.now(), toldBy: officer.accountId, withdrawnAt: null, withdrawnBy: null };
  await site.db
    .insertInto("money.planOffer")
    .values({ id: offerId, agencyId, facilityId, ...offer, ...told })
    .execute();
  const complaintId = newId();
  const dueAt = site.clock.now().add({ hours: 72 });
  const said = {
    side: "family",
    saidBy: visit.contact.accountId,
    saidAt: site.clock.now(),
    what: "other",
    answer: "queued",
    dueAt,
  } as const;
  await site.db
    .insertInto("visits.complaint")
    .values({ id: complaintId, agencyId, facilityId, visitId: visit.visitId, ...said })
    .execute();
  await site.runJobs();
  const at = { template: site.db.selectFrom("visits.session_template"), letter: site.db.selectFrom("notifications.delivery") };
  const template = await at.template.select("id").where("facilityId", "=", facilityId).executeTakeFirstOrThrow();
  const letter = await at.letter.select("id").where("facilityId", "=", facilityId).executeTakeFirstOrThrow();
  const partyId = (await givenAlong(site, visit.visitId)).id;
  return { ...things, ...shelf, sessionTemplateId: template.id, deliveryId: letter.id, partyId, complaintId, offerId };
}

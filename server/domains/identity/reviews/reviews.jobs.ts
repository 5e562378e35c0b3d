import { permissions } from "#contracts/permissions.ts";
import { record } from "#server/domains/audit/index.ts";
import { askForLetter } from "#server/domains/identity/letters.ts";
import { type Ctx, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import * as rules from "./reviews.rules.ts";
import type { FacilityHere } from "./reviews.service.ts";
import * as store from "./reviews.store.ts";

/** Every zone's midnight lies at most an hour back. */
const EVERY_HOUR = "7 * * * *";

/** Looks every hour for facilities in which a quarter has begun, and for reviews whose time is over. `facilities` stand below identity. */
export function registerAccessReviews(ctx: Ctx, facilities: (ctx: Ctx) => Promise<readonly FacilityHere[]>): void {
  ctx.jobs.cron("identity.review_access", EVERY_HOUR, async () => {
    const made = await makeDue(ctx, await facilities(ctx));
    const overdue = await callOverdue(ctx);
    if (made + overdue > 0) ctx.log.info({ job: "identity.review_access", made, overdue }, "access reviews are due or overdue");
  });
}

/** Makes this quarter's review of each facility, and of each agency by the clock of its first one, due; tells how many it made. */
export async function makeDue(ctx: Ctx, facilities: readonly FacilityHere[]): Promise<number> {
  const agencies = [...Map.groupBy(facilities, ({ agencyId }) => agencyId).values()].flatMap(([first]) => first ?? []);
  const places = [
    ...facilities.map((here) => ({ place: { agencyId: here.agencyId, facilityId: here.facilityId }, zone: here.timeZone })),
    ...agencies.map((here) => ({ place: { agencyId: here.agencyId, facilityId: null }, zone: here.timeZone })),
  ];
  let made = 0;
  for (const { place, zone } of places) if (await makeOneDue(ctx, place, zone)) made++;
  return made;
}

async function makeOneDue(ctx: Ctx, place: store.ReviewPlace, zone: string): Promise<boolean> {
  const { firstAt, firstDay: _, ...days } = rules.daysOf(ctx.now().toZonedDateTimeISO(zone).toPlainDate(), zone);
  if ((await store.findStanding(ctx.db, place)) ?? (await store.findOfQuarter(ctx.db, place, days.quarter))) return false;
  if (!(await store.hasOlderGrant(ctx.db, place, firstAt))) return false;
  return inTransaction(ctx, async (tx) => {
    const id = newId();
    // Another server, or whoever begins it early, was first.
    if (!(await store.insertReview(tx.trx, { id, ...place, ...days, state: "due", madeAt: tx.now() }))) return false;
    await record(tx, { what: "access_review.due", subjectId: id, ...withFacility(place), facts: { quarter: days.quarter } });
    await tell(tx, place, "access_review_due", await reviewersOf(tx, place));
    return true;
  });
}

/** Calls the reviews overdue whose time is over, and tells those who do them and the overseers; answers how many. */
export async function callOverdue(ctx: Ctx): Promise<number> {
  let called = 0;
  for (const { id } of await store.listOverdue(ctx.db, ctx.now())) if (await callOne(ctx, id)) called++;
  return called;
}

function callOne(ctx: Ctx, id: string): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    const review = await store.lockReview(tx.trx, id);
    const state = rules.stateAt(review, tx.now());
    if (state !== "overdue" || review.state === "overdue") return false;
    await store.updateReview(tx.trx, id, { state });
    await record(tx, { what: "access_review.overdue", subjectId: id, ...withFacility(review), facts: { quarter: review.quarter } });
    const overseers = [
      ...(await store.listHolders(tx.trx, review, ["overseer"])),
      ...(await store.listHolders(tx.trx, { agencyId: review.agencyId, facilityId: null }, ["overseer"])),
    ];
    await tell(tx, review, "access_review_overdue", [...(await reviewersOf(tx, review)), ...overseers]);
    return true;
  });
}

/** Those who work here and may review; where there is none, those of the whole agency. */
async function reviewersOf(tx: TxCtx, place: store.ReviewPlace): Promise<string[]> {
  const { roles } = permissions["access.review"];
  const here = await store.listHolders(tx.trx, place, roles);
  return here.length > 0 ? here : store.listHolders(tx.trx, { ...place, facilityId: null }, roles);
}

async function tell(
  tx: TxCtx,
  place: store.ReviewPlace,
  letter: "access_review_due" | "access_review_overdue",
  accountIds: readonly string[],
): Promise<void> {
  const about = place.facilityId === null ? {} : { facilityId: place.facilityId };
  for (const accountId of new Set(accountIds)) await askForLetter(tx, letter, { accountId, ...about });
}

const withFacility = ({ agencyId, facilityId }: store.ReviewPlace) => ({ agencyId, ...(facilityId === null ? {} : { facilityId }) });

import type { BodyOf } from "#contracts/endpoint.ts";
import type { residentsStaff } from "#contracts/residents.ts";
import * as facilities from "#server/domains/facilities/index.ts";
import { whereTold } from "#server/domains/residents/elsewhere.ts";
import { addResident, namedAlike } from "#server/domains/residents/residents.service.ts";
import { findResident } from "#server/domains/residents/residents.store.ts";
import { type Ctx, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import * as stays from "./stays.service.ts";
import * as store from "./stays.store.ts";

type Api = typeof residentsStaff;

/** What staff do with a resident's stays: each act is of somebody who is, or was, at their own facility. */

/** Admits somebody new, or somebody who was here before: connections and all else hang on the person, so they are there again. Once per `asked.id`. */
export function admitResident(ctx: Ctx, facilityId: string, asked: BodyOf<Api["admitResident"]>): Promise<{ residentId: string }> {
  return whereTold(ctx, facilityId, ["resident.alike", "stay.elsewhere"], () => admitOne(ctx, facilityId, asked));
}

function admitOne(ctx: Ctx, facilityId: string, asked: BodyOf<Api["admitResident"]>): Promise<{ residentId: string }> {
  return inTransaction(ctx, async (tx) => {
    const { id, residentId, bookingNumber, unitId, person, reason } = asked;
    const facility = await facilities.facilityOf(tx, facilityId);
    if (!facility) throw new AppError(["request.not_found"]);
    await stays.lockPeople(tx, [residentId]);
    const earlier = await store.findStay(tx.trx, id);
    if (earlier && (earlier.facilityId !== facilityId || earlier.residentId !== residentId)) throw new AppError(["access.denied"]);
    if (earlier) return { residentId };

    if (unitId !== undefined && !(await facilities.isUnitOf(tx, facilityId, unitId))) throw new AppError(["stay.unit_unknown"]);
    if (await store.isNumberTaken(tx.trx, facilityId, bookingNumber)) throw new AppError(["stay.number_taken"]);
    if (person) await addNew(tx, facility, residentId, person);
    else await checkKnown(tx, facilityId, residentId);
    await stays.admit(tx, { id, residentId, facilityId, bookingNumber, unitId }, { reason });
    return { residentId };
  });
}

async function addNew(
  tx: TxCtx,
  { id: facilityId, agencyId }: { id: string; agencyId: string },
  id: string,
  person: NonNullable<BodyOf<Api["admitResident"]>["person"]>,
): Promise<void> {
  const { givenName, familyName, birthDate, locale, anotherPerson } = person;
  if (await findResident(tx.trx, id)) throw new AppError(["access.denied"]);
  // Neither how many nor where: of other facilities' people this tells no more than what keeps one person from being written down twice.
  const alike = anotherPerson ? [] : await namedAlike(tx, agencyId, { givenName, familyName, birthDate, facilityId });
  if (alike.length > 0) throw new AppError(["resident.alike"]);
  await addResident(tx, { id, agencyId, givenName, familyName, locale, ...(birthDate ? { birthDate } : {}) });
}

async function checkKnown(tx: TxCtx, facilityId: string, residentId: string): Promise<void> {
  const person = await findResident(tx.trx, residentId);
  if (!person || person.mergedInto !== null || !(await store.findNewestStayAt(tx.trx, facilityId, residentId)))
    throw new AppError(["resident.unknown"]);
  if (await store.findCurrentStay(tx.trx, residentId)) throw new AppError(["stay.elsewhere"]);
}

/** Moves a resident to another unit of this facility. */
export function moveResident(ctx: Ctx, facilityId: string, residentId: string, asked: BodyOf<Api["moveResident"]>): Promise<null> {
  return onStay(ctx, facilityId, residentId, undefined, (tx, stayId) => stays.move(tx, stayId, asked.unitId, asked));
}

/** Moves a resident to another facility of the agency; once per `asked.id`, which is the new stay's. */
export function transferResident(ctx: Ctx, facilityId: string, residentId: string, asked: BodyOf<Api["transferResident"]>): Promise<null> {
  return whereTold(ctx, facilityId, ["stay.number_taken"], () =>
    onStay(ctx, facilityId, residentId, undefined, async (tx, stayId) => {
      const done = await store.findStay(tx.trx, asked.id);
      if (done?.residentId === residentId) return;
      const { id, toFacilityId, bookingNumber } = asked;
      await stays.transfer(tx, stayId, { id, facilityId: toFacilityId, bookingNumber }, asked);
    }),
  );
}

/** Ends a stay at this facility. */
export function releaseResident(ctx: Ctx, facilityId: string, residentId: string, asked: BodyOf<Api["releaseResident"]>): Promise<null> {
  return onStay(ctx, facilityId, residentId, asked.stayId, (tx, stayId) => stays.release(tx, stayId, asked));
}

/** Takes a release back within the hour. */
export function takeBackRelease(ctx: Ctx, facilityId: string, residentId: string, asked: BodyOf<Api["takeBackRelease"]>): Promise<null> {
  return whereTold(ctx, facilityId, ["stay.elsewhere"], () =>
    onStay(ctx, facilityId, residentId, asked.stayId, (tx, stayId) => stays.takeBackRelease(tx, stayId, asked)),
  );
}

/** Finds the stay at this facility and acts on it; what is elsewhere is not there. */
async function onStay(
  ctx: Ctx,
  facilityId: string,
  residentId: string,
  stayId: string | undefined,
  act: (tx: TxCtx, stayId: string) => Promise<void>,
): Promise<null> {
  await inTransaction(ctx, async (tx) => {
    await stays.lockPeople(tx, [residentId]);
    const stay = stayId === undefined ? await store.findNewestStayAt(tx.trx, facilityId, residentId) : await store.findStay(tx.trx, stayId);
    if (stay?.facilityId !== facilityId || stay.residentId !== residentId) throw new AppError(["resident.unknown"]);
    await act(tx, stay.id);
  });
  return null;
}

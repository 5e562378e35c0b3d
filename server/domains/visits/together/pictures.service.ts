import type { Readable } from "node:stream";
import * as audit from "#server/domains/audit/index.ts";
import * as identity from "#server/domains/identity/index.ts";
import type { Blobs } from "#server/platform/blobs.ts";
import { type Ctx, inTransaction } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import * as store from "./sheets.store.ts";

/** A picture's bytes, read only once they are sent. */
export interface Opened {
  bytes: number;
  stream: Readable;
}

/** Whether somebody may look at a visit's sheet now: in its room, and it is not paused; or watching it, and its faces are shown to them. */
export type MayLook = (visitId: string, who: { personId: string }) => boolean;

type Picture = NonNullable<Awaited<ReturnType<typeof store.findPicture>>>;

function opened(blobs: Blobs, { id, key, bytes }: Picture): Opened {
  if (!key || bytes === null) throw new AppError(["together.picture_unknown"]);
  return { bytes, stream: blobs.read({ id, key, bytes }) };
}

const unknown = () => new AppError(["together.picture_unknown"]);

/** For one of the two sides: what is put up while they may look, and the covers of what they could put up. */
export async function pictureForSide(
  ctx: Ctx,
  blobs: Blobs,
  mayLook: MayLook,
  asked: { visitId: string; pictureId: string },
): Promise<Opened> {
  const { visitId, pictureId } = asked;
  const visit = await store.findVisit(ctx.db, visitId);
  const inside = ctx.actor.realm === "inside";
  // A family's seats are known by their accounts.
  const personId = inside ? identity.asInside(ctx.actor).residentId : identity.asOutside(ctx.actor).accountId;
  const own =
    visit && (inside ? visit.residentId === personId : await store.comesTo(ctx.db, visit, identity.asOutside(ctx.actor).contactId));
  const picture = own && visit.roomKind !== "privileged" ? await store.findPicture(ctx.db, visit.facilityId, pictureId) : undefined;
  if (!picture) throw unknown();
  const isCover = picture.visitId === null && picture.status === "allowed" && picture.number === 1;
  if (!isCover && !(mayLook(visitId, { personId }) && (await store.isPutUp(ctx.db, visitId, pictureId)))) throw unknown();
  return opened(blobs, picture);
}

/** For staff whose watch of this visit shows them its faces. */
export async function pictureForWatcher(
  ctx: Ctx,
  blobs: Blobs,
  mayLook: MayLook,
  asked: { facilityId: string; visitId: string; pictureId: string },
): Promise<Opened> {
  const { facilityId, visitId } = asked;
  const { staffId } = identity.asStaff(ctx.actor);
  const visit = await store.findVisit(ctx.db, visitId);
  if (visit?.facilityId !== facilityId || !mayLook(visitId, { personId: staffId })) throw unknown();
  return pictureOfVisit(ctx, blobs, asked);
}

/** A picture that was put up in a visit, for whoever has the right to the visit's recording. The caller has asked for that. */
export async function pictureOfVisit(
  ctx: Ctx,
  blobs: Blobs,
  asked: { facilityId: string; visitId: string; pictureId: string },
): Promise<Opened> {
  const picture = await store.findPicture(ctx.db, asked.facilityId, asked.pictureId);
  if (!picture || !(await store.isPutUp(ctx.db, asked.visitId, asked.pictureId))) throw unknown();
  return opened(blobs, picture);
}

/** For staff who decide about it; the look at each page stands in the audit before it is shown. */
export function pictureForReview(
  ctx: Ctx,
  blobs: Blobs,
  asked: { facilityId: string; sheetId: string; pictureId: string },
): Promise<Opened> {
  return inTransaction(ctx, async (tx) => {
    const { facilityId, sheetId, pictureId } = asked;
    const picture = await store.findPicture(tx.trx, facilityId, pictureId);
    if (picture?.sheetId !== sheetId || picture.visitId === null || picture.status !== "waiting") throw unknown();
    const { agencyId, visitId, number: page } = picture;
    await audit.record(tx, { what: "together.sheet_viewed", subjectId: visitId, agencyId, facilityId, facts: { sheetId, page } });
    return opened(blobs, picture);
  });
}

/** For staff: a page of what lies on their facility's shelf. */
export async function pictureOfShelf(
  ctx: Ctx,
  blobs: Blobs,
  asked: { facilityId: string; sheetId: string; pictureId: string },
): Promise<Opened> {
  const picture = await store.findPicture(ctx.db, asked.facilityId, asked.pictureId);
  if (picture?.sheetId !== asked.sheetId || picture.visitId !== null) throw unknown();
  return opened(blobs, picture);
}

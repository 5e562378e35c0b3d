import { type Alt, SHELF_MAX, type ShelfSheet } from "#contracts/together.ts";
import * as audit from "#server/domains/audit/index.ts";
import * as facilities from "#server/domains/facilities/index.ts";
import * as identity from "#server/domains/identity/index.ts";
import type { Blobs } from "#server/platform/blobs.ts";
import { type Ctx, inTransaction } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { newId } from "#server/platform/id.ts";
import { reEncode } from "#server/platform/re-encode.ts";
import { keepPages, readPages, removePages } from "./sheet-files.ts";
import { shelfOf } from "./sheets.service.ts";
import * as store from "./sheets.store.ts";
import { SIDE_MIN, WRITING_MINUTES } from "./together.rules.ts";

const SEND_LIMIT = { triesMax: 100, windowMs: 60 * 60_000 } as const;

/** Makes the row of what comes onto a facility's shelf next; once per `id`. */
export function addToShelf(ctx: Ctx, asked: { facilityId: string; id: string; title: Alt }, by?: string): Promise<{ done: true }> {
  return inTransaction(ctx, async (tx) => {
    const { id, facilityId, title } = asked;
    const sentBy = by ?? identity.asStaff(tx.actor).accountId;
    await store.lockSheets(tx.trx, facilityId);
    const earlier = await store.findSheet(tx.trx, id);
    if (earlier && (earlier.facilityId !== facilityId || earlier.sentBy !== sentBy)) throw new AppError(["access.denied"]);
    if (earlier) return { done: true };
    if ((await store.listShelf(tx.trx, facilityId)).length >= SHELF_MAX) throw new AppError(["together.shelf_full"]);
    const facility = await facilities.facilityOf(tx, facilityId);
    if (!facility) throw new AppError(["request.not_found"]);
    const nothing = { reason: null, decidedBy: null, decidedAt: null, visitId: null, roomKind: null };
    await store.insertSheet(tx.trx, {
      ...nothing,
      id,
      agencyId: facility.agencyId,
      facilityId,
      sentBy,
      alt: title,
      status: "coming",
      madeAt: tx.now(),
      keepUntil: tx.now().add({ minutes: WRITING_MINUTES }),
    });
    return { done: true };
  });
}

/** Lays pages on a shelf that this program drew itself, for the demonstration. */
export async function keepDrawnSheet(
  ctx: Ctx,
  blobs: Blobs,
  drawn: { facilityId: string; sentBy: string; title: Alt; pages: readonly Buffer[] },
): Promise<void> {
  const id = newId();
  const { facilityId } = drawn;
  await addToShelf(ctx, { facilityId, id, title: drawn.title }, drawn.sentBy);
  const made: Buffer[] = [];
  for (const page of drawn.pages) made.push(await reEncode(page, SIDE_MIN));
  await keepPages(ctx, blobs, { id, facilityId }, made);
  await inTransaction(ctx, (tx) => store.setSheet(tx.trx, id, { status: "allowed", cut: false, keepUntil: null }));
}

/** Reads the bytes of what comes onto the shelf and makes each page anew; from then on visits may put it up. */
export async function addShelfFile(
  ctx: Ctx,
  blobs: Blobs,
  asked: { facilityId: string; sheetId: string },
  body: AsyncIterable<Buffer> | undefined,
): Promise<ShelfSheet> {
  const { facilityId, sheetId } = asked;
  if (ctx.actor.realm === "staff") await identity.throttle(ctx, "together.shelf", ctx.actor.accountId, SEND_LIMIT);
  const sheet = await store.findSheet(ctx.db, sheetId);
  if (sheet?.facilityId !== facilityId || sheet.visitId !== null || sheet.status === "taken_off")
    throw new AppError(["together.sheet_unknown"]);
  if (sheet.status === "coming") {
    const { pages, cut } = await readPages(body, sheet.sentBy);
    await removePages(ctx, blobs, sheetId);
    await keepPages(ctx, blobs, sheet, pages);
    await inTransaction(ctx, async (tx) => {
      await store.setSheet(tx.trx, sheetId, { status: "allowed", cut, keepUntil: null });
      const { agencyId } = sheet;
      await audit.record(tx, { what: "together.shelf_added", subjectId: sheetId, agencyId, facilityId, facts: { pages: pages.length } });
    });
  }
  const made = (await shelfOf(ctx, facilityId)).find(({ id }) => id === sheetId);
  if (!made) throw new AppError(["together.sheet_unknown"]);
  return made;
}

/** Takes a sheet off the shelf: nobody can put it up any more. Its files go once no visit that is kept shows it. */
export function takeOffShelf(ctx: Ctx, asked: { facilityId: string; sheetId: string }): Promise<null> {
  return inTransaction(ctx, async (tx) => {
    const { facilityId, sheetId } = asked;
    const sheet = await store.lockSheet(tx.trx, facilityId, sheetId);
    if (!sheet || sheet.visitId !== null || sheet.status === "taken_off") throw new AppError(["together.sheet_unknown"]);
    const { agencyId } = sheet;
    await store.setSheet(tx.trx, sheetId, {
      status: "taken_off",
      decidedBy: identity.asStaff(tx.actor).accountId,
      decidedAt: tx.now(),
      keepUntil: tx.now(),
    });
    await audit.record(tx, { what: "together.shelf_taken_off", subjectId: sheetId, agencyId, facilityId });
    return null;
  });
}

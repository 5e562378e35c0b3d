import type { z } from "zod";
import { type OwnSheet, SHEETS_MAX, type SharedPictures, type ShelfSheet } from "#contracts/together.ts";
import * as audit from "#server/domains/audit/index.ts";
import * as facilities from "#server/domains/facilities/index.ts";
import * as identity from "#server/domains/identity/index.ts";
import type { Blobs } from "#server/platform/blobs.ts";
import { type Ctx, dbOf, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { keepPages, readPages, removePages, removeSheet } from "./sheet-files.ts";
import * as store from "./sheets.store.ts";
import { keepUntilOf, standingBy, WRITING_MINUTES } from "./together.rules.ts";
import { wasUsed } from "./together.store.ts";

/** Enough to take each picture again in bad light; too few to keep the machine busy. */
const SEND_LIMIT = { triesMax: 40, windowMs: 60 * 60_000 } as const;

/** The asker's own visit, as one of its family; a stranger's visit and one that does not exist get one answer. */
async function ownVisit(asker: Ctx | TxCtx, visitId: string): Promise<store.VisitRow> {
  const { contactId } = identity.asOutside(asker.actor);
  const visit = await store.findVisit(dbOf(asker), visitId);
  if (!visit || !(await store.comesTo(dbOf(asker), visit, contactId))) throw new AppError(["visit.unknown"]);
  return visit;
}

/** Whether families of this visit's facility may put up pictures of their own on the visit's day. */
async function ruleOf(asker: Ctx | TxCtx, visit: store.VisitRow): Promise<z.infer<typeof SharedPictures>> {
  if (visit.roomKind === "privileged") return "off";
  return (await facilities.policyOn(asker, visit.facilityId, visit.localDay)).sharedPictures;
}

/** What this family has sent for a visit, what the facility's shelf has, and whether something of the visit is kept. */
export async function ownSheets(ctx: Ctx, visitId: string) {
  const visit = await ownVisit(ctx, visitId);
  const open = visit.status === "booked" || visit.status === "in_progress";
  const { accountId } = identity.asOutside(ctx.actor);
  // Each adult of a party sends from a home of their own: what somebody else sent is not told before it is put up.
  const sheets = (await store.listOfVisit(ctx.db, visit.facilityId, visitId)).filter(
    (sheet) => sheet.sentBy === accountId && sheet.status !== "coming",
  );
  return {
    rule: await ruleOf(ctx, visit),
    sheets: sheets.map(toOwn),
    shelf: open && visit.roomKind !== "privileged" ? await shelfOf(ctx, visit.facilityId) : [],
    kept: visit.roomKind === "recorded" && (await wasUsed(ctx.db, visitId)),
  };
}

/** The shelf for the resident of this visit. */
export async function shelfInside(ctx: Ctx, visitId: string) {
  const { residentId } = identity.asInside(ctx.actor);
  const visit = await store.findVisit(ctx.db, visitId);
  if (visit?.residentId !== residentId) throw new AppError(["visit.unknown"]);
  return { shelf: visit.roomKind === "privileged" ? [] : await shelfOf(ctx, visit.facilityId) };
}

/** What lies on a facility's shelf, with a page at least. */
export async function shelfOf(ctx: Ctx, facilityId: string): Promise<ShelfSheet[]> {
  return (await store.listShelf(ctx.db, facilityId))
    .filter(({ pictureIds }) => pictureIds.length > 0)
    .map(({ id, alt, pictureIds }) => ({ id, title: alt, pages: pictureIds.length, coverId: pictureIds[0] ?? null }));
}

/** Makes the row of a picture whose bytes come next; once per `id`. */
export function sendSheet(ctx: Ctx, asked: { visitId: string; id: string; alt: string }): Promise<{ done: true }> {
  return inTransaction(ctx, async (tx) => {
    const { id, visitId } = asked;
    const visit = await ownVisit(tx, visitId);
    const { accountId } = identity.asOutside(tx.actor);
    await store.lockSheets(tx.trx, visitId);
    const earlier = await store.findSheet(tx.trx, id);
    if (earlier && (earlier.sentBy !== accountId || earlier.visitId !== visitId)) throw new AppError(["access.denied"]);
    if (earlier) return { done: true };
    await mayStillSend(tx, visit);
    const { agencyId, facilityId } = visit;
    // Each adult of a party has a share of their own: nobody learns from it how much others have sent, or leaves them none.
    const sent = (await store.listOfVisit(tx.trx, facilityId, visitId)).filter(({ sentBy }) => sentBy === accountId);
    if (sent.length >= SHEETS_MAX) throw new AppError(["together.sheets_full"]);
    await store.insertSheet(tx.trx, {
      id,
      agencyId,
      facilityId,
      visitId,
      roomKind: visit.roomKind === "recorded" ? "recorded" : "unrecorded",
      sentBy: accountId,
      alt: { [tx.locale]: asked.alt },
      status: "coming",
      reason: null,
      decidedBy: null,
      decidedAt: null,
      madeAt: tx.now(),
      keepUntil: tx.now().add({ minutes: WRITING_MINUTES }),
    });
    return { done: true };
  });
}

async function mayStillSend(asker: Ctx | TxCtx, visit: store.VisitRow): Promise<void> {
  const over = !(visit.status === "booked" || visit.status === "in_progress") || Temporal.Instant.compare(asker.now(), visit.endsAt) >= 0;
  if (over) throw new AppError(["visit.over"]);
  if ((await ruleOf(asker, visit)) === "off") throw new AppError(["together.pictures_off"]);
}

/** Reads the bytes of a picture or PDF, makes each page anew, and says whether it may be put up or waits for the facility. */
export async function sendSheetFile(
  ctx: Ctx,
  blobs: Blobs,
  asked: { visitId: string; sheetId: string },
  body: AsyncIterable<Buffer> | undefined,
): Promise<OwnSheet> {
  const { visitId, sheetId } = asked;
  const visit = await ownVisit(ctx, visitId);
  const { accountId } = identity.asOutside(ctx.actor);
  await identity.throttle(ctx, "together.send", accountId, SEND_LIMIT);
  await mayStillSend(ctx, visit);
  const sheet = await store.findSheet(ctx.db, sheetId);
  if (sheet?.visitId !== visitId || sheet.sentBy !== accountId) throw new AppError(["together.sheet_unknown"]);
  if (sheet.status === "coming") {
    const { pages, cut } = await readPages(body, accountId);
    await removePages(ctx, blobs, sheetId);
    await keepPages(ctx, blobs, sheet, pages);
    await inTransaction(ctx, async (tx) => {
      const { facilityId, agencyId } = visit;
      const now = await store.lockSheet(tx.trx, facilityId, sheetId);
      if (now?.status !== "coming") return;
      const rule = await ruleOf(tx, visit);
      const status = standingBy(rule);
      await store.setSheet(tx.trx, sheetId, { status, cut, keepUntil: keepUntilOf(visit) });
      await audit.record(tx, {
        what: "together.sheet_sent",
        subjectId: visitId,
        agencyId,
        facilityId,
        facts: { sheetId, pages: pages.length, rule },
      });
      tx.publish("board", facilityId);
    });
  }
  const own = (await store.listOfVisit(ctx.db, visit.facilityId, visitId)).find(({ id }) => id === sheetId);
  if (!own) throw new AppError(["together.sheet_unknown"]);
  return toOwn(own);
}

/** Takes back a picture that nobody has put up; its bytes go at once. */
export async function takeBackSheet(ctx: Ctx, blobs: Blobs, asked: { visitId: string; sheetId: string }): Promise<null> {
  const { visitId, sheetId } = asked;
  const visit = await ownVisit(ctx, visitId);
  const { accountId } = identity.asOutside(ctx.actor);
  const { facilityId, agencyId } = visit;
  await inTransaction(ctx, async (tx) => {
    const sheet = await store.lockSheet(tx.trx, facilityId, sheetId);
    const mine = sheet?.visitId === visitId && sheet.sentBy === accountId;
    // What was refused stands as it was answered.
    if (!mine || sheet.status === "refused" || (await store.wasPutUp(tx.trx, sheetId))) throw new AppError(["together.sheet_unknown"]);
    await store.setSheet(tx.trx, sheetId, { status: "coming", keepUntil: tx.now() });
    await audit.record(tx, { what: "together.sheet_taken_back", subjectId: visitId, agencyId, facilityId, facts: { sheetId } });
    tx.publish("board", facilityId);
  });
  await removeSheet(ctx, blobs, sheetId);
  return null;
}

type Listed = Awaited<ReturnType<typeof store.listOfVisit>>[number];

function toOwn({ id, status, reason, alt, cut, pictureIds, madeAt }: Listed): OwnSheet {
  return { id, status: status === "taken_off" ? "refused" : status, reason, alt, pages: pictureIds.length, cut, sentAt: madeAt.toString() };
}

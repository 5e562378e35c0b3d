import type { AnswerOf, BodyOf } from "#contracts/endpoint.ts";
import type { ErrorCode } from "#contracts/errors.ts";
import type { mergesStaff } from "#contracts/merges.ts";
import * as audit from "#server/domains/audit/index.ts";
import { whereTold } from "#server/domains/residents/elsewhere.ts";
import { madeBy } from "#server/domains/residents/keep-apart/keep-apart.service.ts";
import { lockResidents } from "#server/domains/residents/locks.store.ts";
import { findResident } from "#server/domains/residents/residents.store.ts";
import { type Ctx, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import type { MergePart, Replaced } from "./merge-part.ts";
import * as store from "./merges.store.ts";

type Api = typeof mergesStaff;
interface Where {
  facilityId: string;
  residentId: string;
}

/** What of this domain hangs on a resident. */
export const residentsPart: MergePart = {
  columns: [
    { table: "residents.stay", column: "resident_id", key: "id" },
    { table: "residents.known_as", column: "resident_id", key: "agency_id::text || ' ' || source || ' ' || number" },
    { table: "residents.keep_apart", column: "resident_id", key: "id" },
    { table: "residents.keep_apart", column: "other_resident_id", key: "id" },
  ],
  async refusals(tx, from, into) {
    const { twoStays, keptApart } = await store.findObstacles(tx.trx, from, into);
    return [...(twoStays ? (["resident.merge_two_stays"] as const) : []), ...(keptApart ? (["resident.merge_kept_apart"] as const) : [])];
  },
};

/** Sign-ins at kiosks name the resident; identity itself knows no residents. */
export const identityMergePart: MergePart = { columns: [{ table: "identity.sign_in", column: "resident_id", key: "id" }] };

/** Who may be the same person as this one, side by side, and whom this one stands for already. */
export async function twinList(ctx: Ctx, { facilityId, residentId }: Where): Promise<AnswerOf<Api["twinList"]>> {
  const where = await store.presence(ctx.db, facilityId, residentId);
  if (where === undefined) throw new AppError(["resident.unknown"]);
  const [self, ...twins] = await store.listSides(ctx.db, facilityId, residentId);
  // Whoever stands for nobody any more was made one with somebody else.
  if (self?.id !== residentId) throw new AppError(["resident.unknown"]);
  // Whoever is elsewhere now is that facility's: no more is said of them here than that they were here once.
  if (where === "elsewhere") return { self: { ...side(self), connections: 0 }, twins: [], merges: [] };
  const merges = (await store.listMerges(ctx.db, residentId)).filter((merge) => mayUndo(where, merge, facilityId));
  return {
    self: side(self),
    twins: twins.map((row) => ({
      ...side(row),
      why: [...(row.sameNumber ? (["number"] as const) : []), ...(row.sameName ? (["name"] as const) : [])],
    })),
    merges: merges.map(({ id, name, madeAt }) => ({ id, name, madeAt: madeAt.toString() })),
  };
}

/** A merge is undone where the person is; of somebody who is nowhere, where it was made. */
const mayUndo = (where: Awaited<ReturnType<typeof store.presence>>, merge: { facilityId: string }, facilityId: string): boolean =>
  where === "here" || (where === "nowhere" && merge.facilityId === facilityId);

const side = ({ sameName: _, sameNumber: __, admittedAt, ...row }: Awaited<ReturnType<typeof store.listSides>>[number]) => ({
  ...row,
  admittedAt: admittedAt.toString(),
});

/**
 * Makes two records of one person one, once per `asked.id`: what hangs on the other hangs on this one, and each value that was changed is
 * written down. Of somebody who is at another facility now nothing is changed from here. Refuses with every reason at once.
 */
export function mergeResidents(ctx: Ctx, parts: readonly MergePart[], where: Where, asked: BodyOf<Api["mergeResidents"]>): Promise<null> {
  return whereTold(ctx, where.facilityId, ["stay.elsewhere"], () => merge(ctx, parts, where, asked));
}

async function merge(ctx: Ctx, parts: readonly MergePart[], where: Where, asked: BodyOf<Api["mergeResidents"]>): Promise<null> {
  const { facilityId, residentId: into } = where;
  const { id, fromResidentId: from, note } = asked;
  await inTransaction(ctx, async (tx) => {
    await lockResidents(tx.trx, [into, from]);
    const [one, other] = [await findResident(tx.trx, into), await findResident(tx.trx, from)];
    const known = one && other && one.agencyId === other.agencyId && into !== from;
    const intoIs = known && (await store.presence(tx.trx, facilityId, into));
    if (!known || !intoIs) throw new AppError(["resident.unknown"]);
    const earlier = await store.findMerge(tx.trx, id);
    if (earlier?.fromResidentId === from && earlier.intoResidentId === into) return;
    if (earlier) throw new AppError(["access.denied"]);
    const fromIs = await store.presence(tx.trx, facilityId, from);
    if (one.mergedInto !== null || other.mergedInto !== null || !fromIs) throw new AppError(["resident.unknown"]);
    if (intoIs === "elsewhere" || fromIs === "elsewhere") throw new AppError(["stay.elsewhere"]);
    await refuseAll(tx, parts, from, into);
    const { agencyId } = one;
    await store.insertMerge(tx.trx, {
      id,
      agencyId,
      facilityId,
      fromResidentId: from,
      intoResidentId: into,
      madeAt: tx.now(),
      madeBy: madeBy(tx),
      undoneAt: null,
      undoneBy: null,
    });
    const replaced: Replaced[] = [];
    for (const part of parts) replaced.push(...((await part.setAside?.(tx, id, from, into)) ?? []));
    for (const pair of replaced)
      for (const column of parts.flatMap(({ following = [] }) => following))
        await store.moveColumn(tx.trx, id, column, pair.from, pair.into);
    for (const column of parts.flatMap(({ columns }) => columns)) await store.moveColumn(tx.trx, id, column, from, into);
    await store.setMergedInto(tx.trx, from, into);
    await audit.record(tx, { what: "resident.merged", agencyId, facilityId, subjectId: into, facts: { mergeId: id, from }, words: note });
    tx.publish("board", facilityId);
  });
  return null;
}

/** Makes them two again: what the merge moved goes back, what came since stays. Of several merges the newest is undone first. */
export async function unmergeResidents(ctx: Ctx, parts: readonly MergePart[], where: Where, mergeId: string): Promise<null> {
  const { facilityId, residentId: into } = where;
  await inTransaction(ctx, async (tx) => {
    const found = await store.findMerge(tx.trx, mergeId);
    if (found?.intoResidentId !== into) throw new AppError(["resident.merge_unknown"]);
    const from = found.fromResidentId;
    await lockResidents(tx.trx, [into, from]);
    if (!mayUndo(await store.presence(tx.trx, facilityId, into), found, facilityId)) throw new AppError(["resident.merge_unknown"]);
    const merge = await store.findMerge(tx.trx, mergeId);
    if (merge?.undoneAt !== null) throw new AppError(["resident.merge_unknown"]);
    const standing = await findResident(tx.trx, into);
    const [newest] = await store.listMerges(tx.trx, into);
    if (standing?.mergedInto !== null || newest?.id !== mergeId) throw new AppError(["resident.merge_not_last"]);
    const reasons = await gather(tx, parts, from, into);
    // Only somebody in a running visit stands in the way here: the other obstacles are those of becoming one.
    if (reasons.includes("resident.merge_in_visit")) throw new AppError(["resident.merge_in_visit"]);
    const moved = parts.flatMap(({ columns, following = [] }) => [...following, ...columns]);
    for (const column of moved.reverse()) await store.moveBack(tx.trx, mergeId, column);
    for (const part of parts) await part.takeBack?.(tx, mergeId);
    await store.setMergedInto(tx.trx, from, null);
    await store.undo(tx.trx, mergeId, { undoneAt: tx.now(), undoneBy: madeBy(tx) });
    const { agencyId } = merge;
    await audit.record(tx, { what: "resident.unmerged", agencyId, facilityId, subjectId: into, facts: { mergeId, from } });
    tx.publish("board", facilityId);
  });
  return null;
}

async function gather(tx: TxCtx, parts: readonly MergePart[], from: string, into: string): Promise<ErrorCode[]> {
  const reasons: ErrorCode[] = [];
  for (const part of parts) reasons.push(...((await part.refusals?.(tx, from, into)) ?? []));
  return reasons;
}

async function refuseAll(tx: TxCtx, parts: readonly MergePart[], from: string, into: string): Promise<void> {
  const reasons = await gather(tx, parts, from, into);
  if (reasons.length > 0) throw new AppError(reasons);
}

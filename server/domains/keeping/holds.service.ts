import type { AnswerOf, BodyOf } from "#contracts/endpoint.ts";
import type { holdsStaff } from "#contracts/legal-holds.ts";
import * as audit from "#server/domains/audit/index.ts";
import * as facilities from "#server/domains/facilities/index.ts";
import { type Ctx, dbOf, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import * as erasing from "./erasing.store.ts";
import * as store from "./holds.store.ts";

type Hold = AnswerOf<typeof holdsStaff.placeLegalHold>;
interface Page {
  limit: number;
  after?: string | undefined;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The holds of one facility, newest first. */
export async function listHolds(ctx: Ctx, facilityId: string, page: Page & { subject?: string | undefined }) {
  refuseUnreadable(page);
  const rows = await store.listHolds(ctx.db, facilityId, { ...page, limit: page.limit + 1 });
  const shown = rows.slice(0, page.limit);
  return { rows: shown.map(toHold), next: rows.length > page.limit ? (shown.at(-1)?.id ?? null) : null };
}

/** Places a hold, once per id. From its commit on no deletion touches what it names. */
export function placeHold(ctx: Ctx, facilityId: string, asked: BodyOf<typeof holdsStaff.placeLegalHold>): Promise<Hold> {
  return inTransaction(ctx, async (tx) => {
    const { id, subjectKind, subjectId, purpose, basis } = asked;
    const known = await store.knows(tx.trx, facilityId, subjectKind, subjectId);
    if (!known) throw new AppError(["hold.subject_unknown"]);
    const until = asked.until === undefined ? null : Temporal.Instant.from(asked.until);
    if (until && Temporal.Instant.compare(until, tx.now()) <= 0) throw new AppError(["hold.until_past"]);
    const agencyId = await facilities.agencyOf(tx, facilityId);
    if (!agencyId) throw new AppError(["hold.subject_unknown"]);
    const placed = { id, agencyId, facilityId, subjectKind, subjectId, purpose, basis, untilAt: until };
    const made = await store.insertHold(tx.trx, {
      ...placed,
      placedBy: staffOf(tx),
      placedAt: tx.now(),
      releasedBy: null,
      releasedAt: null,
    });
    if (made) await audit.record(tx, { what: "hold.placed", subjectId, agencyId, facilityId, facts: { holdId: id, subjectKind, purpose } });
    return found(tx, facilityId, id);
  });
}

/** Ends a hold; ending it twice is ending it once. */
export function releaseHold(ctx: Ctx, facilityId: string, id: string): Promise<Hold> {
  return inTransaction(ctx, async (tx) => {
    const hold = await store.lockHold(tx.trx, facilityId, id);
    if (!hold) throw new AppError(["hold.unknown"]);
    if (hold.releasedAt === null) {
      await store.setReleased(tx.trx, id, { releasedBy: staffOf(tx), releasedAt: tx.now() });
      const { agencyId, subjectId, subjectKind } = hold;
      await audit.record(tx, { what: "hold.released", subjectId, agencyId, facilityId, facts: { holdId: id, subjectKind } });
    }
    return found(tx, facilityId, id);
  });
}

/** What the nights deleted at this facility, newest first. */
export async function listErasures(ctx: Ctx, facilityId: string, page: Page) {
  refuseUnreadable(page);
  const agencyId = (await facilities.agencyOf(ctx, facilityId)) ?? facilityId;
  const rows = await erasing.listErasures(ctx.db, { facilityId, agencyId }, { limit: page.limit + 1, after: page.after });
  const shown = rows.slice(0, page.limit);
  return {
    rows: shown.map((row) => ({ ...row, at: row.at.toString(), oldest: row.oldest?.toString() ?? null })),
    next: rows.length > page.limit ? (shown.at(-1)?.id ?? null) : null,
  };
}

async function found(tx: TxCtx, facilityId: string, id: string): Promise<Hold> {
  const [hold] = await store.listHolds(dbOf(tx), facilityId, { limit: 1, id });
  // The id is somebody else's, at another facility.
  if (!hold) throw new AppError(["hold.unknown"]);
  return toHold(hold);
}

function toHold(row: store.NamedHold): Hold {
  const { id, subjectKind, subjectId, subjectName, purpose, basis, placerName, releaserName } = row;
  return {
    ...{ id, subjectKind, subjectId, subjectName, purpose, basis },
    placedBy: placerName,
    placedAt: row.placedAt.toString(),
    until: row.untilAt?.toString() ?? null,
    releasedBy: releaserName,
    releasedAt: row.releasedAt?.toString() ?? null,
  };
}

function refuseUnreadable({ after }: Page): void {
  if (after !== undefined && !UUID.test(after)) throw new AppError(["request.invalid"], { where: "querystring", fields: ["after"] });
}

function staffOf({ actor }: TxCtx): string {
  if (actor.realm !== "staff") throw new AppError(["access.denied"]);
  return actor.accountId;
}

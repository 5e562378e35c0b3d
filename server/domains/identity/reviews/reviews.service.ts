import type { accessReviews } from "#contracts/access-review.ts";
import type { AnswerOf, BodyOf } from "#contracts/endpoint.ts";
import { permissions } from "#contracts/permissions.ts";
import { record } from "#server/domains/audit/index.ts";
import { can } from "#server/domains/identity/can.ts";
import { takeGrantAway } from "#server/domains/identity/staff.service.ts";
import { type Ctx, inTransaction, type StaffActor, type TxCtx } from "#server/platform/context.ts";
import type { Db } from "#server/platform/database.ts";
import { AppError } from "#server/platform/errors.ts";
import * as rules from "./reviews.rules.ts";
import * as store from "./reviews.store.ts";

type Shown = AnswerOf<typeof accessReviews.accessReview>;
type Decision = BodyOf<typeof accessReviews.decideGrant>["decision"];
/** A facility with the clock by which its quarters run. */
export interface FacilityHere {
  facilityId: string;
  agencyId: string;
  timeZone: string;
}
type Scope = Shown["parts"][number]["scope"];

const placeOf = ({ agencyId, facilityId }: FacilityHere, scope: Scope): store.ReviewPlace => ({
  agencyId,
  facilityId: scope === "agency" ? null : facilityId,
});
/** What holds in the whole agency is for those whose own role does. */
const mayAt = (
  actor: StaffActor,
  permission: "access.read" | "access.review" | "staff.manage",
  { agencyId, facilityId }: store.ReviewPlace,
) => can(actor, permission, facilityId === null ? { agencyId } : { agencyId, facilityId });
const todayAt = (now: Temporal.Instant, { timeZone }: FacilityHere) => now.toZonedDateTimeISO(timeZone).toPlainDate();

/** Who may do what here, the reviews that stand and those that were done; the agency's own for whoever reads there. */
export async function accessReview(ctx: Ctx, actor: StaffActor, here: FacilityHere): Promise<Shown> {
  const scopes = (["facility", "agency"] as const).filter((scope) => mayAt(actor, "access.read", placeOf(here, scope)));
  const parts = await Promise.all(
    scopes.map(async (scope) => {
      const place = placeOf(here, scope);
      const standing = await store.findStanding(ctx.db, place);
      const names = await store.namesOf(ctx.db, [standing?.openedBy ?? null]);
      const today = todayAt(ctx.now(), here);
      const begins = standing ? standing.openedAt === null : !(await store.findOfQuarter(ctx.db, place, rules.quarterOf(today).quarter));
      return {
        scope,
        mayReview: mayAt(actor, "access.review", place),
        canBegin: begins && mayAt(actor, "access.review", place),
        review: standing ? toReview(standing, names, ctx.now()) : null,
        nextOn: rules.nextQuarter(today).toString(),
        onlyLead: mayAt(actor, "access.review", place) && (await isOnlyLead(ctx.db, place, actor.accountId)),
        lines: await linesOf(ctx, place, standing?.openedAt ? standing.id : null),
      };
    }),
  );
  const done = await store.listDone(
    ctx.db,
    scopes.map((scope) => placeOf(here, scope)),
  );
  const names = await store.namesOf(
    ctx.db,
    done.flatMap(({ openedBy, doneBy }) => [openedBy, doneBy]),
  );
  const counts = (row: (typeof done)[number]) => ({ confirmed: Number(row.confirmed ?? 0), takenAway: Number(row.takenAway ?? 0) });
  return { parts, done: done.map((row) => ({ ...toReview(row, names, ctx.now()), ...counts(row) })) };
}

/** One review with every decision in it. */
export async function oneReview(
  ctx: Ctx,
  actor: StaffActor,
  here: FacilityHere,
  reviewId: string,
): Promise<AnswerOf<typeof accessReviews.doneReview>> {
  const row = await store.findReview(ctx.db, here, reviewId);
  if (!row || !mayAt(actor, "access.read", row)) throw new AppError(["request.not_found"]);
  const names = await store.namesOf(ctx.db, [row.openedBy, row.doneBy]);
  const lines = await linesOf(ctx, row, row.id);
  return { review: toReview(row, names, ctx.now()), lines: lines.filter(({ inReview }) => inReview) };
}

/** Begins the review that is due, or this quarter's before it is: what stands now becomes its lines. */
export function beginReview(ctx: Ctx, actor: StaffActor, here: FacilityHere, asked: { id: string; scope: Scope }): Promise<void> {
  const place = placeOf(here, asked.scope);
  if (!mayAt(actor, "access.review", place)) throw new AppError(["request.not_found"]);
  return inTransaction(ctx, async (tx) => {
    const review = (await store.lockStanding(tx.trx, place)) ?? (await makeEarly(tx, here, place, asked.id));
    const state = rules.next(rules.stateAt(review, tx.now()), "begun");
    // Somebody else has begun it in the same moment, or this is the same request once more.
    if (review.openedAt !== null || state === undefined) return;
    await store.insertLines(tx.trx, review);
    await store.updateReview(tx.trx, review.id, { state, openedAt: tx.now(), openedBy: actor.accountId });
    await record(tx, { what: "access_review.begun", subjectId: review.id, ...auditPlace(review), facts: { quarter: review.quarter } });
  });
}

async function makeEarly(tx: TxCtx, here: FacilityHere, place: store.ReviewPlace, id: string): Promise<store.ReviewRow> {
  const { quarter, dueOn, doBy, overdueAt } = rules.daysOf(todayAt(tx.now(), here), here.timeZone);
  const added = await store.insertReview(tx.trx, { id, ...place, quarter, state: "due", dueOn, doBy, overdueAt, madeAt: tx.now() });
  const made = added ? await store.lockStanding(tx.trx, place) : undefined;
  if (!made) throw new AppError(["access_review.done_this_quarter"]);
  return made;
}

/** Decides about one grant: confirms it, or takes it away through the same act as the page Staff. The same answer twice is one. */
export function decideGrant(
  ctx: Ctx,
  actor: StaffActor,
  here: FacilityHere,
  asked: { reviewId: string; grantId: string; decision: Decision },
): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const review = await lockReviewHere(tx, actor, here, asked.reviewId);
    const line = await store.findLine(tx.trx, review.id, asked.grantId);
    // A review that has not begun has no lines: then that is the reason.
    if (!line && review.openedAt !== null) throw new AppError(["request.not_found"]);
    if (line?.decision === asked.decision && line.decidedBy === actor.accountId) return;
    const state = rules.stateAt(review, tx.now());
    const [isOwn, decided] = [line?.accountId === actor.accountId, (line?.decision ?? null) !== null];
    const onlyLead = isOwn && (await isOnlyLead(tx.trx, review, actor.accountId));
    const reasons = rules.decideRefusals({
      ...{ state, begun: review.openedAt !== null, decision: asked.decision, isOwn, onlyLead, decided },
      isAdministrators: line?.role.endsWith("_administrator") ?? false,
      administers: mayAt(actor, "staff.manage", review),
    });
    if (reasons.length > 0) throw new AppError(reasons);
    if (line?.revokedAt) throw new AppError(["staff.grant_unknown"]);
    if (asked.decision === "taken_away") await takeGrantAway(tx, review, asked.grantId);
    await store.decideLine(tx.trx, asked, { decision: asked.decision, decidedBy: actor.accountId, decidedAt: tx.now() });
    const facts = { reviewId: review.id, grantId: asked.grantId, decision: asked.decision, ...(isOwn ? { byThemselves: true } : {}) };
    await record(tx, { what: "access_review.decided", subjectId: line?.accountId ?? review.id, ...auditPlace(review), facts });
  });
}

/** Whether nobody else with a set-up account could decide about this person's own role. */
async function isOnlyLead(db: Db, place: store.ReviewPlace, accountId: string): Promise<boolean> {
  const here = await store.listHolders(db, place, permissions["access.review"].roles);
  // Whoever leads the whole agency leads here too.
  const above = await store.listHolders(db, { ...place, facilityId: null }, permissions["access.review"].roles);
  return [...here, ...above].every((holder) => holder === accountId);
}

/** Signs a review off, once every grant in it is decided or has ended. */
export function finishReview(ctx: Ctx, actor: StaffActor, here: FacilityHere, reviewId: string): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const review = await lockReviewHere(tx, actor, here, reviewId);
    if (review.state === "done" && review.doneBy === actor.accountId) return;
    const state = rules.stateAt(review, tx.now());
    const undecided = await store.countUndecided(tx.trx, review.id);
    const reasons = rules.finishRefusals({ state, begun: review.openedAt !== null, undecided });
    const after = rules.next(state, "finished");
    if (reasons.length > 0 || after === undefined) throw new AppError(reasons, { count: undecided });
    await store.updateReview(tx.trx, review.id, { state: after, doneAt: tx.now(), doneBy: actor.accountId });
    await record(tx, { what: "access_review.done", subjectId: review.id, ...auditPlace(review), facts: { quarter: review.quarter } });
  });
}

async function lockReviewHere(tx: TxCtx, actor: StaffActor, here: FacilityHere, reviewId: string): Promise<store.ReviewRow> {
  const found = await store.findReview(tx.trx, here, reviewId);
  if (!found || !mayAt(actor, "access.review", found)) throw new AppError(["request.not_found"]);
  return store.lockReview(tx.trx, found.id);
}

/** The review that waits here for this reader: for those who do it once it is due, for whoever may only read once it is overdue. */
export async function reviewWaiting(
  ctx: Ctx,
  actor: StaffActor,
  here: { facilityId: string; agencyId: string },
): Promise<{ state: "due" | "open" | "overdue"; doBy: string } | undefined> {
  const waiting = [];
  for (const place of [here, { agencyId: here.agencyId, facilityId: null }]) {
    if (!mayAt(actor, "access.read", place)) continue;
    const review = await store.findStanding(ctx.db, place);
    const state = review && rules.stateAt(review, ctx.now());
    if (state === undefined || state === "done") continue;
    if (state === "overdue" || mayAt(actor, "access.review", place)) waiting.push({ state, doBy: review!.doBy });
  }
  return waiting.toSorted((one, other) => (one.doBy < other.doBy ? -1 : 1))[0];
}

async function linesOf(ctx: Ctx, place: store.ReviewPlace, reviewId: string | null): Promise<Shown["parts"][number]["lines"]> {
  const rows = await store.listLines(ctx.db, place, reviewId);
  return rows.map((row) => ({
    grantId: row.grantId,
    accountId: row.accountId,
    name: `${row.givenName} ${row.familyName}`,
    email: row.email,
    role: row.role,
    grantedAt: row.grantedAt.toString(),
    grantedBy: row.giverName,
    lastSignInAt: row.lastSignInAt?.toString() ?? null,
    secondFactor: row.factorAt !== null,
    passkeys: Number(row.passkeys ?? 0),
    signOn: row.linkedId !== null,
    unused: rules.isUnused(row, ctx.now()),
    ended: row.revokedAt !== null,
    inReview: row.reviewId !== null,
    decision:
      row.decision && row.decidedAt
        ? { what: row.decision, by: row.deciderName ?? "", byThemselves: row.decidedBy === row.accountId, at: row.decidedAt.toString() }
        : null,
  }));
}

function toReview(row: store.ReviewRow, names: ReadonlyMap<string, string>, now: Temporal.Instant) {
  const { id, quarter, dueOn, doBy, openedBy, doneBy } = row;
  return {
    id,
    scope: row.facilityId === null ? ("agency" as const) : ("facility" as const),
    quarter,
    state: rules.stateAt(row, now),
    dueOn,
    doBy,
    openedAt: row.openedAt?.toString() ?? null,
    openedBy: (openedBy && names.get(openedBy)) ?? null,
    doneAt: row.doneAt?.toString() ?? null,
    doneBy: (doneBy && names.get(doneBy)) ?? null,
  };
}

const auditPlace = ({ agencyId, facilityId }: store.ReviewPlace) => ({ agencyId, ...(facilityId === null ? {} : { facilityId }) });

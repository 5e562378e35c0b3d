import { type Insertable, type Selectable, sql, type Updateable } from "kysely";
import type { Role } from "#contracts/permissions.ts";
import type { Db, Trx } from "#server/platform/database.ts";
import type { AccessReviewTable } from "./reviews.tables.ts";

const LINES_MAX = 2_000;
const DONE_SHOWN_MAX = 40;
const OVERDUE_AT_ONCE = 500;

/** What one review is about: a facility's grants, or with null the agency's own. */
export interface ReviewPlace {
  agencyId: string;
  facilityId: string | null;
}
export type ReviewRow = Selectable<AccessReviewTable>;

const at = (db: Db, { agencyId, facilityId }: ReviewPlace) =>
  db
    .selectFrom("identity.access_review")
    .selectAll()
    .where("agencyId", "=", agencyId)
    .where("facilityId", facilityId === null ? "is" : "=", facilityId);

/** The review that nobody has finished yet; there is never more than one. */
export const findStanding = (db: Db, place: ReviewPlace): Promise<ReviewRow | undefined> =>
  at(db, place).where("state", "!=", "done").executeTakeFirst();

/** The same, locked until the transaction ends. */
export const lockStanding = (trx: Trx, place: ReviewPlace): Promise<ReviewRow | undefined> =>
  at(trx, place).where("state", "!=", "done").forUpdate().executeTakeFirst();

export const findOfQuarter = (db: Db, place: ReviewPlace, quarter: string): Promise<ReviewRow | undefined> =>
  at(db, place).where("quarter", "=", quarter).executeTakeFirst();

/** One review by its id, if it is about this facility or its agency. */
export function findReview(db: Db, place: { agencyId: string; facilityId: string }, id: string): Promise<ReviewRow | undefined> {
  return db
    .selectFrom("identity.access_review")
    .selectAll()
    .where("id", "=", id)
    .where("agencyId", "=", place.agencyId)
    .where((eb) => eb.or([eb("facilityId", "=", place.facilityId), eb("facilityId", "is", null)]))
    .executeTakeFirst();
}

/** Locks one review, so that two who decide or finish wait for one another. */
export const lockReview = (trx: Trx, id: string): Promise<ReviewRow> =>
  trx.selectFrom("identity.access_review").selectAll().where("id", "=", id).forUpdate().executeTakeFirstOrThrow();

/** Adds a review unless one stands or this quarter had its own; tells whether it did. */
export async function insertReview(trx: Trx, row: Insertable<AccessReviewTable>): Promise<boolean> {
  const added = await trx
    .insertInto("identity.access_review")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .executeTakeFirst();
  return added !== undefined;
}

export async function updateReview(trx: Trx, id: string, change: Updateable<AccessReviewTable>): Promise<void> {
  await trx.updateTable("identity.access_review").set(change).where("id", "=", id).execute();
}

/** Makes every grant that stands now a line of this review. */
export async function insertLines(trx: Trx, review: ReviewRow): Promise<void> {
  const { id, agencyId, facilityId } = review;
  await trx
    .insertInto("identity.access_review_line")
    .columns(["agencyId", "reviewId", "grantId"])
    .expression((eb) =>
      eb
        .selectFrom("identity.staff_grant as held")
        .innerJoin("identity.account as account", "account.id", "held.accountId")
        .select(["held.agencyId", sql<string>`${id}::uuid`.as("reviewId"), "held.id as grantId"])
        .where("held.agencyId", "=", agencyId)
        .where("held.facilityId", facilityId === null ? "is" : "=", facilityId)
        .where("held.revokedAt", "is", null)
        .where("account.status", "!=", "closed"),
    )
    .execute();
}

/** Whether any grant here was given before this instant: a facility that began this quarter has nothing to look at again. */
export async function hasOlderGrant(db: Db, { agencyId, facilityId }: ReviewPlace, before: Temporal.Instant): Promise<boolean> {
  const row = await db
    .selectFrom("identity.staff_grant")
    .select("id")
    .where("agencyId", "=", agencyId)
    .where("facilityId", facilityId === null ? "is" : "=", facilityId)
    .where("revokedAt", "is", null)
    .where("grantedAt", "<", before)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** The grants here with what is known of their use: those that stand and, with a review, all of its lines; by name. */
export function listLines(db: Db, { agencyId, facilityId }: ReviewPlace, reviewId: string | null) {
  return db
    .selectFrom("identity.staff_grant as held")
    .innerJoin("identity.staff_member as member", "member.accountId", "held.accountId")
    .innerJoin("identity.account as account", "account.id", "held.accountId")
    .leftJoin("identity.staff_name as giver", "giver.accountId", "held.grantedBy")
    .leftJoin("identity.second_factor as factor", "factor.accountId", "held.accountId")
    .leftJoin("identity.sign_on_link as link", "link.accountId", "held.accountId")
    .leftJoin("identity.access_review_line as line", (join) =>
      join.onRef("line.grantId", "=", "held.id").on("line.reviewId", "=", reviewId),
    )
    .leftJoin("identity.staff_name as decider", "decider.accountId", "line.decidedBy")
    .select(["held.id as grantId", "held.accountId", "held.role", "held.grantedAt", "held.revokedAt", "account.email"])
    .select(["member.givenName", "member.familyName", "giver.name as giverName", "factor.confirmedAt as factorAt"])
    .select([
      "link.accountId as linkedId",
      "line.reviewId",
      "line.decision",
      "line.decidedAt",
      "line.decidedBy",
      "decider.name as deciderName",
    ])
    .select((eb) => [
      eb
        .selectFrom("identity.sign_in as used")
        .select((one) => one.fn.max("used.madeAt").as("at"))
        .whereRef("used.accountId", "=", "held.accountId")
        .as("lastSignInAt"),
      eb
        .selectFrom("identity.passkey as key")
        .select((one) => one.fn.countAll<number>().as("count"))
        .whereRef("key.accountId", "=", "held.accountId")
        .as("passkeys"),
    ])
    .where("held.agencyId", "=", agencyId)
    .where("held.facilityId", facilityId === null ? "is" : "=", facilityId)
    .where((eb) =>
      eb.or([eb("line.reviewId", "is not", null), eb.and([eb("held.revokedAt", "is", null), eb("account.status", "!=", "closed")])]),
    )
    .orderBy("member.familyName")
    .orderBy("member.givenName")
    .orderBy("held.id")
    .limit(LINES_MAX)
    .execute();
}

/** One line with whose grant it is. */
export function findLine(db: Db, reviewId: string, grantId: string) {
  return db
    .selectFrom("identity.access_review_line as line")
    .innerJoin("identity.staff_grant as held", "held.id", "line.grantId")
    .select(["line.decision", "line.decidedBy", "held.accountId", "held.role", "held.revokedAt"])
    .where("line.reviewId", "=", reviewId)
    .where("line.grantId", "=", grantId)
    .executeTakeFirst();
}

export async function decideLine(
  trx: Trx,
  of: { reviewId: string; grantId: string },
  decided: { decision: "confirmed" | "taken_away"; decidedBy: string; decidedAt: Temporal.Instant },
): Promise<void> {
  await trx
    .updateTable("identity.access_review_line")
    .set(decided)
    .where("reviewId", "=", of.reviewId)
    .where("grantId", "=", of.grantId)
    .where("decision", "is", null)
    .execute();
}

/** How many lines nobody has decided whose grant still stands. */
export async function countUndecided(db: Db, reviewId: string): Promise<number> {
  const row = await db
    .selectFrom("identity.access_review_line as line")
    .innerJoin("identity.staff_grant as held", "held.id", "line.grantId")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("line.reviewId", "=", reviewId)
    .where("line.decision", "is", null)
    .where("held.revokedAt", "is", null)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** The reviews that were done, the newest first, with how each grant in them was decided. */
export function listDone(db: Db, places: readonly ReviewPlace[]) {
  const [first] = places;
  return db
    .selectFrom("identity.access_review as review")
    .selectAll("review")
    .select((eb) => {
      const count = (decision: "confirmed" | "taken_away") =>
        eb
          .selectFrom("identity.access_review_line as line")
          .select((one) => one.fn.countAll<number>().as("count"))
          .whereRef("line.reviewId", "=", "review.id")
          .where("line.decision", "=", decision);
      return [count("confirmed").as("confirmed"), count("taken_away").as("takenAway")];
    })
    .where("review.state", "=", "done")
    .where("review.agencyId", "=", first?.agencyId ?? null)
    .where((eb) => eb.or(places.map(({ facilityId }) => eb("review.facilityId", facilityId === null ? "is" : "=", facilityId))))
    .orderBy("review.doneAt", "desc")
    .orderBy("review.id", "desc")
    .limit(DONE_SHOWN_MAX)
    .execute();
}

/** Those whose time is over and that nobody has called overdue yet. */
export function listOverdue(db: Db, now: Temporal.Instant): Promise<{ id: string }[]> {
  return db
    .selectFrom("identity.access_review")
    .select("id")
    .where("state", "in", ["due", "open"])
    .where("overdueAt", "<=", now)
    .orderBy("id")
    .limit(OVERDUE_AT_ONCE)
    .execute();
}

/** The names of these accounts' staff. */
export async function namesOf(db: Db, accountIds: readonly (string | null)[]): Promise<Map<string, string>> {
  const wanted = accountIds.filter((id) => id !== null);
  const rows = await db
    .selectFrom("identity.staff_name")
    .select(["accountId", "name"])
    .where((eb) => eb("accountId", "=", eb.fn.any(eb.val(wanted))))
    .execute();
  return new Map(rows.map(({ accountId, name }) => [accountId, name]));
}

/** Open accounts that hold one of these roles exactly here. */
export async function listHolders(db: Db, { agencyId, facilityId }: ReviewPlace, roles: readonly Role[]): Promise<string[]> {
  const rows = await db
    .selectFrom("identity.staff_grant as held")
    .innerJoin("identity.account as account", "account.id", "held.accountId")
    .select("held.accountId")
    .distinct()
    .where("held.agencyId", "=", agencyId)
    .where("held.facilityId", facilityId === null ? "is" : "=", facilityId)
    .where("held.role", "in", [...roles])
    .where("held.revokedAt", "is", null)
    .where("account.status", "=", "active")
    .orderBy("held.accountId")
    .limit(LINES_MAX)
    .execute();
  return rows.map(({ accountId }) => accountId);
}

import { sql } from "kysely";
import type { AnswerOf } from "#contracts/endpoint.ts";
import type { Health } from "#contracts/system.ts";
import type { visitsStaff } from "#contracts/visits.ts";
import * as facilities from "#server/domains/facilities/index.ts";
import { asStaff, can, reviewWaiting } from "#server/domains/identity/index.ts";
import { repairs as openRepairs, statusesNow } from "#server/domains/stations/index.ts";
import type { Ctx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { needsOf } from "./board.rules.ts";
import { type RecordingsOf, toBoardVisit } from "./cards.service.ts";
import { listVisits } from "./cards.store.ts";

const STATIONS_MAX = 1000;

/** A day of a facility: its stations, its visits with what is live in them, and what needs a person now. */
export async function board(
  ctx: Ctx,
  facilityId: string,
  asked: { day?: string | undefined },
  parts: { recordingsOf: RecordingsOf; mediaHealth: () => Health["media"] },
): Promise<AnswerOf<typeof visitsStaff.board>> {
  const facility = await facilities.facilityOf(ctx, facilityId);
  if (!facility) throw new AppError(["request.not_found"]);
  const now = ctx.now();
  const day = asked.day ?? facilities.toLocal(now, facility.timeZone).day;
  const visits = await listVisits(ctx.db, { facilityId }, { day }, now);
  const recordings = await parts.recordingsOf(
    ctx.db,
    visits.map((visit) => visit.id),
  );
  const statusOf = await statusesNow(ctx, facilityId);
  const stations = (await listStations(ctx, facilityId)).map((row) => ({ ...row, status: statusOf(row) }));
  const media = parts.mediaHealth();
  return {
    now: now.toString(),
    day,
    timeZone: facility.timeZone,
    facilityName: facility.name,
    stations: stations.map((row) => ({ ...row, lastSeenAt: row.lastSeenAt?.toString() ?? null })),
    visits: visits.map((visit) => toBoardVisit(visit, recordings, now)),
    needs: needsOf({
      now,
      visits,
      stations,
      // A silent station has a line of its own.
      repairs: (await openRepairs(ctx, facilityId))
        .filter(({ state, fault }) => state === "open" && fault !== "silent")
        .map(({ openedAt }) => ({ openedAt: Temporal.Instant.from(openedAt) })),
      connectionsWaiting: await countWaiting(ctx, facilityId),
      accessReview: await reviewWaiting(ctx, asStaff(ctx.actor), { facilityId, agencyId: facility.agencyId }),
      lawFactsMissing: (facility.state === null || facility.runBy === null) && mayPrice(ctx, facility),
      mediaReason: media.status === "ok" ? null : (media.reason ?? "unavailable"),
    }),
  };
}

const mayPrice = (ctx: Ctx, { id: facilityId, agencyId }: facilities.FacilityRow) =>
  can(ctx.actor, "price.manage", { facilityId, agencyId });

function listStations(ctx: Ctx, facilityId: string) {
  return ctx.db
    .selectFrom("stations.card")
    .select(["stationId as id", "name", "unitName as unit", "status", "lastSeenAt"])
    .where("facilityId", "=", facilityId)
    .orderBy("name")
    .limit(STATIONS_MAX)
    .execute();
}

async function countWaiting(ctx: Ctx, facilityId: string): Promise<number> {
  const { waiting } = await ctx.db
    .selectFrom("contacts.card")
    .select(sql<number>`count(*)::int`.as("waiting"))
    .where("facilityId", "=", facilityId)
    .where("status", "in", ["requested", "under_review"])
    .executeTakeFirstOrThrow();
  return waiting;
}

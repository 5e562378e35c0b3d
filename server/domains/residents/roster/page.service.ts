import type { z } from "zod";
import type { AnswerOf, BodyOf } from "#contracts/endpoint.ts";
import type { Mapping, rosterStaff } from "#contracts/roster.ts";
import * as audit from "#server/domains/audit/index.ts";
import * as facilities from "#server/domains/facilities/index.ts";
import { seal } from "#server/domains/identity/index.ts";
import { type Ctx, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { isPattern } from "./dates.rules.ts";
import { checkAddress } from "./fetching.ts";
import { builtIn } from "./mappings.ts";
import { mappingOf } from "./roster.service.ts";
import * as store from "./roster.store.ts";

/** For which use a feed's secret is sealed, and the query of its address. */
export const FEED_SECRET = "roster feed";
export const FEED_QUERY = "roster feed query";

/** All that the page Roster shows. */
export async function rosterPage(ctx: Ctx, facilityId: string): Promise<AnswerOf<typeof rosterStaff.rosterPage>> {
  const facility = await facilities.facilityOf(ctx, facilityId);
  const [sources, feeds, imports, units, nameless] = await Promise.all([
    store.listSources(ctx.db, facilityId),
    store.listFeeds(ctx.db, facilityId),
    store.listImports(ctx.db, facilityId),
    facilities.unitList(ctx, facilityId),
    store.countNameless(ctx.db, facilityId),
  ]);
  const own = sources.flatMap(({ mapping }) => (mapping ? [{ builtIn: false, mapping }] : []));
  const ownNames = new Set(own.map(({ mapping }) => mapping.name));
  return {
    mappings: [...own, ...[...builtIn.values()].filter(({ name }) => !ownNames.has(name)).map((mapping) => ({ builtIn: true, mapping }))],
    feeds: feeds.map(({ id, source, kind, way, place, query, secret, triedAt, takenAt, problems }) => ({
      ...{ id, source, kind, way, problems, hasSecret: secret !== null },
      place: way === "https" ? shownAddress(place, query !== null) : place,
      triedAt: triedAt?.toString() ?? null,
      takenAt: takenAt?.toString() ?? null,
    })),
    imports: imports.map(({ id, madeAt, source, kind, via, by, counts, findings }) => ({
      ...{ id, source, kind, via, by, counts, ...findings },
      at: madeAt.toString(),
    })),
    folder: ctx.config.feedFolder !== undefined,
    timeZone: facility?.timeZone ?? "UTC",
    units: units.map(({ name }) => name),
    nameless,
  };
}

/** Keeps a mapping for a facility; refuses one whose dates, zone or row could never be read. */
export function saveMapping(ctx: Ctx, facilityId: string, mapping: z.output<typeof Mapping>): Promise<null> {
  const fields = [
    ...(isPattern(mapping.instantFormat) ? [] : ["instantFormat"]),
    ...(isPattern(mapping.dayFormat) ? [] : ["dayFormat"]),
    ...(mapping.zone === undefined || isZone(mapping.zone) ? [] : ["zone"]),
    ...(mapping.format === "xml" && !mapping.record ? ["record"] : []),
    ...(mapping.columns.bookingNumber === undefined && mapping.columns.admittedAt === undefined ? ["admittedAt"] : []),
    ...(builtIn.has(mapping.name) ? ["name"] : []),
  ];
  if (fields.length > 0) throw new AppError(["roster.mapping_invalid"], { fields: fields.join(", ") });
  return inTransaction(ctx, async (tx) => {
    const place = await placeOf(tx, facilityId);
    await store.saveSource(tx.trx, { ...place, name: mapping.name, mapping, madeAt: tx.now() });
    await audit.record(tx, { what: "roster.mapping_saved", ...place, facts: { source: mapping.name } });
    return null;
  });
}

/** Looks for a list at this place from now on. */
export async function addFeed(ctx: Ctx, facilityId: string, asked: BodyOf<typeof rosterStaff.addRosterFeed>): Promise<null> {
  await mappingOf(ctx, facilityId, asked.source);
  if (asked.way === "folder" && ctx.config.feedFolder === undefined) throw new AppError(["roster.folder_unset"]);
  const url = asked.way === "https" ? checkAddress(asked.place, ctx.config.feedHosts) : undefined;
  // Many systems take their key in the address: that part is kept like the secret, and never shown again.
  const query = url?.search ? seal(ctx.config.dataDir, FEED_QUERY, asked.id, url.search) : null;
  const secret = asked.way === "https" && asked.secret ? seal(ctx.config.dataDir, FEED_SECRET, asked.id, asked.secret) : null;
  return inTransaction(ctx, async (tx) => {
    const place = await placeOf(tx, facilityId);
    const { id, source, kind, way } = asked;
    const never = { triedAt: null, takenAt: null, lastHash: null };
    const where = { place: url ? `${url.origin}${url.pathname}` : asked.place, query, secret };
    await store.insertFeed(tx.trx, { ...place, id, source, kind, way, ...where, madeAt: tx.now(), ...never });
    await audit.record(tx, { what: "roster.feed_added", ...place, subjectId: id, facts: { source, way, kind } });
    return null;
  });
}

/** Looks there no longer; its secret is gone with it. */
export function removeFeed(ctx: Ctx, facilityId: string, feedId: string): Promise<null> {
  return inTransaction(ctx, async (tx) => {
    if (!(await store.deleteFeed(tx.trx, facilityId, feedId))) throw new AppError(["roster.feed_unknown"]);
    await audit.record(tx, { what: "roster.feed_removed", ...(await placeOf(tx, facilityId)), subjectId: feedId });
    return null;
  });
}

/** An address as whoever may read the page sees it: without what follows `?`, also where an older row has it still. */
function shownAddress(place: string, hasQuery: boolean): string {
  const [bare = ""] = place.split("?");
  return hasQuery || bare !== place ? `${bare}?…` : bare;
}

async function placeOf(tx: TxCtx, facilityId: string): Promise<{ agencyId: string; facilityId: string }> {
  const agencyId = await facilities.agencyOf(tx, facilityId);
  if (agencyId === undefined) throw new AppError(["request.not_found"]);
  return { agencyId, facilityId };
}

function isZone(zone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return true;
  } catch {
    return false;
  }
}

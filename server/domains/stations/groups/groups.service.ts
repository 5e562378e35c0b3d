import type { AnswerOf } from "#contracts/endpoint.ts";
import type { stationGroupsStaff } from "#contracts/station-care.ts";
import * as audit from "#server/domains/audit/index.ts";
import * as facilities from "#server/domains/facilities/index.ts";
import { lockStation, updateStation } from "#server/domains/stations/stations.store.ts";
import { type Ctx, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import * as store from "./groups.store.ts";

type Groups = AnswerOf<typeof stationGroupsStaff.stationGroups>;
const UNIQUE_VIOLATION = "23505";
const STILL_NAMED = "23503";

/** The groups of a facility, with the stations of each. */
export async function stationGroups(ctx: Ctx, facilityId: string): Promise<Groups> {
  const members = await store.listMembers(ctx.db, facilityId);
  return (await store.listGroups(ctx.db, facilityId)).map((group) => ({
    ...group,
    stationIds: members.filter((station) => station.groupId === group.id).map((station) => station.id),
  }));
}

/** Makes a group once per id; refuses a name that another group here has. */
export function addGroup(ctx: Ctx, facilityId: string, asked: { id: string; name: string }): Promise<Groups[number]> {
  const { id, name } = asked;
  return inTransaction(ctx, async (tx) => {
    const agencyId = await facilities.agencyOf(tx, facilityId);
    if (!agencyId) throw new AppError(["request.not_found"]);
    const added = await store.insertGroup(tx.trx, { id, agencyId, facilityId, name, madeAt: tx.now() });
    const there = await store.lockGroup(tx.trx, facilityId, id);
    if (there?.name !== name) throw new AppError(["station.group_name_taken"]);
    if (added) await audit.record(tx, { what: "station_group.added", agencyId, facilityId, subjectId: id });
    return { id, name, stationIds: [] };
  });
}

/** Gives a group another name. */
export function renameGroup(ctx: Ctx, facilityId: string, id: string, name: string): Promise<null> {
  return refusing(UNIQUE_VIOLATION, "station.group_name_taken", () =>
    inTransaction(ctx, async (tx) => {
      const { agencyId } = await groupHere(tx, facilityId, id);
      await store.renameGroup(tx.trx, id, name);
      await audit.record(tx, { what: "station_group.renamed", agencyId, facilityId, subjectId: id });
      return null;
    }),
  );
}

/** Dissolves a group; its stations stay, in no group. While weekly hours need it they would lose their stations, so then it is refused. */
export function dissolveGroup(ctx: Ctx, facilityId: string, id: string): Promise<null> {
  return refusing(STILL_NAMED, "station.group_in_use", () =>
    inTransaction(ctx, async (tx) => {
      const { agencyId } = await groupHere(tx, facilityId, id);
      await store.deleteGroup(tx.trx, id);
      await audit.record(tx, { what: "station_group.dissolved", agencyId, facilityId, subjectId: id });
      return null;
    }),
  );
}

/** Puts a station into a group of its own facility, or into none; what is booked there stays. */
export function moveStation(ctx: Ctx, facilityId: string, stationId: string, groupId: string | null): Promise<null> {
  return inTransaction(ctx, async (tx) => {
    const station = await lockStation(tx.trx, facilityId, stationId);
    if (!station) throw new AppError(["station.unknown"]);
    if (groupId !== null) await groupHere(tx, facilityId, groupId);
    await updateStation(tx.trx, stationId, { groupId });
    const { agencyId } = station;
    await audit.record(tx, { what: "station.moved", agencyId, facilityId, subjectId: stationId, facts: { groupId } });
    return null;
  });
}

async function groupHere(tx: TxCtx, facilityId: string, id: string) {
  const group = await store.lockGroup(tx.trx, facilityId, id);
  if (!group) throw new AppError(["station.group_unknown"]);
  return group;
}

async function refusing<T>(
  sqlState: string,
  code: "station.group_name_taken" | "station.group_in_use",
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if ((cause as { code?: string }).code !== sqlState) throw cause;
    throw new AppError([code], {}, { cause });
  }
}

import { inWorld } from "#server/commands/in-world.ts";
import { insertDemoVisit } from "#server/demo/visit.ts";
import type { Config } from "#server/platform/config.ts";
import { inTransaction } from "#server/platform/context.ts";
import type { Trx } from "#server/platform/database.ts";

type Instant = Temporal.Instant;

const LENGTH_MINUTES = 20;
const TURNAROUND_MINUTES = 10;
const GRID_MINUTES = 30;
/** Starts, in minutes from the half hour that is now. */
const BEFORE = [-30, -60];
const AFTER = [60, 30, 90];
const LATE_MINUTES = 2;

/** Gives the other families of the tour's facility visits around now: else the board's picture would hang on the hour in which it is taken. */
export function fillBoard(config: Config, facilityId: string): Promise<void> {
  return inWorld(config, (ctx) => inTransaction(ctx, (tx) => fill(tx.trx, facilityId, tx.now())));
}

async function fill(trx: Trx, facilityId: string, now: Instant): Promise<void> {
  const busy = await trx
    .selectFrom("visits.visit")
    .select(["residentId", "contactId", "stationId", "startsAt", "endsAt", "status"])
    .where("facilityId", "=", facilityId)
    .where("status", "in", ["booked", "in_progress", "completed", "missed"])
    .where("endsAt", ">", now.subtract({ hours: 6 }))
    .where("startsAt", "<", now.add({ hours: 6 }))
    .execute();
  const taken: { people: string[]; startsAt: Instant; endsAt: Instant }[] = busy.map(
    ({ residentId, contactId, stationId, startsAt, endsAt }) => ({
      people: [residentId, contactId, stationId],
      startsAt,
      endsAt: endsAt.add({ minutes: TURNAROUND_MINUTES }),
    }),
  );
  // Stations that were never heard from would fill the list of what needs staff.
  await trx.updateTable("stations.station").set({ lastSeenAt: now }).where("facilityId", "=", facilityId).execute();
  const half = now.epochMilliseconds - (now.epochMilliseconds % (GRID_MINUTES * 60_000));
  const grid = Temporal.Instant.fromEpochMilliseconds(half);
  const all = await others(trx, facilityId);
  const talking = busy.filter(({ status }) => status === "in_progress").map(({ residentId }) => residentId);
  const quiet = all.filter(({ residentId }) => !talking.includes(residentId));
  const byConnection = Map.groupBy(quiet, ({ connectionId }) => connectionId);
  const late = now.subtract({ minutes: LATE_MINUTES });
  const hours = [...byConnection.values()].flatMap((rows, at) =>
    // The first did not come yet; every other one comes before and after.
    at === 0
      ? [{ at, rows, starts: [late] }]
      : [BEFORE, AFTER].map((list) => ({ at, rows, starts: turned(list, at).map((minutes) => grid.add({ minutes })) })),
  );
  for (const { at, rows, starts } of hours) {
    // Whatever is free first at one of the unit's stations.
    const stations = at % 2 === 0 ? rows : rows.toReversed();
    const choice = starts
      .flatMap((startsAt) => stations.map((row) => ({ row, startsAt, endsAt: startsAt.add({ minutes: LENGTH_MINUTES }) })))
      .find(({ row, startsAt, endsAt }) => {
        const people = [row.residentId, row.contactId, row.stationId];
        return !taken.some(
          (one) =>
            one.people.some((id) => people.includes(id)) &&
            Temporal.Instant.compare(one.startsAt, endsAt) < 0 &&
            Temporal.Instant.compare(startsAt, one.endsAt) < 0,
        );
      });
    if (!choice) continue;
    const { row, startsAt, endsAt } = choice;
    taken.push({ people: [row.residentId, row.contactId, row.stationId], startsAt, endsAt });
    const visitId = await insertDemoVisit(trx, {
      ...row,
      startsAt,
      visitMinutes: LENGTH_MINUTES,
      earlyMinutes: 15,
      lateMinutes: 10,
      recorded: true,
      now: startsAt.subtract({ hours: 60 }),
    });
    if (Temporal.Instant.compare(endsAt, now) <= 0)
      await trx
        .updateTable("visits.visit")
        .set({ status: "completed", outcome: "talked", cause: "nobody", endedAt: endsAt })
        .where("id", "=", visitId)
        .execute();
  }
}

/** The list, begun at another of its entries each time. */
const turned = (list: readonly number[], by: number): number[] => list.map((_, at) => list[(at + by) % list.length]!);

/** Every approved connection of the facility with each station of its resident's unit. */
function others(trx: Trx, facilityId: string) {
  return trx
    .selectFrom("contacts.connection as connection")
    .innerJoin("contacts.contact as contact", "contact.id", "connection.contactId")
    .innerJoin("residents.card as resident", "resident.residentId", "connection.residentId")
    .innerJoin("facilities.facility as facility", "facility.id", "resident.facilityId")
    .innerJoin("stations.station as station", (join) =>
      join.onRef("station.facilityId", "=", "resident.facilityId").onRef("station.unitId", "=", "resident.unitId"),
    )
    .innerJoin("visits.session_template as template", "template.facilityId", "resident.facilityId")
    .select([
      "connection.id as connectionId",
      "connection.agencyId",
      "contact.id as contactId",
      "contact.accountId",
      "resident.residentId",
      "resident.stayId",
      "facility.id as facilityId",
      "facility.timeZone",
      "station.id as stationId",
      "template.id as templateId",
    ])
    .where("resident.facilityId", "=", facilityId)
    .where("connection.status", "=", "approved")
    .$narrowType<{ accountId: string; stayId: string }>()
    .orderBy("connection.id")
    .orderBy("station.name")
    .execute();
}

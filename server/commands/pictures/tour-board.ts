import { inWorld } from "#server/commands/in-world.ts";
import { insertDemoVisit } from "#server/demo/visit.ts";
import type { Config } from "#server/platform/config.ts";
import { inTransaction } from "#server/platform/context.ts";
import type { Trx } from "#server/platform/database.ts";

type Instant = Temporal.Instant;

const LENGTH_MINUTES = 20;
const GRID_MINUTES = 30;
/** Starts, in minutes from the half hour that is now: done, at it, and to come. */
const STARTS = [-30, 30, -60, 60, -30, 90, 30, 60, 30, -60];
const LATE_MINUTES = 2;

/** Gives the other families of the tour's facility visits around now: else the board's picture would hang on the hour in which it is taken. */
export function fillBoard(config: Config, facilityId: string): Promise<void> {
  return inWorld(config, (ctx) => inTransaction(ctx, (tx) => fill(tx.trx, facilityId, tx.now())));
}

async function fill(trx: Trx, facilityId: string, now: Instant): Promise<void> {
  const busy = await trx
    .selectFrom("visits.visit")
    .select(["residentId", "contactId", "stationId", "startsAt", "endsAt"])
    .where("facilityId", "=", facilityId)
    .where("status", "in", ["booked", "in_progress", "completed", "missed"])
    .where("endsAt", ">", now.subtract({ hours: 6 }))
    .where("startsAt", "<", now.add({ hours: 6 }))
    .execute();
  const taken: { people: string[]; startsAt: Instant; endsAt: Instant }[] = busy.map(({ startsAt, endsAt, ...people }) => ({
    people: Object.values(people),
    startsAt,
    endsAt,
  }));
  const half = now.epochMilliseconds - (now.epochMilliseconds % (GRID_MINUTES * 60_000));
  const grid = Temporal.Instant.fromEpochMilliseconds(half);
  const rows = await others(trx, facilityId);
  const firsts = new Map<string, (typeof rows)[number][]>();
  for (const row of rows) firsts.set(row.connectionId, [...(firsts.get(row.connectionId) ?? []), row]);
  let late = true;
  for (const [at, atStations] of [...firsts.values()].entries()) {
    // Each connection may come in one of two hours and at one of its unit's stations; whatever is free first.
    const starts = [STARTS[at % STARTS.length]!, STARTS[(at + 1) % STARTS.length]!].map((minutes) => grid.add({ minutes }));
    if (late) starts.unshift(now.subtract({ minutes: LATE_MINUTES }));
    const stations = at % 2 === 0 ? atStations : atStations.toReversed();
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
    late = false;
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

/** Every approved connection of the facility with each station of its resident's unit; the story's own pair has its visit. */
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

import type { AnswerOf } from "#contracts/endpoint.ts";
import type { residentsStaff, StayReason } from "#contracts/residents.ts";
import * as facilities from "#server/domains/facilities/index.ts";
import type { Ctx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import * as store from "./residents.store.ts";
import { stateOf, takeBackUntil } from "./stays/stays.rules.ts";
import { listEvents, listStaysAt } from "./stays/stays.store.ts";

type Page = AnswerOf<typeof residentsStaff.residentPage>;

/** One resident as staff of this facility may know them: who it is, and what happened here. What happened elsewhere is not told. */
export async function residentPage(ctx: Ctx, facilityId: string, residentId: string): Promise<Page> {
  const facility = await facilities.facilityOf(ctx, facilityId);
  const person = await store.findResident(ctx.db, residentId);
  const stays = person && person.mergedInto === null ? await listStaysAt(ctx.db, facilityId, residentId) : [];
  if (!facility || !person || stays.length === 0) throw new AppError(["resident.unknown"]);
  const events = Map.groupBy(
    await listEvents(
      ctx.db,
      facilityId,
      stays.map((stay) => stay.id),
    ),
    (event) => event.stayId,
  );
  const here = stays.some((stay) => stay.releasedAt === null);
  const now = ctx.now();
  const reach = await facilities.facilitiesReached(ctx, { facilityIds: [], agencyIds: [facility.agencyId] });
  const { givenName, familyName, birthDate } = person;
  return {
    id: residentId,
    name: [givenName, familyName].filter(Boolean).join(" ") || (stays[0]?.bookingNumber ?? "–"),
    givenName,
    familyName,
    birthDate,
    here,
    timeZone: facility.timeZone,
    stays: stays.map(({ releasedAt, ...stay }) => {
      const until = releasedAt !== null && stateOf({ ...stay, releasedAt }) === "released" ? takeBackUntil(releasedAt) : null;
      return {
        id: stay.id,
        bookingNumber: stay.bookingNumber,
        unitId: stay.unitId,
        unit: stay.unit,
        admittedAt: stay.admittedAt.toString(),
        endedAt: releasedAt?.toString() ?? null,
        endedHow: stay.endedHow,
        takeBackUntil: until !== null && Temporal.Instant.compare(now, until) < 0 ? until.toString() : null,
        events: (events.get(stay.id) ?? []).map((event) => ({
          id: event.id,
          kind: event.kind,
          at: event.at.toString(),
          unit: event.unit,
          reason: event.reason as StayReason | null,
        })),
      };
    }),
    units: (await facilities.unitList(ctx, facilityId)).map(({ id, name }) => ({ id, name })),
    facilities: reach.filter(({ id }) => id !== facilityId).map(({ id, name }) => ({ id, name })),
    connections: here ? await store.listConnectionsHere(ctx.db, facilityId, residentId) : [],
  };
}

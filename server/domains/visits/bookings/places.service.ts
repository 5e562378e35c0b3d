import type { AnswerOf } from "#contracts/endpoint.ts";
import type { visitsOutside } from "#contracts/visits.ts";
import * as contacts from "#server/domains/contacts/index.ts";
import * as facilities from "#server/domains/facilities/index.ts";
import * as money from "#server/domains/money/index.ts";
import { quotesFor } from "#server/domains/visits/charges/index.ts";
import * as sessions from "#server/domains/visits/sessions/index.ts";
import type { Ctx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { apartOn } from "./apart.ts";
import { allowanceUse, pairOf } from "./asked.ts";
import { allowanceUsed, isFree, tooFar, tooSoon } from "./bookings.rules.ts";
import * as claims from "./claims.store.ts";
import { haveTalked } from "./visits.store.ts";
import { mustBeWatched } from "./watched.rules.ts";

type Places = AnswerOf<typeof visitsOutside.places>;

/** The days and starts a family may choose from; what is full, or over the week's allowance, is shown as not free. */
export async function places(ctx: Ctx, connectionId: string, contactId: string): Promise<Places> {
  const pair = await pairOf(ctx, connectionId, contactId);
  if (!pair.stands) throw new AppError(["connection.not_approved"]);
  const facility = pair.facilityId ? await facilities.facilityOf(ctx, pair.facilityId) : undefined;
  if (!facility) throw new AppError(["visit.resident_away"]);

  const now = ctx.now();
  const { timeZone } = facility;
  const today = facilities.toLocal(now, timeZone).day;
  const policy = await facilities.policyOn(ctx, facility.id, today);
  const from = Temporal.PlainDate.from(facilities.toLocal(now.add({ hours: policy.noticeMinHours }), timeZone).day);
  const through = Temporal.PlainDate.from(today).add({ days: policy.noticeMaxDays });
  const window = { from: from.toString(), through: through.toString() };

  const templates = await sessions.listTemplates(ctx.db, facility.id, window.from, window.through);
  const closed = new Set((await facilities.closedDays(ctx, facility.id, window.from, window.through)).map((row) => row.day));
  // Whoever is banned until a day may book what comes after it; where nothing does, they hear why there is nothing.
  const starts = templates
    .flatMap((template) => sessions.placesBetween(template, from, through, timeZone))
    .filter((start) => !pair.forbidden(start.startsAt))
    .filter(
      (start) =>
        !closed.has(start.day) && !tooSoon(start.startsAt, now, policy.noticeMinHours) && !tooFar(start.day, today, policy.noticeMaxDays),
    )
    .sort((a, b) => Temporal.Instant.compare(a.startsAt, b.startsAt));
  if (starts.length === 0 && !pair.approved) throw new AppError(["connection.not_approved"]);

  const serving = Map.groupBy(
    await sessions.listStations(
      ctx.db,
      templates.map((template) => template.id),
    ),
    (row) => row.sessionTemplateId,
  );
  const stationIds = [...serving.values()].flat().map((row) => row.stationId);
  const used = await allowanceUse(ctx, pair.residentId, window, policy.weekStarts);
  const who = { residentId: pair.residentId, contactId: pair.contactId, stationIds };
  const span = { from: now, to: through.add({ days: 2 }).toZonedDateTime(timeZone).toInstant() };
  const taken = await claims.listTaken(ctx.db, who, span, now);

  const supervised = await contacts.supervisedAt(ctx, connectionId);
  const apart = await apartOn(ctx, { ...who, facilityId: facility.id, timeZone }, span);

  const offered = starts.map((start) => ({
    ...start,
    startsAt: start.startsAt.toString(),
    endsAt: start.endsAt.toString(),
    // To whoever must not be met on a day, every place of it is taken.
    free:
      !apart.on(start.day) &&
      !allowanceUsed({ perWeek: policy.visitsPerWeek, used: used(start.day) }) &&
      isFree(start, serving.get(start.sessionTemplateId) ?? [], who, taken),
  }));
  const days = [...Map.groupBy(offered, (place) => place.day)];
  return {
    timeZone,
    facilityName: facility.name,
    residentName: pair.residentName,
    visitMinutes: templates[0]?.visitMinutes ?? 0,
    recorded: policy.visitsRecorded,
    mustBeWatched: mustBeWatched({
      rule: policy.watchRequired,
      privileged: false,
      supervised: starts.some(({ startsAt }) => supervised(startsAt)),
      talkedBefore: await haveTalked(ctx.db, connectionId),
    }),
    party: facilities.partyRulesOf(policy),
    ...window,
    quotes: await quotesFor(
      ctx,
      { agencyId: pair.agencyId, facilityId: facility.id, residentId: pair.residentId, contactId },
      starts,
      policy.weekStarts,
    ),
    walletCents: await money.freeInWallet(ctx, contactId),
    days: days.map(([day, list]) => ({ day, free: list.filter((place) => place.free).length, places: list })),
  };
}

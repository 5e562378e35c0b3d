import type { ErrorCode } from "#contracts/errors.ts";

type Instant = Temporal.Instant;

/**
 * What is taken of a span of time: a station, a resident and a contact, by a hold or a booking; a station alone, by a block; or a contact alone,
 * who comes along to somebody else's visit.
 */
export interface Taken {
  stationId: string | null;
  residentId: string | null;
  contactId: string | null;
  sessionTemplateId: string | null;
  from: Instant;
  to: Instant;
}
export interface Span {
  startsAt: Instant;
  endsAt: Instant;
}
export interface Station {
  stationId: string;
  unitId: string | null;
  sessionTemplateId: string;
  groupId: string | null;
  groupStations: number | null;
}

/** Everything that decides whether a place may be had. */
export interface Wish {
  now: Instant;
  place: Span & { day: string };
  approved: boolean;
  /** Null where a hold was made in time and only its place is asked for again. */
  notice: { minHours: number; maxDays: number; today: string } | null;
  dayClosed: boolean;
  allowance: { perWeek: number | null; used: number };
  residentId: string;
  contactId: string;
  stationFree: boolean;
  taken: readonly Taken[];
}

const overlaps = (taken: Taken, span: Span) =>
  Temporal.Instant.compare(taken.from, span.endsAt) < 0 && Temporal.Instant.compare(span.startsAt, taken.to) < 0;

/** Every reason why this place cannot be had; empty when it can. */
export function refusals(wish: Wish): ErrorCode[] {
  const { place, notice, allowance } = wish;
  const during = wish.taken.filter((taken) => overlaps(taken, place));
  const reasons: [boolean, ErrorCode][] = [
    [!wish.approved, "connection.not_approved"],
    [notice !== null && tooSoon(place.startsAt, wish.now, notice.minHours), "visit.notice_too_short"],
    [notice !== null && tooFar(place.day, notice.today, notice.maxDays), "visit.notice_too_long"],
    [wish.dayClosed, "visit.day_closed"],
    [allowanceUsed(allowance), "visit.allowance_used"],
    [during.some((taken) => taken.residentId === wish.residentId), "visit.resident_busy"],
    [during.some((taken) => taken.contactId === wish.contactId), "visit.contact_busy"],
    [!wish.stationFree, "visit.place_taken"],
  ];
  return reasons.filter(([refused]) => refused).map(([, code]) => code);
}

/** Whether a start is nearer than the notice the facility asks for. */
export function tooSoon(startsAt: Instant, now: Instant, minHours: number): boolean {
  return Temporal.Instant.compare(startsAt, now.add({ hours: minHours })) < 0;
}

/** Days ahead are counted on the facility's calendar: two weeks from a Monday is a Monday, whatever the hour. */
export function tooFar(day: string, today: string, maxDays: number): boolean {
  return Temporal.PlainDate.compare(day, Temporal.PlainDate.from(today).add({ days: maxDays })) > 0;
}

/** Whether the week has all the visits it may have. */
export function allowanceUsed(allowance: { perWeek: number | null; used: number }): boolean {
  return allowance.perWeek !== null && allowance.used >= allowance.perWeek;
}

/** Whether the template already has as many stations of this station's group as it may use at a time. */
export function isShareUsed(station: Station, stations: readonly Station[], during: readonly Taken[]): boolean {
  const { groupId, groupStations, sessionTemplateId } = station;
  if (groupStations === null) return false;
  const group = new Set(stations.filter((one) => one.groupId === groupId).map((one) => one.stationId));
  const used = new Set(
    during
      .filter((one) => one.sessionTemplateId === sessionTemplateId && one.stationId !== null && group.has(one.stationId))
      .map((one) => one.stationId),
  );
  return used.size >= groupStations;
}

/** The station this visit goes to: the first free one in the resident's own unit, else the first free one; undefined when none is. */
export function chooseStation<S extends Station>(
  stations: readonly S[],
  unitId: string | null,
  span: Span,
  taken: readonly Taken[],
): S | undefined {
  const during = taken.filter((one) => overlaps(one, span));
  const busy = new Set<string | null>(during.map((one) => one.stationId));
  const free = stations.filter((station) => !busy.has(station.stationId) && !isShareUsed(station, stations, during));
  return free.find((station) => unitId !== null && station.unitId === unitId) ?? free[0];
}

/** Whether the family can have this place now. */
export function isFree(
  span: Span,
  stations: readonly Station[],
  who: { residentId: string; contactId: string },
  taken: readonly Taken[],
): boolean {
  const busy = taken.some((one) => overlaps(one, span) && (one.residentId === who.residentId || one.contactId === who.contactId));
  return !busy && chooseStation(stations, null, span, taken) !== undefined;
}

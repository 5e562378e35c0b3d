type Instant = Temporal.Instant;

/** Why a visit may no longer fit. */
export type FlagReason =
  | "released"
  | "transferred"
  | "unit_moved"
  | "station_closed"
  | "keep_apart"
  | "connection_suspended"
  | "connection_limited";
/** What custody raises, and puts to rest again; the other reasons are looked at by those who raise them. */
export const ofCustody: readonly FlagReason[] = ["released", "transferred", "unit_moved"];
/** What a connection raises. */
export const ofConnection: readonly FlagReason[] = ["connection_suspended", "connection_limited"];
/** Why the facility itself cancels a visit; each has its words for both sides. */
export type FacilityReason =
  | "resident_released"
  | "resident_moved"
  | "facility_need"
  | "connection_suspended"
  | "connection_limited"
  | "connection_ended"
  | "contact_banned";

/** How a flag came to rest: staff kept the visit or cancelled it, the facts fit again, or the visit was over first. */
export type Resolution = "kept" | "cancelled" | "fits_again" | "over";

/** A release cancels after an hour, so that one written by mistake costs nobody a visit. */
export const RELEASE_CANCELS_MINUTES = 60;

/** What a visit's place depends on, as it is now. */
export interface Ground {
  stay: {
    state: "none" | "current" | "released" | "transferred";
    releasedAt: Instant | null;
    unitId: string | null;
    movedAt: Instant | null;
  };
  visit: { startsAt: Instant; madeAt: Instant; stationUnitId: string | null };
}

export interface Flag {
  reason: FlagReason;
  /** When that became true: what staff decided since then stands. */
  since: Instant;
  /** When the visit is cancelled by itself; null for never. */
  cancelsAt: Instant | null;
}

/**
 * Why this visit no longer fits the stay it was booked for; undefined where it fits. A visit that begins before its hour of review is over is
 * cancelled when it begins: its family is told, and does not wait for somebody who cannot come.
 */
export function flagOf({ stay, visit }: Ground): Flag | undefined {
  if (stay.state === "released" && stay.releasedAt)
    return {
      reason: "released",
      since: stay.releasedAt,
      cancelsAt: earlier(stay.releasedAt.add({ minutes: RELEASE_CANCELS_MINUTES }), visit.startsAt),
    };
  // Staff have until the visit begins: it may be kept for somebody who comes back in time.
  if (stay.state === "transferred" && stay.releasedAt) return { reason: "transferred", since: stay.releasedAt, cancelsAt: visit.startsAt };
  const movedSince = stay.movedAt !== null && Temporal.Instant.compare(stay.movedAt, visit.madeAt) >= 0;
  if (stay.state === "current" && movedSince && visit.stationUnitId !== null && visit.stationUnitId !== stay.unitId)
    return { reason: "unit_moved", since: stay.movedAt as Instant, cancelsAt: null };
  return undefined;
}

const earlier = (one: Instant, other: Instant) => (Temporal.Instant.compare(one, other) < 0 ? one : other);

/** What to do about the flags a visit has, when what is true of it is looked at again: raise one, and put others to rest. */
export function review(
  now: Flag | undefined,
  had: readonly { id: string; reason: FlagReason; raisedAt: Instant; resolved: boolean }[],
  ours: readonly FlagReason[] = ofCustody,
): { raise: Flag | undefined; rest: string[] } {
  // A flag of the same fact was raised before: whatever was decided about it stands.
  const known = now && had.some((flag) => flag.reason === now.reason && Temporal.Instant.compare(flag.raisedAt, now.since) >= 0);
  const rest = had.filter((flag) => !flag.resolved && flag.reason !== now?.reason && ours.includes(flag.reason));
  return { raise: known ? undefined : now, rest: rest.map((flag) => flag.id) };
}

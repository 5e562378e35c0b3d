import type { FacilityReason, Flag } from "#server/domains/visits/flags/flags.rules.ts";

type Instant = Temporal.Instant;

/** How a connection stands, as far as a visit to come depends on it. */
export interface Standing {
  status: string;
  /** When that was decided. */
  since: Instant | null;
  /** The limits that nobody has lifted. `forbids`: the two may not see each other while it stands. */
  limits: readonly { forbids: boolean; startsAt: Instant; endsAt: Instant | null; madeAt: Instant }[];
}

/**
 * What is to become of a visit that is booked for this moment; undefined where nothing is. What ended, or may not be, is cancelled. What may yet
 * change its mind is flagged for staff: a suspension cancels when the visit begins, unless somebody decided; a limit on how people meet never does.
 */
export function verdictOn(standing: Standing, startsAt: Instant): { cancel: FacilityReason } | { flag: Flag } | undefined {
  const stands = standing.status === "approved" || standing.status === "auto_approved";
  if (!stands && standing.status !== "suspended") return { cancel: "connection_ended" };
  const limits = standing.limits.filter(
    (limit) =>
      Temporal.Instant.compare(limit.startsAt, startsAt) <= 0 &&
      (limit.endsAt === null || Temporal.Instant.compare(startsAt, limit.endsAt) < 0),
  );
  if (limits.some((limit) => limit.forbids)) return { cancel: "contact_banned" };
  if (!stands) return { flag: { reason: "connection_suspended", since: standing.since ?? startsAt, cancelsAt: startsAt } };
  const since = limits
    .map(({ madeAt }) => madeAt)
    .toSorted(Temporal.Instant.compare)
    .at(-1);
  return since && { flag: { reason: "connection_limited", since, cancelsAt: null } };
}

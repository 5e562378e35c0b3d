import type { Cap, Runner, Service } from "./rate-caps.ts";

/** What of a facility decides which law holds for it. */
export interface UnderLaw {
  kind: "prison" | "jail";
  runBy: Runner;
  /** Two letters. */
  state: string;
  city: string | null;
  /** Average daily population of the year that counts; a fraction. Null: not known. */
  adp: number | null;
}

export type Reach = "interstate" | "intrastate";

/** The most that a minute may cost. */
export interface CapInForce {
  /** Whole millionths of a US dollar. */
  microsPerMinute: number;
  /** The law that sets it: the lowest of all that hold. */
  by: Cap;
  /** Every law that holds that day, the lowest first. */
  all: readonly Cap[];
  /** No law covers the day: the last lower one goes on. */
  carriedOver: boolean;
}

/**
 * The cap for a minute of this service at this facility on a day of its own calendar (ISO); undefined where no law known to us has ever set one, and
 * then no price is lawful. The lowest that holds wins; tiers are half-open; a facility whose population is not known is held to the lowest tier; a
 * day that no law covers is held to the lowest of those that held last. Video has no reach: pass `intrastate`, which is the stricter reading, as for
 * a called place that is unknown.
 */
export function capInForce(
  caps: readonly Cap[],
  facility: UnderLaw,
  { service, day, reach = "intrastate" }: { service: Service; day: string; reach?: Reach },
): CapInForce | undefined {
  const concerned = caps.filter((cap) => cap.service === service && covers(cap, facility) && (cap.reach === "all" || cap.reach === reach));
  const holding = concerned.filter((cap) => (cap.from ?? day) <= day && day <= (cap.through ?? day));
  // A local law alone does not say what the whole country's would: it stands beside the one that held last.
  const nationwide = holding.some(({ state }) => state === null);
  const before = nationwide
    ? []
    : lastBefore(
        concerned.filter(({ state }) => state === null),
        day,
      );
  const all = [...holding, ...before].toSorted((one, other) => microsOf(one) - microsOf(other) || (one.id < other.id ? -1 : 1));
  const by = all[0];
  return by && { microsPerMinute: microsOf(by), by, all, carriedOver: before.includes(by) };
}

/** Those that held on the last day before this one on which any did. */
function lastBefore(caps: readonly Cap[], day: string): readonly Cap[] {
  const over = caps.filter((cap) => cap.through !== null && cap.through < day);
  const last = over
    .map(({ through }) => through ?? "")
    .sort()
    .at(-1);
  return over.filter(({ through }) => through === last);
}

function covers(cap: Cap, { kind, runBy, state, city, adp }: UnderLaw): boolean {
  return (
    cap.facilityKinds.includes(kind) &&
    (cap.runBy === null || cap.runBy.includes(runBy)) &&
    (cap.state === null || cap.state === state) &&
    (cap.city === null || cap.city === city) &&
    (adp === null || (cap.adpFrom <= adp && (cap.adpBelow === null || adp < cap.adpBelow)))
  );
}

/** What a minute costs at most, in whole millionths of a US dollar. */
export function microsOf({ usdPerMinute }: Pick<Cap, "usdPerMinute">): number {
  const [dollars = "0", part = ""] = usdPerMinute.split(".");
  return Number(dollars) * 1_000_000 + Number(part.padEnd(6, "0"));
}

/** What the law says of a minute on a day. */
export interface Law {
  /** The most that a minute may cost whoever pays; undefined: no lawful price is known, and none may be taken. */
  cap: CapInForce | undefined;
  /** The law that makes it free for resident and family, so that only the agency may pay. */
  free: Cap | undefined;
}

/** The cap and the law of free contact in force, apart: a law of free contact says who may not be asked, not what the agency may pay. */
export function lawOn(caps: readonly Cap[], facility: UnderLaw, asked: Parameters<typeof capInForce>[2]): Law {
  const priced = caps.filter((cap) => microsOf(cap) > 0);
  const free = capInForce(
    caps.filter((cap) => microsOf(cap) === 0),
    facility,
    asked,
  );
  return { cap: capInForce(priced, facility, asked), free: free?.by };
}

import type { ErrorCode } from "#contracts/errors.ts";

type Instant = Temporal.Instant;
export type CustodyKind = "admitted" | "moved" | "released" | "release_undone" | "transferred_out" | "transferred_in";

/** How long a release may be taken back; its visits wait as long before they are cancelled. */
export const RELEASE_REVIEW_MINUTES = 60;

/** What is true of a stay after its last event of custody. */
export type StayState = "none" | "current" | "released" | "transferred";

/** Every event a stay may have, by what is true of it. A transfer is the end of one stay and the beginning of another. */
export const staySteps: Record<StayState, Partial<Record<CustodyKind, StayState>>> = {
  none: { admitted: "current", transferred_in: "current" },
  current: { moved: "current", released: "released", transferred_out: "transferred" },
  released: { release_undone: "current" },
  transferred: {},
};

/** What is true of a stay, from its row. */
export function stateOf(stay: { releasedAt: Instant | null; endedHow: "released" | "transferred" | null }): StayState {
  return stay.releasedAt === null ? "current" : (stay.endedHow ?? "released");
}

/** Until when a release may be taken back. */
export const takeBackUntil = (releasedAt: Instant): Instant => releasedAt.add({ minutes: RELEASE_REVIEW_MINUTES });

/** Why an event cannot be written for a stay; every reason at once. */
export function stayRefusals(asked: {
  kind: CustodyKind;
  stay: { releasedAt: Instant | null; endedHow: "released" | "transferred" | null };
  now: Instant;
  /** Only for taking a release back: whether the person is in another stay by now. */
  staysElsewhere?: boolean;
  /** Only for a move: whether the unit is the one where the person is already. */
  sameUnit?: boolean;
}): ErrorCode[] {
  const { kind, stay, now } = asked;
  const state = stateOf(stay);
  const wrongState = staySteps[state][kind] === undefined;
  const reasons: [boolean, ErrorCode][] = [
    [wrongState && kind === "release_undone", "stay.not_released"],
    [wrongState && kind !== "release_undone", "stay.over"],
    [
      kind === "release_undone" && stay.releasedAt !== null && Temporal.Instant.compare(now, takeBackUntil(stay.releasedAt)) >= 0,
      "stay.too_late",
    ],
    [asked.staysElsewhere === true, "stay.elsewhere"],
    [asked.sameUnit === true, "stay.same_place"],
  ];
  return reasons.filter(([refused]) => refused).map(([, code]) => code);
}

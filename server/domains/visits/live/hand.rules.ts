import type { Seat } from "#contracts/live.ts";

/** What staff hold in a visit now. */
export interface Hand {
  paused: boolean;
  /** Holds for whoever comes later too. */
  allMuted: boolean;
  muted: ReadonlySet<Seat>;
  unseen: ReadonlySet<Seat>;
}

/** One act that holds or takes back, as its row says it. */
export type HandRow =
  | { kind: "mute" | "unmute"; seat: Seat | "all" }
  | { kind: "camera_off" | "camera_on"; seat: Seat }
  | { kind: "pause" | "resume"; seat: null };

export const openHand: Hand = { paused: false, allMuted: false, muted: new Set(), unseen: new Set() };

/** The hand after one more act. Unmuting all takes back every mute; unmuting one leaves the others, and whoever comes later, as they are. */
export function afterAct(hand: Hand, act: HandRow): Hand {
  switch (act.kind) {
    case "pause":
    case "resume":
      return { ...hand, paused: act.kind === "pause" };
    case "camera_off":
      return { ...hand, unseen: new Set([...hand.unseen, act.seat]) };
    case "camera_on":
      return { ...hand, unseen: without(hand.unseen, act.seat) };
    case "mute":
      if (act.seat === "all") return { ...hand, allMuted: true, muted: new Set([...hand.muted, ...ofVisit]) };
      return { ...hand, muted: new Set([...hand.muted, act.seat]) };
    case "unmute":
      if (act.seat === "all") return { ...hand, allMuted: false, muted: new Set() };
      return { ...hand, muted: without(hand.muted, act.seat) };
  }
}

/** What is kept of somebody from the others. */
export const heldOf = (hand: Hand, seat: Seat): { sound: boolean; picture: boolean } => ({
  sound: hand.muted.has(seat),
  picture: hand.unseen.has(seat),
});

/** Everybody of the visit: staff who take part are not muted with all. */
const ofVisit: readonly Seat[] = ["resident", "family", "family_2", "family_3", "family_4"];
const without = (seats: ReadonlySet<Seat>, seat: Seat) => new Set([...seats].filter((one) => one !== seat));

/** Whether an act changes nothing: somebody else did it before. */
export const isDone = (hand: Hand, act: HandRow): boolean => {
  const after = afterAct(hand, act);
  const same = (a: ReadonlySet<Seat>, b: ReadonlySet<Seat>) => a.size === b.size && [...a].every((seat) => b.has(seat));
  return (
    after.paused === hand.paused && after.allMuted === hand.allMuted && same(after.muted, hand.muted) && same(after.unseen, hand.unseen)
  );
};

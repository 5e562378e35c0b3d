import type { Room } from "#contracts/live.ts";

export type Leg = Room["legs"][number];

export const isIn = ({ status }: Leg): boolean => status === "joined" || status === "rejoined";
export const ownLeg = (room: Room): Leg | undefined => room.legs.find(({ seat }) => seat === room.seat);

/**
 * Whom a screen shows large and names first: to the family the resident; to the resident whoever of the family is there, the one who booked
 * before the others; to staff who take part the resident.
 */
export function farLeg(room: Room): Leg | undefined {
  const far = room.legs.filter(({ side }) => side === (room.me === "resident" ? "family" : "resident"));
  return far.find(isIn) ?? far.find(({ status, here }) => status === "dropped" || here) ?? far[0];
}

/** All others who are in the room or were cut off just now, and so have a picture or the place of one. */
export const othersIn = (room: Room): Leg[] => room.legs.filter((leg) => leg.seat !== room.seat && (isIn(leg) || leg.status === "dropped"));

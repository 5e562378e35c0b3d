import type { ErrorCode } from "#contracts/errors.ts";
import { FAMILY_SCREENS_MAX, PARTY_ASKED_MAX } from "#contracts/party.ts";
import type { PartyContactTable } from "#server/domains/visits/visits.tables.ts";

type Status = PartyContactTable["status"];
export type PartyStep = "accept" | "decline" | "take_back" | "take_out" | "leave" | "remove";

/**
 * Every step of somebody who was asked. Taking back is possible after a no as well: whoever asked must not tell one from no answer. That nobody
 * has answered in time is no step: it follows from the visit.
 */
export const steps: Readonly<Record<PartyStep, { from: readonly Status[]; to: Status }>> = {
  accept: { from: ["asked"], to: "accepted" },
  decline: { from: ["asked"], to: "declined" },
  take_back: { from: ["asked", "declined"], to: "withdrawn" },
  take_out: { from: ["accepted"], to: "withdrawn" },
  leave: { from: ["accepted"], to: "left" },
  remove: { from: ["accepted"], to: "removed" },
};

interface Visit {
  status: string;
  startsAt: Temporal.Instant;
  roomKind: string;
}

/** Whether who comes to a visit can still be changed: until it begins. A privileged one is between those who are named in it. */
export const isOpen = (visit: Visit, now: Temporal.Instant): boolean =>
  visit.status === "booked" && visit.roomKind !== "privileged" && Temporal.Instant.compare(now, visit.startsAt) < 0;

/** How somebody who was asked stands for the contact who asked; undefined for what they took back. A no reads like no answer, whoever gave it. */
export function shownToBooker(status: Status, open: boolean): "asked" | "accepted" | "lapsed" | "left" | "removed" | undefined {
  if (status === "withdrawn") return undefined;
  if (status === "asked" || status === "declined") return open ? "asked" : "lapsed";
  return status;
}

/** Every reason why no further address can be asked; none of them depends on whose the address is. */
export function askRefusals(asked: { open: boolean; own: boolean; asked: number; coming: number; full: boolean }): ErrorCode[] {
  const reasons: [boolean, ErrorCode][] = [
    [!asked.open, "visit.party_closed"],
    [asked.own, "visit.party_yourself"],
    [asked.asked >= PARTY_ASKED_MAX, "visit.party_asked_enough"],
    ...noRoom(asked),
  ];
  return reasons.filter(([refused]) => refused).map(([, code]) => code);
}

/** Whether one more would be one too many: a screen, of which the contact who booked has the first; or a person, by the facility's rules. */
const noRoom = ({ coming, full }: { coming: number; full: boolean }): [boolean, ErrorCode][] => [
  [coming + 1 >= FAMILY_SCREENS_MAX, "visit.screens_full"],
  [full, "visit.party_full"],
];

/** Every reason why somebody who may come can't come now; `children`: some come along, and a limit of this contact's own says that none may be there. */
export function acceptRefusals(asked: { busy: boolean; coming: number; full: boolean; children: boolean }): ErrorCode[] {
  const reasons: [boolean, ErrorCode][] = [[asked.busy, "visit.contact_busy"], ...noRoom(asked), [asked.children, "visit.party_children"]];
  return reasons.filter(([refused]) => refused).map(([, code]) => code);
}

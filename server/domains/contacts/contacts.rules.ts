import type { z } from "zod";
import { type DecisionReason, InsideReason, type InsideStatus } from "#contracts/connections.ts";
import { over, type Status, waiting } from "./contacts.tables.ts";

export type Reason = z.infer<typeof DecisionReason>;
export type Decision = "approved" | "rejected";

/** Requests of one contact: enough for a large family, too few to try booking numbers one by one. */
export const REQUEST_LIMIT = { triesMax: 10, windowMs: 60 * 60_000 } as const;

/** Where a connection may go from where it is; what is not here cannot happen. */
export const transitions: Readonly<Record<Status, readonly Status[]>> = {
  requested: ["under_review", "approved", "auto_approved", "rejected", "withdrawn"],
  under_review: ["requested", "approved", "rejected", "withdrawn"],
  approved: ["suspended", "ended"],
  auto_approved: ["suspended", "ended"],
  suspended: ["approved", "ended"],
  rejected: [],
  withdrawn: [],
  ended: [],
};

const reasonsFor: Readonly<Record<Decision, readonly Reason[]>> = {
  approved: ["matches_id", "known_to_facility"],
  rejected: ["name_differs", "court_order", "victim_safety", "not_enough_details"],
};

/** Every reason why this connection may not be decided so now; empty when it may. */
export function decisionRefusals(from: Status, to: Decision, reason: Reason): ("connection.decided" | "connection.reason_needed")[] {
  const decided = !waiting.includes(from) || !transitions[from].includes(to);
  return [
    ...(decided ? ["connection.decided" as const] : []),
    ...(reasonsFor[to].includes(reason) ? [] : ["connection.reason_needed" as const]),
  ];
}

/** Whether these two people may meet in a visit. */
export const approved = (status: Status): boolean => status === "approved" || status === "auto_approved";

/** What a resident is told of a connection; undefined when they are told nothing, not even that somebody asked. */
export function toldInside(connection: {
  status: Status;
  reason: Reason | null;
}): { status: z.infer<typeof InsideStatus>; reason: z.infer<typeof InsideReason> | null; named: boolean } | undefined {
  const { status } = connection;
  const reason = InsideReason.safeParse(connection.reason).data ?? null;
  // A refusal that keeps somebody safe would name them to whom they are kept safe from.
  if (status === "withdrawn" || (status === "rejected" && reason === null)) return undefined;
  return { status, reason, named: !waiting.includes(status) };
}

/** Where the resident is, is told while a connection stands or is asked for, and no longer: a rejected person must not follow anyone. */
export const mayKnowPlace = (status: Status): boolean => !over.includes(status);

/** Whether two family names are the same but for accents, capitals, spaces and hyphens. */
export function sameFamilyName(one: string, other: string): boolean {
  return bareName(one) === bareName(other) && bareName(one) !== "";
}

/** A name as it is compared: without accents, capitals, spaces and hyphens. */
export function bareName(name: string): string {
  return name
    .normalize("NFD")
    .replaceAll(/[\p{M}\s'’.-]/gu, "")
    .toLowerCase();
}

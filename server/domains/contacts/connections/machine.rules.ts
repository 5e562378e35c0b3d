import type { z } from "zod";
import type { DecisionReason, RestrictionKind } from "#contracts/connections.ts";
import { keeping } from "#contracts/keeping.ts";
import { sameFamilyName, transitions } from "#server/domains/contacts/contacts.rules.ts";
import { type Status, type StepAct, waiting } from "#server/domains/contacts/contacts.tables.ts";

type Reason = z.infer<typeof DecisionReason>;
export type Act = Exclude<StepAct, "requested" | "restricted" | "restriction_lifted">;

/** Where each act leads, and from where it can be done; together with `transitions` all that can happen to a connection. */
export const acts: Readonly<Record<Act, { from: readonly Status[]; to: Status }>> = {
  claimed: { from: waiting, to: "under_review" },
  released: { from: ["under_review"], to: "requested" },
  approved: { from: waiting, to: "approved" },
  auto_approved: { from: ["requested"], to: "auto_approved" },
  rejected: { from: waiting, to: "rejected" },
  withdrawn: { from: waiting, to: "withdrawn" },
  suspended: { from: ["approved", "auto_approved"], to: "suspended" },
  resumed: { from: ["suspended"], to: "approved" },
  ended: { from: ["approved", "auto_approved", "suspended"], to: "ended" },
};

const limits: readonly Reason[] = ["court_order", "victim_safety", "rules_broken", "under_investigation"];
/** The reasons that staff may give for each act of theirs on a connection that stands. */
export const actReasons: Readonly<Record<"suspended" | "resumed" | "ended" | "restricted" | "restriction_lifted", readonly Reason[]>> = {
  suspended: limits,
  resumed: ["cleared"],
  ended: ["court_order", "victim_safety", "rules_broken", "no_longer_needed"],
  restricted: limits,
  restriction_lifted: ["cleared", "no_longer_needed"],
};

/** Whether this can be done to a connection that stands so. A claim may be taken over, which changes nothing but who looks. */
export const canDo = (act: Act, from: Status): boolean => {
  const { from: sources, to } = acts[act];
  return sources.includes(from) && (from === to || transitions[from].includes(to));
};

/** Every reason why staff may not do this with this reason; empty when they may. */
export function actRefusals(
  act: "suspended" | "resumed" | "ended",
  from: Status,
  reason: Reason,
): ("connection.act_impossible" | "connection.reason_needed")[] {
  return [
    ...(canDo(act, from) ? [] : ["connection.act_impossible" as const]),
    ...(actReasons[act].includes(reason) ? [] : ["connection.reason_needed" as const]),
  ];
}

/** Whether a request waits longer than the facility gave itself. */
export const isOverdue = (connection: { status: Status; dueAt: Temporal.Instant | null }, now: Temporal.Instant): boolean =>
  waiting.includes(connection.status) && connection.dueAt !== null && Temporal.Instant.compare(connection.dueAt, now) < 0;

/** How long past its deadline a request waits before it ends unanswered: a facility that is late may still answer; nothing waits for ever. */
export const LAPSE_DAYS = 30;
const HOURS_PER_DAY = 24;

/** What was due before this moment ends unanswered now. */
export const lapsesBefore = (now: Temporal.Instant): Temporal.Instant => now.subtract({ hours: LAPSE_DAYS * HOURS_PER_DAY });

/** Until when a request that fits nobody is kept: as long as one that fitted somebody and was refused or taken back, or its going would tell. */
export const unmatchedKeptUntil = (from: Temporal.Instant): Temporal.Instant =>
  from.add({ hours: keeping.connection.days * HOURS_PER_DAY });

/** These forbid visits by video; of the others, *child* keeps children from coming along, and two tell staff how a visit in person is to be held. */
export const forbidding: readonly z.infer<typeof RestrictionKind>[] = ["banned", "no_contact"];

interface Span {
  startsAt: Temporal.Instant;
  endsAt: Temporal.Instant | null;
  liftedAt: Temporal.Instant | null;
}

/** Whether a limit stands at this moment; its last day counts whole. */
export const inForce = (limit: Span, at: Temporal.Instant): boolean =>
  limit.liftedAt === null &&
  Temporal.Instant.compare(limit.startsAt, at) <= 0 &&
  (limit.endsAt === null || Temporal.Instant.compare(at, limit.endsAt) < 0);

/** Whether the two may not see each other at this moment. */
export const forbids = (limit: Span & { kind: z.infer<typeof RestrictionKind> }, at: Temporal.Instant): boolean =>
  forbidding.includes(limit.kind) && inForce(limit, at);

/** The instants between which a limit of these days stands, in the facility's zone: from the first day's beginning to the end of the last. */
export function spanOf(days: { fromDay: string; untilDay: string | null }, zone: string) {
  const startOf = (day: Temporal.PlainDate) => day.toZonedDateTime(zone).toInstant();
  return {
    startsAt: startOf(Temporal.PlainDate.from(days.fromDay)),
    endsAt: days.untilDay === null ? null : startOf(Temporal.PlainDate.from(days.untilDay).add({ days: 1 })),
  };
}

/** Of what a resident wrote the row that means this person: the family name fits; the one with a birth date first. */
export function listedAs<Row extends { familyName: string; birthDate: string | null }>(
  rows: readonly Row[],
  contact: { familyName: string },
): Row | undefined {
  const fitting = rows.filter((row) => sameFamilyName(row.familyName, contact.familyName));
  return fitting.find((row) => row.birthDate !== null) ?? fitting[0];
}

/** Whether what a resident wrote about somebody is enough to approve them at once: the whole name and the birth date, both as the contact gave them. */
export function listedMatches(
  listed: { givenName: string; familyName: string; birthDate: string | null },
  contact: { givenName: string; familyName: string; birthDate: string },
) {
  return {
    nameMatches: sameFamilyName(listed.givenName, contact.givenName) && sameFamilyName(listed.familyName, contact.familyName),
    birthDateMatches: listed.birthDate === null ? null : listed.birthDate === contact.birthDate,
  };
}

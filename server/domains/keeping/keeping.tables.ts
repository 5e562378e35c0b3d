import type { holdPurposes, holdSubjects } from "#contracts/legal-holds.ts";

type Instant = Temporal.Instant;
export type HoldSubject = (typeof holdSubjects)[number];
export type HoldPurpose = (typeof holdPurposes)[number];

export interface HoldTable {
  id: string;
  agencyId: string;
  facilityId: string;
  subjectKind: HoldSubject;
  subjectId: string;
  purpose: HoldPurpose;
  basis: string;
  placedBy: string;
  placedAt: Instant;
  untilAt: Instant | null;
  releasedBy: string | null;
  releasedAt: Instant | null;
}

export interface ErasureTable {
  id: string;
  /** One night's work. */
  runId: string;
  at: Instant;
  kind: string;
  agencyId: string | null;
  facilityId: string | null;
  erased: number;
  held: number;
  needed: number;
  oldest: Instant | null;
  failed: boolean;
}

export interface RuleTable {
  kind: string;
  target: string;
  keyColumn: string;
  source: string;
  keepDays: number | null;
  turn: number;
  /** What is emptied instead of deleting the row, where others must still refer to it. */
  clears: string | null;
}

/** A view: what a facility may hold, by today's name. */
export interface SubjectView {
  facilityId: string;
  kind: HoldSubject;
  id: string;
  name: string;
}

declare module "#server/platform/database.ts" {
  interface Schema {
    "keeping.hold": HoldTable;
    "keeping.erasure": ErasureTable;
    "keeping.rule": RuleTable;
    "keeping.subject": SubjectView;
  }
}

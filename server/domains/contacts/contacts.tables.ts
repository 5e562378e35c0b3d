import type { ColumnType, Generated, Selectable } from "kysely";
import type { z } from "zod";
import type { ConnectionStatus, DecisionReason, Relationship, RestrictionKind } from "#contracts/connections.ts";
import type { EquipmentCheck, Measured } from "#contracts/equipment.ts";

export type Status = z.infer<typeof ConnectionStatus>;

/** Waiting for a person's decision: here, and nowhere else, staff approve and reject. */
export const waiting: readonly Status[] = ["requested", "under_review"];

/** Come to an end: the two people may ask anew. The table's unique index leaves these out. */
export const over: readonly Status[] = ["rejected", "withdrawn", "ended"];

export interface ContactTable {
  id: string;
  accountId: string;
  givenName: string;
  familyName: string;
  birthDate: string;
  /** When the contact last corrected name or birth date. */
  correctedAt: Generated<Temporal.Instant | null>;
  /** Set when the account was closed; name and birth date are blanked then. */
  closedAt: Generated<Temporal.Instant | null>;
}
export type ContactRow = Selectable<ContactTable>;

export interface ConnectionTable {
  id: string;
  agencyId: string;
  residentId: string;
  contactId: string;
  relationship: z.infer<typeof Relationship>;
  status: Status;
  reason: z.infer<typeof DecisionReason> | null;
  reasonWords: string | null;
  requestedAt: Temporal.Instant;
  decidedAt: Temporal.Instant | null;
  decidedBy: string | null;
  /** What the contact typed: all they are shown until the facility agrees. */
  askedName: Generated<string | null>;
  askedFacilityId: Generated<string | null>;
  askedKey: Generated<Buffer | null>;
  dueAt: Generated<Temporal.Instant | null>;
  claimedBy: Generated<string | null>;
  claimedAt: Generated<Temporal.Instant | null>;
  overdueToldAt: Generated<Temporal.Instant | null>;
  againFrom: Generated<Temporal.Instant | null>;
  /** The merge of two records that kept this aside, and how it stood; while set, `status` is `withdrawn`. */
  setAsideBy: Generated<string | null>;
  setAsideStatus: Generated<Status | null>;
}
export type ConnectionRow = Selectable<ConnectionTable>;

export interface StepTable {
  id: string;
  agencyId: string;
  connectionId: string;
  facilityId: string | null;
  at: Temporal.Instant;
  act: StepAct;
  reason: z.infer<typeof DecisionReason> | null;
  actorRealm: string;
  actorId: string | null;
}
export type StepAct =
  | "requested"
  | "claimed"
  | "released"
  | "approved"
  | "auto_approved"
  | "rejected"
  | "withdrawn"
  | "suspended"
  | "resumed"
  | "ended"
  | "restricted"
  | "restriction_lifted";

export interface RestrictionTable {
  id: string;
  agencyId: string;
  facilityId: string;
  connectionId: string;
  kind: z.infer<typeof RestrictionKind>;
  fromDay: string;
  untilDay: string | null;
  startsAt: Temporal.Instant;
  endsAt: Temporal.Instant | null;
  reason: z.infer<typeof DecisionReason>;
  madeAt: Temporal.Instant;
  madeBy: string;
  liftedAt: Generated<Temporal.Instant | null>;
  liftedBy: Generated<string | null>;
}
export type RestrictionRow = Selectable<RestrictionTable>;

export interface UnmatchedTable {
  id: string;
  contactId: string;
  facilityId: string;
  askedName: string;
  askedKey: Buffer;
  relationship: z.infer<typeof Relationship>;
  requestedAt: Temporal.Instant;
  dueAt: Temporal.Instant;
  overdueToldAt: Generated<Temporal.Instant | null>;
  withdrawnAt: Generated<Temporal.Instant | null>;
  answeredAt: Generated<Temporal.Instant | null>;
  keepUntil: Temporal.Instant;
}

/** What somebody typed when they signed up, until the letter of one of an account's sign-ups is confirmed. */
export interface SignUpTable {
  id: string;
  accountId: string;
  givenName: string;
  familyName: string;
  birthDate: string;
  madeAt: Temporal.Instant;
  keepUntil: Temporal.Instant;
}

export interface InvitationTable {
  id: string;
  agencyId: string;
  facilityId: string;
  residentId: string;
  givenName: string;
  familyName: string;
  birthDate: string | null;
  relationship: z.infer<typeof Relationship>;
  email: string | null;
  phone: string | null;
  madeAt: Temporal.Instant;
  takenBackAt: Generated<Temporal.Instant | null>;
  keepUntil: Temporal.Instant;
}

export interface FileTable {
  id: string;
  contactId: string;
  kind: "front" | "back" | "selfie" | "own_data";
  /** Null before the file is whole, and again once it is to go. */
  key: Buffer | null;
  bytes: number | null;
  sha256: string | null;
  madeAt: Temporal.Instant;
  keepUntil: Temporal.Instant;
  linkHash: Generated<Buffer | null>;
}
export type FileRow = Selectable<FileTable>;

export interface GuestTable {
  id: string;
  contactId: string;
  kind: "child" | "interpreter";
  givenName: string;
  familyName: string;
  birthDate: string | null;
  language: string | null;
  madeAt: Temporal.Instant;
}

export interface CheckTable {
  id: string;
  contactId: string;
  startedAt: Temporal.Instant;
  echoes: Generated<number>;
  endedAt: Temporal.Instant | null;
  camera: EquipmentCheck["camera"] | null;
  microphone: EquipmentCheck["microphone"] | null;
  speaker: EquipmentCheck["speaker"] | null;
  measured: ColumnType<Measured | null, string | null | undefined, string | null>;
}
export type CheckRow = Selectable<CheckTable>;

/** A view for joins: a connection with the names of both people, and where the resident is now. */
export interface ConnectionCardView {
  connectionId: string;
  agencyId: string;
  residentId: string;
  contactId: string;
  relationship: z.infer<typeof Relationship>;
  status: Status;
  accountId: string;
  contactGivenName: string;
  contactFamilyName: string;
  residentName: string;
  stayId: string | null;
  facilityId: string | null;
}

/** A view that identity publishes: where to write to an account, and whether its address was ever proved. */
export interface AccountCardView {
  accountId: string;
  realm: "outside" | "staff";
  email: string;
  locale: "en" | "es";
  correctedAt: Temporal.Instant | null;
  emailConfirmed: boolean;
}

declare module "#server/platform/database.ts" {
  interface Schema {
    "contacts.contact": ContactTable;
    "contacts.connection": ConnectionTable;
    "contacts.connectionStep": StepTable;
    "contacts.restriction": RestrictionTable;
    "contacts.unmatchedRequest": UnmatchedTable;
    "contacts.invitation": InvitationTable;
    "contacts.file": FileTable;
    "contacts.guest": GuestTable;
    "contacts.equipmentCheck": CheckTable;
    "contacts.signUp": SignUpTable;
    "identity.accountCard": AccountCardView;
    "contacts.card": ConnectionCardView;
  }
}

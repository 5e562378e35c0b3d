import type { Generated } from "kysely";
import type { Role } from "#contracts/permissions.ts";

export interface AccountTable {
  id: string;
  realm: "outside" | "staff";
  email: string;
  passwordHash: string | null;
  emailConfirmedAt: Temporal.Instant | null;
  locale: "en" | "es";
  status: "invited" | "active" | "closed";
  /** Wrong second-factor codes: they come after a right password, so they count on the account itself. */
  lockedUntil: Generated<Temporal.Instant | null>;
  failedTries: Generated<number>;
  madeAt: Temporal.Instant;
  /** Set while `status` is "closed": name, address and birth date are emptied 30 days later. */
  closedAt: Generated<Temporal.Instant | null>;
}

export interface StaffMemberTable {
  id: string;
  accountId: string;
  agencyId: string;
  givenName: string;
  familyName: string;
  /** From here on they work here no more. */
  leavesAt: Generated<Temporal.Instant | null>;
}

export interface StaffGrantTable {
  id: string;
  accountId: string;
  role: Role;
  agencyId: string;
  facilityId: string | null;
  grantedAt: Temporal.Instant;
  grantedBy: string | null;
  revokedAt: Generated<Temporal.Instant | null>;
  revokedBy: Generated<string | null>;
}

export interface SignInTable {
  id: string;
  realm: "outside" | "inside" | "staff";
  accountId: string | null;
  residentId: string | null;
  stayId: string | null;
  stationId: string | null;
  agencyId: string | null;
  facilityId: string | null;
  tokenHash: Buffer;
  label: string;
  madeAt: Temporal.Instant;
  lastActiveAt: Temporal.Instant;
  expiresAt: Temporal.Instant;
  revokedAt: Generated<Temporal.Instant | null>;
  revokedWhy: Generated<string | null>;
}

export type LinkPurpose = "confirm_email" | "reset_password" | "invitation" | "second_factor" | "enrol_factor";

export interface LinkTable {
  id: string;
  accountId: string;
  purpose: LinkPurpose;
  /** The sign-up whose letter it stands in. */
  signUpId: Generated<string | null>;
  tokenHash: Buffer;
  madeAt: Temporal.Instant;
  expiresAt: Temporal.Instant;
  usedAt: Generated<Temporal.Instant | null>;
  tries: Generated<number>;
}

export interface SecondFactorTable {
  accountId: string;
  secretSealed: Buffer;
  confirmedAt: Temporal.Instant | null;
  lastStep: Generated<number>;
}

export interface RecoveryCodeTable {
  id: string;
  accountId: string;
  codeHash: Buffer;
  usedAt: Generated<Temporal.Instant | null>;
}

export interface FactorResetTable {
  id: string;
  accountId: string;
  facilityId: string;
  requestedBy: string;
  requestedAt: Temporal.Instant;
  expiresAt: Temporal.Instant;
  approvedBy: Generated<string | null>;
  approvedAt: Generated<Temporal.Instant | null>;
}

export interface TryTable {
  id: string;
  kind: string;
  keyHash: Buffer;
  at: Temporal.Instant;
}

/** A view that others may join: what a staff member is called. */
export interface StaffNameView {
  accountId: string;
  agencyId: string;
  name: string;
}

declare module "#server/platform/database.ts" {
  interface Schema {
    "identity.account": AccountTable;
    "identity.staff_member": StaffMemberTable;
    "identity.staff_grant": StaffGrantTable;
    "identity.sign_in": SignInTable;
    "identity.link": LinkTable;
    "identity.second_factor": SecondFactorTable;
    "identity.recovery_code": RecoveryCodeTable;
    "identity.factor_reset": FactorResetTable;
    "identity.try": TryTable;
    "identity.staff_name": StaffNameView;
  }
}

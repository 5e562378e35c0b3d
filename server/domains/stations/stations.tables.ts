import type { JWK } from "jose";
import type { Generated } from "kysely";

type Works = "works" | "missing" | "denied" | "unknown";

export interface StationTable {
  id: string;
  agencyId: string;
  facilityId: string;
  unitId: string | null;
  name: string;
  kind: "kiosk" | "tablet" | "booth" | "wall_phone";
  status: "active" | "inactive" | "blocked";
  publicKey: JWK | null;
  keyThumbprint: string | null;
  enrolledAt: Temporal.Instant | null;
  lastSeenAt: Temporal.Instant | null;
  camera: Generated<Works>;
  microphone: Generated<Works>;
  appVersion: string | null;
}

export interface EnrolmentTable {
  id: string;
  agencyId: string;
  facilityId: string;
  stationId: string;
  codeHash: Buffer;
  madeBy: string | null;
  madeAt: Temporal.Instant;
  expiresAt: Temporal.Instant;
  usedAt: Temporal.Instant | null;
}

export interface ProofUsedTable {
  stationId: string;
  jti: string;
  expiresAt: Temporal.Instant;
}

export interface CredentialTable {
  residentId: string;
  agencyId: string;
  pinHash: string | null;
  codeHash: string | null;
  codeExpiresAt: Temporal.Instant | null;
  lastSignInAt: Temporal.Instant | null;
  wrongTriesSince: Generated<number>;
  /** Both as they stood before the latest sign-in: what the resident is told. */
  toldLastSignInAt: Temporal.Instant | null;
  toldWrongTries: Generated<number>;
}

export interface LockoutTable {
  id: string;
  agencyId: string;
  residentId: string;
  /** Null: locked at every station. */
  stationId: string | null;
  lockedAt: Temporal.Instant;
  lockedUntil: Temporal.Instant;
  unlockedAt: Temporal.Instant | null;
  unlockedBy: string | null;
}

export interface WrongTryTable {
  id: string;
  residentId: string;
  stationId: string;
  at: Temporal.Instant;
}

/** A view for joins: a station with its unit's name. */
export interface StationCardView {
  stationId: string;
  agencyId: string;
  facilityId: string;
  name: string;
  unitId: string | null;
  unitName: string | null;
  kind: "kiosk" | "tablet" | "booth" | "wall_phone";
  status: "active" | "inactive" | "blocked";
  lastSeenAt: Temporal.Instant | null;
  camera: Works;
  microphone: Works;
}
export type StationCard = StationCardView;

export interface StrangerTryTable {
  id: string;
  facilityId: string;
  stationId: string;
  numberHash: Buffer;
  at: Temporal.Instant;
}

declare module "#server/platform/database.ts" {
  interface Schema {
    "stations.station": StationTable;
    "stations.card": StationCardView;
    "stations.enrolment": EnrolmentTable;
    "stations.proofUsed": ProofUsedTable;
    "stations.credential": CredentialTable;
    "stations.lockout": LockoutTable;
    "stations.wrongTry": WrongTryTable;
    "stations.strangerTry": StrangerTryTable;
  }
}

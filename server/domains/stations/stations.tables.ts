import type { JWK } from "jose";
import type { Generated } from "kysely";
import type { blockReasons, faults, finders, findings, repairStates } from "#contracts/station-care.ts";

type Works = "works" | "missing" | "denied" | "unknown";

export interface StationTable {
  id: string;
  agencyId: string;
  facilityId: string;
  unitId: string | null;
  name: string;
  kind: "kiosk" | "tablet" | "booth" | "wall_phone";
  /** Whether it is turned on; that it is blocked follows from its blocks and the clock. */
  status: "active" | "inactive";
  groupId: Generated<string | null>;
  publicKey: JWK | null;
  keyThumbprint: string | null;
  enrolledAt: Temporal.Instant | null;
  lastSeenAt: Temporal.Instant | null;
  camera: Generated<Works>;
  microphone: Generated<Works>;
  appVersion: string | null;
  browserVersion: Generated<string | null>;
  /** Staff want its network measured as soon as nobody is signed in there. */
  echoAskedAt: Generated<Temporal.Instant | null>;
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
  groupId: string | null;
  kind: "kiosk" | "tablet" | "booth" | "wall_phone";
  status: "active" | "inactive";
  lastSeenAt: Temporal.Instant | null;
  camera: Works;
  microphone: Works;
  /** An open repair says that something a visit needs does not work. */
  broken: boolean;
}
export type StationCard = StationCardView;

export interface StrangerTryTable {
  id: string;
  facilityId: string;
  stationId: string;
  numberHash: Buffer;
  at: Temporal.Instant;
}

export interface GroupTable {
  id: string;
  agencyId: string;
  facilityId: string;
  name: string;
  madeAt: Temporal.Instant;
}

export interface BlockTable {
  id: string;
  agencyId: string;
  facilityId: string;
  stationId: string;
  startsAt: Temporal.Instant;
  endsAt: Temporal.Instant;
  reason: (typeof blockReasons)[number];
  madeBy: string | null;
  madeAt: Temporal.Instant;
  endedAt: Temporal.Instant | null;
  endedBy: string | null;
  keepUntil: Temporal.Instant;
}

/** A view for joins: the spans in which stations can't be used, as they really were or will be. */
export interface ClosedSpanView {
  blockId: string;
  agencyId: string;
  facilityId: string;
  stationId: string;
  startsAt: Temporal.Instant;
  endsAt: Temporal.Instant;
  reason: (typeof blockReasons)[number];
}

type EquipmentThere = "works" | "missing" | "denied" | "unknown";
export interface EchoTestTable {
  id: string;
  agencyId: string;
  facilityId: string;
  stationId: string;
  why: "night" | "asked";
  startedAt: Temporal.Instant;
  endedAt: Generated<Temporal.Instant | null>;
  outcome: Generated<"good" | "poor" | "failed" | null>;
  roundTripMs: Generated<number | null>;
  lostPercent: Generated<number | null>;
  receivedKbps: Generated<number | null>;
  soundLevel: Generated<number | null>;
  pictures: Generated<number | null>;
  sentKbps: Generated<number | null>;
  sentLostPercent: Generated<number | null>;
  way: Generated<"direct" | "relayed" | null>;
  camera: Generated<EquipmentThere | null>;
  microphone: Generated<EquipmentThere | null>;
  speaker: Generated<Exclude<EquipmentThere, "denied"> | null>;
  keepUntil: Temporal.Instant;
}

export interface RepairTable {
  id: string;
  agencyId: string;
  facilityId: string;
  stationId: string;
  fault: (typeof faults)[number];
  state: (typeof repairStates)[number];
  foundBy: (typeof finders)[number];
  openedAt: Temporal.Instant;
  changedAt: Temporal.Instant;
  changedBy: string | null;
  note: string | null;
  healthySince: Temporal.Instant | null;
  closedAt: Temporal.Instant | null;
  keepUntil: Temporal.Instant | null;
}

/** What a repair was opened on, or what was found while it was open. */
export interface FindingTable {
  id: string;
  agencyId: string;
  facilityId: string;
  repairId: string;
  what: (typeof findings)[number];
  at: Temporal.Instant;
  visitId: string | null;
}

/** Published by visits: where a room is running now. */
export interface RunningView {
  visitId: string;
  facilityId: string;
  stationId: string;
  residentId: string;
}

/** Published by identity: sign-ins inside, those that ended too. */
export interface InsideSignInView {
  signInId: string;
  residentId: string;
  stayId: string;
  stationId: string;
  facilityId: string;
  madeAt: Temporal.Instant;
  lastActiveAt: Temporal.Instant;
  expiresAt: Temporal.Instant;
  revokedAt: Temporal.Instant | null;
  revokedWhy: string | null;
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
    "stations.stationGroup": GroupTable;
    "stations.block": BlockTable;
    "stations.closedSpan": ClosedSpanView;
    "stations.echoTest": EchoTestTable;
    "stations.repair": RepairTable;
    "stations.finding": FindingTable;
    "visits.running": RunningView;
    "identity.insideSignIn": InsideSignInView;
  }
}

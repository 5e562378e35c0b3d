import type { Generated } from "kysely";
import type { Seat } from "#contracts/live.ts";
import type { MarkWord } from "#contracts/playback-limits.ts";

type Instant = Temporal.Instant;

export interface RecordingTable {
  visitId: string;
  facilityId: string;
  roomKind: "recorded";
  status: "recording" | "queued" | "processing" | "ready" | "failed";
  /** 0 to 1. */
  progress: Generated<number>;
  seconds: number | null;
  bytes: number | null;
  sha256: string | null;
  blobId: string | null;
  /** The file's own key, sealed with the server's; deleting it deletes every copy. */
  blobKey: Buffer | null;
  failure: string | null;
  madeAt: Instant;
  readyAt: Instant | null;
  keepUntil: Instant;
  /** `sides`: the family is heard on the left, the resident on the right; `mixed`: all in one, as before there were sides. */
  sound: Generated<"mixed" | "sides">;
  /** How often making the file has failed. */
  tries: Generated<number>;
  /** Who makes the file now, and until when nobody else may. */
  leasedBy: string | null;
  leaseUntil: Instant | null;
}

export interface SegmentTable {
  id: string;
  facilityId: string;
  visitId: string;
  seat: Seat;
  kind: "audio" | "video";
  startedAt: Instant;
  seconds: number;
  bytes: number;
  sha256: string;
  path: string;
}

export interface DisclosureTable {
  id: string;
  facilityId: string;
  visitId: string;
  staffId: string;
  accountId: string;
  purpose: string;
  basis: string;
  at: Instant;
  expiresAt: Instant;
}

export interface MarkTable {
  id: string;
  agencyId: string;
  facilityId: string;
  visitId: string;
  disclosureId: string;
  accountId: string;
  /** From the file's first moment. */
  atMs: number;
  word: MarkWord;
  note: string | null;
  madeAt: Instant;
}

declare module "#server/platform/database.ts" {
  interface Schema {
    "recordings.recording": RecordingTable;
    "recordings.segment": SegmentTable;
    "recordings.disclosure": DisclosureTable;
    "recordings.mark": MarkTable;
  }
}

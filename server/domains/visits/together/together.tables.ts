import type { Generated } from "kysely";
import type { z } from "zod";
import type { Seat } from "#contracts/live-limits.ts";
import type { Alt, SheetRefusal, sheetStatuses, TogetherStep } from "#contracts/together.ts";

type Instant = Temporal.Instant;
type Kept = "recorded" | "unrecorded";

export interface TogetherTable {
  visitId: string;
  agencyId: string;
  facilityId: string;
  roomKind: Kept;
  openedAt: Instant;
  keepUntil: Instant;
  /** Which page both sides have before them. */
  pageId: string;
  seq: Generated<number>;
  bytes: Generated<number>;
  /** All steps up to `foldedSeq` in one. */
  folded: Buffer | null;
  foldedSeq: Generated<number>;
}

export interface TogetherPageTable {
  id: string;
  facilityId: string;
  visitId: string;
  number: number;
  putUpId: string;
  pictureId: string | null;
  putUpBy: Seat;
  at: Instant;
}

export interface TogetherStepTable {
  visitId: string;
  facilityId: string;
  seq: number;
  at: Instant;
  seat: Seat;
  step: TogetherStep["step"];
  pageId: string | null;
  updateBytes: Buffer | null;
}

export interface TogetherSheetTable {
  id: string;
  agencyId: string;
  facilityId: string;
  /** Null: it lies on the facility's own shelf. */
  visitId: string | null;
  roomKind: Kept | null;
  sentBy: string;
  alt: Alt;
  status: (typeof sheetStatuses)[number] | "taken_off";
  cut: Generated<boolean>;
  reason: z.infer<typeof SheetRefusal> | null;
  decidedBy: string | null;
  decidedAt: Instant | null;
  madeAt: Instant;
  keepUntil: Instant | null;
}

export interface TogetherPictureTable {
  id: string;
  facilityId: string;
  sheetId: string;
  number: number;
  /** Null: nobody can read it any more, wherever a copy may lie. */
  key: Buffer | null;
  bytes: number | null;
  sha256: string | null;
}

/** A view: sheets whose time may be over, with whom a legal hold may name. */
export interface KeepTogetherSheetView {
  id: string;
  agencyId: string;
  facilityId: string;
  since: Instant;
  subjects: string[];
}

declare module "#server/platform/database.ts" {
  interface Schema {
    "visits.together": TogetherTable;
    "visits.togetherPage": TogetherPageTable;
    "visits.togetherStep": TogetherStepTable;
    "visits.togetherSheet": TogetherSheetTable;
    "visits.togetherPicture": TogetherPictureTable;
    "visits.keepTogetherSheet": KeepTogetherSheetView;
  }
}

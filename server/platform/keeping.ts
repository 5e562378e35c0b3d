import assert from "node:assert/strict";
import type { KeptKind } from "#contracts/keeping.ts";
import type { Ctx } from "./context.ts";

/** What became of one row, or one file, whose day had come. */
export interface Passed {
  agencyId: string | null;
  facilityId: string | null;
  /** Gone; kept by a legal hold; or still referred to by something that is kept. */
  outcome: "erased" | "held" | "needed";
  /** From when it was. */
  since: Temporal.Instant;
}

/** Writes down what a batch did; each call stands for itself, so that a night that is cut short has said what it did. */
export type Report = (passed: readonly Passed[]) => Promise<void>;

/** Rows that name a file among the blobs: by which column, and which column holds what opens it as long as there is one. */
export interface FileRows {
  table: string;
  id: string;
  key: string;
}

/** A kind of data that goes by code of its own: files, keys, rows without a rule. Rows with one need no code (see keeping.rule). */
export interface Part {
  kind: KeptKind;
  /** The tables whose rows it answers for, `visits.chat`. */
  tables: readonly string[];
  /** Those of its tables whose rows name files. */
  files?: readonly FileRows[];
  /** Deletes all that is due, in batches; to be run again, from the start, after any end. */
  erase(ctx: Ctx, report: Report): Promise<void>;
}

/** All parts of a server, in the order in which the nightly deletion takes them. */
export interface Keeping {
  register(part: Part): void;
  readonly parts: readonly Part[];
}

/** An empty list of parts; `app.ts` hands it to the domains. */
export function createKeeping(): Keeping {
  const parts: Part[] = [];
  return {
    parts,
    register(part) {
      const taken = new Set(parts.flatMap(({ tables }) => tables));
      assert(!part.tables.some((table) => taken.has(table)), `${part.kind}: a table answers to one part only`);
      parts.push(part);
    },
  };
}

import type { ErrorCode } from "#contracts/errors.ts";
import type { TxCtx } from "#server/platform/context.ts";

/** A column that names a resident: what stands in it goes with the person. */
export interface MergeColumn {
  table: string;
  column: string;
  /** What finds the row again: a column, or columns put together; part of a statement, so never from outside. */
  key: string;
  /** Set where a person has one row at most: of two, each keeps its own. */
  onePerPerson?: boolean;
}

/** One thing that another stands for, by their ids. */
export interface Replaced {
  from: string;
  into: string;
}

/** What of one domain hangs on a resident, and why two of them cannot become one there. */
export interface MergePart {
  columns: readonly MergeColumn[];
  /** Columns that name what may be set aside; they name what stands instead of it. */
  following?: readonly MergeColumn[];
  /** Sets aside, in the name of this merge, what only one of the two can have; answers with what stands instead of what. */
  setAside?(tx: TxCtx, mergeId: string, from: string, into: string): Promise<readonly Replaced[]>;
  /** Brings back what this merge had set aside. */
  takeBack?(tx: TxCtx, mergeId: string): Promise<void>;
  refusals?(tx: TxCtx, from: string, into: string): Promise<readonly ErrorCode[]>;
}

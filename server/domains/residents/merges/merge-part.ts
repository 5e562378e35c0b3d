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

/** What of one domain hangs on a resident, and why two of them cannot become one there. */
export interface MergePart {
  columns: readonly MergeColumn[];
  refusals?(tx: TxCtx, from: string, into: string): Promise<readonly ErrorCode[]>;
}

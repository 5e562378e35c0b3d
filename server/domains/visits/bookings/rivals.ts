import type { ErrorCode } from "#contracts/errors.ts";
import type { Ctx, TxCtx } from "#server/platform/context.ts";
import { inTransaction } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";

/** Set only by the tests that show what each guard is for. */
export interface Guards {
  /** Rivals wait for one another in one order before they look; on when left out. */
  orderedLocks?: boolean;
}

const EXCLUSION_VIOLATION = "23P01";
const UNIQUE_VIOLATION = "23505";
const refusalOf: Record<string, ErrorCode> = {
  claim_station_once: "visit.place_taken",
  claim_resident_once: "visit.resident_busy",
  claim_contact_once: "visit.contact_busy",
  party_contact_once: "visit.contact_busy",
  claim_station_open: "visit.place_taken",
};

/** Runs work that takes a place. Where the database itself had to part two rivals, the later one hears that the place is taken. */
export async function amongRivals<T>(
  ctx: Ctx,
  work: (tx: TxCtx) => Promise<T>,
  refusals: Record<string, ErrorCode> = refusalOf,
): Promise<T> {
  try {
    return await inTransaction(ctx, work);
  } catch (cause) {
    const { code, constraint } = cause as { code?: string; constraint?: string };
    if (code === UNIQUE_VIOLATION) throw new AppError(["access.denied"], {}, { cause });
    if (code !== EXCLUSION_VIOLATION) throw cause;
    // With the locks on this line is never written; see bookings.race.test.ts.
    ctx.log.warn({ constraint }, "rivals met at a constraint");
    throw new AppError([refusals[constraint ?? ""] ?? "visit.place_taken"], {}, { cause });
  }
}

import type { ErrorCode } from "#contracts/errors.ts";
import * as audit from "#server/domains/audit/index.ts";
import * as facilities from "#server/domains/facilities/index.ts";
import { asStaff, throttle } from "#server/domains/identity/index.ts";
import { type Ctx, inTransaction } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";

/** A busy morning of admissions; too few to ask after an agency's people one by one. */
const TOLD_LIMIT = { triesMax: 30, windowMs: 60 * 60_000 } as const;

/**
 * Runs an act whose refusal tells something of the agency's other facilities: that somebody of this name and birth date is known there, is there
 * now, or has this number there. Each such answer stands in the record, and nobody gets more than some an hour.
 */
export async function whereTold<T>(ctx: Ctx, facilityId: string, codes: readonly ErrorCode[], act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    const told = error instanceof AppError ? error.codes.find((code) => codes.includes(code)) : undefined;
    if (told === undefined) throw error;
    await throttle(ctx, "resident.elsewhere", asStaff(ctx.actor).accountId, TOLD_LIMIT);
    await inTransaction(ctx, async (tx) => {
      const agencyId = await facilities.agencyOf(tx, facilityId);
      if (agencyId !== undefined) await audit.record(tx, { what: "resident.told_elsewhere", agencyId, facilityId, facts: { code: told } });
    });
    throw error;
  }
}

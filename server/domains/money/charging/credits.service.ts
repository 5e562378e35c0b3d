import type { Ctx } from "#server/platform/context.ts";
import { type CreditSum, sumCredits } from "./credits.store.ts";

export type { CreditSum };

/** What a facility gave back since an instant, by who failed and at what. */
export function creditsByCause(ctx: Ctx, facilityId: string, since: Temporal.Instant): Promise<CreditSum[]> {
  return sumCredits(ctx.db, facilityId, since);
}

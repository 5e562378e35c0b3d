import { type PlanUse, withoutReturned } from "./plan.rules.ts";

/** A use as it is kept. */
export interface KeptUse {
  keptSeconds: number;
  usedSeconds: number | null;
  returnedSeconds: number;
  microsPerMinute: number | null;
  quotedMicros: number;
  savedPriceCents: number | null;
  savedTaxCents: number | null;
}

/** What was used, without what came back; open ones have used nothing. */
export function settledUses(uses: readonly KeptUse[]): PlanUse[] {
  return uses.flatMap((use) => (use.usedSeconds === null ? [] : [asUse(use, use.usedSeconds)]));
}

/** What will have been used at most, once all that is open is settled. */
export function usesAtMost(uses: readonly KeptUse[]): PlanUse[] {
  return uses.map((use) =>
    use.usedSeconds === null
      ? { seconds: use.keptSeconds, microsPerMinute: use.quotedMicros, savedPriceCents: ANY, savedTaxCents: ANY }
      : asUse(use, use.usedSeconds),
  );
}
const ANY = Number.MAX_SAFE_INTEGER / 1_000_000;

function asUse(use: KeptUse, seconds: number): PlanUse {
  const { microsPerMinute, savedPriceCents, savedTaxCents, returnedSeconds } = use;
  const whole = {
    seconds,
    microsPerMinute: microsPerMinute ?? 0,
    savedPriceCents: savedPriceCents ?? 0,
    savedTaxCents: savedTaxCents ?? 0,
  };
  return withoutReturned(whole, returnedSeconds);
}

/** Seconds used and not given back. */
export const secondsUsed = (uses: readonly KeptUse[]): number =>
  uses.reduce((sum, { usedSeconds, returnedSeconds }) => sum + (usedSeconds ?? 0) - returnedSeconds, 0);

/** Seconds that open communications keep. */
export const secondsKept = (uses: readonly KeptUse[]): number =>
  uses.reduce((sum, { usedSeconds, keptSeconds }) => sum + (usedSeconds === null ? keptSeconds : 0), 0);

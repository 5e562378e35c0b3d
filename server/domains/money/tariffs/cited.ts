import type { z } from "zod";
import type { LawCited, LawOfDay } from "#contracts/prices.ts";
import { type Law, microsOf } from "#jurisdictions/caps.rules.ts";
import { type Cap, rateCaps } from "#jurisdictions/rate-caps.ts";

/** Where nobody has told what the law goes by. */
export const NO_LAW: Law = { cap: undefined, free: undefined };

/** A law as it is told to whoever reads it. */
export function cited({ usdPerMinute, ...cap }: Cap): z.infer<typeof LawCited> {
  return { ...cap, microsPerMinute: microsOf({ usdPerMinute }) };
}

/** The law of this id; null where the data no longer has it. */
export function citedById(id: string | null): z.infer<typeof LawCited> | null {
  const cap = id === null ? undefined : rateCaps.find((each) => each.id === id);
  return cap ? cited(cap) : null;
}

/** What the law says of a day, as it is told. */
export function lawOfDay({ cap, free }: Law): z.infer<typeof LawOfDay> {
  return { cap: cap ? cited(cap.by) : null, carriedOver: cap?.carriedOver ?? false, free: free ? cited(free) : null };
}

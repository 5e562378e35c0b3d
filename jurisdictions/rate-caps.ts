import { z } from "zod";
import { runners, services } from "#contracts/price-limits.ts";
import data from "./rate-caps.json" with { type: "json" };

export { runners, services };
export type Service = (typeof services)[number];
/** Who runs a facility, as the laws of free contact tell them apart. */
export type Runner = (typeof runners)[number];

const Day = z.iso.date();
const Cap = z.strictObject({
  id: z.string(),
  authority: z.string(),
  law: z.string(),
  service: z.enum(services),
  facilityKinds: z.array(z.enum(["prison", "jail"])).min(1),
  runBy: z.array(z.enum(runners)).nullable(),
  state: z.string().length(2).nullable(),
  city: z.string().nullable(),
  adpFrom: z.number().nonnegative(),
  adpBelow: z.number().positive().nullable(),
  usdPerMinute: z.string().regex(/^\d\.\d{2,6}$/),
  reach: z.enum(["interstate", "intrastate", "all"]),
  from: Day.nullable(),
  through: Day.nullable(),
  sources: z.array(z.string()).min(1),
  sure: z.boolean(),
  confidence: z.string(),
  notes: z.string().nullable(),
});

/** One limit that one law sets, with the days it holds and where it is written. */
export type Cap = z.infer<typeof Cap>;

/** Every cap and every law of free contact that is known, as `rate-caps.json` has them. */
export const rateCaps: readonly Cap[] = z.strictObject({ about: z.string(), caps: z.array(Cap) }).parse(data).caps;

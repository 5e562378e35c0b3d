import { z } from "zod";

export const Id = z.uuid();
/** A point in time, RFC 3339 in UTC. */
export const Instant = z.iso.datetime({ offset: true });
/** A local calendar day, `2026-11-21`. */
export const Day = z.iso.date();
export const Locale = z.enum(["en", "es"]);
export type Locale = z.infer<typeof Locale>;

/** Words that a facility wrote, in every language we speak. */
export const Words = z.strictObject({ en: z.string().max(2000), es: z.string().max(2000) });
export type Words = z.infer<typeof Words>;

export const Nothing = z.null();
export const Done = z.strictObject({ done: z.literal(true) });

/** Lists page by key: ask again with `after` = the answer's `next` until it is null. */
export const Page = { limit: z.coerce.number().int().min(1).max(200).default(50), after: z.string().max(200).optional() };

export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  codes: z.array(z.string()),
  facts: z.record(z.string(), z.unknown()),
  requestId: z.string(),
});
export type Problem = z.infer<typeof problem>;

import type { Id, useWords } from "#web/staff/words.ts";
import { knows } from "#web/words/words.tsx";

/** Facts that name another thing by its id say nothing to a reader. */
const ids = /Id$|^id$/;

/** One fact in words: roles, reasons and purposes by their sentence, plain values as they are, ids not at all. */
export function factWords(name: string, value: unknown, t: ReturnType<typeof useWords>["t"]): string[] {
  if (ids.test(name) || value === null || typeof value === "object") return [];
  const text = String(value);
  const sides = { contact: t("live.record.family"), resident: t("live.record.resident") };
  if (knows(`staff.outcome.${text}`)) return [t(`staff.outcome.${text}` as Id, sides)];
  if (["side", "by"].includes(name) && knows(`live.record.${text}`)) return [t(`live.record.${text}` as Id)];
  for (const area of ["staff.role", "live.reason", "staff.decide", "staff.purpose", "staff.connection"]) {
    if (knows(`${area}.${text}`)) return [t(`${area}.${text}` as Id)];
  }
  return [`${name}: ${text}`];
}

import type { Id, useWords } from "#web/staff/words.ts";
import type { useFormat } from "#web/ui/format.ts";
import { localeNames } from "#web/words/locale.ts";
import { knows } from "#web/words/words.tsx";

interface Say {
  t: ReturnType<typeof useWords>["t"];
  format: Pick<ReturnType<typeof useFormat>, "day" | "duration">;
}

/** Facts that name another thing by its id say nothing to a reader; nor does whether a row was new. */
const unsaid = /Id$|^id$|^new$/;
/** Where the sentence of a fact stands, by the fact's name; the first that knows the code says it. */
const areas: Readonly<Record<string, readonly string[]>> = {
  role: ["staff.role"],
  reason: ["staff.why", "staff.stay.reason", "live.reason", "staff.block", "staff.apart"],
  purpose: ["staff.purpose", "staff.exports.purpose", "staff.keeping.purpose"],
  state: ["staff.repair", "staff.connection"],
  fault: ["staff.fault"],
  foundBy: ["staff.repair.by"],
  side: ["live.record"],
  by: ["live.record"],
  kind: ["staff.limit", "staff.record.picture", "staff.keeping.subject"],
  subjectKind: ["staff.keeping.subject"],
  decision: ["staff.review"],
};
const DAY = /^\d{4}-\d\d-\d\d$/;

/** What an entry of the record says beside its deed, in words: a change of state as one, codes by their sentence, ids not at all. */
export function factWords(facts: Readonly<Record<string, unknown>>, say: Say): string[] {
  const { from, to, ...others } = facts;
  const change = [from, to].filter((state) => typeof state === "string").map((state) => stateWords(state as string, say));
  return [
    ...(change.length > 0 ? [change.join(" → ")] : []),
    ...Object.entries(others).flatMap(([name, value]) => oneFact(name, value, say)),
  ];
}

function oneFact(name: string, value: unknown, { t, format }: Say): string[] {
  if (unsaid.test(name) || value === null || typeof value === "object") return [];
  const text = String(value);
  if (name === "locale" && (text === "en" || text === "es")) return [localeNames[text]];
  if (DAY.test(text)) return [format.day(text, { year: "numeric", month: "short", day: "numeric" })];
  if (/seconds$/i.test(name)) return [format.duration(Number(value))];
  const sides = { contact: t("live.record.family"), resident: t("live.record.resident") };
  if (knows(`staff.outcome.${text}`)) return [t(`staff.outcome.${text}` as Id, sides)];
  for (const area of areas[name === "why" ? "reason" : name] ?? [])
    if (knows(`${area}.${text}`)) return [t(`${area}.${text}` as Id, sides)];
  return [`${name}: ${text}`];
}

function stateWords(state: string, { t }: Say): string {
  for (const area of ["staff.connection", "staff.repair"]) if (knows(`${area}.${state}`)) return t(`${area}.${state}` as Id);
  return state;
}

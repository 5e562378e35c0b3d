import { type I18n, setupI18n } from "@lingui/core";
import { compileMessage } from "@lingui/message-utils/compileMessage";
import { audit as auditEn } from "#contracts/words/en/audit.ts";
import { standing as standingEn } from "#contracts/words/en/standing.ts";
import { visitRecord as visitRecordEn } from "#contracts/words/en/visit-record.ts";
import { audit as auditEs } from "#contracts/words/es/audit.ts";
import { standing as standingEs } from "#contracts/words/es/standing.ts";
import { visitRecord as visitRecordEs } from "#contracts/words/es/visit-record.ts";

type Facts = Readonly<Record<string, unknown>>;

const speaking = (locale: "en" | "es", messages: Record<string, string>): I18n => {
  const i18n = setupI18n({ locale, messages: { [locale]: messages } });
  i18n.setMessagesCompiler(compileMessage);
  return i18n;
};
const languages = [
  speaking("en", { ...auditEn, ...standingEn, ...visitRecordEn }),
  speaking("es", { ...auditEs, ...standingEs, ...visitRecordEs }),
] as const;

/** A sentence in both languages, or nothing where no sentence has this id; a blank may be filled by another sentence's id. */
function inBoth(id: string, blanks: Facts = {}): string | undefined {
  const said = languages.flatMap((i18n) => {
    if (!(id in i18n.messages)) return [];
    const values = Object.entries(blanks).map(([name, value]) => [name, typeof value === "string" ? (own(i18n, value) ?? value) : value]);
    return [i18n._(id, Object.fromEntries(values))];
  });
  return said.length > 0 ? [...new Set(said)].join(" / ") : undefined;
}

const own = (i18n: I18n, id: string): string | undefined => (id in i18n.messages ? i18n._(id) : undefined);

/** The first of these areas that knows the code, in both languages; the code itself where none does. */
export function codeWords(code: string | null, ...areas: readonly string[]): string {
  if (code === null) return "";
  for (const area of areas) {
    const words = inBoth(`${area}.${code}`, { contact: "live.record.family", resident: "live.record.resident" });
    if (words) return words;
  }
  return code;
}

/** A line of a visit's record as both sides read it: what happened, by whom, and what it means. */
export function lineWords({ code, facts }: { code: string; facts: Facts }, names: { family: string; resident: string }): string {
  const by = facts.side ?? facts.by ?? (code === "booked" ? "family" : undefined);
  const who = by === "family" || by === "resident" ? names[by] : by === "staff" ? "live.record.staff" : "live.record.system";
  const role = `live.role.${String(facts.role)}`;
  const blanks = {
    ...Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, typeof fact === "number" ? fact : String(fact)])),
    who,
    role: role in languages[0].messages ? role : "live.role.staff",
    money: dollars(Number(facts.cents ?? 0)),
    time: minutes(Number(facts.connectedSeconds ?? facts.seconds ?? 0)),
    planSeconds: Number(facts.planSeconds ?? 0),
    planTime: minutes(Number(facts.planSeconds ?? 0)),
  };
  const both = code === "link_back" && facts.side === undefined ? ".both" : "";
  const reason = facts.reason ?? facts.why;
  const more =
    typeof reason === "string"
      ? (inBoth(`live.record.${code}.${reason}`, blanks) ?? inBoth(`live.reason.${reason}`))
      : inBoth(`live.record.${code}.more`, blanks);
  return [inBoth(`live.record.${code}${both}`, blanks) ?? code, more].filter(Boolean).join(" · ");
}

const dollars = (cents: number): string => `$${(cents / 100).toFixed(2)}`;
const minutes = (seconds: number): string => `${Math.floor(seconds / 60)} min ${seconds % 60} s`;

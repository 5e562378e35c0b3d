import { useCallback, useMemo } from "react";
import type { live } from "#web/words/en/live.ts";
import { knows, useWords } from "#web/words/words.tsx";
import { useFormat } from "./format.ts";

type LiveId = keyof typeof live;
type Fact = string | number | boolean | null;
export interface RecordLine {
  id: string;
  at: string;
  code: string;
  facts: Readonly<Record<string, Fact>>;
}
/** The side that reads, null for staff, who read names only; and the names of both. */
export interface Reader {
  me: "family" | "resident" | null;
  names: { family: string; resident: string };
}

/** The line of a link that is whole again names nobody: it takes two. Of a lost part of a recording it is told whose sound or picture it is, where that is known. */
function titleOf({ code, facts }: RecordLine): string {
  if (code === "link_back" && facts.side === undefined) return "live.record.link_back.both";
  if (code === "recording_part_lost" && (facts.side === "family" || facts.side === "resident") && facts.kind !== undefined)
    return `live.record.recording_part_lost.${facts.kind}`;
  return `live.record.${code}`;
}

/** The words of a line of a visit's record: the same on every side, each side called "you" on its own screen. */
export function useLineWords({ me, names }: Reader): {
  title: (line: RecordLine) => string;
  text: (line: RecordLine) => string | undefined;
} {
  const { t } = useWords<LiveId>();
  const format = useFormat();
  const { family, resident } = names;
  const sentence = useCallback(
    (id: string, line: RecordLine): string | undefined => {
      if (!knows(id)) return undefined;
      const { code, facts } = line;
      // Only families book, so far; their line needs no side.
      const side = facts.side ?? facts.by ?? (code === "booked" ? "family" : undefined);
      const named = side === "family" ? family : side === "resident" ? resident : undefined;
      const who =
        named === undefined ? t(side === "staff" ? "live.record.staff" : "live.record.system") : side === me ? t("live.record.you") : named;
      const roleId = `live.role.${String(facts.role)}`;
      const role = t(knows(roleId) ? (roleId as LiveId) : "live.role.staff");
      const numbers = Object.entries(facts).map(([name, fact]) => [name, typeof fact === "boolean" || fact === null ? String(fact) : fact]);
      const time = format.duration(Number(facts.connectedSeconds ?? facts.seconds ?? 0));
      const money = format.money(Number(facts.cents ?? 0));
      const planSeconds = Number(facts.planSeconds ?? 0);
      const plan = { planSeconds, planTime: format.duration(planSeconds) };
      return t(id as LiveId, { ...Object.fromEntries(numbers), who, role, time, money, ...plan });
    },
    [t, format, me, family, resident],
  );
  return useMemo(
    () => ({
      title: (line) => sentence(titleOf(line), line) ?? t("live.record.unknown"),
      text: (line) => {
        const reason = line.facts.reason ?? line.facts.why;
        if (typeof reason === "string") {
          const own = sentence(`live.record.${line.code}.${reason}`, line);
          if (own) return own;
          const id = `live.reason.${reason}`;
          if (knows(id)) return t("live.reason", { reason: t(id as LiveId) });
        }
        // Sentences with a length in them are said only where the length is known.
        const timed = ["link_back", "watch_ended"].includes(line.code) && typeof line.facts.seconds !== "number";
        const untold = line.code === "checked_equipment" && line.facts.camera === undefined;
        const uncounted = line.code === "completed" && line.facts.connectedSeconds === undefined && line.facts.seconds === undefined;
        return timed || untold || uncounted ? undefined : sentence(`live.record.${line.code}.more`, line);
      },
    }),
    [sentence, t],
  );
}

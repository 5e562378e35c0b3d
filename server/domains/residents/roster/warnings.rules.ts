import type { Warning, WarningCode } from "./roster.types.ts";

const LINES_TOLD_MAX = 20;

/** One kind of warning: how many there are, and the first lines. However long a list is, this stays as small. */
export interface WarningKind {
  code: WarningCode;
  column: string | null;
  count: number;
  lines: number[];
}
export type Warnings = Map<string, WarningKind>;

/** Counts a warning in, and remembers its line where it is one of the first. */
export function warn(warnings: Warnings, { line, code, column = "" }: Warning): void {
  const name = `${code} ${column}`;
  const kind = warnings.get(name) ?? { code, column: column || null, count: 0, lines: [] };
  warnings.set(name, kind);
  kind.count += 1;
  if (kind.lines.length === LINES_TOLD_MAX && line >= kind.lines.at(-1)!) return;
  const at = kind.lines.findIndex((told) => told > line);
  kind.lines.splice(at < 0 ? kind.lines.length : at, 0, line);
  kind.lines.length = Math.min(kind.lines.length, LINES_TOLD_MAX);
}

/** The same counts, to be counted on without the first ones growing. */
export function copyOf(warnings: Warnings): Warnings {
  return new Map([...warnings].map(([name, kind]) => [name, { ...kind, lines: [...kind.lines] }]));
}

import type { Mapping } from "#contracts/roster.ts";

/** What a browser offers to choose as a list. */
export const LISTS = ".csv,.tsv,.txt,.xml,text/csv,text/tab-separated-values,text/xml,application/xml";

/** What the beginning of a list shows: its columns, each with a value. Never sent anywhere. */
export interface Sample {
  format: Mapping["format"];
  delimiter: Mapping["delimiter"];
  /** XML only: the element that holds one row. */
  record?: string;
  columns: { name: string; example: string }[];
}

/** So much of a file is looked at; its first rows are in it. */
export const SAMPLE_BYTES = 64 * 1024;
const DELIMITERS = [",", ";", "|", "\t"] as const;

/** Reads the columns and the first row from the beginning of a list; undefined when there are none. */
export function readSample(text: string): Sample | undefined {
  const bare = text.replace(/^\uFEFF/, "");
  return /^\s*</.test(bare) ? readXml(bare) : readTable(bare);
}

function readTable(text: string): Sample | undefined {
  const firstLine = text.split(/\r?\n/, 1)[0] ?? "";
  const delimiter = DELIMITERS.toSorted((one, other) => firstLine.split(other).length - firstLine.split(one).length)[0] ?? ",";
  const [names, values] = rowsOf(text, delimiter);
  if (!names || names.length < 2) return undefined;
  const columns = names.map((name, at) => ({ name: name.trim(), example: (values?.[at] ?? "").trim() })).filter(({ name }) => name !== "");
  return delimiter === "\t" ? { format: "tsv", delimiter: ",", columns } : { format: "csv", delimiter, columns };
}

/** The first two rows; a value in quotes may hold the delimiter and line ends. */
function rowsOf(text: string, delimiter: string): string[][] {
  const rows: string[][] = [[""]];
  let quoted = false;
  for (let at = 0; at < text.length && rows.length < 3; at++) {
    const sign = text[at] ?? "";
    const row = rows.at(-1) as string[];
    const add = (more: string) => {
      row[row.length - 1] += more;
    };
    if (sign === '"' && quoted && text[at + 1] === '"') {
      add('"');
      at++;
    } else if (sign === '"') quoted = !quoted;
    else if (quoted) add(sign);
    else if (sign === delimiter) row.push("");
    else if (sign === "\n") rows.push([""]);
    else if (sign !== "\r") add(sign);
  }
  return rows.slice(0, 2);
}

/** The row's element is the one that holds others and comes first: `<list><person><id>…`. */
function readXml(text: string): Sample | undefined {
  const found = /<([\w.:-]+)[^<>]*>\s*(<([\w.:-]+)[^<>]*>[^<]*<\/\3>[\s\S]*?)<\/\1>/.exec(text);
  const [, record, inside = ""] = found ?? [];
  if (!record) return undefined;
  const columns = [...inside.matchAll(/<([\w.:-]+)[^<>]*>([^<]*)<\/\1>/g)].map(([, name = "", example = ""]) => ({ name, example }));
  return { format: "xml", delimiter: ",", record, columns };
}

const PATTERNS: readonly [pattern: string, looks: RegExp][] = [
  ["iso", /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d.*)?$/],
  ["MM/DD/YYYY hh:mm:ss A", /^\d\d?\/\d\d?\/\d{4} \d\d?:\d\d:\d\d [AP]M$/i],
  ["MM/DD/YYYY hh:mm A", /^\d\d?\/\d\d?\/\d{4} \d\d?:\d\d [AP]M$/i],
  ["MM/DD/YYYY HH:mm:ss", /^\d\d?\/\d\d?\/\d{4} \d\d?:\d\d:\d\d$/],
  ["MM/DD/YYYY HH:mm", /^\d\d?\/\d\d?\/\d{4} \d\d?:\d\d$/],
  ["MM/DD/YYYY", /^\d\d?\/\d\d?\/\d{4}$/],
  ["YYYYMMDD", /^\d{8}$/],
];

/** How a date in a list is probably written; a proposal for whoever knows the list. */
export const guessPattern = (example: string): string => PATTERNS.find(([, looks]) => looks.test(example.trim()))?.[0] ?? "iso";

import type { Readable } from "node:stream";
import { SaxesParser } from "saxes";
import { type Mapping, rosterFields } from "#contracts/roster.ts";
import { AppError } from "#server/platform/errors.ts";
import type { ReadRow } from "./read-table.ts";
import type { Values } from "./row.rules.ts";

const DEPTH_MAX = 40;
const VALUE_LENGTH_MAX = 10_000;

/**
 * Reads a list in XML, row by row; refuses one that does not close. A column is the path below the row's element: `id`, `name/first`,
 * `@number`. Text of other elements is never gathered.
 */
export async function* readXml(text: Readable, mapping: Mapping): AsyncGenerator<ReadRow> {
  const fields = rosterFields.filter((field) => mapping.columns[field] !== undefined);
  const fieldsAt = Map.groupBy(fields, (field) => mapping.columns[field] as string);
  const ready: ReadRow[] = [];
  let failed = false;
  let closed = false;
  let rowsSeen = 0;
  let path: string[] = [];
  let depth = 0;
  let row: { line: number; values: { -readonly [Field in keyof Values]: string }; filled: Set<string> } | undefined;
  const parser = new SaxesParser({ xmlns: false });
  const take = (place: string, value: string) => {
    for (const field of fieldsAt.get(place) ?? [])
      if (row) row.values[field] = `${row.values[field] ?? ""}${value}`.slice(0, VALUE_LENGTH_MAX);
    if (value.trim()) row?.filled.add(place);
  };
  // A list has no use for a document type, and what one can declare is dangerous.
  parser.on("doctype", () => {
    failed = true;
  });
  parser.on("error", () => {
    failed = true;
  });
  parser.on("opentag", ({ name, attributes }) => {
    depth += 1;
    if (depth > DEPTH_MAX) failed = true;
    if (row) path.push(name);
    else if (name === mapping.record) {
      row = { line: parser.line, values: {}, filled: new Set() };
      path = [];
    }
    if (!row) return;
    for (const [attribute, value] of Object.entries(attributes)) take([...path, `@${attribute}`].join("/"), String(value));
  });
  parser.on("text", (words) => {
    if (row && path.length > 0) take(path.join("/"), words);
  });
  parser.on("cdata", (words) => {
    if (row && path.length > 0) take(path.join("/"), words);
  });
  parser.on("closetag", () => {
    depth -= 1;
    if (depth === 0) closed = true;
    if (!row) return;
    if (path.length > 0) {
      path.pop();
      return;
    }
    const { line, values, filled } = row;
    // A piece of a string holds all of it: with each name, the part of the file that it came in.
    for (const field of fields) if (values[field] !== undefined) values[field] = Buffer.from(values[field]).toString();
    ready.push({ line, values, empty: mapping.expected.filter((column) => !filled.has(column)) });
    row = undefined;
    rowsSeen += 1;
  });

  for await (const chunk of text) {
    parser.write(String(chunk));
    if (failed) break;
    yield* ready.splice(0);
  }
  if (!failed && !closed)
    throw new AppError([parser.line === 1 && depth === 0 ? "roster.file_empty" : "roster.file_cut_short"], { line: parser.line });
  if (failed) throw new AppError(["roster.file_unreadable"], { line: parser.line });
  parser.close();
  if (failed) throw new AppError(["roster.file_unreadable"], { line: parser.line });
  yield* ready.splice(0);
  // A document that closes and has no row is more likely another list than an empty jail.
  if (rowsSeen === 0) throw new AppError(["roster.columns_missing"], { columns: mapping.record ?? "" });
}

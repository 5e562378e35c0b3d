import type { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { type Mapping, type RosterField, rosterFields } from "#contracts/roster.ts";
import { AppError } from "#server/platform/errors.ts";
import type { Values } from "./row.rules.ts";

/** One row as a reader hands it on: the line it begins on, its named values, which expected columns are empty. */
export interface ReadRow {
  line: number;
  /** Undefined where the row does not have as many values as the first line has names. */
  values?: Values;
  empty: string[];
}

const RECORD_BYTES_MAX = 1024 * 1024;

/** Reads a list in rows and columns, row by row; refuses one that is cut short. `text` is decoded already. */
export async function* readTable(text: Readable, mapping: Mapping): AsyncGenerator<ReadRow> {
  const tab = mapping.format === "tsv";
  const parser = parse({
    bom: true,
    delimiter: tab ? "\t" : mapping.delimiter,
    // Tab-separated files have no quotes; a quote in one is a letter like any other.
    quote: tab ? false : '"',
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: RECORD_BYTES_MAX,
  });
  text.on("error", (error) => parser.destroy(error));
  text.pipe(parser);
  let places: { fields: [RosterField, number][]; expected: [string, number][]; width: number } | undefined;
  let lastWidth = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      lastWidth = record.length;
      if (!places) {
        places = placesOf(record, mapping);
        continue;
      }
      if (record.length !== places.width) {
        yield { line: info.lines, empty: [] };
        continue;
      }
      // From here on only what the mapping names exists; the rest of the row is let go.
      const values: { -readonly [Field in keyof Values]: string } = {};
      for (const [field, at] of places.fields) values[field] = record[at] ?? "";
      yield { line: info.lines, values, empty: places.expected.filter(([, at]) => !record[at]?.trim()).map(([column]) => column) };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // The parser's own words quote the row, so they go no further.
    throw new AppError([error.code === "CSV_QUOTE_NOT_CLOSED" ? "roster.file_cut_short" : "roster.file_unreadable"], {
      line: parser.info.lines,
    });
  } finally {
    text.destroy();
  }
  if (!places) throw new AppError(["roster.file_empty"]);
  // Where no line end is owed, a last row that is too short is all there is to see of a cut.
  if (mapping.lastLineOpen && lastWidth < places.width) throw new AppError(["roster.file_cut_short"], { line: parser.info.lines });
}

function placesOf(header: readonly string[], mapping: Mapping) {
  const names = header.map((name) => name.trim());
  const at = (column: string) => names.indexOf(column.trim());
  const wanted = rosterFields.flatMap((field) => (mapping.columns[field] === undefined ? [] : [[field, mapping.columns[field]] as const]));
  const missing = [...wanted.map(([, column]) => column), ...mapping.expected].filter((column) => at(column) < 0);
  if (missing.length > 0) throw new AppError(["roster.columns_missing"], { columns: missing.join(", ") });
  return {
    fields: wanted.map(([field, column]): [RosterField, number] => [field, at(column)]),
    expected: mapping.expected.map((column): [string, number] => [column, at(column)]),
    width: names.length,
  };
}

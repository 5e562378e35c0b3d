import { createHash } from "node:crypto";
import { finished, Readable, Transform } from "node:stream";
import type { Mapping } from "#contracts/roster.ts";
import { AppError } from "#server/platform/errors.ts";
import { readTable } from "./read-table.ts";
import { readXml } from "./read-xml.ts";
import type { Rejected, RosterRow, Warning } from "./roster.types.ts";
import { rowReader, type Taken } from "./row.rules.ts";

/** What was read of a list. */
export interface Roster {
  rows: RosterRow[];
  rejected: Rejected[];
  warnings: Warning[];
  /** Rows of the file, the unreadable ones too. */
  count: number;
  /** SHA-256 of the file as it came. */
  fileHash: string;
}

export interface ReadOptions {
  /** The facility's zone, for a mapping that names none. */
  zone: string;
  bytesMax: number;
  /** Called now and then with how many rows were read. */
  progress?: ((rows: number) => Promise<void> | void) | undefined;
}

const PROGRESS_ROWS = 2000;
/** A country's whole prison population fits three times. */
const ROWS_MAX = 6_000_000;
const LINE_END = 0x0a;

/** Reads a whole list as a stream; what the mapping does not name is let go as it is read. Refuses one that is cut short or too large. */
export async function readRoster(file: Readable, mapping: Mapping, options: ReadOptions): Promise<Roster> {
  const hash = createHash("sha256");
  let bytes = 0;
  let lastByte = LINE_END;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > options.bytesMax)
        return done(new AppError(["roster.file_too_large"], { megabytesMax: Math.floor(options.bytesMax / 1e6) }));
      hash.update(chunk);
      lastByte = lastOf(chunk) ?? lastByte;
      done(null, chunk);
    },
  });
  // Also where the other side hung up before anybody read: then nothing more would ever come.
  finished(file, (error) => error && counted.destroy(error));
  const text = decoded(file.pipe(counted), mapping.encoding);
  const roster: Roster = { rows: [], rejected: [], warnings: [], count: 0, fileHash: "" };
  const take = rowReader(mapping, options.zone);
  for await (const { line, values, empty } of mapping.format === "xml" ? readXml(text, mapping) : readTable(text, mapping)) {
    roster.count += 1;
    if (roster.count > ROWS_MAX) throw new AppError(["roster.file_too_large"], { rowsMax: ROWS_MAX });
    if (roster.count % PROGRESS_ROWS === 0) await options.progress?.(roster.count);
    for (const column of empty) roster.warnings.push({ line, code: "column_empty", column });
    const taken: Taken = values ? take(line, values) : { rejected: { line, reason: "columns" }, warnings: [] };
    if (taken.row) roster.rows.push(taken.row);
    if (taken.rejected) roster.rejected.push(taken.rejected);
    roster.warnings.push(...taken.warnings);
  }
  // A file that was cut off inside its last value looks like a whole one, but for this.
  if (mapping.format !== "xml" && !mapping.lastLineOpen && lastByte !== LINE_END) throw new AppError(["roster.file_cut_short"]);
  if (roster.count === 0) throw new AppError(["roster.file_empty"]);
  roster.fileHash = hash.digest("hex");
  return roster;
}

/** Whether the other side, or the line to it, ended in the middle. */
function isCutOff(error: unknown): boolean {
  const { code, name } = error as { code?: string; name?: string };
  return code === "ERR_STREAM_PREMATURE_CLOSE" || code === "ECONNRESET" || name === "AbortError" || name === "TimeoutError";
}

/** The last byte that is not a NUL: of a line end in UTF-16 the second byte is one. */
function lastOf(chunk: Buffer): number | undefined {
  return chunk.at(-1) === 0 ? chunk.at(-2) : chunk.at(-1);
}

/** Text from bytes; bytes that are no text in this encoding refuse the file, so that no name is stored with holes in it. */
function decoded(bytes: Readable, encoding: Mapping["encoding"]): Readable {
  const decoder = new TextDecoder(encoding, { fatal: true });
  async function* texts() {
    try {
      for await (const chunk of bytes) yield decoder.decode(chunk as Buffer, { stream: true });
      const rest = decoder.decode();
      if (rest) yield rest;
    } catch (error) {
      if (isCutOff(error)) throw new AppError(["roster.file_cut_short"]);
      if (error instanceof TypeError) throw new AppError(["roster.file_unreadable"], { encoding });
      throw error;
    }
  }
  return Readable.from(texts());
}

import { createHash } from "node:crypto";
import { finished, Readable, Transform } from "node:stream";
import { LIST_MAX, type Mapping } from "#contracts/roster.ts";
import { AppError } from "#server/platform/errors.ts";
import { createListing, type Listing } from "./grouping.rules.ts";
import { readTable } from "./read-table.ts";
import { readXml } from "./read-xml.ts";
import type { Rejected } from "./roster.types.ts";
import { rowReader, type Taken } from "./row.rules.ts";
import { type Warnings, warn } from "./warnings.rules.ts";

/** What was read of a list: its stays, not its rows. */
export interface Roster {
  listing: Listing;
  rejected: Rejected[];
  warnings: Warnings;
  /** Rows of the file, the unreadable ones too. */
  count: number;
  /** SHA-256 of the file as it came. */
  fileHash: string;
}

export interface ReadOptions {
  /** The facility's zone, for a mapping that names none. */
  zone: string;
  bytesMax: number;
  limits?: ListLimits;
  /** Called now and then with how many rows were read. */
  progress?: ((rows: number) => Promise<void> | void) | undefined;
}

/** How long one list may be; `README.md` says what it takes. */
export interface ListLimits {
  people: number;
  stays: number;
  rows: number;
  /** So many rows that can't be read are no slip: it is another file. */
  rejected: number;
}
const LIST_LIMITS: ListLimits = { ...LIST_MAX, rejected: 50_000 };

const PROGRESS_ROWS = 2000;
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
  const limits = options.limits ?? LIST_LIMITS;
  const roster: Roster = { listing: createListing(), rejected: [], warnings: new Map(), count: 0, fileHash: "" };
  const take = rowReader(mapping, options.zone);
  for await (const { line, values, empty } of mapping.format === "xml" ? readXml(text, mapping) : readTable(text, mapping)) {
    roster.count += 1;
    if (roster.count % PROGRESS_ROWS === 0) await options.progress?.(roster.count);
    for (const column of empty) warn(roster.warnings, { line, code: "column_empty", column });
    const taken: Taken = values ? take(line, values) : { rejected: { line, reason: "columns" }, warnings: [] };
    for (const warning of taken.warnings) warn(roster.warnings, warning);
    const { rejected = taken.rejected, warning } = taken.row ? roster.listing.take(taken.row) : {};
    if (rejected) roster.rejected.push(rejected);
    if (warning) warn(roster.warnings, warning);
    refuseTooLong(roster, limits, line);
  }
  // A file that was cut off inside its last value looks like a whole one, but for this.
  if (mapping.format !== "xml" && !mapping.lastLineOpen && lastByte !== LINE_END) throw new AppError(["roster.file_cut_short"]);
  if (roster.count === 0) throw new AppError(["roster.file_empty"]);
  roster.fileHash = hash.digest("hex");
  return roster;
}

function refuseTooLong({ listing, count, rejected }: Roster, limits: ListLimits, line: number): void {
  if (listing.people.size > limits.people || listing.stays.size > limits.stays || count > limits.rows)
    throw new AppError(["roster.list_too_long"], { peopleMax: limits.people, staysMax: limits.stays, rowsMax: limits.rows });
  if (rejected.length > limits.rejected) throw new AppError(["roster.file_unreadable"], { line, rejected: rejected.length });
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

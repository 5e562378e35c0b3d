import { inflateRawSync } from "node:zlib";

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const END_BYTES = 22;
const COMMENT_BYTES_MAX = 65_535;
const FILES_MAX = 100;
/** A file that grows beyond this when it is opened is no record of ours. */
const BYTES_MAX = 1024 * 1024 * 1024;

/** The files of a ZIP by name (APPNOTE 4.3, stored or deflated, no ZIP64): as much as reading a record back takes. */
export function unzip(zip: Buffer): Map<string, Buffer> {
  const end = zip.subarray(-(END_BYTES + COMMENT_BYTES_MAX)).lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  const at = Math.max(0, zip.length - END_BYTES - COMMENT_BYTES_MAX) + end;
  if (end < 0 || zip.readUInt32LE(at) !== END) throw new Error("this is no ZIP file");
  const count = zip.readUInt16LE(at + 10);
  if (count > FILES_MAX) throw new Error("this ZIP file has too many files");
  const files = new Map<string, Buffer>();
  let entry = zip.readUInt32LE(at + 16);
  for (let index = 0; index < count; index++) {
    if (zip.readUInt32LE(entry) !== ENTRY) throw new Error("this ZIP file is broken");
    const [method, packed] = [zip.readUInt16LE(entry + 10), zip.readUInt32LE(entry + 20)];
    const [nameBytes, extraBytes, commentBytes] = [
      zip.readUInt16LE(entry + 28),
      zip.readUInt16LE(entry + 30),
      zip.readUInt16LE(entry + 32),
    ];
    const local = zip.readUInt32LE(entry + 42);
    const name = zip.toString("utf8", entry + 46, entry + 46 + nameBytes);
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const bytes = zip.subarray(from, from + packed);
    files.set(name, method === 8 ? inflateRawSync(bytes, { maxOutputLength: BYTES_MAX }) : Buffer.from(bytes));
    entry += 46 + nameBytes + extraBytes + commentBytes;
  }
  return files;
}

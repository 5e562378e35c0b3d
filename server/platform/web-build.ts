import { existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";

const ROOT = path.join(import.meta.dirname, "..", "..");
const WEB = path.join(ROOT, "web");
const DIST = path.join(WEB, "dist");
const STAMP = path.join(DIST, ".built");
const COMPRESSED_BYTES_MIN = 1_024;
const COMPRESSIBLE = /\.(js|css|html|svg|webmanifest|txt)$/;

/** The folder of the built web apps, built first when it is missing or older than its sources. */
export async function builtWeb(say: (line: string) => void): Promise<string> {
  const built = existsSync(STAMP) ? statSync(STAMP).mtimeMs : 0;
  if (built < newest([WEB, path.join(ROOT, "contracts"), path.join(ROOT, "package-lock.json")])) await build(say);
  return DIST;
}

async function build(say: (line: string) => void): Promise<void> {
  say("Building the web apps …");
  const startedAtMs = Date.now();
  const { build: viteBuild } = await import("vite");
  await viteBuild({ configFile: path.join(WEB, "vite.config.ts"), logLevel: "error" });
  await compress(DIST);
  writeFileSync(STAMP, "");
  // What changed while it was being built is newer than the stamp must say.

  utimesSync(STAMP, startedAtMs / 1000, startedAtMs / 1000);
}

/** Stores each text compressed beside itself, so that no request waits for it. */
async function compress(folder: string): Promise<void> {
  const files = filesIn(folder).filter((file) => COMPRESSIBLE.test(file) && statSync(file).size >= COMPRESSED_BYTES_MIN);
  await Promise.all(
    files.map(async (file) => {
      const text = readFileSync(file);
      writeFileSync(`${file}.gz`, await promisify(gzip)(text));
      writeFileSync(`${file}.br`, await promisify(brotliCompress)(text));
    }),
  );
}

function newest(places: readonly string[]): number {
  const files = places.flatMap((place) => (statSync(place).isDirectory() ? filesIn(place) : [place]));
  return Math.max(
    0,
    ...files.filter((file) => !file.startsWith(DIST) && !/\.test\.tsx?$/.test(file)).map((file) => statSync(file).mtimeMs),
  );
}

function filesIn(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

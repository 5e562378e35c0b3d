import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";
import lockfile from "proper-lockfile";

const ROOT = path.join(import.meta.dirname, "..", "..");
const WEB = path.join(ROOT, "web");
const DIST = path.join(WEB, "dist");
const CACHE = path.join(ROOT, "node_modules", ".cache", "throughline-web");
const STAMP = path.join(DIST, ".built");
const BUILD_SECONDS_MAX = 300;
const COMPRESSED_BYTES_MIN = 1_024;
const COMPRESSIBLE = /\.(js|css|html|svg|webmanifest|txt)$/;

/** The folder of the built web apps, built first when it is missing or older than its sources. */
export async function builtWeb(say: (line: string) => void): Promise<string> {
  if (isFresh()) return DIST;
  mkdirSync(CACHE, { recursive: true });
  const done = await lockfile.lock(CACHE, { retries: { retries: BUILD_SECONDS_MAX, factor: 1, minTimeout: 1_000, maxTimeout: 1_000 } });
  try {
    // Another process may have built it while this one waited.
    if (!isFresh()) await build(say);
  } finally {
    await done();
  }
  return DIST;
}

function isFresh(): boolean {
  const sources = [WEB, path.join(ROOT, "contracts"), path.join(ROOT, "package-lock.json")];
  return existsSync(STAMP) && statSync(STAMP).mtimeMs >= newest(sources);
}

/** Builds aside and moves into place, so that whoever serves the folder never sees half of it. */
async function build(say: (line: string) => void): Promise<void> {
  say("Building the web apps …");
  const startedAtSeconds = Date.now() / 1000;
  const aside = path.join(CACHE, "dist");
  const { build: viteBuild } = await import("vite");
  await viteBuild({ configFile: path.join(WEB, "vite.config.ts"), logLevel: "error", build: { outDir: aside, emptyOutDir: true } });
  await compress(aside);
  const stamp = path.join(aside, path.basename(STAMP));
  writeFileSync(stamp, "");
  // What was changed while this was being built is newer than what was built.
  utimesSync(stamp, startedAtSeconds, startedAtSeconds);
  rmSync(DIST, { recursive: true, force: true });
  renameSync(aside, DIST);
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

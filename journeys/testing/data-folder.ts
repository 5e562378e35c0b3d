import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import lockfile from "proper-lockfile";
import { command as demo } from "#server/commands/demo.ts";
import { readConfig } from "#server/platform/config.ts";
import { SHARED_VARIABLE } from "#server/testing/database.ts";

/** Midnight in every time zone begins such a block, so no copy's "today" is yesterday. */
const BLOCK_MS = 5 * 60_000;
const LOCK = { stale: 60_000, retries: { retries: 600, factor: 1, minTimeout: 100, maxTimeout: 100 } };

/**
 * A data folder of this journey's own for the server to start on. Within a run of many files it holds what `throughline demo` made of an empty
 * folder minutes ago, once for all of them; alone it is empty, and the server makes the same of it.
 */
export async function newDataFolder(name: string): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), name));
  const shared = process.env[SHARED_VARIABLE];
  if (shared) cpSync(await filledFolder(shared), folder, { recursive: true });
  return folder;
}

async function filledFolder(shared: string): Promise<string> {
  const filled = path.join(shared, `demo-${Math.floor(Date.now() / BLOCK_MS)}`);
  const done = await lockfile.lock(shared, LOCK);
  try {
    if (existsSync(filled)) return filled;
    const aside = `${filled}.new`;
    mkdirSync(aside);
    const config = readConfig({ THROUGHLINE_DATA: aside });
    const { ok, result } = await demo.run({ config, positionals: [], values: {}, say: () => {} });
    assert.ok(ok, result);
    renameSync(aside, filled);
    return filled;
  } finally {
    await done();
  }
}

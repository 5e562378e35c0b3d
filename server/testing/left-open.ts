import { after } from "node:test";

const GRACE_MS = 10_000;

/** Once every test of this process is over, ends it if something keeps it open. */
export function endWhenOver(name: string): void {
  after(() => {
    setTimeout(() => {
      process.stderr.write(`${name} left something open; its process is ended.\n`);
      process.exit();
    }, GRACE_MS).unref();
  });
}

// Loaded before each test file of a run. A file whose test failed half-way may leave a server or a pool open, which would
// keep the whole run waiting for it. (node's own forced exit loses results that are still on their way out.)
// A process of several files says itself when the last of them is loaded: between two of them nothing may be left to do.
if (!process.env.THROUGHLINE_TEST_FILES) endWhenOver(process.argv[1] ?? "");

import path from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { endWhenOver } from "#server/testing/left-open.ts";

const ROOT = path.join(import.meta.dirname, "..", "..", "..");
const files = JSON.parse(process.env.THROUGHLINE_TEST_FILES ?? "[]") as string[];

// One process for several files of tests, each loaded when the one before it is over and has closed what it opened.
for (const [at, file] of files.entries()) {
  await import(pathToFileURL(path.resolve(ROOT, file)).href);
  if (at === files.length - 1) endWhenOver(files.join(", "));
  await over();
}

/**
 * Resolves when all tests so far have run, and after them all that was to be done after tests. node:test does that whenever
 * no test is left, and does with it what is asked for meanwhile: a file loaded too early would find its own server closed.
 */
async function over(): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    after(() => resolve());
  });
  // What comes after tests is done again once a test ends, also if the file's own were over before this line.
  await test("is over", () => {});
  await closed;
}

import path from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { endWhenOver } from "#server/testing/left-open.ts";

const ROOT = path.join(import.meta.dirname, "..", "..", "..");
const files = JSON.parse(process.env.THROUGHLINE_TEST_FILES ?? "[]") as string[];

// One process for several files of tests. Whenever no test is left, node:test does what is to be done after all of them, and with it what is asked
// for meanwhile: a file that loads just then would find its own server closed. So the first test of all waits until every file is loaded.
const loaded = Promise.withResolvers<void>();
void test("every file is loaded", () => loaded.promise);
load().then(loaded.resolve, loaded.reject);

async function load(): Promise<void> {
  try {
    for (const file of files) await import(pathToFileURL(path.resolve(ROOT, file)).href);
  } finally {
    endWhenOver(files.join(", "));
  }
}

import path from "node:path";
import { pathToFileURL } from "node:url";
import { endWhenOver } from "#server/testing/left-open.ts";

const ROOT = path.join(import.meta.dirname, "..", "..", "..");
const files = JSON.parse(process.env.THROUGHLINE_TEST_FILES ?? "[]") as string[];

// One process for several files of tests: each is loaded when the one before it has said what its tests are.
for (const file of files) await import(pathToFileURL(path.join(ROOT, file)).href);
endWhenOver(files.join(", "));

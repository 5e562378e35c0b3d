import assert from "node:assert/strict";
import { test } from "node:test";
import { sources, textOf } from "./sources.ts";

const LINES_MAX = 400;

test(`no source file is longer than ${LINES_MAX} lines`, () => {
  const long = sources("{bin,bench,contracts,journeys,jurisdictions,promises,server,tools,web}/**/*.{ts,tsx,mjs}")
    // Sentences, one a line, are prose: an area's words stay together.
    .filter((file) => !file.startsWith("web/words/"))
    .map((file) => ({ file, lines: textOf(file).split("\n").length }))
    .filter(({ lines }) => lines > LINES_MAX);
  assert.deepEqual(long, []);
});

test("each function that others call says in a sentence what it promises", () => {
  const silent = sources("server/{platform,testing}/**/*.ts", "server/domains/**/*.{service,rules}.ts")
    .filter((file) => !/\.test\.ts$/.test(file))
    .flatMap((file) => {
      const lines = textOf(file).split("\n");
      return lines.flatMap((line, index) => {
        if (!/^export (async )?function/.test(line)) return [];
        return /\*\/\s*$/.test(lines[index - 1] ?? "") ? [] : [`${file}:${index + 1}`];
      });
    });
  assert.deepEqual(silent, []);
});

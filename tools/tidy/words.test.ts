import assert from "node:assert/strict";
import { test } from "node:test";
import { sources, textOf } from "./sources.ts";

/** [banned, what to say] (docs/GLOSSARY.md tells why) */
const banned: [word: RegExp, instead: string][] = [
  [/\binmates?\b/i, "resident"],
  [/\boffenders?\b/i, "resident"],
  [/\bvisitors?\b/i, "contact, or guest"],
  [/\bslots?\b/i, "place"],
  [/\bappointments?\b/i, "visit"],
  [/\bquotas?\b/i, "allowance"],
  [/\bcommissary\b/i, "nothing: it is not ours"],
  [/\bdeleted_?at\b/i, "a state and a date"],
  [/\b(TODO|FIXME|XXX)\b/, "an issue"],
  [/\b(test|it|describe)\.(skip|todo|only)\b/, "a test that runs"],
];
/** Where the word is somebody else's: an interface of the browser, of a library or of the database. */
const allowed: [file: RegExp, text: RegExp][] = [
  [/^tools\/tidy\//, /./],
  [/words\.test\.ts$/, /./],
  [/\.tsx?$/, /slot=|slots?:|<slot|\bslot\b.*aria|DISK.*quota|QuotaExceeded|navigator\.storage/i],
];

for (const file of sources("{bin,bench,contracts,journeys,jurisdictions,promises,server,tools,web}/**/*.{ts,tsx,mjs,sql}")) {
  test(`${file} uses the field's words`, () => {
    const wrong = textOf(file)
      .split("\n")
      .flatMap((line, index) =>
        banned
          .filter(([word]) => word.test(line) && !allowed.some(([where, what]) => where.test(file) && what.test(line)))
          .map(([word, instead]) => `${index + 1}: ${word.exec(line)?.[0]} — say ${instead}`),
      );
    assert.deepEqual(wrong, []);
  });
}

/** Erasing alone is guarded by the database's own clock, since there the caller who names the time is whom it is guarded against. */
const CLOCK_GUARD = ["server/migrations/0030_security.sql", "  select clock_timestamp() + interval '5 minutes'"] as const;

test("SQL never asks what time it is: times are parameters", () => {
  const asks = /\b(now\s*\(\s*\)|current_timestamp|current_date|clock_timestamp|statement_timestamp|transaction_timestamp)\b/i;
  const wrong = sources("server/migrations/*.sql", "server/domains/**/*.ts", "server/platform/**/*.ts").flatMap((file) =>
    textOf(file)
      .split("\n")
      .map((line) => line.replace(/--.*|\/\/.*|^\s*\*.*/, ""))
      .flatMap((line, index) => {
        // In TypeScript only what stands in an SQL text counts; tx.now() and clock.now() are ours.
        const sql = file.endsWith(".sql") ? line : line.replaceAll(/[\w)\]?]\.now\(\)|\bnow\(\)(?=\s*[:{,;.)])/g, "");
        return asks.test(sql) && !(file === CLOCK_GUARD[0] && line === CLOCK_GUARD[1]) ? [`${file}:${index + 1}`] : [];
      }),
  );
  assert.deepEqual(wrong, []);
});

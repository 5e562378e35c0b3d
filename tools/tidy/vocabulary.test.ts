import assert from "node:assert/strict";
import { test } from "node:test";
import { keptKinds } from "#contracts/keeping.ts";
import { auditVocabulary } from "#server/domains/audit/index.ts";
import { words as publicEn } from "#web/public/words.en.ts";
import { words as publicEs } from "#web/public/words.es.ts";
import { words as staffEn } from "#web/staff/words.en.ts";
import { words as staffEs } from "#web/staff/words.es.ts";

const without = (ids: readonly string[], ...words: Readonly<Record<string, string>>[]) =>
  ids.filter((id) => words.some((each) => !each[id]?.trim()));

test("whatever can stand in the record has a sentence in both languages", () => {
  const ids = auditVocabulary.map((what) => `staff.audit.${what}`);
  assert.deepEqual(without(ids, staffEn, staffEs), []);
});

test("no sentence tells of a deed that the record does not know", () => {
  const known = new Set<string>(auditVocabulary.map((what) => `staff.audit.${what}`));
  assert.deepEqual(
    Object.keys(staffEn).filter((id) => id.startsWith("staff.audit.") && !known.has(id)),
    [],
  );
});

test("every kind of data that is kept is told to the public in both languages", () => {
  assert.deepEqual(
    without(
      keptKinds.map((kind) => `public.keeping.kind.${kind}`),
      publicEn,
      publicEs,
    ),
    [],
  );
});

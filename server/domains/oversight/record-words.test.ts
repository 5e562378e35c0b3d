import assert from "node:assert/strict";
import { test } from "node:test";
import { timelineCodes } from "#contracts/visits.ts";
import { auditVocabulary } from "#server/domains/audit/index.ts";
import { codeWords, lineWords } from "./record-words.ts";

const names = { family: "Rosa Delgado", resident: "Mateo Delgado" };

test("every deed of the record and every line of a visit is said in both languages, with nothing left blank", () => {
  for (const what of auditVocabulary) assert.match(codeWords(what, "staff.audit"), /^[^{}]+ \/ [^{}]+$/, what);
  for (const code of timelineCodes)
    assert.match(
      lineWords({ code, facts: { side: "family", role: "supervisor", seconds: 61, connectedSeconds: 61 } }, names),
      /^[^{}]+ \/ [^{}]+$/,
      code,
    );
});

test("a line names who did it, and what nobody has words for is shown as it is sealed", () => {
  assert.equal(lineWords({ code: "left", facts: { side: "resident" } }, names), "Mateo Delgado left / Mateo Delgado salió");
  assert.equal(codeWords("something_new", "staff.audit"), "something_new");
});

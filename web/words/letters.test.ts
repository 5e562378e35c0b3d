import assert from "node:assert/strict";
import { test } from "node:test";
import { letterKinds } from "#contracts/letter-kinds.ts";
import { letters as en } from "./en/letters.ts";
import { letters as es } from "./es/letters.ts";

const kinds = (words: object) =>
  Object.keys(words)
    .filter((id) => id.startsWith("letters.kind.") && id !== "letters.kind.other")
    .map((id) => id.slice("letters.kind.".length));

test("every letter there is has a name in both languages, and no name is left over", () => {
  for (const words of [en, es]) assert.deepEqual(kinds(words).sort(), Object.keys(letterKinds).sort());
});

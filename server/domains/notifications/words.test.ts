import assert from "node:assert/strict";
import test from "node:test";
import { letterLinks } from "#server/domains/identity/index.ts";
import { en } from "./words/en.ts";
import { es } from "./words/es.ts";
import { sentence } from "./words.ts";

const blanks = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

test("every sentence of a letter is there in both languages, with the same blanks", () => {
  assert.deepEqual(Object.keys(es).sort(), Object.keys(en).sort());
  for (const [id, text] of Object.entries(en)) {
    const other = es[id as keyof typeof es];
    assert.deepEqual(blanks(other), blanks(text), id);
    assert(other.trim().length > 0 && text.trim().length > 0, id);
  }
});

test("no subject names anybody: it shows on locked and shared phones", () => {
  const subjects = Object.entries(en).filter(([id]) => id.endsWith(".subject"));
  for (const [id, text] of subjects) assert.doesNotMatch(text, /\{(?!day|place)\w+\}/, id);
});

test("every letter that identity asks for has a subject and a body, and its link where it needs one", () => {
  for (const [letter, purpose] of Object.entries(letterLinks)) {
    const body = en[`${letter}.body` as keyof typeof en];
    assert(en[`${letter}.subject` as keyof typeof en], letter);
    assert.equal(body.includes("{link}"), purpose !== null, letter);
  }
});

test("a blank that nothing fills leaves no bracket behind", () => {
  assert.equal(sentence("en", "signature", { site: "https://example.org" }), "Throughline\nhttps://example.org");
  assert.doesNotMatch(sentence("es", "reset_password.body"), /[{}]/);
});

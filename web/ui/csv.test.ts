import assert from "node:assert/strict";
import test from "node:test";
import { toCsv } from "./csv.ts";

test("a table that is taken away keeps commas, quotes and lines in their cells", () => {
  assert.equal(
    toCsv([
      ["Name", "Note"],
      ["Delgado, Rosa", 'said "yes"\nagain'],
    ]),
    'Name,Note\r\n"Delgado, Rosa","said ""yes""\nagain"\r\n',
  );
});

test("a cell that a spreadsheet would run is only read", () => {
  assert.equal(toCsv([["=1+1", "-2+3", "-x", "@x", -2, "-2.50"]]), "'=1+1,'-2+3,'-x,'@x,-2,-2.50\r\n");
});

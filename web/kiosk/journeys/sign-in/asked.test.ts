import assert from "node:assert/strict";
import { test } from "node:test";
import { isEnough, typed } from "./asked.ts";

const type = (kind: "number" | "code" | "secret", keys: string) => [...keys].reduce((value, key) => typed(kind, value, key), "");

test("a PIN takes six digits and nothing else", () => {
  assert.equal(type("secret", "48a2-915"), "482915");
  assert.equal(type("secret", "4829157"), "482915");
  assert.equal(isEnough("secret", "48291"), false);
  assert.equal(isEnough("secret", "482915"), true);
});
test("a booking number may have letters, from a keyboard in either case", () => assert.equal(type("number", "ad-1042"), "AD-1042"));
test("no number or code grows longer than the server takes", () => assert.equal(type("code", "A".repeat(30)).length, 20));
test("keys with a name, such as Tab, type nothing", () => assert.equal(typed("code", "AB", "Tab"), "AB"));

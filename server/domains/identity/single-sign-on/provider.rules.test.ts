import assert from "node:assert/strict";
import { test } from "node:test";
import { isStrongEnough } from "./provider.rules.ts";

test("what an agency demands of its provider must be said by it, and nothing demanded is nothing refused", () => {
  const strong = { acr: "urn:example:gold", amr: ["pwd", "mfa"] };
  assert.ok(isStrongEnough({ acr: null, amr: null }, { acr: undefined, amr: [] }));
  assert.ok(isStrongEnough({ acr: "urn:example:silver urn:example:gold", amr: "mfa" }, strong));
  assert.ok(!isStrongEnough({ acr: "urn:example:silver", amr: null }, strong));
  assert.ok(!isStrongEnough({ acr: null, amr: "hwk" }, strong));
  assert.ok(!isStrongEnough({ acr: "undefined0", amr: null }, { acr: undefined, amr: [] }));
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { openProcessor } from "./open-processor.ts";

const keys = (mode: string) => ({ secretKey: `sk_${mode}_1`, publishableKey: `pk_${mode}_1`, webhookSecret: "whsec_1" });

test("no world takes cards that are no money for it: neither a practice card nor test keys in a real one, nor real cards in a demonstration", () => {
  assert.equal(openProcessor({}, "real"), null);
  assert.equal(openProcessor({}, "demo")?.way, "practice");
  assert.equal(openProcessor({ stripe: keys("live") }, "real")?.way, "stripe");
  assert.equal(openProcessor({ stripe: keys("test") }, "demo")?.way, "stripe");
  assert.throws(() => openProcessor({ stripe: keys("test") }, "real"), /test mode/);
  assert.throws(() => openProcessor({ stripe: { ...keys("test"), secretKey: "rk_test_1" } }, "real"), /test mode/);
  assert.throws(() => openProcessor({ stripe: keys("live") }, "demo"), /real cards/);
});

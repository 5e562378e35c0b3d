import assert from "node:assert/strict";
import { test } from "node:test";
import { failedKinds } from "./not-deleted.rules.ts";

const night = (kind: string, at: string, failed = false) => ({ kind, at: `2026-11-${at}:00Z`, failed });

test("a kind that failed last night is told, also where some of it went; one that has gone since is not", () => {
  assert.deepEqual(failedKinds([]), []);
  assert.deepEqual(failedKinds([night("recording", "22T04:42"), night("chat", "22T04:41")]), []);
  const last = [night("recording", "22T04:42", true), night("recording", "22T04:41"), night("chat", "22T04:41", true)];
  assert.deepEqual(failedKinds(last), ["recording", "chat"]);
  const before = [night("recording", "22T04:42"), night("recording", "21T04:42", true), night("chat", "21T04:42", true)];
  assert.deepEqual(failedKinds(before), ["chat"]);
});

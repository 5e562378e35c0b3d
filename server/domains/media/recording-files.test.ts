import assert from "node:assert/strict";
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { MAGIC, watchGrowth } from "./recording-files.ts";

test("a file that was begun on a full disk and goes on without its beginning is as good as missing", async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), "throughline-growth-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const fileOf = (person: string) => path.join(folder, `videoroom-visit-user-${person}-1-audio-0.mjr.part`);
  writeFileSync(fileOf("family"), `${MAGIC}and more`);
  writeFileSync(fileOf("resident"), "");
  const expected = ["family", "resident"].map((participantId) => ({ participantId, kind: "audio" as const }));
  const growth = watchGrowth(folder, "visit");
  assert.equal((await growth.look(expected)).missing, 0, "an empty file may still get its beginning");
  for (const person of ["family", "resident"]) appendFileSync(fileOf(person), "packets".repeat(20));
  assert.deepEqual(await growth.look(expected).then(({ missing, grown }) => ({ missing, grown })), { missing: 1, grown: false });
  writeFileSync(fileOf("resident"), `${MAGIC}packets`);
  assert.equal((await growth.look(expected)).missing, 0);
});

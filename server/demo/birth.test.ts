import assert from "node:assert/strict";
import { after, test } from "node:test";
import { ConfigError } from "#server/platform/config.ts";
import { startDatabase } from "#server/testing/database.ts";
import { bearWorld } from "./birth.ts";

const NOW = Temporal.Instant.from("2026-03-02T15:00:00Z");
const database = await startDatabase();
after(() => database.close());

test("a demonstration is not opened where others can reach it, however it was born; a real world is never turned", async () => {
  await database.db.insertInto("world.birth").values({ one: true, kind: "demo", bornAt: NOW }).execute();
  await assert.rejects(bearWorld(database.db, "real", NOW), (error) => error instanceof ConfigError && error.lines.length === 1);
  assert.deepEqual(await bearWorld(database.db, "demo", NOW), { kind: "demo", born: false });
  await database.owner.updateTable("world.birth").set({ kind: "real" }).execute();
  assert.deepEqual(await bearWorld(database.db, "demo", NOW), { kind: "real", born: false });
});

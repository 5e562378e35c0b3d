import assert from "node:assert/strict";
import { after, test } from "node:test";
import { sql } from "kysely";
import { startDatabase } from "#server/testing/database.ts";
import { openBus } from "./bus.ts";
import { createLog } from "./log.ts";

const database = await startDatabase();
const log = createLog("silent");
const here = await openBus(database.appUrl, log);
const there = await openBus(database.appUrl, log);
after(async () => {
  await Promise.all([here.close(), there.close()]);
  await database.close();
});

/** Resolves with the first `count` ids heard. */
function hear(bus: typeof here, topic: string, count: number): Promise<string[]> {
  const { promise, resolve } = Promise.withResolvers<string[]>();
  const heard: string[] = [];
  bus.subscribe(topic, (id) => heard.push(id) === count && resolve(heard));
  return promise;
}

test("a ping is heard here and on another server, in order, once each", async () => {
  const ids = Array.from({ length: 150 }, (_, index) => `id-${index}`);
  const both = [hear(here, "visit", ids.length), hear(there, "visit", ids.length)];
  for (const id of ids) here.publish("visit", id);
  assert.deepEqual(await Promise.all(both), [ids, ids]);
});

test("who stopped hearing hears nothing more", async () => {
  const heard: string[] = [];
  const stop = here.subscribe("quiet", (id) => heard.push(id));
  stop();
  const loud = hear(here, "loud", 1);
  here.publish("quiet", "a");
  here.publish("loud", "b");
  await loud;
  assert.deepEqual(heard, []);
});

test("after the database dropped the connection the bus comes back by itself", async () => {
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'throughline bus' and datname = current_database()`.execute(
    database.db,
  );
  const again = hear(there, "again", 1);
  // Lost while nobody listens over there, so it is said until it is heard; each turn waits for a real answer of the database.
  let heard = false;
  void again.then(() => {
    heard = true;
  });
  while (!heard) {
    here.publish("again", "x");
    await sql`select 1`.execute(database.db);
  }
  assert.equal((await again)[0], "x");
});

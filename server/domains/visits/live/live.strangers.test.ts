import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { sql } from "kysely";
import { endSignIns } from "#server/domains/identity/index.ts";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { givenLines, site, TURN, watched } from "./testing/lines.ts";

test("staff whose sign-in has ended can do nothing more, even on a socket that will not close", async () => {
  const { visitId, staffLine, interventions, family } = await givenLines();
  const line = await staffLine();
  line.say({ type: "watch", watchId: newId(), visitId });
  await family.hears(watched(1));
  // A page of somebody's own making: it answers no close, and goes on talking.
  line.socket.close = () => {};
  await inTransaction(site.ctx, (tx) => endSignIns(tx, { id: line.signInId }, "revoked"));
  const [gone] = [once(line.socket, "close"), await line.hears(({ why }) => why === "signed_out")];
  line.say({ type: "warn", id: newId(), visitId, words: "Still here" });
  line.say({ type: "end", id: newId(), visitId, reason: "other" });
  // Their watch ends with the sign-in, not when their browser likes.
  await family.hears(watched(0), family.heard.findIndex(watched(1)));
  await gone;
  assert.deepEqual(await interventions(), []);
});

test("staff whose sign-in ran out while the socket was open can do nothing more", async () => {
  const { visitId, staffLine, interventions } = await givenLines();
  const line = await staffLine({ minutes: 5 });
  site.clock.advance({ minutes: 6 });
  line.say({ type: "warn", id: newId(), visitId, words: "Still here" });
  await line.hears(({ why }) => why === "signed_out");
  assert.deepEqual(await interventions(), []);
});

test("a watch asked for twice under one id ends with its socket", async () => {
  const { visitId, staffLine, family } = await givenLines();
  const line = await staffLine();
  const watchId = newId();
  line.say({ type: "watch", watchId, visitId });
  line.say({ type: "watch", watchId, visitId });
  line.say({ type: "warn", id: newId(), visitId, words: "After both" });
  await family.hears(({ room }) => room?.notice?.code === "warning");
  line.socket.close();
  await family.hears(watched(0), family.heard.findIndex(watched(1)));
});

test("one officer's watch cannot be taken over or ended under its id by another", async () => {
  const { visitId, staffLine, family } = await givenLines();
  const [first, second] = [await staffLine(), await staffLine()];
  const watchId = newId();
  first.say({ type: "watch", watchId, visitId });
  await family.hears(watched(1));
  second.say({ type: "watch", watchId, visitId });
  await second.hears(({ type }) => type === "refused");
  second.say({ type: "unwatch", watchId });
  second.say({ type: "warn", id: newId(), visitId, words: "After both" });
  const { room } = await family.hears((message) => message.room?.notice?.code === "warning");
  assert.deepEqual(
    room?.watches.map((watch) => watch.watchId),
    [watchId],
  );
});

test("a page that takes another's place has shown nothing: staff get nothing more until it has", async () => {
  const { visitId, staffLine, familyLine, family, resident } = await givenLines();
  const line = await staffLine();
  const watchId = newId();
  line.say({ type: "watch", watchId, visitId });
  for (const side of [family, resident]) {
    await side.hears(watched(1));
    side.say({ type: "seen_watch", watchId });
  }
  await line.hears(({ state }) => state === "live");
  const before = line.heard.length;
  const newer = await familyLine();
  await line.hears(({ state }) => state === "asking", before);
  await resident.hears(watched(1, false), resident.heard.findIndex(watched(1, true)));
  newer.say({ type: "seen_watch", watchId });
  await line.hears(({ state }) => state === "live", before);
  await newer.hears(watched(1, true));
});

test("the server's own role cannot rewrite who watched a visit, or who asked for a reset", async () => {
  for (const statement of [
    sql`update visits.watch set staff_id = gen_random_uuid()`,
    sql`update visits.watch set role = 'overseer'`,
    sql`delete from visits.watch`,
    sql`update identity.factor_reset set requested_by = account_id`,
  ])
    await assert.rejects(statement.execute(site.db), /permission denied/);
});

test("nobody's screen speaks for the other side's, nor for a watch that is not there", async () => {
  const { visitId, staffLine, family, resident } = await givenLines();
  const line = await staffLine();
  const watchId = newId();
  line.say({ type: "watch", watchId, visitId });
  await resident.hears(watched(1));
  for (const id of [watchId, watchId, newId()]) resident.say({ type: "seen_watch", watchId: id });
  resident.say({ type: "chat", id: newId(), words: "After all three" });
  await family.hears((message) => message.type === "chat" && JSON.stringify(message).includes("After all three"));
  assert.ok(!line.heard.some(({ state }) => state === "live"));
});

test("each page is told of the relays before anything is offered, under a name that stands for nobody and ends soon after the visit; the log holds none of it", async () => {
  const { visitId, staffLine, family, resident } = await givenLines();
  const line = await staffLine();
  line.say({ type: "watch", watchId: newId(), visitId });
  await line.hears(({ type }) => type === "watch");
  const told = [family, resident, line].map(({ heard }) => {
    const at = heard.findIndex(({ type }) => type === "ice");
    const offered = heard.findIndex(({ type }) => type === "signal");
    assert.ok(at >= 0 && (offered < 0 || at < offered), heard.map(({ type }) => type).join(" "));
    return heard[at]?.servers?.[0] ?? assert.fail("one relay");
  });
  assert.equal(new Set(told.map(({ username }) => username)).size, 3);
  for (const { urls, username, credential } of told) {
    assert.deepEqual(urls, ["turn:relay.example.org:3478"]);
    const [seconds, mark] = username.split(":");
    const over = Temporal.Instant.fromEpochMilliseconds(Number(seconds) * 1000);
    assert.ok(site.clock.now().until(over).total("hours") < 2, username);
    assert.match(mark ?? "", /^[\w-]{16}$/);
    for (const word of [TURN.TURN_SECRET, username, credential]) assert.ok(!site.logged().includes(word));
  }
});

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Room } from "#contracts/live.ts";
import { givenAlong } from "#server/domains/visits/testing/along.ts";
import { newId } from "#server/platform/id.ts";
import { signedIn } from "#server/testing/callers.ts";
import { givenContact } from "#server/testing/people.ts";
import { givenLines, type Heard, NINE, site, watched } from "./testing/lines.ts";

const hereAre =
  (...seats: Room["legs"][number]["seat"][]) =>
  ({ room }: Heard) =>
    seats.every((seat) => room?.legs.some((leg) => leg.seat === seat && leg.here));

test("an adult who said yes has a seat of their own, the same one each time, and both sides read their name", async () => {
  const { visitId, lineOf, family, resident } = await givenLines();
  const { contact } = await givenAlong(site, visitId);
  const line = await lineOf(contact);
  const { room } = await line.hears(hereAre("family_2"));
  assert.equal(room?.me, "family");
  assert.equal(room?.seat, "family_2");
  for (const other of [family, resident]) {
    const told = await other.hears(hereAre("family_2"));
    assert.match(told.room?.legs.find(({ seat }) => seat === "family_2")?.name ?? "", /\S+ \S+/);
  }
  const again = await lineOf(contact);
  assert.equal((await again.hears(({ room }) => room !== undefined)).room?.seat, "family_2");
  await line.hears(({ why }) => why === "replaced");
});

test("who was only asked, who said no and who was never asked get the answer of a visit that does not exist", async () => {
  const { visitId, lineOf } = await givenLines();
  const others = [(await givenAlong(site, visitId, "asked")).contact, (await givenAlong(site, visitId, "declined")).contact];
  for (const contact of [...others, await givenContact(site)]) {
    const line = await lineOf(contact);
    assert.deepEqual((await line.hears(({ type }) => type === "refused")).codes, ["visit.unknown"]);
    assert.ok(line.heard.every(({ type }) => type !== "room"));
  }
});

test("an adult who says that they do not come after all is out of the room at once, and their page finds no visit any more; nobody else's closes", async () => {
  const { visitId, lineOf, family, resident } = await givenLines();
  const [going, staying] = [await givenAlong(site, visitId), await givenAlong(site, visitId)];
  const [line, other] = [await lineOf(going.contact), await lineOf(staying.contact)];
  await line.hears(hereAre("family_2", "family_3"));
  // The waiting room is open before the visit begins, and so long one may still say no.
  site.clock.set(Temporal.Instant.from(NINE).subtract({ minutes: 5 }).toString());
  const leave = await signedIn(site, "outside", going.contact);
  const answer = await leave("POST", `/api/outside/visits/${visitId}/leave`);
  assert.ok(answer.statusCode < 300, answer.body);
  await line.hears(({ type, why }) => type === "closed" && why === "refused");
  for (const each of [family, resident, other])
    await each.hears(({ room }) => room?.legs.some(({ seat, here }) => seat === "family_2" && !here) === true);
  const again = await lineOf(going.contact);
  assert.deepEqual((await again.hears(({ type }) => type === "refused")).codes, ["visit.unknown"]);
  assert.ok([family, resident, other].every(({ heard }) => heard.every(({ type }) => type !== "closed")));
});

test("staff who take part sit there by their role, seen by all, and no more than one of them", async () => {
  const { partLine, family, resident } = await givenLines();
  const line = await partLine();
  const { room } = await line.hears(hereAre("staff"));
  assert.equal(room?.me, "staff");
  for (const other of [family, resident]) {
    const leg = (await other.hears(hereAre("staff"))).room?.legs.find(({ seat }) => seat === "staff");
    assert.deepEqual([leg?.name, leg?.role], ["", "visitation_officer"]);
  }
});

test("staff who take part get nothing before every open screen has shown that they come, and are out again when another screen opens", async () => {
  const { visitId, partLine, lineOf, family, resident } = await givenLines();
  family.say({ type: "chat", id: newId(), words: "Before they came" });
  await resident.hears((message) => JSON.stringify(message).includes("Before they came"));
  const staff = await partLine();
  await staff.hears(hereAre("staff"));
  staff.say({ type: "join", consent: true });
  const { room } = await family.hears(watched(1));
  const { watchId, part } = room!.watches[0]!;
  assert.equal(part, true, "the screens read that they take part");
  family.say({ type: "seen_watch", watchId });
  family.say({ type: "chat", id: newId(), words: "The resident has not seen it" });
  await resident.hears((message) => JSON.stringify(message).includes("has not seen it"));
  assert.ok(staff.heard.every(({ type }) => type !== "chat" && type !== "rejoin"));
  assert.ok(room!.legs.every(({ seat, status }) => seat !== "staff" || status === "not_joined"));
  resident.say({ type: "seen_watch", watchId });
  await staff.hears(({ type }) => type === "rejoin");
  staff.say({ type: "join", consent: true });
  const isIn = (status: string) => (message: Heard) =>
    message.room?.legs.some((leg) => leg.seat === "staff" && leg.status === status) === true;
  await family.hears(isIn("joined"));
  await staff.hears((message) => message.type === "chat" && JSON.stringify(message).includes("Before they came"));
  const second = await lineOf((await givenAlong(site, visitId)).contact);
  await second.hears(isIn("dropped"));
  assert.deepEqual(
    (await site.db.selectFrom("visits.timeline").select("code").where("visitId", "=", visitId).orderBy("seq").execute())
      .map(({ code }) => code)
      .filter((code) => code.startsWith("watch") || code === "joined"),
    ["watch_started", "joined"],
  );
});

test("nothing flows to a watcher before the third screen has shown the notice too, and it stops when a fourth comes", async () => {
  const { visitId, lineOf, staffLine, family, resident } = await givenLines();
  const second = await lineOf((await givenAlong(site, visitId)).contact);
  await second.hears(hereAre("family_2"));
  const officer = await staffLine();
  const watchId = newId();
  officer.say({ type: "watch", watchId, visitId });
  for (const line of [family, resident]) {
    await line.hears(watched(1));
    line.say({ type: "seen_watch", watchId });
  }
  resident.say({ type: "chat", id: newId(), words: "Both have seen it" });
  await family.hears((message) => JSON.stringify(message).includes("Both have seen it"));
  assert.ok(officer.heard.every(({ state }) => state !== "live"));
  second.say({ type: "seen_watch", watchId });
  await officer.hears(({ state }) => state === "live");
  const before = officer.heard.length;
  const third = await lineOf((await givenAlong(site, visitId)).contact);
  await officer.hears(({ state }) => state === "asking", before);
  // Whoever goes without having seen it holds nobody up.
  third.socket.close();
  await officer.hears(({ state }) => state === "live", before);
});

test("a screen that only waits and never shows the notice pauses the visit: it does not keep staff from watching while the others go on", async () => {
  const { visitId, lineOf, staffLine, family, resident } = await givenLines();
  const { contact } = await givenAlong(site, visitId);
  const second = await lineOf(contact);
  await second.hears(hereAre("family_2"));
  for (const line of [family, resident]) line.say({ type: "join", consent: true });
  await family.hears(({ room }) => room?.legs.filter(({ status }) => status === "joined").length === 2);
  const officer = await staffLine();
  const watchId = newId();
  officer.say({ type: "watch", watchId, visitId });
  for (const line of [family, resident]) {
    await line.hears(watched(1));
    line.say({ type: "seen_watch", watchId });
  }
  const unseen = ({ room }: Heard) => room?.pausedFor === "watch_unseen";
  site.clock.advance({ seconds: 3 });
  await family.hears(unseen);
  // Another page in its place is as late as it was.
  const before = family.heard.length;
  const third = await lineOf(contact);
  await second.hears(({ why }) => why === "replaced");
  assert.ok(family.heard.slice(before).every((message) => message.room === undefined || unseen(message)));
  third.say({ type: "seen_watch", watchId });
  await officer.hears(({ state }) => state === "live");
  await family.hears(({ room }) => room !== undefined && room.status !== "paused", before);
});

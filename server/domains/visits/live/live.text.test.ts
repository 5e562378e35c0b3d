import assert from "node:assert/strict";
import { test } from "node:test";
import { newId } from "#server/platform/id.ts";
import { givenLines, site } from "./testing/lines.ts";

const stored = (visitId: string) =>
  site.db.selectFrom("visits.chat").select(["words", "sent", "takenBack"]).where("visitId", "=", visitId).orderBy("at").execute();

test("the other side reads letter by letter, and the sent line takes their place", async () => {
  const { visitId, family, resident } = await givenLines();
  const id = newId();
  for (const words of ["H", "Hell", "Hello"]) family.say({ type: "typing", id, words });
  const told = await resident.hears((message) => JSON.stringify(message).includes('"Hello"'));
  assert.deepEqual({ ...told }, { type: "typing", seat: "family", id, words: "Hello" });
  family.say({ type: "chat", id, words: "Hello" });
  await resident.hears(({ type, ...rest }) => type === "chat" && JSON.stringify(rest).includes(id));
  assert.ok(
    family.heard.every(({ type }) => type !== "typing"),
    "nobody's own letters come back to them",
  );
  assert.deepEqual(await stored(visitId), [{ words: "Hello", sent: true, takenBack: [] }]);
});

test("words that were read and taken back are kept, sent or not, also of somebody who goes", async () => {
  const { visitId, family, resident } = await givenLines();
  const id = newId();
  for (const words of ["Meet at nine", "Me", "Good night"]) family.say({ type: "typing", id, words });
  family.say({ type: "chat", id, words: "Good night" });
  resident.say({ type: "typing", id: newId(), words: "Say nothing" });
  await family.hears((message) => JSON.stringify(message).includes("Say nothing"));
  const before = family.heard.length;
  resident.socket.close();
  await family.hears(({ room }) => room?.legs.some(({ seat, here }) => seat === "resident" && !here) === true, before);
  assert.deepEqual(await stored(visitId), [
    { words: "Good night", sent: true, takenBack: ["Meet at nine", "Me"] },
    { words: "Say nothing", sent: false, takenBack: [] },
  ]);
});

/** Something that is said last and answered in its turn: what was said before it has been decided. */
async function settled({ family }: Awaited<ReturnType<typeof givenLines>>) {
  family.say({ type: "join", consent: false });
  await family.hears(({ codes }) => codes?.includes("visit.consent_needed") === true);
}
const wordsOf = async (visitId: string) => (await stored(visitId)).flatMap(({ words, takenBack }) => [words, ...takenBack]);

test("whatever the others read is kept: words other than those that are sent, letters under the id of a line that was sent, more than one line holds", async () => {
  const lines = await givenLines();
  const { visitId, family } = lines;
  const [first, second, third] = [newId(), newId(), newId()];
  family.say({ type: "typing", id: first, words: "The gate at nine" });
  family.say({ type: "chat", id: first, words: "Good night" });
  family.say({ type: "typing", id: first, words: "Under the stone" });
  family.say({ type: "typing", id: first, words: "" });
  family.say({ type: "typing", id: second, words: "The first of many" });
  for (let index = 0; index < 45; index++) family.say({ type: "typing", id: second, words: `${index % 10} more` });
  family.say({ type: "typing", id: second, words: "" });
  family.say({ type: "typing", id: third, words: "Look behind you" });
  family.say({ type: "chat", id: first, words: "Good night" });
  await settled(lines);
  const kept = await wordsOf(visitId);
  for (const read of ["The gate at nine", "Under the stone", "The first of many", "Look behind you"]) assert.ok(kept.includes(read), read);
  assert.equal(
    (await stored(visitId)).filter(({ words, sent }) => sent && words === "Good night").length,
    1,
    "said once more it is there once",
  );
});

test("nobody silences another's line by taking its id first, and one that was put away when the line broke is sent all the same", async () => {
  const { visitId, family, resident, familyLine } = await givenLines();
  const id = newId();
  family.say({ type: "typing", id, words: "Please" });
  await resident.hears((message) => JSON.stringify(message).includes("Please"));
  resident.say({ type: "chat", id, words: "Nothing" });
  await family.hears((message) => JSON.stringify(message).includes("Nothing"));
  family.say({ type: "chat", id, words: "Please call" });
  await resident.hears((message) => message.type === "chat" && JSON.stringify(message).includes("Please call"));
  const second = newId();
  family.say({ type: "typing", id: second, words: "Half a" });
  await resident.hears((message) => JSON.stringify(message).includes("Half a"));
  const newer = await familyLine();
  await family.hears(({ why }) => why === "replaced");
  newer.say({ type: "chat", id: second, words: "Half a line" });
  await resident.hears((message) => message.type === "chat" && JSON.stringify(message).includes("Half a line"));
  assert.deepEqual(
    (await stored(visitId)).filter(({ sent }) => sent).map(({ words }) => words),
    ["Nothing", "Please call", "Half a line"],
  );
});

test("where an officer must watch, nobody reads a word before one does, not even while all still wait", async () => {
  const { visitId, family, resident } = await givenLines({ mustBeWatched: true });
  family.say({ type: "typing", id: newId(), words: "Before anybody looks" });
  family.say({ type: "chat", id: newId(), words: "Before anybody looks" });
  assert.deepEqual((await family.hears(({ type }) => type === "refused")).codes, ["visit.paused"]);
  assert.ok(resident.heard.every((message) => !JSON.stringify(message).includes("anybody looks")));
  assert.deepEqual(await stored(visitId), []);
});

test("what is written in a privileged visit is read by its two sides and stands nowhere", async () => {
  const { visitId, family, resident } = await givenLines({ roomKind: "privileged" });
  const id = newId();
  family.say({ type: "typing", id, words: "As your lawyer" });
  await resident.hears((message) => JSON.stringify(message).includes("As your lawyer"));
  family.say({ type: "chat", id, words: "Say nothing" });
  await resident.hears((message) => message.type === "chat" && JSON.stringify(message).includes("Say nothing"));
  resident.say({ type: "typing", id: newId(), words: "And then" });
  await family.hears((message) => JSON.stringify(message).includes("And then"));
  const before = family.heard.length;
  resident.socket.close();
  await family.hears(({ room }) => room?.legs.some(({ seat, here }) => seat === "resident" && !here) === true, before);
  assert.deepEqual(await stored(visitId), []);
});

test("a page that floods neither fills the record nor takes its end from anybody", async () => {
  const lines = await givenLines();
  const { visitId, family } = lines;
  for (let index = 0; index < 60; index++) {
    family.say({ type: "equipment", camera: index % 2 === 0, microphone: true });
    family.say({ type: "chat", id: newId(), words: "." });
    family.say({ type: "sending", microphone: true, camera: index % 2 === 0 });
  }
  await settled(lines);
  assert.ok(family.heard.some(({ codes }) => codes?.includes("request.too_many")));
  const codes = await site.db.selectFrom("visits.timeline").select("code").where("visitId", "=", visitId).execute();
  assert.ok(codes.filter(({ code }) => code === "checked_equipment").length <= 20);
  assert.ok((await stored(visitId)).length <= 31);
});

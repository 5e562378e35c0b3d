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

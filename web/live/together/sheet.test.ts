import assert from "node:assert/strict";
import { test } from "node:test";
import * as Y from "yjs";
import type { TogetherAct, TogetherPage } from "#contracts/together.ts";
import { newId } from "#web/client/id.ts";
import { toBase64 } from "./base64.ts";
import { makeSheet, type Sheet } from "./sheet.ts";

const page: TogetherPage = { id: newId(), pictureId: null, alt: null, number: 1, by: "family" };

function given(seat: "family" | null = "family") {
  const said: TogetherAct[] = [];
  const sheet: Sheet = makeSheet({ seat, say: (act) => said.push(act) });
  const empty = new Y.Doc();
  const opened = () =>
    sheet.take({
      news: "opened",
      pages: [page],
      page: page.id,
      update: toBase64(Y.encodeStateAsUpdate(empty)),
      vector: toBase64(Y.encodeStateVector(empty)),
    });
  return { said, sheet, opened };
}
const part = (id: string, points: number[]) => ({ id, colour: "blue", width: "thin", points }) as const;

test("parts of a line are drawn as one line, at once, and each is sent", () => {
  const { said, sheet, opened } = given();
  sheet.open();
  opened();
  sheet.drawPart(part("a", [0, 0, 10, 10]));
  sheet.drawPart(part("a", [10, 10, 20, 20]));
  assert.deepEqual(
    sheet.snapshot().marks.map((mark) => mark.kind === "stroke" && mark.points),
    [[0, 0, 10, 10, 20, 20]],
  );
  assert.deepEqual(
    said.map(({ act }) => act),
    ["open", "draw", "draw"],
  );
});

test("what was drawn while the line was cut is sent once it is back; what is refused goes from the screen", () => {
  const { said, sheet, opened } = given();
  opened();
  sheet.drawPart(part("a", [0, 0, 10, 10]));
  said.length = 0;
  opened();
  assert.equal(said.at(-1)?.act, "draw");
  sheet.take({ news: "refused", codes: ["together.full"] });
  opened();
  assert.deepEqual([sheet.snapshot().marks, sheet.snapshot().told.what], [[], "refused"]);
});

test("who only looks sends nothing", () => {
  const { said, sheet, opened } = given(null);
  opened();
  sheet.drawPart(part("a", [0, 0]));
  sheet.erase("a");
  assert.deepEqual([said, sheet.snapshot().marks], [[], []]);
});

test("an eraser takes one's own line away with all its parts", () => {
  const { sheet, opened } = given();
  opened();
  sheet.drawPart(part("a", [0, 0, 10, 10]));
  sheet.drawPart(part("b", [0, 0, 10, 10]));
  sheet.drawPart(part("a", [10, 10, 20, 20]));
  sheet.erase("a");
  assert.deepEqual(
    sheet.snapshot().marks.map(({ id }) => id),
    ["b"],
  );
});

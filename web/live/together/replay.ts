import * as Y from "yjs";
import type { Mark, TogetherPage, TogetherStep } from "#contracts/together.ts";
import { fromBase64 } from "./base64.ts";
import { type Drawn, drawnOn } from "./sheet.ts";

/** How a visit's sheet stood at a moment: built from its steps up to then, so that what was rubbed out later is still there. */
export function sheetAt(
  replay: { pages: readonly TogetherPage[]; steps: readonly TogetherStep[] },
  atMs: number,
): { page: TogetherPage | null; marks: Drawn[] } {
  const doc = new Y.Doc();
  let open = replay.pages[0]?.id ?? null;
  for (const { at, step, page, update } of replay.steps) {
    if (Date.parse(at) > atMs) break;
    if (update) Y.applyUpdate(doc, fromBase64(update));
    if ((step === "turned" || step === "put_up") && page) open = page;
  }
  const page = replay.pages.find(({ id }) => id === open) ?? null;
  return { page, marks: page ? drawnOn(doc.getArray<Mark>(page.id).toArray()) : [] };
}

import * as Y from "yjs";
import type { Seat } from "#contracts/live-limits.ts";
import type { Mark, TogetherAct, TogetherNews, TogetherPage } from "#contracts/together.ts";
import { type PenColour, type PenWidth, penOf } from "#contracts/together-limits.ts";
import { newId } from "#web/client/id.ts";
import { fromBase64, toBase64 } from "./base64.ts";

/** A whole line, or words, as they are drawn. */
export type Drawn =
  | { kind: "stroke"; id: string; seat: Seat; colour: PenColour; width: PenWidth; points: readonly number[] }
  | { kind: "words"; id: string; seat: Seat; colour: PenColour; x: number; y: number; words: string };
/** What there is to tell somebody who cannot see it, once each. */
export type Told = { count: number } & (
  | { what: "drew" | "turned" | "put_up" | "cleared"; by: Seat }
  | { what: "refused"; codes: readonly string[] }
  | { what: "nothing" }
);
export interface SheetSnapshot {
  isOpen: boolean;
  pages: readonly TogetherPage[];
  page: TogetherPage | null;
  /** Of the page that is open. */
  marks: readonly Drawn[];
  told: Told;
  /** Grows when the facility has decided about a picture. */
  decisions: number;
}
/** The sheet as a page has it. It keeps no truth: the server's steps are; this is drawn at once and corrected by what comes back. */
export interface Sheet {
  subscribe(listener: () => void): () => void;
  snapshot(): SheetSnapshot;
  take(news: TogetherNews): void;
  /** Opens it, or catches up over a new line. */
  open(): void;
  drawPart(line: { id: string; colour: PenColour; width: PenWidth; points: number[] }): void;
  write(words: { colour: PenColour; x: number; y: number; words: string }): void;
  /** Takes one's own line away; another's stays. */
  erase(id: string): void;
  turn(by: 1 | -1): void;
  clear(): void;
  putUp(sheetId: string | null): void;
  close(): void;
}

const FROM_SERVER = "server";

/** Makes the sheet of one visit's page; `seat` null only looks (staff who watch). */
export function makeSheet({ seat, say }: { seat: Seat | null; say: (act: TogetherAct) => void }): Sheet {
  const listeners = new Set<() => void>();
  let doc = newDoc();
  let state: SheetSnapshot = { isOpen: false, pages: [], page: null, marks: [], told: { count: 0, what: "nothing" }, decisions: 0 };
  const set = (part: Partial<SheetSnapshot>) => {
    state = { ...state, ...part };
    for (const listener of listeners) listener();
  };

  function newDoc(): Y.Doc {
    const made = new Y.Doc();
    if (seat) made.clientID = penOf(seat, Math.random());
    made.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== FROM_SERVER && seat) say({ act: "draw", update: toBase64(update) });
    });
    return made;
  }
  const marksOf = (page: TogetherPage | null) => (page ? doc.getArray<Mark>(page.id) : null);
  const redraw = () => set({ marks: drawnOn(marksOf(state.page)?.toArray() ?? []) });
  const tell = (told: { what: "drew" | "turned" | "put_up" | "cleared"; by: Seat } | { what: "refused"; codes: readonly string[] }) =>
    set({ told: { ...told, count: state.told.count + 1 } });
  const apply = (update: string) => Y.applyUpdate(doc, fromBase64(update), FROM_SERVER);
  const sendBeyond = (vector: string) => {
    if (seat) say({ act: "draw", update: toBase64(Y.encodeStateAsUpdate(doc, fromBase64(vector))) });
  };
  const show = (pages: readonly TogetherPage[], open: string) => {
    const page = pages.find(({ id }) => id === open) ?? pages[0] ?? null;
    set({ isOpen: true, pages, page, marks: drawnOn(marksOf(page)?.toArray() ?? []) });
  };
  /** Whether this page has something that the server, at this vector, has not. */
  const isAhead = (vector: string) => {
    const theirs = Y.decodeStateVector(fromBase64(vector));
    return (theirs.get(doc.clientID) ?? 0) < (Y.getState(doc.store, doc.clientID) ?? 0);
  };

  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    snapshot: () => state,
    open: () => say({ act: "open", vector: toBase64(Y.encodeStateVector(doc)) }),
    take(news) {
      switch (news.news) {
        case "opened":
          apply(news.update);
          show(news.pages, news.page);
          if (isAhead(news.vector)) sendBeyond(news.vector);
          return;
        case "drawn":
          apply(news.update);
          redraw();
          return tell({ what: "drew", by: news.by });
        case "cleared":
          apply(news.update);
          redraw();
          return tell({ what: "cleared", by: news.by });
        case "pages":
          show(news.pages, news.page);
          return tell({ what: news.why, by: news.by });
        case "lacking":
          return sendBeyond(news.vector);
        case "refused":
          // What the server did not keep must not stay on this screen alone: its own sheet is taken instead.
          doc.destroy();
          doc = newDoc();
          tell({ what: "refused", codes: news.codes });
          if (!news.codes.includes("together.not_now")) say({ act: "open" });
          return;
        case "sheets":
          return set({ decisions: state.decisions + 1 });
      }
    },
    drawPart({ id, colour, width, points }) {
      if (!seat || !state.page) return;
      marksOf(state.page)?.push([{ kind: "stroke", id, seat, colour, width, points }]);
      redraw();
    },
    write({ colour, x, y, words }) {
      if (!seat || !state.page) return;
      marksOf(state.page)?.push([{ kind: "words", id: newId(), seat, colour, x, y, words }]);
      redraw();
    },
    erase(id) {
      const marks = marksOf(state.page);
      if (!marks || !seat) return;
      doc.transact(() => {
        for (let index = marks.length - 1; index >= 0; index--) {
          const mark = marks.get(index);
          if (mark.id === id && mark.seat === seat) marks.delete(index, 1);
        }
      });
      redraw();
    },
    turn(by) {
      const next = state.pages[state.pages.findIndex(({ id }) => id === state.page?.id) + by];
      if (next) say({ act: "turn", page: next.id });
    },
    clear() {
      if (state.page) say({ act: "clear", page: state.page.id });
    },
    putUp: (sheetId) => say({ act: "put_up", id: newId(), sheetId }),
    close: () => doc.destroy(),
  };
}

/** Parts of one line put together again, in the order in which lines were begun. */
export function drawnOn(marks: readonly Mark[]): Drawn[] {
  const lines = new Map<string, Drawn>();
  for (const mark of marks) {
    const known = lines.get(mark.id);
    if (mark.kind === "words") lines.set(mark.id, mark);
    else if (known?.kind === "stroke") lines.set(mark.id, { ...known, points: [...known.points, ...mark.points.slice(2)] });
    else lines.set(mark.id, mark);
  }
  return [...lines.values()];
}

import assert from "node:assert/strict";
import * as Y from "yjs";
import type { ErrorCode } from "#contracts/errors.ts";
import type { Seat } from "#contracts/live-limits.ts";
import { MARKS_MAX, Mark, seatOfPen, UPDATE_BYTES_MAX } from "#contracts/together.ts";

/** Marks that somebody drew and took away again before the server heard of them. */
const UNHEARD_MAX = 2000;
/** To put a part among others, Yjs looks at all that may stand beside it. Our pages add at the end, where nothing is. */
const LOOKS_MAX = 150_000;

/** What became of an update: kept, as the server wrote it anew; nothing new in it; sent too early, so that something lacks; or refused. */
export type Taken =
  | { is: "kept"; update: Uint8Array }
  | { is: "nothing" }
  | { is: "lacking" }
  | { is: "refused"; code: Extract<ErrorCode, `together.${string}`> };

/** The server's own copy of one visit's sheet. Nothing gets into it that is not a mark of the one who sent it, on a page that there is. */
export interface Document {
  take(update: Uint8Array, seat: Seat, pages: ReadonlySet<string>): Taken;
  /** Takes everybody's marks off a page; null: there were none. */
  clear(page: string): Uint8Array | null;
  /** What lacks beyond this state vector, or all of it; undefined where the vector cannot be read. */
  beyond(vector?: Uint8Array): Uint8Array | undefined;
  vector(): Uint8Array;
}

/** Builds the document from what the server itself had written: its updates, oldest first. */
export function openDocument(written: readonly Uint8Array[]): Document {
  const doc = new Y.Doc();
  for (const update of written) Y.applyUpdate(doc, update);
  whole(doc);

  /** The change as the server writes it: bytes that follow an update, or that say the same in many ways, are not in it. */
  function changedBy(work: () => void): Uint8Array | null {
    let written: Uint8Array | null = null;
    const hear = (update: Uint8Array) => {
      written = update;
    };
    doc.on("update", hear);
    try {
      work();
    } finally {
      doc.off("update", hear);
    }
    return written;
  }

  return {
    take(update, seat, pages) {
      const read = readUpdate(update);
      if (!read) return { is: "refused", code: "together.unreadable" };
      const judged = judge(doc, read, seat, pages);
      if (judged) return judged;
      const written = changedBy(() => Y.applyUpdate(doc, update));
      whole(doc);
      return written ? { is: "kept", update: written } : { is: "nothing" };
    },
    clear(page) {
      const marks = doc.getArray(page);
      return changedBy(() => doc.transact(() => marks.delete(0, marks.length)));
    },
    beyond(vector) {
      try {
        return Y.encodeStateAsUpdate(doc, vector);
      } catch {
        return undefined;
      }
    },
    vector: () => Y.encodeStateVector(doc),
  };
}

/** Nothing ever waits in the document for something that may never come: it would be kept without having been read. */
function whole(doc: Y.Doc): void {
  assert(doc.store.pendingStructs === null && doc.store.pendingDs === null, "a sheet holds what was not judged");
}

/** The marks that one stored update brought, whatever became of them. */
export function marksIn(update: Uint8Array): Mark[] {
  const contents = Y.decodeUpdate(update).structs.flatMap((struct) => (struct instanceof Y.Item ? [struct.content] : []));
  return contents.flatMap((content) => (content instanceof Y.ContentAny ? content.arr.map((mark) => Mark.parse(mark)) : []));
}

type Read = ReturnType<typeof Y.decodeUpdate>;

function readUpdate(update: Uint8Array): Read | undefined {
  if (update.length > UPDATE_BYTES_MAX) return undefined;
  try {
    return Y.decodeUpdate(update);
  } catch {
    return undefined;
  }
}

const unreadable = { is: "refused", code: "together.unreadable" } as const;
const notYours = { is: "refused", code: "together.not_yours" } as const;

/** Why this update may not be applied; undefined when it may. The document is not touched. */
function judge(doc: Y.Doc, { structs, ds }: Read, seat: Seat, pages: ReadonlySet<string>): Taken | undefined {
  /** How far each pen will have come. */
  const reach = new Map<number, number>();
  const reachOf = (pen: number) => reach.get(pen) ?? Y.getState(doc.store, pen);
  const exists = (id: Y.ID | null) => id === null || id.clock < reachOf(id.client);
  const added: Y.Item[] = [];
  for (const struct of structs) {
    const { client: pen, clock } = struct.id;
    const end = clock + struct.length;
    // Known already: nothing of it is read again, whatever it says now.
    if (end <= reachOf(pen)) continue;
    if (!(struct instanceof Y.Item)) return unreadable;
    if (seatOfPen(pen) !== seat) return notYours;
    if (clock > reachOf(pen)) return { is: "lacking" };
    reach.set(pen, end);
    added.push(struct);
  }
  if (added.filter((item) => !followsItself(item)).length * (added.length + partsOf(doc)) > LOOKS_MAX) return unreadable;
  let marks = 0;
  let unheard = 0;
  for (const item of added) {
    if (!exists(item.origin) || !exists(item.rightOrigin)) return { is: "lacking" };
    // Beside another mark: then it stands on that one's page. Else it names its page.
    const beside = item.origin !== null || item.rightOrigin !== null;
    if (!beside && !(typeof item.parent === "string" && pages.has(item.parent))) return unreadable;
    if (item.parentSub !== null) return unreadable;
    if (item.content instanceof Y.ContentDeleted) unheard += item.length;
    else if (item.content instanceof Y.ContentAny && item.content.arr.every((mark) => isMarkOf(mark, seat))) marks += item.length;
    else return unreadable;
  }
  for (const [pen, ranges] of ds.clients) {
    let from = 0;
    for (const { clock, len } of ranges) {
      // As Yjs writes them: in order, and each part once. To name all of them again and again would keep the server busy for minutes.
      if (clock < from || len === 0) return unreadable;
      from = clock + len;
      if (clock + len > reachOf(pen)) return { is: "lacking" };
      if (seatOfPen(pen) !== seat && takesAway(doc, pen, clock, len)) return notYours;
    }
  }
  if (unheard > UNHEARD_MAX) return unreadable;
  if (marks > 0 && marks + marksOn(doc) > MARKS_MAX) return { is: "refused", code: "together.full" };
  return undefined;
}

function isMarkOf(mark: unknown, seat: Seat): boolean {
  // A key of the name __proto__ would carry along, unseen, what is written out again with the rest.
  if (typeof mark !== "object" || mark === null || Object.getPrototypeOf(mark) !== Object.prototype) return false;
  const read = Mark.safeParse(mark);
  return read.success && read.data.seat === seat;
}

/** Whether something in this range is still there. */
function takesAway(doc: Y.Doc, pen: number, clock: number, len: number): boolean {
  const structs = doc.store.clients.get(pen);
  if (!structs || len === 0) return false;
  for (let index = Y.findIndexSS(structs, clock); index < structs.length; index++) {
    const struct = structs[index]!;
    if (struct.id.clock >= clock + len) return false;
    if (!struct.deleted) return true;
  }
  return false;
}

/** Whether it stands right after what the same pen drew before it. */
const followsItself = ({ id, origin, rightOrigin }: Y.Item): boolean =>
  rightOrigin === null && origin?.client === id.client && origin.clock === id.clock - 1;

const partsOf = (doc: Y.Doc): number => [...doc.store.clients.values()].reduce((parts, structs) => parts + structs.length, 0);

function marksOn(doc: Y.Doc): number {
  let marks = 0;
  for (const name of doc.share.keys()) marks += doc.getArray(name).length;
  return marks;
}

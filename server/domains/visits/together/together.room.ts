import assert from "node:assert/strict";
import { type Seat, sideOf } from "#contracts/live-limits.ts";
import { BOARD_BYTES_MAX, PAGES_MAX, type TogetherAct, type TogetherNews, type TogetherPage } from "#contracts/together.ts";
import { note } from "#server/domains/visits/record/index.ts";
import { type Ctx, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { newId } from "#server/platform/id.ts";
import { type Document, openDocument } from "./document.ts";
import { picturesToPutUp } from "./sheets.store.ts";
import { FOLD_EVERY, freshPace, keepUntilOf, type Pace, paced, STEPS_MAX, WHOLE_COSTS } from "./together.rules.ts";
import * as store from "./together.store.ts";

/** What a room tells of its sheet, and to whom: the one who asked, everybody else who may see it, or all. */
export interface Told {
  to: "asker" | "others" | "all";
  news: TogetherNews;
}

/** The sheet of one running room. The room hands it one thing after the other, and only from who is in it. */
export interface TogetherRoom {
  hear(seat: Seat, act: TogetherAct): Promise<Told[]>;
  /** All of it, for somebody who may see it from now on; null: nobody has opened it yet. */
  shown(): Promise<TogetherNews | null>;
}

interface Visit {
  id: string;
  agencyId: string;
  facilityId: string;
  roomKind: "recorded" | "unrecorded" | "privileged";
  endsAt: Temporal.Instant;
  keepUntil: Temporal.Instant;
}
interface Sheet {
  document: Document;
  pages: (TogetherPage & { putUpId: string })[];
  page: string;
  seq: number;
  bytes: number;
  foldedSeq: number;
}

/** The sheet of this visit, brought back from its rows when it is first asked for. A privileged visit has none. */
export function togetherRoom(ctx: Ctx, visit: Visit): TogetherRoom {
  const { id: visitId, facilityId, agencyId, roomKind } = visit;
  const paces = new Map<Seat, Pace>();
  let sheet: Sheet | null = null;

  async function load(): Promise<Sheet | null> {
    const row = await store.findTogether(ctx.db, visitId);
    if (!row) return null;
    const steps = await store.listSteps(ctx.db, visitId, row.foldedSeq);
    const written = [row.folded, ...steps.map((step) => step.updateBytes)].filter((bytes) => bytes !== null);
    const { pageId: page, seq, bytes, foldedSeq } = row;
    return { document: openDocument(written), pages: await store.listPages(ctx.db, visitId), page, seq, bytes, foldedSeq };
  }

  async function begin(seat: Seat): Promise<void> {
    assert(roomKind !== "privileged", "a privileged visit has no sheet");
    const page = newId();
    await inTransaction(ctx, async (tx) => {
      const now = tx.now();
      const row = { visitId, agencyId, facilityId, roomKind, openedAt: now, keepUntil: keepUntilOf(visit), pageId: page, folded: null };
      if (!(await store.insertTogether(tx.trx, row))) return;
      const first = { id: page, facilityId, visitId, number: 1, putUpId: page, pictureId: null, putUpBy: seat, at: now };
      await store.insertPages(tx.trx, [first]);
      await note(tx, { visitId, facilityId, code: "together_opened", facts: { side: sideOf(seat) } });
    });
  }

  async function sheetNow(): Promise<Sheet> {
    sheet ??= await load();
    if (!sheet) throw new AppError(["together.not_now"]);
    return sheet;
  }

  /** Writes one step; what is in memory follows only once it stands in its rows. */
  async function step(
    now: Sheet,
    seat: Seat,
    what: { step: store.StepRow["step"]; page: string | null; update?: Uint8Array },
    more: (tx: TxCtx) => Promise<void> = async () => {},
  ): Promise<void> {
    const seq = now.seq + 1;
    const update = what.update ? Buffer.from(what.update) : null;
    const bytes = now.bytes + (update?.length ?? 0);
    const fold = seq - now.foldedSeq >= FOLD_EVERY;
    try {
      await inTransaction(ctx, async (tx) => {
        await more(tx);
        const row = { visitId, facilityId, seq, at: tx.now(), seat, step: what.step, pageId: what.page, updateBytes: update };
        await store.insertStep(tx.trx, row);
        const folded = fold ? { folded: Buffer.from(now.document.beyond() ?? []), foldedSeq: seq } : {};
        const turned = what.step === "turned" || what.step === "put_up" ? { pageId: what.page ?? now.page } : {};
        await store.setTogether(tx.trx, visitId, { seq, bytes, ...folded, ...turned });
      });
    } catch (error) {
      // The document may hold what no row says: it is brought back from the rows.
      sheet = null;
      throw error;
    }
    now.seq = seq;
    now.bytes = bytes;
    if (fold) now.foldedSeq = seq;
  }

  const idsOf = (now: Sheet) => new Set(now.pages.map(({ id }) => id));
  const pagesOf = (now: Sheet) => ({ pages: now.pages.map(({ putUpId: _put, ...page }) => page), page: now.page });
  const lacking = (now: Sheet): Told[] => [{ to: "asker", news: { news: "lacking", vector: base64(now.document.vector()) } }];

  function openedNews(now: Sheet, vector?: string): TogetherNews {
    const update = now.document.beyond(vector === undefined ? undefined : bytesOf(vector));
    if (!update) throw new AppError(["together.unreadable"]);
    return { news: "opened", ...pagesOf(now), update: base64(update), vector: base64(now.document.vector()) };
  }

  function takenBy(now: Sheet, update: Buffer, seat: Seat) {
    try {
      return now.document.take(update, seat, idsOf(now));
    } catch (error) {
      // What broke halfway stands in no row: the sheet is brought back from those.
      sheet = null;
      throw error;
    }
  }

  async function draw(now: Sheet, seat: Seat, sent: string): Promise<Told[]> {
    const update = bytesOf(sent);
    // As long as what was sent, and a little more, is what would be written.
    if (now.bytes + update.length > BOARD_BYTES_MAX) throw new AppError(["together.full"]);
    const taken = takenBy(now, update, seat);
    if (taken.is === "refused") throw new AppError([taken.code]);
    if (taken.is === "lacking") return lacking(now);
    if (taken.is === "nothing") return [];
    await step(now, seat, { step: "drawn", page: now.page, update: taken.update });
    return [{ to: "others", news: { news: "drawn", by: seat, update: base64(taken.update) } }];
  }

  async function putUp(now: Sheet, seat: Seat, act: Extract<TogetherAct, { act: "put_up" }>): Promise<Told[]> {
    const already = now.pages.some(({ putUpId }) => putUpId === act.id);
    if (already) return [{ to: "asker", news: openedNews(now) }];
    const from =
      act.sheetId === null ? null : await picturesToPutUp(ctx.db, { facilityId, visitId, sheetId: act.sheetId, side: sideOf(seat) });
    if (from && from.pictures.length === 0) throw new AppError(["together.sheet_unknown"]);
    const pictures = from ? from.pictures : [{ id: null, number: 1 }];
    if (now.pages.length + pictures.length > PAGES_MAX) throw new AppError(["together.pages_full"]);
    const fresh = pictures.map(({ id: pictureId, number }) => ({
      id: newId(),
      putUpId: act.id,
      pictureId,
      number,
      by: seat,
      alt: from?.alt ?? null,
    }));
    const first = fresh[0]!.id;
    await step(now, seat, { step: "put_up", page: first }, async (tx) => {
      const at = tx.now();
      await store.insertPages(
        tx.trx,
        fresh.map(({ id, pictureId }, index) => ({
          id,
          facilityId,
          visitId,
          number: now.pages.length + index + 1,
          putUpId: act.id,
          pictureId,
          putUpBy: seat,
          at,
        })),
      );
      if (from)
        await note(tx, {
          visitId,
          facilityId,
          code: "picture_put_up",
          facts: { side: sideOf(seat), why: from.shelf ? "shelf" : "family", pages: fresh.length },
        });
    });
    now.pages.push(...fresh);
    now.page = first;
    return [{ to: "all", news: { news: "pages", ...pagesOf(now), by: seat, why: "put_up" } }];
  }

  async function decide(seat: Seat, act: TogetherAct): Promise<Told[]> {
    if (act.act === "open") {
      sheet ??= await load();
      if (!sheet) {
        await begin(seat);
        return [{ to: "all", news: openedNews(await sheetNow()) }];
      }
      return [{ to: "asker", news: openedNews(sheet, act.vector) }];
    }
    const now = await sheetNow();
    if (now.seq >= STEPS_MAX) throw new AppError(["together.full"]);
    if (act.act === "draw") return draw(now, seat, act.update);
    if (act.act === "put_up") return putUp(now, seat, act);
    if (!now.pages.some(({ id }) => id === act.page)) throw new AppError(["together.page_unknown"]);
    if (act.act === "turn") {
      if (now.page === act.page) return [];
      await step(now, seat, { step: "turned", page: act.page });
      now.page = act.page;
      return [{ to: "all", news: { news: "pages", ...pagesOf(now), by: seat, why: "turned" } }];
    }
    if (now.bytes >= BOARD_BYTES_MAX) throw new AppError(["together.full"]);
    const update = now.document.clear(act.page);
    if (!update) return [];
    await step(now, seat, { step: "cleared", page: act.page, update });
    return [{ to: "all", news: { news: "cleared", by: seat, page: act.page, update: base64(update) } }];
  }

  return {
    async hear(seat, act) {
      const at = ctx.now().epochMilliseconds;
      const again = act.act === "put_up" && sheet?.pages.some(({ putUpId }) => putUpId === act.id);
      const pace = paced(paces.get(seat) ?? freshPace(at), at, act.act === "open" || again ? WHOLE_COSTS : 1);
      try {
        if (roomKind === "privileged") throw new AppError(["together.not_now"]);
        if (!pace) throw new AppError(["request.too_many"]);
        paces.set(seat, pace);
        return await decide(seat, act);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        return [{ to: "asker", news: { news: "refused", codes: [...error.codes] } }];
      }
    },
    async shown() {
      if (roomKind === "privileged") return null;
      sheet ??= await load();
      return sheet && openedNews(sheet);
    },
  };
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
const bytesOf = (text: string): Buffer => Buffer.from(text, "base64");

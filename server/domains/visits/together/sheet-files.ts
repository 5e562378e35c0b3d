import { PDF_PAGES_MAX, SHEET_BYTES_MAX } from "#contracts/together.ts";
import type { Blobs } from "#server/platform/blobs.ts";
import { type Ctx, inTransaction } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { newId } from "#server/platform/id.ts";
import { isPdf, pdfPages } from "#server/platform/pdf-pages.ts";
import { readWhole, reEncode } from "#server/platform/re-encode.ts";
import * as store from "./sheets.store.ts";
import { SIDE_MIN } from "./together.rules.ts";

/** Reads a picture or a PDF as it is sent and makes every page of it anew; `cut`: the PDF had more pages than are taken. */
export async function readPages(body: AsyncIterable<Buffer> | undefined, sentBy: string): Promise<{ pages: Buffer[]; cut: boolean }> {
  if (!body) throw new AppError(["picture.not_a_picture"]);
  const sent = await readWhole(body, SHEET_BYTES_MAX, sentBy);
  if (!isPdf(sent)) return { pages: [await reEncode(sent, SIDE_MIN)], cut: false };
  const { pages, inAll } = await pdfPages(sent, PDF_PAGES_MAX);
  const made: Buffer[] = [];
  for (const page of pages) made.push(await reEncode(page, SIDE_MIN));
  return { pages: made, cut: inAll > pages.length };
}

/** Puts the pages of a sheet away. Each row stands before its file: what a crash leaves is found by it. */
export async function keepPages(
  ctx: Ctx,
  blobs: Blobs,
  sheet: { id: string; facilityId: string },
  pages: readonly Buffer[],
): Promise<void> {
  const { id: sheetId, facilityId } = sheet;
  for (const [index, page] of pages.entries()) {
    const id = newId();
    await inTransaction(ctx, (tx) =>
      store.insertPicture(tx.trx, { id, facilityId, sheetId, number: index + 1, key: null, bytes: null, sha256: null }),
    );
    const { key, bytes, sha256 } = await blobs.put(once(page), id);
    await inTransaction(ctx, (tx) => store.setPicture(tx.trx, id, { key, bytes, sha256 }));
  }
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

/** Takes the files of a sheet away, and then its rows: keys first, so that no copy can be read either. */
export async function removeSheet(ctx: Ctx, blobs: Blobs, sheetId: string): Promise<void> {
  await removePages(ctx, blobs, sheetId);
  await inTransaction(ctx, (tx) => store.deleteSheet(tx.trx, sheetId));
}

/** Takes what was written of a sheet away again. */
export async function removePages(ctx: Ctx, blobs: Blobs, sheetId: string): Promise<void> {
  const pictures = await store.listPictures(ctx.db, sheetId);
  await inTransaction(ctx, async (tx) => {
    for (const { id } of pictures) await store.setPicture(tx.trx, id, { key: null });
  });
  for (const { id } of pictures) {
    await blobs.remove(id);
    await inTransaction(ctx, (tx) => store.deletePicture(tx.trx, id));
  }
}

import * as Y from "yjs";
import { type Mark, penOf } from "#contracts/together.ts";
import * as sheets from "#server/domains/visits/together/sheets.store.ts";
import * as store from "#server/domains/visits/together/together.store.ts";
import { openBlobs } from "#server/platform/blobs.ts";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import type { Site } from "#server/testing/site.ts";

/** What PostgreSQL writes of words that were drawn: a sheet's steps are bytes. */
export const drawnAs = (words: string): string => Buffer.from(words).toString("hex");

/**
 * Leaves behind what a recorded visit with a sheet does, once its room is there: a picture that its family sent, put up, and words written upon it.
 * `words.alt` stand beside the picture, `words.drawn` are in the mark. Answers with the picture's file.
 */
export async function givenSheet(site: Site, visitId: string, words: { alt: string; drawn: string }): Promise<{ blobId: string }> {
  const visit = (await sheets.findVisit(site.db, visitId))!;
  const { agencyId, facilityId, keepUntil } = visit;
  const { requestedBy: sentBy } = await site.db
    .selectFrom("visits.visit")
    .select("requestedBy")
    .where("id", "=", visitId)
    .executeTakeFirstOrThrow();
  const [sheetId, blobId, pageId] = [newId(), newId(), newId()];
  const { key, bytes, sha256 } = await openBlobs(`${site.config.dataDir}/blobs`).put([Buffer.from(words.alt)] as never, blobId);
  const doc = new Y.Doc();
  doc.clientID = penOf("family", 0.5);
  const mark: Mark = { kind: "words", id: newId(), seat: "family", colour: "red", x: 1, y: 1, words: words.drawn };
  doc.getArray(pageId).push([mark]);
  const update = Buffer.from(Y.encodeStateAsUpdate(doc));
  const at = site.clock.now();
  const open = { roomKind: "recorded" as const, facilityId, agencyId, keepUntil };
  await inTransaction(site.ctx, async (tx) => {
    const decided = { reason: null, decidedBy: null, decidedAt: null };
    const alt = { en: words.alt };
    await sheets.insertSheet(tx.trx, { ...open, ...decided, id: sheetId, visitId, sentBy, alt, status: "allowed", madeAt: at });
    await sheets.insertPicture(tx.trx, { id: blobId, facilityId, sheetId, number: 1, key, bytes, sha256 });
    await store.insertTogether(tx.trx, { ...open, visitId, openedAt: at, pageId, seq: 1, folded: update, foldedSeq: 1 });
    await store.insertPages(tx.trx, [
      { id: pageId, facilityId, visitId, number: 1, putUpId: newId(), pictureId: blobId, putUpBy: "family", at },
    ]);
    await store.insertStep(tx.trx, { visitId, facilityId, seq: 1, at, seat: "family", step: "drawn", pageId, updateBytes: update });
  });
  return { blobId };
}

import sharp from "sharp";
import type { z } from "zod";
import type { PictureKind } from "#contracts/connections.ts";
import { type OwnPictures, PICTURE_BYTES_MAX } from "#contracts/contacts.ts";
import * as audit from "#server/domains/audit/index.ts";
import { lockConnectionHere } from "#server/domains/contacts/contacts.store.ts";
import { type ConnectionRow, type FileRow, waiting } from "#server/domains/contacts/contacts.tables.ts";
import * as identity from "#server/domains/identity/index.ts";
import type { Blobs } from "#server/platform/blobs.ts";
import { type Ctx, dbOf, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { newId } from "#server/platform/id.ts";
import { readWhole, reEncode } from "#server/platform/re-encode.ts";
import * as store from "./files.store.ts";
import { keepUntilFrom, SIDE_MIN, WAITING_DAYS_MAX, WRITING_MINUTES } from "./pictures.rules.ts";

type Kind = z.infer<typeof PictureKind>;
const PICTURES: readonly Kind[] = ["front", "back", "selfie"];
/** Enough to take each picture again and again in bad light; too few to keep the machine busy. */
const SEND_LIMIT = { triesMax: 30, windowMs: 60 * 60_000 } as const;
const FIRST_ID = "00000000-0000-0000-0000-000000000000";
const BATCHES_MAX = 500;

/** Which pictures there are, and until when. */
export async function ownPictures(ctx: Ctx): Promise<z.infer<typeof OwnPictures>> {
  const { contactId } = identity.asOutside(ctx.actor);
  const rows = await store.listFiles(ctx.db, contactId);
  // A request that fits nobody counts like any other: the difference would tell who is there.
  const since = waitingSince(ctx.now());
  const waiting = (await store.hasWaiting(ctx.db, contactId, since)) || (await store.hasUnmatchedWaiting(ctx.db, contactId, since));
  const pictures = rows.flatMap(({ kind, madeAt, keepUntil }) =>
    kind === "own_data" ? [] : [{ kind, madeAt: madeAt.toString(), keepUntil: keepUntil.toString() }],
  );
  return { pictures, waiting };
}

/** Reads one picture as it is sent, stopping at the limit, makes it anew and keeps it in the place of an earlier one of its kind. */
export async function putPicture(ctx: Ctx, blobs: Blobs, kind: Kind, body: AsyncIterable<Buffer> | undefined): Promise<{ done: true }> {
  const { contactId } = identity.asOutside(ctx.actor);
  await identity.throttle(ctx, "picture.send", contactId, SEND_LIMIT);
  if (!body) throw new AppError(["picture.not_a_picture"]);
  const picture = await reEncode(await readWhole(body, PICTURE_BYTES_MAX, contactId), SIDE_MIN);
  await keepFile(ctx, blobs, { contactId, kind, source: once(picture), keepUntil: keepUntilFrom });
  return { done: true };
}

/** Keeps a picture that was drawn, for a world being filled. */
export async function keepDrawnPicture(ctx: Ctx, blobs: Blobs, drawn: { contactId: string; kind: Kind; picture: Buffer }): Promise<void> {
  const { contactId, kind, picture } = drawn;
  const source = once(await reEncode(await sharp(picture).png({ compressionLevel: 1 }).toBuffer(), SIDE_MIN));
  await keepFile(ctx, blobs, { contactId, kind, source, keepUntil: keepUntilFrom });
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

/** Stores a file of a contact. Its row stands first: whatever fails after that, the nightly job finds the row and removes the rest. */
export async function keepFile(
  ctx: Ctx,
  blobs: Blobs,
  file: {
    contactId: string;
    kind: FileRow["kind"];
    source: AsyncIterable<Uint8Array>;
    keepUntil: (now: Temporal.Instant) => Temporal.Instant;
    linkHash?: Buffer;
  },
): Promise<string> {
  const { contactId, kind, source } = file;
  const id = newId();
  const madeAt = ctx.now();
  const unwritten = { key: null, bytes: null, sha256: null, madeAt, keepUntil: madeAt.add({ minutes: WRITING_MINUTES }) };
  await inTransaction(ctx, (tx) => store.insertFile(tx.trx, { id, contactId, kind, ...unwritten }));
  const stored = await blobs.put(source, id);
  const replaced = await inTransaction(ctx, async (tx) => {
    // Somebody who closed the account meanwhile has nothing kept.
    if (!(await store.lockContact(tx.trx, contactId))) return [id];
    const earlier = await store.dropKeys(tx.trx, contactId, [kind], tx.now());
    const { key, bytes, sha256 } = stored;
    await store.updateFile(tx.trx, id, {
      key,
      bytes,
      sha256,
      keepUntil: file.keepUntil(tx.now()),
      ...(file.linkHash ? { linkHash: file.linkHash } : {}),
    });
    if (kind !== "own_data") await audit.record(tx, { what: "id_picture.sent", subjectId: contactId, facts: { kind } });
    return earlier;
  });
  for (const old of replaced) await remove(ctx, blobs, old);
  return id;
}

/** Removes the bytes and then the row of a file whose key is gone. */
export async function remove(ctx: Ctx, blobs: Blobs, id: string): Promise<void> {
  await blobs.remove(id);
  await inTransaction(ctx, (tx) => store.deleteFile(tx.trx, id));
}

/** Keeps a contact's pictures for 30 days from now: the last decision that needed them counts. */
export function keepPicturesAfter(tx: TxCtx, contactId: string): Promise<void> {
  return store.extendPictures(tx.trx, contactId, keepUntilFrom(tx.now()));
}

/** One picture for staff, while a request of its owner waits here or was decided here; every look is written down before it is shown. */
export function viewPicture(ctx: Ctx, blobs: Blobs, where: { facilityId: string; connectionId: string; kind: Kind }) {
  return inTransaction(ctx, async (tx) => {
    const { facilityId, connectionId, kind } = where;
    const connection = await lockConnectionHere(tx.trx, facilityId, connectionId);
    if (!connection || connection.status === "withdrawn") throw new AppError(["connection.unknown"]);
    const file = (await filesFor(tx, connection)).find((each) => each.kind === kind);
    if (!file?.key || file.bytes === null) throw new AppError(["picture.unknown"]);
    const { agencyId } = connection;
    await audit.record(tx, { what: "id_picture.viewed", agencyId, facilityId, subjectId: connectionId, facts: { kind } });
    return { bytes: file.bytes, stream: blobs.read({ id: file.id, key: file.key, bytes: file.bytes }) };
  });
}

/** Deletes the files whose time is over: the key first, then the bytes, then the row; also what a crash left half written. */
export async function eraseFiles(ctx: Ctx, blobs: Blobs): Promise<number> {
  let erased = 0;
  let afterId = FIRST_ID;
  for (let batch = 0; batch < BATCHES_MAX; batch++) {
    const rows = await store.listExpired(ctx.db, ctx.now(), waitingSince(ctx.now()), afterId);
    for (const { id, kind, contactId, key } of rows) {
      await inTransaction(ctx, async (tx) => {
        await store.updateFile(tx.trx, id, { key: null });
        if (key && kind !== "own_data") await audit.record(tx, { what: "id_picture.erased", subjectId: contactId, facts: { kind } });
      });
      await remove(ctx, blobs, id);
      erased++;
      afterId = id;
    }
    if (rows.length === 0) break;
  }
  ctx.log.info({ job: "contacts.erase", erased }, "pictures and exports erased");
  return erased;
}

type Answered = Pick<ConnectionRow, "id" | "contactId" | "status" | "requestedAt" | "decidedAt">;

/** The kinds of picture there are for a request. */
export async function kindsFor(ctx: Ctx, connection: Answered): Promise<Kind[]> {
  const files = await filesFor(ctx, connection);
  return PICTURES.filter((kind) => files.some((file) => file.kind === kind));
}

/**
 * The pictures that were there for a request: while it waits all, afterwards, for their thirty days, those that its answer was given by. What was
 * sent later was sent for somebody else, perhaps another agency, and what is kept longer is kept for them: even that it is there is nobody else's to know.
 */
async function filesFor(asker: Ctx | TxCtx, connection: Answered): Promise<FileRow[]> {
  const files = await store.listFiles(dbOf(asker), connection.contactId);
  const kept = (since: Temporal.Instant) => Temporal.Instant.compare(keepUntilFrom(since), asker.now()) > 0;
  if (waiting.includes(connection.status)) {
    const needed = Temporal.Instant.compare(connection.requestedAt, waitingSince(asker.now())) > 0;
    return files.filter((file) => needed || kept(file.madeAt));
  }
  const answered = (await store.answeredAt(dbOf(asker), connection.id)) ?? connection.decidedAt;
  if (answered === null || !kept(answered)) return [];
  return files.filter((file) => Temporal.Instant.compare(file.madeAt, answered) <= 0);
}

const waitingSince = (now: Temporal.Instant) => now.subtract({ hours: WAITING_DAYS_MAX * 24 });

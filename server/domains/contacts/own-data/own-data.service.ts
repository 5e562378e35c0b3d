import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { ZipFile } from "yazl";
import * as audit from "#server/domains/audit/index.ts";
import { OWN_DATA_JOB } from "#server/domains/contacts/connections/news.ts";
import { connectionsSetAside, ownConnections } from "#server/domains/contacts/connections/own-list.service.ts";
import { findContact, findContactCard } from "#server/domains/contacts/contacts.store.ts";
import { checksOf } from "#server/domains/contacts/equipment/checks.service.ts";
import { guestsOf } from "#server/domains/contacts/guests/guests.service.ts";
import * as files from "#server/domains/contacts/identification/files.store.ts";
import { keepFile, remove } from "#server/domains/contacts/identification/pictures.service.ts";
import * as identity from "#server/domains/identity/index.ts";
import type { Blobs } from "#server/platform/blobs.ts";
import { type Ctx, inTransaction } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { newId } from "#server/platform/id.ts";
import { type Gather, ownDataParts, ownFileParts, registerOwnData } from "./gather.ts";
import { ownDataWord } from "./words.ts";

/** The job that makes the file. Its facts: `contactId` and `accountId`. */
const MAKE_JOB = "contacts.own_data";
const ASK_LIMIT = { triesMax: 3, windowMs: 24 * 60 * 60_000 } as const;
const KEPT_HOURS = 72;

/** Asks for everything that is kept about oneself. */
export async function askForOwnData(ctx: Ctx): Promise<{ done: true }> {
  const { accountId, contactId } = identity.asOutside(ctx.actor);
  await identity.throttle(ctx, "own_data.ask", contactId, ASK_LIMIT);
  await inTransaction(ctx, async (tx) => {
    await audit.record(tx, { what: "own_data.asked", subjectId: contactId });
    await tx.jobs.send(tx, MAKE_JOB, { contactId, accountId }, { singletonKey: contactId });
  });
  return { done: true };
}

/** Registers the making of the file and the parts that contacts itself and those above it keep. */
export function registerOwnDataJobs(ctx: Ctx, blobs: Blobs): void {
  registerOwnData("account", account);
  registerOwnData("person", person);
  registerOwnData("signIns", signIns);
  registerOwnData("connections", connections);
  registerOwnData("guests", guests);
  registerOwnData("equipmentChecks", equipmentChecks);
  registerOwnData("record", ownRecord);
  ctx.jobs.work(MAKE_JOB, ({ contactId, accountId }) => make(ctx, blobs, { contactId: String(contactId), accountId: String(accountId) }));
}

const account: Gather = (ctx, { accountId }) => identity.ownAccount(ctx, accountId);
const person: Gather = async (ctx, { contactId }) => {
  const contact = await findContact(ctx.db, contactId);
  return contact && { givenName: contact.givenName, familyName: contact.familyName, birthDate: contact.birthDate };
};
const signIns: Gather = (ctx, { accountId }) => identity.listSignIns(ctx, accountId, "");
const guests: Gather = (ctx, { contactId }) => guestsOf(ctx, contactId);
const equipmentChecks: Gather = (ctx, { contactId }) => checksOf(ctx, contactId);
const ownRecord: Gather = async (ctx, { accountId }) =>
  // What staff read of a request that fits nobody would tell its owner that the person is not there.
  (await audit.listOfActor(ctx, "outside", accountId)).map((entry) =>
    entry.what === "connection.mismatched" ? { ...entry, what: "connection.requested" as const } : entry,
  );
const connections: Gather = async (ctx, { accountId, contactId }) => [
  ...(await ownConnections({ ...ctx, actor: { realm: "outside", signInId: "", accountId, contactId } })),
  ...(await connectionsSetAside(ctx, contactId)),
];

async function make(ctx: Ctx, blobs: Blobs, whose: { accountId: string; contactId: string }): Promise<void> {
  const card = await findContactCard(ctx.db, whose.contactId);
  const contact = await findContact(ctx.db, whose.contactId);
  if (!card || !contact || contact.closedAt) return;
  const { locale } = card;
  const zip = new ZipFile();
  const mtime = new Date(ctx.now().epochMilliseconds);
  const rows: string[] = [];
  for (const [part, gather] of ownDataParts()) {
    zip.addBuffer(Buffer.from(`${JSON.stringify(await gather(ctx, whose), null, 2)}\n`), `${part}.json`, { mtime });
    rows.push(`<li><a href="${part}.json">${ownDataWord(locale, part)}</a></li>`);
  }
  for (const file of await files.listFiles(ctx.db, whose.contactId)) {
    if (file.kind === "own_data" || !file.key || file.bytes === null) continue;
    zip.addBuffer(await buffer(blobs.read({ id: file.id, key: file.key, bytes: file.bytes })), `pictures/${file.kind}.jpg`, {
      mtime,
      compress: false,
    });
    rows.push(`<li><a href="pictures/${file.kind}.jpg">${ownDataWord(locale, "pictures")}: ${file.kind}.jpg</a></li>`);
  }
  for (const [part, gather] of ownFileParts())
    for (const { name, open } of await gather(ctx, blobs, whose)) {
      zip.addReadStreamLazy(name, { mtime, compress: false }, (next) => next(null, open()));
      rows.push(`<li><a href="${name}">${ownDataWord(locale, part)}: ${name}</a></li>`);
    }
  // A file that cannot be read ends the making; it is tried again.
  zip.on("error", (error: Error) => (zip.outputStream as Readable).destroy(error));
  const day = ctx.now().toZonedDateTimeISO("UTC").toPlainDate().toString();
  const page = [
    `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">`,
    `<title>${ownDataWord(locale, "title")}</title></head><body style="font:18px/1.5 system-ui,sans-serif;max-width:34em;margin:24px auto;padding:0 16px">`,
    `<h1>${ownDataWord(locale, "title")}</h1><p>${ownDataWord(locale, "made", { day })}</p><p>${ownDataWord(locale, "intro")}</p><ul>`,
    ...rows,
    "</ul></body></html>\n",
  ].join("\n");
  zip.addBuffer(Buffer.from(page), "index.html", { mtime });
  zip.end();
  const keepUntil = (now: Temporal.Instant) => now.add({ hours: KEPT_HOURS });
  const fileId = await keepFile(ctx, blobs, {
    contactId: whose.contactId,
    kind: "own_data",
    source: zip.outputStream as Readable,
    keepUntil,
  });
  const { accountId } = whose;
  await inTransaction(ctx, (tx) => tx.jobs.send(tx, OWN_DATA_JOB, { deliveryId: newId(), accountId, fileId }));
}

/** Makes the secret of the link when the letter is written; undefined when the file is gone. */
export function makeOwnDataLink(ctx: Ctx, fileId: string): Promise<string | undefined> {
  const token = identity.newToken();
  return inTransaction(ctx, async (tx) =>
    (await files.updateFile(tx.trx, fileId, { linkHash: identity.hashToken(token) })) ? token : undefined,
  );
}

/** Hands the file out, once, to the account that asked for it; then it is gone. */
export async function fetchOwnData(ctx: Ctx, blobs: Blobs, token: string): Promise<Buffer> {
  const { contactId } = identity.asOutside(ctx.actor);
  const file = await inTransaction(ctx, async (tx) => {
    await files.lockContact(tx.trx, contactId);
    const found = await files.findFile(tx.trx, contactId, "own_data");
    if (!found?.linkHash?.equals(identity.hashToken(token)) || Temporal.Instant.compare(found.keepUntil, tx.now()) <= 0)
      throw new AppError(["account.link_invalid"]);
    await files.updateFile(tx.trx, found.id, { key: null, linkHash: null, keepUntil: tx.now() });
    await audit.record(tx, { what: "own_data.fetched", subjectId: contactId });
    return found;
  });
  if (!file.key || file.bytes === null) throw new AppError(["account.link_invalid"]);
  const bytes = await buffer(blobs.read({ id: file.id, key: file.key, bytes: file.bytes }));
  await remove(ctx, blobs, file.id);
  return bytes;
}

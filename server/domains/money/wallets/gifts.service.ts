import assert from "node:assert/strict";
import type { AnswerOf, BodyOf } from "#contracts/endpoint.ts";
import type { giftsOutside, OwnGift } from "#contracts/gifts.ts";
import * as audit from "#server/domains/audit/index.ts";
import * as contacts from "#server/domains/contacts/index.ts";
import * as identity from "#server/domains/identity/index.ts";
import { isTransfer, openBook, reserve, settle, transfer } from "#server/domains/money/ledger/ledger.store.ts";
import { depositRefusals } from "#server/domains/money/payments/payments.rules.ts";
import { lockWallet } from "#server/domains/money/payments/payments.store.ts";
import { type Ctx, dbOf, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { newId } from "#server/platform/id.ts";
import { nextGift } from "./gifts.rules.ts";
import * as store from "./gifts.store.ts";
import type { NewGift } from "./gifts.tables.ts";
import { endWaiting, takeBack, undoableOf } from "./undo.service.ts";

const GIVE_LIMIT = { triesMax: 30, windowMs: 60 * 60_000 } as const;
/** A gift by address waits this long for whoever has the address. */
const WAITS_DAYS = 14;
const EXPIRED_AT_ONCE = 200;
type Asked = BodyOf<typeof giftsOutside.giveGift>;

/** Gives money from one's own wallet, once for its id: to a connected resident at once, to an address until its owner takes it. */
export async function giveGift(ctx: Ctx, asked: Asked): Promise<OwnGift> {
  const { contactId } = identity.asOutside(ctx.actor);
  const refusals = depositRefusals(asked.cents);
  if (refusals.length > 0) throw new AppError(refusals);
  await identity.throttle(ctx, "money.gift", contactId, GIVE_LIMIT);
  return inTransaction(ctx, async (tx) => {
    const fromBookId = await openBook(tx.trx, { kind: "contact_wallet", contactId }, tx.now());
    await lockWallet(tx.trx, fromBookId);
    const stands = await store.findGift(tx.trx, asked.id);
    if (stands) {
      if (stands.fromContactId !== contactId || stands.cents !== asked.cents) throw new AppError(["money.id_taken"]);
      return giftOf(tx, contactId, asked.id);
    }
    if (await isTransfer(tx.trx, asked.id)) throw new AppError(["money.id_taken"]);
    const { id, cents } = asked;
    const row = { id, cents, fromContactId: contactId, fromBookId, madeAt: tx.now(), endedAt: null };
    if ("email" in asked) await wait(tx, row, addressHash(tx, asked.email));
    else await give(tx, row, asked.connectionId);
    return giftOf(tx, contactId, id);
  });
}

type Begun = Pick<NewGift, "id" | "cents" | "fromContactId" | "fromBookId" | "madeAt" | "endedAt">;

async function give(tx: TxCtx, row: Begun, connectionId: string): Promise<void> {
  const connection = await contacts.ownConnectionTo(tx, connectionId, row.fromContactId);
  if (!connection) {
    // A request that fits nobody reads like one that waits.
    const waits = await contacts.isOwnRequest(tx, connectionId, row.fromContactId);
    throw new AppError([waits ? "connection.not_approved" : "connection.unknown"]);
  }
  // An order that keeps the two apart is about money too; a ban from visits alone is not.
  if (!connection.approved || (await contacts.noContactNow(tx, connectionId))) throw new AppError(["connection.not_approved"]);
  const { agencyId, residentId } = connection;
  const toBookId = await openBook(tx.trx, { kind: "resident_wallet", agencyId, residentId }, tx.now());
  const gone = { ...row, toBookId, connectionId, reserveId: null, state: "given" as const, expiresAt: null };
  await store.insertGift(tx.trx, gone);
  const { id, fromBookId: fromId, cents } = row;
  const [said] = await transfer(tx.trx, [{ id, fromId, toId: toBookId, cents, what: "gift", subjectId: id }], tx.now());
  if (said === "overdrawn") throw new AppError(["money.wallet_short"]);
  assert.equal(said, "done", "a gift was given before");
  await audit.record(tx, { what: "gift.given", subjectId: id, agencyId, facts: { cents } });
}

async function wait(tx: TxCtx, row: Begun, hash: Buffer): Promise<void> {
  const [reserveId, expiresAt] = [newId(), tx.now().add({ hours: WAITS_DAYS * 24 })];
  const kept = { id: reserveId, bookId: row.fromBookId, cents: row.cents, subjectId: row.id, expiresAt: expiresAt.add({ hours: 24 }) };
  const said = await reserve(tx.trx, kept, tx.now());
  if (said === "overdrawn") throw new AppError(["money.wallet_short"]);
  assert.equal(said, "done", "a gift was kept before");
  await store.insertGift(tx.trx, { ...row, toBookId: null, connectionId: null, reserveId, state: "waiting", expiresAt });
  await store.insertAddress(tx.trx, row.id, hash);
  await audit.record(tx, { what: "gift.offered", subjectId: row.id, facts: { cents: row.cents } });
}

/** Takes back what of one's own gift has not been spent. */
export async function undoGift(ctx: Ctx, giftId: string): Promise<OwnGift> {
  const { contactId } = identity.asOutside(ctx.actor);
  return inTransaction(ctx, async (tx) => {
    const row = await store.lockGift(tx.trx, giftId);
    if (row?.fromContactId !== contactId) throw new AppError(["money.gift_unknown"]);
    if (nextGift(row.state, "undo") && (await takeBack(tx, row, row.cents)) === 0) throw new AppError(["money.gift_spent"]);
    return giftOf(tx, contactId, giftId);
  });
}

/** Takes a gift that waits for one's own address. */
export async function takeGift(ctx: Ctx, giftId: string): Promise<null> {
  const { contactId, accountId } = identity.asOutside(ctx.actor);
  const hash = await ownHash(ctx, accountId);
  await inTransaction(ctx, async (tx) => {
    const row = await store.lockGift(tx.trx, giftId);
    const meant = row && (await store.findAddress(tx.trx, giftId));
    if (!row || !meant || !hash?.equals(meant) || row.fromContactId === contactId) throw new AppError(["money.gift_unknown"]);
    if (row.state === "given") return;
    const isOver = row.expiresAt !== null && Temporal.Instant.compare(row.expiresAt, tx.now()) <= 0;
    const state = nextGift(row.state, "take");
    if (!state || isOver) throw new AppError(["money.gift_unknown"]);
    const toBookId = await openBook(tx.trx, { kind: "contact_wallet", contactId }, tx.now());
    const said = await settle(tx.trx, row.reserveId as string, [{ id: row.id, toId: toBookId, cents: row.cents, what: "gift" }], tx.now());
    assert.equal(said, "done", "a gift that waits is kept");
    await store.updateGift(tx.trx, row.id, { state, toBookId, endedAt: tx.now() });
    await audit.record(tx, { what: "gift.given", subjectId: row.id, facts: { cents: row.cents } });
  });
  return null;
}

/** Gifts that one gave, and those that wait for oneself. */
export async function ownGifts(ctx: Ctx): Promise<AnswerOf<typeof giftsOutside.ownGifts>> {
  const { contactId, accountId } = identity.asOutside(ctx.actor);
  const hash = await ownHash(ctx, accountId);
  const waiting = hash ? await store.listWaitingFor(ctx.db, hash, ctx.now()) : [];
  const forMe = [];
  for (const { id, cents, fromContactId, expiresAt } of waiting) {
    const fromName = fromContactId === contactId ? undefined : await contacts.nameOf(ctx, fromContactId);
    if (fromName && expiresAt) forMe.push({ id, cents, fromName, expiresAt: expiresAt.toString() });
  }
  return { given: await givenBy(ctx, contactId), forMe };
}

/** Gives up gifts that nobody took in time; answers how many. */
export async function expireGifts(ctx: Ctx): Promise<number> {
  const rows = await store.listExpired(ctx.db, ctx.now(), EXPIRED_AT_ONCE);
  for (const { id } of rows)
    await inTransaction(ctx, async (tx) => {
      const row = await store.lockGift(tx.trx, id);
      if (row && nextGift(row.state, "expire")) await endWaiting(tx, row, "expired");
    });
  return rows.length;
}

/** Every gift that a contact gave, newest first, with what of each could be taken back now. */
export async function givenBy(asker: Ctx | TxCtx, contactId: string): Promise<OwnGift[]> {
  const given = [];
  for (const row of await store.listGiven(dbOf(asker), contactId)) {
    const { id, cents, residentName, state, madeAt, expiresAt } = row;
    const times = { madeAt: madeAt.toString(), expiresAt: state === "waiting" && expiresAt ? expiresAt.toString() : null };
    given.push({ id, cents, residentName, state, undoCents: await undoableOf(asker, row), ...times });
  }
  return given;
}

async function giftOf(tx: TxCtx, contactId: string, id: string): Promise<OwnGift> {
  const gift = (await givenBy(tx, contactId)).find((one) => one.id === id);
  assert(gift, "a gift that was given stands in the list");
  return gift;
}

const addressHash = (asker: Pick<Ctx, "config">, email: string) =>
  identity.keyedHash(asker.config.dataDir, "gift", email.trim().toLowerCase());

async function ownHash(ctx: Ctx, accountId: string): Promise<Buffer | undefined> {
  const account = await identity.ownAccount(ctx, accountId);
  return account && addressHash(ctx, account.email);
}

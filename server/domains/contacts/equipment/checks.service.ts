import assert from "node:assert/strict";
import type { AnswerOf, BodyOf } from "#contracts/endpoint.ts";
import { type EquipmentCheck, type equipmentOutside, troublesOf } from "#contracts/equipment.ts";
import type { CheckRow } from "#server/domains/contacts/contacts.tables.ts";
import * as identity from "#server/domains/identity/index.ts";
import { type Ctx, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { relaysUntil } from "#server/platform/relays.ts";
import * as store from "./checks.store.ts";

/** The media engine's part in a check, which stands below contacts: given by whoever assembles the server. */
export interface EchoParts {
  /** Answers an offer so that all that is sent comes back; refuses with `media.unavailable`. */
  openEcho(id: string, offer: string): Promise<string>;
  closeEcho(id: string): Promise<void>;
}

/** Enough for somebody who walks through the house with their phone; whoever has used them up may begin again within the hour. */
const CHECK_LIMIT = { triesMax: 12, windowMs: 60 * 60_000 } as const;
/** A check that did not end by then never will: its page is gone. */
const CHECK_MINUTES_MAX = 15;
/** The engine is asked this often in one check: a line that fails is tried once more. */
const ECHOES_MAX = 3;
const CHECKS_READ_MAX = 100;

/** What the reader's last check found. */
export async function ownCheck(ctx: Ctx): Promise<AnswerOf<typeof equipmentOutside.ownCheck>> {
  const row = await store.findLastCheck(ctx.db, identity.asOutside(ctx.actor).contactId);
  return { last: row ? toCheck(row) : null };
}

/** Begins a check; said again with its id it goes on. */
export async function beginCheck(ctx: Ctx, id: string): Promise<AnswerOf<typeof equipmentOutside.beginCheck>> {
  const { contactId } = identity.asOutside(ctx.actor);
  await identity.throttle(ctx, "equipment.check", contactId, CHECK_LIMIT);
  await inTransaction(ctx, async (tx) => {
    await store.insertCheck(tx.trx, { id, contactId, startedAt: tx.now() });
    await openCheck(tx, id);
  });
  return { servers: relaysUntil(ctx, ctx.now().add({ minutes: CHECK_MINUTES_MAX })) };
}

/** Has the engine send back what this check's page sends. */
export async function echoOfCheck(ctx: Ctx, parts: EchoParts, id: string, offer: string): Promise<{ answer: string }> {
  // Counted before the engine is asked, and not taken back: nobody may ask it for ever.
  const left = await inTransaction(ctx, async (tx) => {
    const { echoes } = await openCheck(tx, id);
    if (echoes >= ECHOES_MAX) throw new AppError(["equipment.check_over"]);
    return store.updateCheck(tx.trx, id, { echoes: echoes + 1 });
  });
  try {
    // One for each contact, whatever they begin: the engine has a few for all, and the stations' own checks need them too.
    return { answer: await parts.openEcho(identity.asOutside(ctx.actor).contactId, offer) };
  } catch (error) {
    // An engine that is down or busy is no fault of this line's.
    if (error instanceof AppError && left.echoes === 1) await inTransaction(ctx, (tx) => store.updateCheck(tx.trx, id, { echoes: 0 }));
    throw error;
  }
}

/** Ends a check with what its page found. */
export async function endCheck(
  ctx: Ctx,
  parts: EchoParts,
  id: string,
  found: BodyOf<typeof equipmentOutside.endCheck>,
): Promise<EquipmentCheck> {
  const row = await inTransaction(ctx, async (tx) => {
    const { echoes } = await openCheck(tx, id);
    const measured = echoes > 0 && found.measured ? JSON.stringify(found.measured) : null;
    return store.updateCheck(tx.trx, id, { ...found, measured, endedAt: tx.now() });
  });
  await parts.closeEcho(row.contactId);
  return toCheck(row);
}

/** Everything that is kept of a contact's checks, for themselves. */
export async function checksOf(ctx: Ctx, contactId: string): Promise<EquipmentCheck[]> {
  return (await store.listChecks(ctx.db, contactId, CHECKS_READ_MAX)).map(toCheck);
}

async function openCheck(tx: TxCtx, id: string): Promise<CheckRow> {
  const { contactId } = identity.asOutside(tx.actor);
  const since = tx.now().subtract({ minutes: CHECK_MINUTES_MAX });
  const row = await store.lockOpenCheck(tx.trx, { id, contactId, since });
  // Another's check, one that is over and one that never was get one answer.
  if (!row) throw new AppError(["equipment.check_over"]);
  return row;
}

function toCheck(row: CheckRow): EquipmentCheck {
  const { id, endedAt, camera, microphone, speaker, measured, echoes } = row;
  assert(endedAt && camera && microphone && speaker, "a check that ended says what was found");
  const line = echoes === 0 ? null : { troubles: troublesOf(measured), measured };
  const good = camera === "works" && microphone === "works" && speaker === "heard" && line?.troubles.length === 0;
  return { id, endedAt: endedAt.toString(), camera, microphone, speaker, line, good };
}

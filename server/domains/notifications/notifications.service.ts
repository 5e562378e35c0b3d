import { type Ctx, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { builderOf, type Letter } from "./letters.ts";
import * as store from "./notifications.store.ts";
import type { LetterFacts } from "./notifications.tables.ts";
import { TRIES_MAX, waitSeconds } from "./retry.rules.ts";
import { SendError, type Transport } from "./transport.ts";

export const SEND_JOB = "notifications.send";

/** Queued longer than this without a job under way, a delivery is taken up again: after a crash, or once there is a mail server. */
const FORGOTTEN_MINUTES = 10;
const SWEEP_MAX = 500;

/**
 * Writes to an account, in the caller's transaction: the letter goes out if and only if that commits. `facts` holds ids and
 * codes; the words are made when it is sent, in the account's language then. With an `id`, asking again writes once.
 */
export async function notify(
  tx: TxCtx,
  wanted: { accountId: string; template: string; facts?: LetterFacts; id?: string },
): Promise<string> {
  const { accountId, template, facts = {}, id = newId() } = wanted;
  if (!builderOf(template)) throw new Error(`nobody registered the letter ${template}`);
  const added = await store.insertDelivery(tx.trx, { id, accountId, template, facts, madeAt: tx.now() });
  if (added) await wake(tx, id);
  return id;
}

/** Sends one waiting delivery, or says why not and when again. */
export async function deliver(ctx: Ctx, transport: Transport | undefined, deliveryId: string): Promise<void> {
  // Without a mail server it waits; the sweep takes it up when there is one.
  if (!transport) return;
  const delivery = await store.findQueued(ctx.db, deliveryId);
  if (!delivery) return;
  const tries = delivery.tries + 1;
  const { email, realm, locale, accountId, template, facts } = delivery;
  try {
    const letter: Letter | undefined = await builderOf(template)?.(ctx, facts, locale, { accountId, email, realm });
    if (!letter) throw new SendError("nothing_to_say", true);
    await transport.send({ id: deliveryId, to: email, locale, letter });
  } catch (error) {
    return failed(ctx, deliveryId, tries, error as Error);
  }
  await inTransaction(ctx, (tx) => store.updateDelivery(tx.trx, deliveryId, { status: "sent", tries, sentAt: tx.now(), lastError: null }));
}

async function failed(ctx: Ctx, deliveryId: string, tries: number, error: Error): Promise<void> {
  const known = error instanceof SendError ? error : undefined;
  const over = known?.final === true || tries >= TRIES_MAX;
  const lastError = known?.reason ?? "broken";
  // What a mail server answers names the address, so only its code is written down; what is broken on our side is logged whole.
  if (known) ctx.log.warn({ event: "letter_not_sent", deliveryId, code: lastError, tries, over }, "a letter did not go out");
  else ctx.log.error({ err: error, event: "letter_broken", deliveryId, tries, over }, "a letter could not be written");
  await inTransaction(ctx, async (tx) => {
    await store.updateDelivery(tx.trx, deliveryId, { status: over ? "failed" : "queued", tries, lastError });
    if (!over) await wake(tx, deliveryId, tx.now().add({ seconds: waitSeconds(tries) }));
  });
}

/** Takes up deliveries that wait without a job. */
export async function sweep(ctx: Ctx, transport: Transport | undefined): Promise<void> {
  if (!transport) return;
  const ids = await store.listQueued(ctx.db, ctx.now().subtract({ minutes: FORGOTTEN_MINUTES }), SWEEP_MAX);
  await inTransaction(ctx, async (tx) => {
    for (const id of ids) await wake(tx, id);
  });
}

/** One waiting job per delivery: one that waits for its next try is not woken early. */
function wake(tx: TxCtx, deliveryId: string, startAfter?: Temporal.Instant): Promise<void> {
  return tx.jobs.send(tx, SEND_JOB, { deliveryId }, { singletonKey: deliveryId, ...(startAfter ? { startAfter } : {}) });
}

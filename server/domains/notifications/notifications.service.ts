import { kindOf } from "#contracts/letter-kinds.ts";
import * as contacts from "#server/domains/contacts/index.ts";
import { agencyOf, facilityOf } from "#server/domains/facilities/index.ts";
import { type Ctx, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { isStopped } from "./delivery.rules.ts";
import { withFoot } from "./foot.ts";
import { builderOf, type Letter } from "./letters.ts";
import * as store from "./notifications.store.ts";
import type { LetterFacts } from "./notifications.tables.ts";
import { hoursOf, sendAt } from "./quiet.rules.ts";
import { TRIES_MAX, waitSeconds } from "./retry.rules.ts";
import { findSetting } from "./settings/settings.store.ts";
import { move } from "./steps.service.ts";
import { SendError, type Transport } from "./transport.ts";

export const SEND_JOB = "notifications.send";

/** Due longer than this without a job under way, a delivery is taken up again: after a crash, or once there is a mail server. */
const FORGOTTEN_MINUTES = 10;
/** Longer than any conversation with a mail server may take: whoever took a letter before that is dead. */
const SENDING_MINUTES_MAX = 5;
const SWEEP_MAX = 500;

export interface Wanted {
  /** Null for somebody whom a resident named: then `facts` hold the `invitationId`. */
  accountId: string | null;
  template: string;
  /** Ids and codes. `visitId`, `connectionId` or `residentId` among them is what the letter is about. */
  facts?: LetterFacts;
  /** Asking again with the same id writes once. */
  id?: string;
  /** Where what it is about is: whose staff are told whether it arrived, and whose night is quiet for readers who chose none. */
  facilityId?: string;
  /** From then on it would come too late: an optional letter that would wait past it goes at once. */
  usefulUntil?: Temporal.Instant;
  againOf?: string;
}

/**
 * Writes to an account, in the caller's transaction: the letter goes out if and only if that commits. The words are made when
 * it is sent, in the account's language then.
 */
export async function notify(tx: TxCtx, wanted: Wanted): Promise<string> {
  const { accountId, template, facts = {}, id = newId(), facilityId = null, usefulUntil = null, againOf = null } = wanted;
  if (!builderOf(template)) throw new Error(`nobody registered the letter ${template}`);
  const agencyId = facilityId === null ? null : ((await agencyOf(tx, facilityId)) ?? null);
  const now = tx.now();
  const goesAt = await whenToSend(tx, { accountId, template, facilityId, usefulUntil }, now);
  const waits = Temporal.Instant.compare(goesAt, now) > 0;
  const added = await store.insertDelivery(tx.trx, {
    id,
    accountId,
    template,
    facts,
    madeAt: now,
    subjectId: subjectOf(facts),
    agencyId,
    facilityId: agencyId === null ? null : facilityId,
    sendAt: goesAt,
    waitsFor: waits ? "quiet_hours" : null,
    usefulUntil,
    againOf,
  });
  if (added) await wake(tx, id, waits ? goesAt : undefined);
  return id;
}

function subjectOf(facts: LetterFacts): string | null {
  const id = facts.visitId ?? facts.connectionId ?? facts.residentId;
  return typeof id === "string" ? id : null;
}

type Timed = { accountId: string | null; template: string; facilityId: string | null; usefulUntil: Temporal.Instant | null };

/**
 * When a letter may go, by what its reader has chosen: `now`, where it need not wait. Asked when it is made, when they choose anew,
 * and again when it is sent. The clock goes on in between, so whoever compares the answer with now brings the same now.
 */
export async function whenToSend(tx: TxCtx, letter: Timed, now: Temporal.Instant): Promise<Temporal.Instant> {
  const kind = kindOf(letter.template);
  if (kind.need === "needed" || letter.accountId === null) return now;
  const setting = await findSetting(tx.trx, letter.accountId);
  const facility = letter.facilityId === null ? undefined : await facilityOf(tx, letter.facilityId);
  return sendAt({ kind, usefulUntil: letter.usefulUntil }, now, hoursOf(setting), setting?.timeZone ?? facility?.timeZone);
}

/** Sends one waiting delivery, or says why not and when again. */
export async function deliver(ctx: Ctx, transport: Transport | undefined, deliveryId: string): Promise<void> {
  // Without a mail server it waits; the sweep takes it up when there is one.
  if (!transport) return;
  const delivery = await inTransaction(ctx, (tx) => take(tx, deliveryId));
  if (!delivery) return;
  const tries = delivery.tries + 1;
  const { email, realm, locale, accountId, template, facts } = delivery;
  try {
    const letter: Letter | undefined = await builderOf(template)?.(ctx, facts, locale, { accountId, email, realm });
    if (!letter) return await inTransaction(ctx, (tx) => drop(tx, deliveryId, "nothing_to_say", tries));
    await transport.send({ id: deliveryId, to: email, locale, ...withFoot(ctx, letter, { template, accountId, realm, locale }) });
  } catch (error) {
    return failed(ctx, deliveryId, tries, error as Error);
  }
  await inTransaction(ctx, (tx) => move(tx, deliveryId, "sent", { tries }));
}

/** Takes a delivery whose time has come, so that nobody else sends it; what its reader has stopped since, or what would wake them, is not taken. */
async function take(tx: TxCtx, deliveryId: string) {
  const delivery = await store.lockDelivery(tx.trx, deliveryId);
  const now = tx.now();
  if (delivery?.status !== "queued" || Temporal.Instant.compare(delivery.sendAt, now) > 0) return undefined;
  const { accountId, template } = delivery;
  const to = await recipientOf(tx, delivery);
  // Taken back, or its account forgotten, while it waited.
  if (!to) {
    await drop(tx, deliveryId, "nothing_to_say");
    return undefined;
  }
  const setting = accountId === null ? undefined : await findSetting(tx.trx, accountId);
  if (isStopped(template, kindOf(template), setting)) {
    await drop(tx, deliveryId, "stopped");
    return undefined;
  }
  const goesAt = await whenToSend(tx, delivery, now);
  if (Temporal.Instant.compare(goesAt, now) > 0) {
    await postpone(tx, deliveryId, goesAt);
    return undefined;
  }
  await move(tx, deliveryId, "take");
  return { ...delivery, ...to };
}

/** Whom a delivery is for and where they read mail, as it is known now. */
async function recipientOf(tx: TxCtx, { accountId, facts }: Pick<store.DeliveryRow, "accountId" | "facts">) {
  if (accountId !== null) return store.findRecipient(tx.trx, accountId);
  const invited = await contacts.invitationLetter(tx, String(facts.invitationId));
  return invited && { email: invited.email, locale: invited.locale, realm: "outside" as const };
}

/** Lets a queued delivery wait for the end of its reader's quiet hours, or goes back to now. */
export async function postpone(tx: TxCtx, deliveryId: string, goesAt: Temporal.Instant): Promise<void> {
  await move(tx, deliveryId, "wait", { code: "quiet_hours", sendAt: goesAt, waitsFor: "quiet_hours" });
  await wake(tx, deliveryId, goesAt);
}

/** Ends a delivery that is not to be sent any more, with the reason. */
export async function drop(tx: TxCtx, deliveryId: string, code: "nothing_to_say" | "stopped" | "restored", tries?: number): Promise<void> {
  await move(tx, deliveryId, "drop", { code, ...(tries === undefined ? {} : { tries }) });
}

async function failed(ctx: Ctx, deliveryId: string, tries: number, error: Error): Promise<void> {
  const known = error instanceof SendError ? error : undefined;
  const over = known?.final === true || tries >= TRIES_MAX;
  const code = known?.reason ?? "broken";
  // What a mail server answers names the address, so only its code is written down; what is broken on our side is logged whole.
  if (known) ctx.log.warn({ event: "letter_not_sent", deliveryId, code, tries, over }, "a letter did not go out");
  else ctx.log.error({ err: error, event: "letter_broken", deliveryId, tries, over }, "a letter could not be written");
  await inTransaction(ctx, async (tx) => {
    if (over) return move(tx, deliveryId, "fail", { code, tries });
    return retry(tx, deliveryId, code, tries);
  });
}

async function retry(tx: TxCtx, deliveryId: string, code: string, tries: number): Promise<void> {
  const goesAt = tx.now().add({ seconds: waitSeconds(tries) });
  if (await move(tx, deliveryId, "retry", { code, tries, sendAt: goesAt, waitsFor: "retry" })) await wake(tx, deliveryId, goesAt);
}

/** Takes up deliveries that wait without a job, and those whose server died while it sent them: rather twice, under one Message-ID, than never. */
export async function sweep(ctx: Ctx, transport: Transport | undefined): Promise<void> {
  if (!transport) return;
  const now = ctx.now();
  const abandoned = await store.listAbandoned(ctx.db, now.subtract({ minutes: SENDING_MINUTES_MAX }), SWEEP_MAX);
  const overdue = await store.listOverdue(ctx.db, now.subtract({ minutes: FORGOTTEN_MINUTES }), SWEEP_MAX);
  await inTransaction(ctx, async (tx) => {
    for (const id of abandoned)
      if (await move(tx, id, "retry", { code: "server_died", sendAt: now, waitsFor: "retry" })) await wake(tx, id);
    for (const id of overdue) await wake(tx, id);
  });
}

/** One waiting job per delivery and time; the row says when, so one that comes early finds nothing to do. */
export function wake(tx: TxCtx, deliveryId: string, startAfter?: Temporal.Instant): Promise<void> {
  const singletonKey = startAfter ? `${deliveryId} ${startAfter.epochMilliseconds}` : deliveryId;
  return tx.jobs.send(tx, SEND_JOB, { deliveryId }, { singletonKey, ...(startAfter ? { startAfter } : {}) });
}

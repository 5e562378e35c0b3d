import type { AnswerOf } from "#contracts/endpoint.ts";
import type { lettersOutside, lettersStaff } from "#contracts/notifications.ts";
import * as audit from "#server/domains/audit/index.ts";
import * as contacts from "#server/domains/contacts/index.ts";
import { agencyOf } from "#server/domains/facilities/index.ts";
import { asOutside, throttle } from "#server/domains/identity/index.ts";
import { canSendAgain } from "#server/domains/notifications/delivery.rules.ts";
import { builderOf } from "#server/domains/notifications/letters.ts";
import { notify } from "#server/domains/notifications/notifications.service.ts";
import { type DeliveryRow, lockState } from "#server/domains/notifications/notifications.store.ts";
import { type Ctx, inTransaction } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import * as store from "./log.store.ts";

const AGAIN_MAX = 3;
const HOUR_MS = 3_600_000;
const ABOUT_MAX = 50;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** One page of the letters sent to one's own account. */
export async function ownLetters(
  ctx: Ctx,
  page: { limit: number; after?: string | undefined },
): Promise<AnswerOf<typeof lettersOutside.ownLetters>> {
  if (page.after !== undefined && !UUID.test(page.after))
    throw new AppError(["request.invalid"], { where: "querystring", fields: ["after"] });
  const rows = await store.listOf(ctx.db, asOutside(ctx.actor).accountId, { limit: page.limit + 1, after: page.after });
  const shown = rows.slice(0, page.limit);
  return { rows: shown.map(toOwn), next: rows.length > page.limit ? (shown.at(-1)?.id ?? null) : null };
}

/** The letters about one visit, connection or resident at this facility; none for what is not there. */
export async function lettersAbout(ctx: Ctx, facilityId: string, about: string): Promise<AnswerOf<typeof lettersStaff.lettersAbout>> {
  const rows = await store.listAbout(ctx.db, await reach(ctx, facilityId, about), about, ABOUT_MAX);
  const invitations = rows.flatMap(({ facts }) => (typeof facts.invitationId === "string" ? [facts.invitationId] : []));
  const names = invitations.length > 0 ? await contacts.namesOfInvited(ctx, facilityId, invitations) : new Map<string, string>();
  return rows.map((row) => ({
    ...toOwn(row),
    tries: row.tries,
    code: row.lastError,
    named: names.get(String(row.facts.invitationId)) ?? null,
  }));
}

/**
 * How far staff at this facility see letters about something: a visit stays where it was booked, a connection goes with its resident. Whoever
 * works on it now sees what was written before, by any facility of its agency; no connection belongs to two agencies.
 */
async function reach(ctx: Ctx, facilityId: string, about: string | null): Promise<store.Where> {
  const agencyId = about === null ? undefined : await contacts.agencyOfConnectionHere(ctx, facilityId, about);
  return agencyId === undefined ? { facilityId } : { agencyId };
}

/** Sends one's own letter again, at once, whatever the hour: one has just asked for it. */
export async function sendOwnAgain(ctx: Ctx, deliveryId: string, id: string): Promise<null> {
  const letter = await store.findOwn(ctx.db, asOutside(ctx.actor).accountId, deliveryId);
  if (!letter) throw new AppError(["letter.unknown"]);
  return again(ctx, letter, id, { facilityId: letter.facilityId, usefulUntil: ctx.now() });
}

/** Sends a letter about something at this facility again; what its reader has stopped stays stopped. */
export async function sendAgain(ctx: Ctx, facilityId: string, deliveryId: string, id: string): Promise<null> {
  const agencyId = await agencyOf(ctx, facilityId);
  const found = agencyId === undefined ? undefined : await store.findAbout(ctx.db, { agencyId }, deliveryId);
  const letter = found && (await store.findAbout(ctx.db, await reach(ctx, facilityId, found.subjectId), deliveryId));
  if (!letter) throw new AppError(["letter.unknown"]);
  return again(ctx, letter, id, { facilityId, usefulUntil: letter.usefulUntil });
}

type How = { facilityId: string | null; usefulUntil: Temporal.Instant | null };

async function again(ctx: Ctx, letter: DeliveryRow, id: string, { facilityId, usefulUntil }: How): Promise<null> {
  const { accountId, template, facts } = letter;
  const repeats = (row: { againOf: string | null } | undefined) => row?.againOf === letter.id;
  if (repeats(await store.findRepeated(ctx.db, id))) return null;
  if (!canSendAgain(template, letter.status) || !builderOf(template)) throw new AppError(["letter.not_again"], { status: letter.status });
  await throttle(ctx, "letter.again", accountId ?? String(facts.invitationId), { triesMax: AGAIN_MAX, windowMs: HOUR_MS });
  await inTransaction(ctx, async (tx) => {
    // Whoever asks twice at the same moment waits here, and then finds the first.
    await lockState(tx.trx, letter.id);
    const earlier = await store.findRepeated(tx.trx, id);
    if (repeats(earlier)) return;
    // An id that names another letter already.
    if (earlier) throw new AppError(["letter.not_again"]);
    const where = facilityId === null ? {} : { facilityId };
    await notify(tx, { accountId, template, facts, id, ...where, ...(usefulUntil ? { usefulUntil } : {}), againOf: letter.id });
    const agencyId = letter.agencyId;
    await audit.record(tx, { what: "letter.sent_again", subjectId: id, agencyId, facilityId, facts: { again: letter.id, template } });
  });
  return null;
}

const whyNot = (code: string | null) => (code === "stopped" || code === "restored" ? code : "nothing_to_say");

function toOwn(row: store.LoggedRow): AnswerOf<typeof lettersOutside.ownLetters>["rows"][number] {
  const waits = row.status === "queued" && row.waitsFor !== null;
  const at = waits ? row.sendAt : (row.lastAt ?? row.sentAt ?? row.madeAt);
  return {
    id: row.id,
    kind: row.template,
    status: row.status,
    why: waits ? row.waitsFor : row.status === "not_sent" ? whyNot(row.lastError) : null,
    madeAt: row.madeAt.toString(),
    at: at.toString(),
    canSendAgain: canSendAgain(row.template, row.status),
  };
}

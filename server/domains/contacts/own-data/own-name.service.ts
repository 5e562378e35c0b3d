import type { z } from "zod";
import type { contactsOutside, OwnName } from "#contracts/contacts.ts";
import type { BodyOf } from "#contracts/endpoint.ts";
import type { ErrorCode } from "#contracts/errors.ts";
import * as audit from "#server/domains/audit/index.ts";
import { ownConnections } from "#server/domains/contacts/connections/own-list.service.ts";
import { findContact, renameContact } from "#server/domains/contacts/contacts.store.ts";
import { lockContact } from "#server/domains/contacts/identification/files.store.ts";
import * as identity from "#server/domains/identity/index.ts";
import { type Ctx, inTransaction } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";

/** Whoever corrects a slip needs one or two; whoever tries names on a facility's list needs many. */
const CORRECT_LIMIT = { triesMax: 5, windowMs: 7 * 24 * 3_600_000 };

/** The reader's own name and birth date as they stand, and what keeps them from being corrected. */
export async function ownName(ctx: Ctx): Promise<z.infer<typeof OwnName>> {
  const { contactId } = identity.asOutside(ctx.actor);
  const contact = await findContact(ctx.db, contactId);
  if (!contact) throw new AppError(["access.signed_out"]);
  const { givenName, familyName, birthDate } = contact;
  return { givenName, familyName, birthDate, fixedBy: await fixedBy(ctx) };
}

/**
 * Corrects them. Not while a facility looks at the name, nor once one has found that it is the person's: what was decided was decided about
 * somebody of that name. The family's own list answers, so that a request which fits nobody counts as any other.
 */
export async function correctOwnName(ctx: Ctx, asked: BodyOf<typeof contactsOutside.correctOwnName>): Promise<null> {
  const { contactId, accountId } = identity.asOutside(ctx.actor);
  const fixed = await fixedBy(ctx);
  const refusals: ErrorCode[] = [
    ...(fixed ? ([`contact.name_${fixed}`] as const) : []),
    ...(identity.isAdult(asked.birthDate, identity.adultToday(ctx.now())) ? [] : (["account.too_young"] as const)),
  ];
  if (refusals.length > 0) throw new AppError(refusals);
  await identity.throttle(ctx, "contact.correct", contactId, CORRECT_LIMIT);
  const { givenName, familyName, birthDate } = asked;
  return inTransaction(ctx, async (tx) => {
    if (!(await lockContact(tx.trx, contactId))) throw new AppError(["access.signed_out"]);
    await renameContact(tx.trx, accountId, { givenName, familyName, birthDate, correctedAt: tx.now() });
    await audit.record(tx, { what: "contact.name_corrected", subjectId: contactId });
    return null;
  });
}

async function fixedBy(ctx: Ctx): Promise<"waits" | "agreed" | null> {
  const statuses = (await ownConnections(ctx)).map(({ status }) => status);
  if (statuses.some((status) => status === "requested" || status === "under_review")) return "waits";
  return statuses.every((status) => status === "rejected" || status === "withdrawn") ? null : "agreed";
}

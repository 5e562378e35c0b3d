import type { Ctx } from "#server/platform/context.ts";
import { partyInvitations } from "./answering.service.ts";
import { isOpen, shownToBooker } from "./contacts.rules.ts";
import * as store from "./contacts.store.ts";

/** Whom a contact asked to visits of theirs, as their own screens say it: nothing here tells whose an address is. */
export async function askedBy(ctx: Ctx, visits: readonly (Parameters<typeof isOpen>[0] & { id: string })[]) {
  const rows = await store.listAsked(
    ctx.db,
    visits.map(({ id }) => id),
  );
  return rows.map(({ visitId, address, status, askedAt }) => {
    const visit = visits.find(({ id }) => id === visitId);
    const open = visit !== undefined && isOpen(visit, ctx.now());
    return { visitId, address, status: shownToBooker(status, open) ?? "withdrawn", askedAt: askedAt.toString() };
  });
}

/** What a contact was asked to by others: what they answered, and what their screens show as open. */
export async function askedOf(ctx: Ctx, contactId: string) {
  const open = new Set((await partyInvitations(ctx, contactId)).map(({ id }) => id));
  const rows = await store.listAskedOf(ctx.db, contactId);
  return rows
    .filter(({ id, status, acceptedAt }) => open.has(id) || status === "declined" || acceptedAt !== null)
    .map(({ id: _id, ...row }) => ({
      ...row,
      startsAt: row.startsAt.toString(),
      endsAt: row.endsAt.toString(),
      acceptedAt: row.acceptedAt?.toString() ?? null,
      endedAt: row.endedAt?.toString() ?? null,
      askedAt: row.askedAt.toString(),
    }));
}

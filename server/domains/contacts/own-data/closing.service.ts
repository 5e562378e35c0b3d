import type { z } from "zod";
import type { ClosingNotice } from "#contracts/contacts.ts";
import { act } from "#server/domains/contacts/connections/acts.service.ts";
import { lockStanding } from "#server/domains/contacts/connections/connections.store.ts";
import { recordUnmatched } from "#server/domains/contacts/connections/deadlines.service.ts";
import { canDo } from "#server/domains/contacts/connections/machine.rules.ts";
import { CLOSED_JOB } from "#server/domains/contacts/connections/news.ts";
import { deleteChecks } from "#server/domains/contacts/equipment/checks.store.ts";
import { deleteGuests, listGuests } from "#server/domains/contacts/guests/guests.store.ts";
import * as files from "#server/domains/contacts/identification/files.store.ts";
import { remove } from "#server/domains/contacts/identification/pictures.service.ts";
import * as identity from "#server/domains/identity/index.ts";
import * as residents from "#server/domains/residents/index.ts";
import type { Blobs } from "#server/platform/blobs.ts";
import { type Ctx, inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import * as store from "./closing.store.ts";

/** The address of a closed account stays this long, for the last letter. */
const ADDRESS_KEPT_HOURS = 24;

/** What goes and what stays when the account is closed: told before. Records of visits and the audit stay as long as the facility must keep them. */
export async function closingNotice(ctx: Ctx): Promise<z.infer<typeof ClosingNotice>> {
  const { contactId } = identity.asOutside(ctx.actor);
  const connections = await store.countStanding(ctx.db, contactId);
  const pictures = (await files.listFiles(ctx.db, contactId)).filter(({ kind }) => kind !== "own_data").length;
  const guests = (await listGuests(ctx.db, contactId)).length;
  const known = (await store.isInRecords(ctx.db, contactId)) || (await store.hasLapsed(ctx.db, contactId));
  return { connections, pictures, guests, stays: known ? ["visit_records", "audit", "name_in_records"] : ["audit"] };
}

/** Closes the account with its password. Connections end (and their visits by the news of that), pictures, guests and requests are deleted, a letter says so. */
export async function closeAccount(ctx: Ctx, blobs: Blobs, password: string, from: identity.From): Promise<null> {
  const { accountId, contactId } = identity.asOutside(ctx.actor);
  await identity.proveOwnPassword(ctx, accountId, password, from);
  const gone = await inTransaction(ctx, async (tx) => {
    await files.lockContact(tx.trx, contactId);
    for (const connection of await lockStanding(tx.trx, contactId)) {
      const stay = await residents.currentStay(tx, connection.residentId);
      const what = canDo("withdrawn", connection.status) ? "withdrawn" : "ended";
      await act(tx, { ...connection, accountId }, what, {
        facilityId: stay?.facilityId ?? null,
        ...(what === "ended" ? { reason: "account_closed" as const } : {}),
      });
    }
    // As many lines in the facility's record as a request that fits leaves: how many it has is public.
    for (const request of await store.listWaiting(tx.trx, contactId)) await recordUnmatched(tx, "connection.withdrawn", request);
    // What a court holds stays unseen until the hold ends; the nightly deletion takes it then.
    const held = await files.isHeld(tx.trx, contactId, tx.now());
    const dropped = await files.dropKeys(tx.trx, contactId, held ? ["own_data"] : ["front", "back", "selfie", "own_data"], tx.now());
    await deleteChecks(tx.trx, contactId);
    if (!held) {
      await deleteGuests(tx.trx, { contactId });
      await store.deleteRequests(tx.trx, contactId);
    }
    await store.closeContact(tx.trx, contactId, tx.now(), { blank: !held && !(await store.isInRecords(tx.trx, contactId)) });
    await identity.closeAccount(tx, accountId);
    await tx.jobs.send(tx, CLOSED_JOB, { deliveryId: newId(), accountId });
    return dropped;
  });
  for (const id of gone) await remove(ctx, blobs, id);
  return null;
}

/** Forgets the addresses of accounts closed a day ago or longer; tells how many. */
export async function forgetAddresses(ctx: Ctx): Promise<number> {
  const rows = await store.listClosed(ctx.db, ctx.now().subtract({ hours: ADDRESS_KEPT_HOURS }), ctx.now());
  await inTransaction(ctx, async (tx) => {
    for (const { accountId } of rows) await identity.forgetAddress(tx, accountId);
  });
  return rows.length;
}

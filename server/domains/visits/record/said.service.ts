import type { Seat } from "#contracts/live-limits.ts";
import * as contacts from "#server/domains/contacts/index.ts";
import type { Ctx } from "#server/platform/context.ts";
import * as store from "./said.store.ts";

/** Who was in a visit's room and what they typed. Whoever asks has stated a purpose: see recordings. */
export async function saidIn(ctx: Ctx, facilityId: string, visitId: string) {
  const [people, chat] = [await store.listPeople(ctx.db, facilityId, visitId), await store.listSaid(ctx.db, facilityId, visitId)];
  return {
    people: new Map<Seat, { name: string; role: string | null }>(
      people.map(({ seat, role, givenName, familyName }) => [
        seat,
        { name: role === null ? [givenName, familyName].filter(Boolean).join(" ") : "", role },
      ]),
    ),
    chat: chat.map((line) => ({ ...line, at: line.at.toString() })),
  };
}

/** Lets people outside take along what they typed: sent, or taken back while others read it. */
export function registerOwnChat(): void {
  contacts.registerOwnData("chat", ownChat);
}

const ownChat: contacts.Gather = async (ctx, { accountId }) =>
  (await store.listOwn(ctx.db, accountId)).map((line) => ({ ...line, at: line.at.toString() }));

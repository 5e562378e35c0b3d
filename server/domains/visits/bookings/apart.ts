import * as contacts from "#server/domains/contacts/index.ts";
import * as facilities from "#server/domains/facilities/index.ts";
import * as residents from "#server/domains/residents/index.ts";
import { type Ctx, dbOf, type TxCtx } from "#server/platform/context.ts";
import * as claims from "./claims.store.ts";

/** Whom somebody must not meet, as booking needs it: ids to lock, and the days on which no place is free. */
export interface Apart {
  otherIds: readonly string[];
  /** Whether every place of this day is as if taken. */
  on(day: string): boolean;
}

interface Who {
  residentId: string;
  contactId: string;
  facilityId: string;
  timeZone: string;
}

/**
 * Whether a resident and a contact, or a resident and somebody else who has a visit at the facility, must not meet on a day. The same
 * questions are asked for everybody: an answer that came sooner for one would tell what it must not.
 */
export async function apartOn(asker: Ctx | TxCtx, who: Who, span: { from: Temporal.Instant; to: Temporal.Instant }): Promise<Apart> {
  const pairs = await residents.apartFrom(asker, who.residentId);
  const spans = await contacts.apartFromContact(asker, who.residentId, who.contactId);
  const otherIds = [...new Set(pairs.map(({ otherId }) => otherId))];
  const taken = await claims.listOfResidents(dbOf(asker), who.facilityId, otherIds, span, asker.now());
  const busy = new Map<string, Set<string>>();
  for (const { residentId, from } of taken) {
    const { day } = facilities.toLocal(from, who.timeZone);
    busy.set(day, (busy.get(day) ?? new Set()).add(residentId));
  }
  return {
    otherIds,
    on: (day) =>
      spans.some((each) => residents.holdsOn(each, day)) ||
      pairs.some((pair) => residents.holdsOn(pair, day) && busy.get(day)?.has(pair.otherId) === true),
  };
}

/** A whole day of the facility, as instants. */
export function dayAround(day: string, timeZone: string): { from: Temporal.Instant; to: Temporal.Instant } {
  const date = Temporal.PlainDate.from(day);
  const start = (on: Temporal.PlainDate) => on.toZonedDateTime(timeZone).toInstant();
  return { from: start(date), to: start(date.add({ days: 1 })) };
}

import { sql } from "kysely";
import type { Trx } from "#server/platform/database.ts";
import { jsonb } from "#server/platform/database.ts";
import { newId } from "#server/platform/id.ts";

type Instant = Temporal.Instant;

export interface DemoVisit {
  agencyId: string;
  facilityId: string;
  timeZone: string;
  templateId: string;
  connectionId: string;
  stayId: string;
  residentId: string;
  contactId: string;
  accountId: string;
  stationId: string;
  startsAt: Instant;
  visitMinutes: number;
  earlyMinutes: number;
  lateMinutes: number;
  recorded: boolean;
  now: Instant;
}

/** Books one visit directly, as the demonstration needs it; notice and allowance do not bind it, the constraints of a place do. */
export async function insertDemoVisit(trx: Trx, visit: DemoVisit): Promise<string> {
  const { agencyId, facilityId, connectionId, stayId, residentId, contactId, stationId, startsAt, now } = visit;
  const endsAt = startsAt.add({ minutes: visit.visitMinutes });
  const local = startsAt.toZonedDateTimeISO(visit.timeZone);
  const claimId = newId();
  const id = newId();
  const whole = { agencyId, facilityId, connectionId, stayId, residentId, contactId, stationId };
  await trx
    .insertInto("visits.claim")
    .values({
      id: claimId,
      ...whole,
      sessionTemplateId: visit.templateId,
      during: sql<string>`tstzrange(${startsAt}, ${endsAt}, '[)')`,
      madeBy: visit.accountId,
      madeAt: now,
      expiresAt: null,
      releasedAt: null,
    })
    .execute();
  await trx
    .insertInto("visits.visit")
    .values({
      id,
      claimId,
      ...whole,
      status: "booked",
      outcome: null,
      cause: null,
      reason: null,
      mode: "video",
      roomKind: visit.recorded ? "recorded" : "unrecorded",
      startsAt,
      endsAt,
      localDay: local.toPlainDate().toString(),
      localStart: local.toPlainTime().toString(),
      timeZone: visit.timeZone,
      visitMinutes: visit.visitMinutes,
      earlyMinutes: visit.earlyMinutes,
      lateMinutes: visit.lateMinutes,
      requestedBy: visit.accountId,
      madeAt: now,
      endedAt: null,
      keepUntil: endsAt.add({ hours: 24 * 90 }),
      // Nobody was told of it by letter, so nobody is written to when it is missed.
      missedLetter: "none",
    })
    .execute();
  await note(trx, { visitId: id, facilityId, code: "booked", at: now });
  return id;
}

/** One line of the record, at a time in the past or now. */
export async function note(
  trx: Trx,
  line: { visitId: string; facilityId: string; code: string; at: Instant; facts?: Record<string, string | number | boolean | null> },
): Promise<void> {
  const { facts = {}, ...rest } = line;
  await trx
    .insertInto("visits.timeline")
    .values({ id: newId(), ...rest, facts: jsonb(facts) })
    .execute();
}

import { sql } from "kysely";
import type { Seat } from "#contracts/live-limits.ts";
import type { NewTariff } from "#server/domains/money/tariffs/tariffs.tables.ts";
import { insertSamples, type Sample } from "#server/domains/visits/quality/index.ts";
import { note, type TimelineCode, type TimelineFacts } from "#server/domains/visits/record/index.ts";
import { type Booking, book, givenBooking } from "#server/domains/visits/testing/booking.ts";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { givenMoney, givenTariff, walletOf } from "./money.ts";
import type { Site } from "./site.ts";

export const MONDAY = "2026-03-02T15:00:00Z";
export const NINE = "2026-03-04T16:00:00Z";
const HALF_HOUR = 30 * 60;

/** A prison of Texas where video costs eleven cents a minute, and money in both wallets. */
export interface Paid extends Booking {
  familyWallet: string;
  residentWallet: string;
  held: () => Promise<{ family: { cents: number; reservedCents: number }; resident: { cents: number; reservedCents: number } }>;
}

/** A fresh agency whose prison asks a price, with so much in each wallet. */
export async function givenPaid(
  site: Site,
  options: { tariff?: Partial<NewTariff>; family?: number; resident?: number } = {},
): Promise<Paid> {
  site.clock.set(MONDAY);
  const booking = await givenBooking(site);
  const { agencyId, contacts, residents } = booking.world;
  await givenTariff(site.owner, booking.facility, options.tariff, { state: "TX", runBy: "state" });
  const familyWallet = await givenMoney(site.ctx, { contactId: contacts[0].id }, options.family ?? 1000);
  const residentWallet = await givenMoney(site.ctx, { agencyId, residentId: residents[0].id }, options.resident ?? 1000);
  const held = async () => ({ family: await walletOf(site.db, familyWallet), resident: await walletOf(site.db, residentWallet) });
  return { ...booking, familyWallet, residentWallet, held };
}

/** What happened in a visit's room, second by second from its start. */
export interface Played {
  connected: readonly (readonly [from: number, to: number])[];
  samples?: ReadonlyMap<Seat, readonly Sample[]>;
  lines?: readonly (readonly [second: number, code: TimelineCode, facts: TimelineFacts])[];
  /** How long its server lived; beyond the visit's time where nothing is said. */
  leaseUntilSecond?: number;
}

/** Writes down what a room would have left of a visit that began at `startsAt` and that nobody has ended yet. */
export async function play(site: Site, visitId: string, played: Played, startsAt = NINE): Promise<void> {
  const start = Temporal.Instant.from(startsAt);
  const at = (second: number) => start.add({ milliseconds: Math.round(second * 1000) });
  const { facilityId, residentId, requestedBy } = await site.owner
    .selectFrom("visits.visit")
    .select(["facilityId", "residentId", "requestedBy"])
    .where("id", "=", visitId)
    .executeTakeFirstOrThrow();
  await site.owner
    .insertInto("visits.live_session")
    .values({
      ...{ visitId, facilityId, kind: "recorded", status: "interrupted", pausedReason: null, openedAt: start, firstConnectedAt: start },
      ...{ endedAt: null, mediaNode: "local", leasedBy: newId(), ending: null, endingBy: null, endingReason: null },
      leaseUntil: at(played.leaseUntilSecond ?? HALF_HOUR + 60),
    })
    .execute();
  for (const [side, personId] of [
    ["family", requestedBy],
    ["resident", residentId],
  ] as const)
    await site.owner
      .insertInto("visits.leg")
      .values({
        ...{ id: newId(), facilityId, visitId, seat: side, side, personId, stationId: null, role: null, status: "dropped" },
        ...{ consentedAt: start, consentedTo: "recorded", joinedAt: start, leftAt: null },
      })
      .execute();
  await site.owner.updateTable("visits.visit").set({ status: "in_progress" }).where("id", "=", visitId).execute();
  for (const [from, to] of played.connected)
    await site.owner
      .insertInto("visits.connected_interval")
      .values({ id: newId(), facilityId, visitId, during: sql<string>`tstzrange(${at(from)}::timestamptz, ${at(to)}::timestamptz)` })
      .execute();
  await inTransaction(site.ctx, async (tx) => {
    for (const [seat, samples] of played.samples ?? [])
      await insertSamples(tx.trx, { facilityId, visitId, seat, samples: samples.map((one) => ({ ...one })) });
    for (const [second, code, facts] of played.lines ?? []) await note(tx, { visitId, facilityId, code, facts, at: at(second) });
  });
}

/** Books a visit and plays it; answers with its id, while nobody has ended it. */
export async function playedVisit(site: Site, paid: Paid, played: Played): Promise<string> {
  const visitId = await book(paid, NINE);
  await play(site, visitId, played);
  return visitId;
}

import type { Seat } from "#contracts/live-limits.ts";
import { SAMPLE_MS } from "#contracts/quality-limits.ts";
import { emptySample, insertSamples, type Sample } from "#server/domains/visits/index.ts";
import type { Trx } from "#server/platform/database.ts";
import { newId } from "#server/platform/id.ts";

const ROW_SAMPLES = 12;

/** Five seconds of a good line; no two alike. */
const good = (at: number, turn: number): Sample => ({
  ...emptySample(at),
  sound: 250,
  picture: 280 + (turn % 40),
  frames: 118 + (turn % 5),
  bytes: 340_000 + turn * 311,
  sentSound: 250,
  sentPicture: 290,
  sentBytes: 350_000,
  made: 120,
  reportedMs: SAMPLE_MS,
  ownMs: SAMPLE_MS,
  roomMs: SAMPLE_MS,
  arrivedMs: SAMPLE_MS,
  roundTrip: 48 + (turn % 30),
  slow: 1,
});

/**
 * The samples of a past visit that fit its record: where its line was cut, the station's network was; and some homes had a weak minute, whose
 * phone was far from its router.
 */
export async function addLines(
  trx: Trx,
  past: {
    facilityId: string;
    visitId: string;
    startsAt: Temporal.Instant;
    minutes: number;
    turn: number;
    cut: { from: number; to: number } | null;
    people: Record<"family" | "resident", { id: string; stationId: string | null }>;
  },
): Promise<void> {
  const { facilityId, visitId, startsAt, minutes, turn, cut, people } = past;
  const begin = startsAt.epochMilliseconds;
  const weak = turn % 3 === 2 && turn % 4 !== 1 ? { from: 300, to: 370 } : null;
  for (const seat of ["family", "resident"] as const satisfies Seat[]) {
    const { id: personId, stationId } = people[seat];
    const joinedAt = startsAt.add({ seconds: seat === "family" ? 35 : 8 });
    await trx
      .insertInto("visits.leg")
      .values({
        id: newId(),
        facilityId,
        visitId,
        seat,
        side: seat,
        personId,
        stationId,
        role: null,
        status: "left",
        consentedAt: joinedAt,
        consentedTo: null,
        joinedAt,
        leftAt: startsAt.add({ minutes }),
      })
      .execute();
    const samples: Sample[] = [];
    for (let second = seat === "family" ? 35 : 10; second < minutes * 60; second += SAMPLE_MS / 1000) {
      const sample = good(begin + second * 1000, second);
      const within = (part: { from: number; to: number } | null) => part !== null && second >= part.from && second < part.to;
      const gone = { sound: 0, picture: 0, frames: 0, bytes: 0 };
      if (within(cut)) samples.push(seat === "resident" ? { ...emptySample(sample.at), cutMs: SAMPLE_MS } : { ...sample, ...gone });
      else if (within(weak) && seat === "family") samples.push({ ...sample, lost: 60, picture: 240, frames: 85, roundTrip: 320, slow: 2 });
      else samples.push(sample);
    }
    for (let at = 0; at < samples.length; at += ROW_SAMPLES)
      await insertSamples(trx, { facilityId, visitId, seat, samples: samples.slice(at, at + ROW_SAMPLES) });
  }
}

import { seats } from "#contracts/live-limits.ts";
import type { VisitLines } from "#contracts/quality.ts";
import { visitCard, type Whose } from "#server/domains/visits/bookings/index.ts";
import type { Ctx } from "#server/platform/context.ts";
import { listSamples } from "./kept.ts";
import { stretches } from "./line.rules.ts";
import { listPeople } from "./quality.store.ts";

const instant = (epochMs: number) => Temporal.Instant.fromEpochMilliseconds(epochMs).toString();

/** Both ends of a visit in stretches, for whoever may read its page; refuses with `visit.unknown` as that page does. */
export async function visitLines(ctx: Ctx, whose: Whose, visitId: string): Promise<VisitLines> {
  await visitCard(ctx, whose, visitId);
  const all = stretches(await listSamples(ctx.db, visitId));
  const people = new Map((await listPeople(ctx.db, visitId)).map((one) => [one.seat, one]));
  return {
    legs: seats.flatMap((seat) => {
      const told = all.get(seat);
      if (!told) return [];
      const who = people.get(seat);
      const mine = "contactId" in whose ? who?.contactId === whose.contactId : "residentId" in whose && seat === "resident";
      return [
        { seat, name: who?.name ?? null, mine, stretches: told.map((one) => ({ ...one, from: instant(one.from), to: instant(one.to) })) },
      ];
    }),
  };
}

import { policyOn } from "#server/domains/facilities/index.ts";
import * as money from "#server/domains/money/index.ts";
import { askedFor, creditedFacts, decideOnCredits, keptUntil, planFacts } from "#server/domains/visits/index.ts";
import type { Trx } from "#server/platform/database.ts";
import { type DemoVisit, note } from "./visit.ts";

type Instant = Temporal.Instant;

/** Keeps what a visit can cost, as its booking does. Where a wallet has too little it stays a visit from before there were prices. */
export async function keepCost(trx: Trx, visitId: string, visit: DemoVisit): Promise<void> {
  const { facilityId, startsAt, timeZone, now } = visit;
  const tx = { trx, now: () => now };
  const day = startsAt.toZonedDateTimeISO(timeZone).toPlainDate().toString();
  const { weekStarts } = await policyOn(tx, facilityId, day);
  const endsAt = startsAt.add({ minutes: visit.visitMinutes });
  const asked = askedFor({ ...visit, endsAt }, { day, weekStarts });
  if ((await money.shortOf(tx, asked, await money.quote(tx, asked))).length > 0) return;
  await money.keep(tx, visitId, asked, keptUntil(endsAt));
}

/** Takes what the connected seconds of a past visit cost, and gives back what the published rule says, as it would have been then. */
export async function settleCost(
  trx: Trx,
  visit: { visitId: string; facilityId: string },
  seconds: number,
  endedAt: Instant,
): Promise<void> {
  const { visitId, facilityId } = visit;
  const tx = { trx, now: () => endedAt };
  const settled = await money.settleCommunication(tx, visitId, seconds);
  if (!settled || (settled.quotedCents === 0 && !settled.plan)) return;
  const { charge, quotedCents, plan } = settled;
  const cents = charge.priceCents + charge.taxCents;
  const { chargedSeconds, nothing } = charge;
  const facts = { cents, connectedSeconds: seconds, chargedSeconds, letGoCents: quotedCents - cents, nothing, ...planFacts(plan) };
  await note(trx, { visitId, facilityId, code: "charged", at: endedAt, facts });
  const decided = await decideOnCredits(tx, visitId);
  for (const given of decided ? await money.giveBack(tx, visitId, decided.credited) : [])
    await note(trx, {
      visitId,
      facilityId,
      code: "credited",
      at: endedAt.add({ seconds: 10 }),
      facts: creditedFacts(given),
    });
}

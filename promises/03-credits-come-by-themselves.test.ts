import assert from "node:assert/strict";
import { after, test } from "node:test";
import fc from "fast-check";
import type { Seat } from "#contracts/live-limits.ts";
import { SAMPLE_MS } from "#contracts/quality-limits.ts";
import { faults } from "#server/domains/money/ledger/ledger.store.ts";
import { creditFor } from "#server/domains/visits/credits/credit.rules.ts";
import { settleForgotten } from "#server/domains/visits/credits/credits.service.ts";
import { anyEvidence, claims, fine } from "#server/domains/visits/credits/testing/evidence.ts";
import { closeOverdue } from "#server/domains/visits/index.ts";
import type { Sample } from "#server/domains/visits/quality/index.ts";
import { book, insideOf } from "#server/domains/visits/testing/booking.ts";
import { givenPaid, MONDAY, NINE, type Paid, type Played, play } from "#server/testing/paid-visits.ts";
import { startSite } from "#server/testing/site.ts";

/**
 * Promise 3: credits come by themselves. From both ends' evidence the system decides within a minute of the end what our side took or spoiled, gives
 * it back, and tells both sides why; nobody fills in a form. A page that lies earns nothing.
 */

const LATER = "2026-03-04T17:00:00Z";
const START = Temporal.Instant.from(NINE).epochMilliseconds;
const site = await startSite({ startsAt: MONDAY });
after(() => site.close());

const billOf = async (paid: Paid, visitId: string) => (await paid.family("GET", `/api/outside/visits/${visitId}/bill`)).json().bill;
/** Ends what was played, and lets a minute pass: nobody asks for anything. */
async function aMinuteLater(played: Played, paid: Paid): Promise<string> {
  const visitId = await book(paid, NINE);
  await play(site, visitId, played);
  site.clock.set(LATER);
  await closeOverdue(site.ctx);
  site.clock.advance({ seconds: 59 });
  await site.runJobs();
  return visitId;
}
const both = (of: (at: number, seat: Seat) => Sample, seconds = 600) => {
  const ats = Array.from({ length: (seconds * 1000) / SAMPLE_MS }, (_, index) => START + index * SAMPLE_MS);
  return new Map<Seat, Sample[]>((["resident", "family"] as const).map((seat) => [seat, ats.map((at) => of(at, seat))]));
};
const engineOut = (from: number, to: number) =>
  both((at, seat) =>
    at >= START + from * 1000 && at < START + to * 1000
      ? { ...fine(at), engineDownMs: SAMPLE_MS, arrivedMs: 0, reportedMs: 0 }
      : fine(at, seat === "family" ? {} : {}),
  );

test("our engine was out for two minutes: within a minute of the end they are given back, and both sides, staff and a letter say why", async () => {
  const paid = await givenPaid(site);
  const visitId = await aMinuteLater(
    {
      connected: [
        [0, 180],
        [300, 600],
      ],
      samples: engineOut(180, 300),
    },
    paid,
  );
  const { takenCents, creditedCents, credits, found } = await billOf(paid, visitId);
  assert.equal(takenCents, 88, "eight minutes were connected");
  assert.deepEqual(
    credits.map(({ where, what, seconds, cents }: Record<string, unknown>) => [where, what, seconds, cents]),
    [["server", "engine", 120, 22]],
  );
  assert.equal(creditedCents, 22);
  assert.equal(found.rule, 1);
  assert.equal((await paid.held()).family.cents, 1000 - 88 + 22);
  const inside = await insideOf(site, paid);
  const pages = [
    await paid.family("GET", `/api/outside/visits/${visitId}`),
    await inside.ask("GET", `/api/inside/visits/${visitId}`),
    await paid.staff("GET", `/api/staff/facilities/${paid.facility.id}/visits/${visitId}`),
  ];
  const lines = pages.map((page) => (page.json().timeline as { code: string; facts: object }[]).filter(({ code }) => code === "credited"));
  for (const [at, one] of lines.entries())
    assert.deepEqual(
      one.map(({ facts }) => facts),
      // The resident paid nothing, and reads why it was given back, not how much.
      [{ where: "server", what: "engine", seconds: 120, cents: at === 1 ? 0 : 22 }],
    );
  const letters = await site.db.selectFrom("notifications.delivery").select("template").where("subjectId", "=", visitId).execute();
  assert.ok(letters.some(({ template }) => template === "visit.charged"));
});

test("whatever the evidence, the ledger gives back what the published rule says, once, however often it is decided", async () => {
  await fc.assert(
    fc.asyncProperty(anyEvidence, async (evidence) => {
      const paid = await givenPaid(site);
      const shift = START - evidence.from;
      const samples = new Map(
        [...evidence.samples].map(([seat, all]) => [seat, all.map((one) => ({ ...one, at: one.at + shift }))] as const),
      );
      const lines = evidence.lines.map(({ at, code, facts }) => [(at - evidence.from) / 1000, code, facts] as const);
      const visitId = await aMinuteLater({ connected: [[0, 600]], samples, lines: lines as never }, paid);
      await Promise.all([settleForgotten(site.ctx, 48), settleForgotten(site.ctx, 48)]);
      const { charge, credits, creditedCents, takenCents } = await billOf(paid, visitId);
      const says = creditFor({
        ...evidence,
        from: START,
        to: START + 30 * 60_000,
        connected: [{ from: START, to: START + 600_000 }],
        samples,
        lines: evidence.lines.map((line) => ({ ...line, at: line.at + shift })),
        serverGoneFrom: null,
        chargedSeconds: charge.chargedSeconds,
      });
      let left = takenCents;
      const expected = says.credited.flatMap(({ where, what, seconds }) => {
        const cents = Math.min(left, Math.ceil((takenCents * Math.min(seconds, charge.chargedSeconds)) / charge.chargedSeconds));
        left -= cents;
        return cents > 0 ? [[where, what, cents]] : [];
      });
      const given = credits.map(({ where, what, cents }: Record<string, unknown>) => [where, what, cents]);
      assert.deepEqual(given.sort(), expected.sort());
      assert.equal(creditedCents, takenCents - left);
    }),
    { numRuns: 8, endOnFailure: true },
  );
  assert.deepEqual(await faults(site.db), []);
});

test("a family whose page lies about everything it can earns not one cent by it", async () => {
  const [lies] = fc.sample(fc.array(claims, { minLength: 120, maxLength: 120 }), 1);
  const lying = both((at, seat) =>
    fine(at, seat === "family" ? { ...lies![(at - START) / SAMPLE_MS]!, missedMs: 2000 } : { frozenMs: 5000, picture: 10, lost: 90 }),
  );
  const paid = await givenPaid(site);
  const visitId = await aMinuteLater({ connected: [[0, 600]], samples: lying }, paid);
  const { credits, takenCents, found } = await billOf(paid, visitId);
  assert.deepEqual([credits, takenCents], [[], 110]);
  assert.ok(found, "it was decided, and nothing was found to be ours");
});

test("the process died before it decided: whoever comes next decides, from the same rows", async () => {
  const paid = await givenPaid(site);
  const visitId = await book(paid, NINE);
  await play(site, visitId, { connected: [[0, 600]], samples: engineOut(60, 120) });
  site.clock.set(LATER);
  await closeOverdue(site.ctx);
  // The job went with its process; nothing of it is left.
  await site.owner.deleteFrom("pgboss.job" as never).execute();
  site.clock.advance({ seconds: 45 });
  assert.equal(await settleForgotten(site.ctx, 48), 1);
  assert.equal((await billOf(paid, visitId)).creditedCents, 11);
  assert.equal(await settleForgotten(site.ctx, 48), 0);
});

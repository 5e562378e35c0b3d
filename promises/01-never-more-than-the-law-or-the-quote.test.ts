import assert from "node:assert/strict";
import { after, test } from "node:test";
import fc from "fast-check";
import { services } from "#jurisdictions/rate-caps.ts";
import { type Asked, keep, quote, settleCommunication, verifyLedger } from "#server/domains/money/index.ts";
import { balanceOf, openBook, transfer } from "#server/domains/money/ledger/ledger.store.ts";
import { closeOverdue } from "#server/domains/visits/index.ts";
import { book } from "#server/domains/visits/testing/booking.ts";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { type Caller, nobody, signedIn } from "#server/testing/callers.ts";
import { givenTax } from "#server/testing/money.ts";
import { givenPaid, NINE, play } from "#server/testing/paid-visits.ts";
import { givenPeople, givenStaff } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";
import { amounts, days, type Facts, facts, lawByHand, type Payers, type Service, splits, TIERS } from "./testing/law-by-hand.ts";

/**
 * Promise 1: never more than the law or the quote. A price above the cap of its day cannot be saved and cannot be charged; the price shown before is
 * the most that is ever taken; there is no fee of any other kind. The caps here are read a second time, by the plainest code that will do.
 */

// A Sunday in New York, a quarter to midnight; summer time has ended that morning.
const NOW = "2026-11-02T04:45:00Z";
const site = await startSite({ startsAt: NOW });
after(() => site.close());

const WALLET_CENTS = 100_000;
const MICROS_A_CENT = 10_000;

async function givenJail() {
  const { jail, agencyId, residents, contacts } = await givenPeople(site);
  const staff = await signedIn(site, "staff", await givenStaff(site, { agencyId, facilityId: jail.id, role: "facility_administrator" }));
  const at = `/api/staff/facilities/${jail.id}/prices`;
  const [residentId, contactId] = [residents[2].id, contacts[1].id];
  return { jail, agencyId, residentId, contactId, staff, at };
}
type Jail = Awaited<ReturnType<typeof givenJail>>;

const tell = async ({ staff, at }: Jail, told: Facts, thousandths: number | undefined) => {
  assert.equal((await staff("POST", `${at}/facts`, told)).statusCode, 204);
  if (thousandths === undefined) return;
  const said = await staff("POST", `${at}/population`, { id: newId(), year: 2025, residentsThousandths: thousandths });
  assert.equal(said.statusCode, 201, said.body);
};
const price = ({ staff, at }: Jail, body: { service: Service; validFrom: string; microsPerMinute: number; split: Payers }) =>
  staff("POST", `${at}/tariffs`, { id: newId(), freeMinutes: 0, freePeriod: "week", ...body });

/** The one tax on video there from now on; what was before is over. */
async function tax({ jail }: Jail, millionths: number): Promise<void> {
  await site.db.updateTable("money.taxLine").set({ state: "refused" }).where("facilityId", "=", jail.id).execute();
  if (millionths > 0) await givenTax(site.db, jail, { millionths });
}

async function fill(jail: Jail): Promise<{ contact: string; resident: string }> {
  const at = site.ctx.now();
  const { agencyId, residentId, contactId } = jail;
  return inTransaction(site.ctx, async ({ trx }) => {
    const clearing = await openBook(trx, { kind: "clearing" }, at);
    const contact = await openBook(trx, { kind: "contact_wallet", contactId }, at);
    const resident = await openBook(trx, { kind: "resident_wallet", agencyId, residentId }, at);
    const deposits = [contact, resident].map((toId) => ({
      id: newId(),
      fromId: clearing,
      toId,
      cents: WALLET_CENTS,
      what: "deposit" as const,
    }));
    assert.deepEqual(await transfer(trx, deposits, at), ["done", "done"]);
    return { contact, resident };
  });
}

test("whatever is tried, a price is saved exactly when the law of its first day allows it, and a refusal cites the law", async () => {
  const jail = await givenJail();
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...facts),
      fc.constantFrom(undefined, ...TIERS),
      fc.constantFrom(...services),
      amounts,
      splits,
      days,
      async (told, thousandths, service, microsPerMinute, split, validFrom) => {
        await tell(jail, told, thousandths);
        // What was told in a round before holds on: it is asked for, not kept in mind.
        const page = (await jail.staff("GET", jail.at)).json();
        const counts = validFrom.startsWith("2026") ? (page.counting?.residentsThousandths as number | undefined) : undefined;
        const law = lawByHand(told, counts, service, validFrom);
        const lawful =
          microsPerMinute === 0 ||
          (microsPerMinute <= law.most && law.most < Number.POSITIVE_INFINITY && !(law.isFree && split.agency < 100));
        const answer = await price(jail, { service, validFrom, microsPerMinute, split });
        const { codes, facts: cited } = answer.json();
        assert.equal(
          answer.statusCode === 201,
          lawful,
          `${JSON.stringify({ told, counts, service, microsPerMinute, split, validFrom })}: ${answer.body}`,
        );
        if (lawful) return;
        if (codes.includes("price.above_cap")) assert.ok(cited.law && Math.round(Number(cited.cap) * 1_000_000) === law.most);
        if (codes.includes("price.free_law")) assert.ok(cited.freeLaw && law.isFree);
        assert.ok(
          codes.every((code: string) => ["price.above_cap", "price.free_law", "price.no_lawful"].includes(code)),
          String(codes),
        );
      },
    ),
    { numRuns: 80 },
  );
});

test("the day that counts is the facility's own: a quarter to midnight in New York it is still Sunday, and a minute past it Sunday is over", async () => {
  const jail = await givenJail();
  await tell(jail, facts[0]!, 40_000);
  const sunday = {
    service: "video",
    validFrom: "2026-11-01",
    microsPerMinute: 110_000,
    split: { agency: 0, family: 100, resident: 0 },
  } as const;
  assert.equal((await price(jail, sunday)).statusCode, 201);
  site.clock.set(Temporal.Instant.from("2026-11-02T05:01:00Z"));
  assert.deepEqual((await price(jail, sunday)).json().codes, ["price.day_past"]);
  site.clock.set(Temporal.Instant.from(NOW));
});

test("a charge is never above its quote, its price or the law of its day, whatever is set or told between quote and charge; every cent is accounted for", async () => {
  const jail = await givenJail();
  const wallets = await fill(jail);
  const minutes = 20;
  let madeSmaller = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.record({ before: fc.constantFrom(...facts), after: fc.constantFrom(...facts) }),
      fc.record({ before: fc.constantFrom(...TIERS), after: fc.constantFrom(...TIERS) }),
      fc.constantFrom(1, 1, 0.7, 0.31, 0),
      splits,
      fc.constantFrom(0, 62_500, 82_500),
      fc.integer({ min: 0, max: 1500 }),
      async (places, people, share, wanted, taxMillionths, seconds) => {
        await tell(jail, places.before, people.before);
        site.clock.advance({ seconds: 1 });
        const atFirst = lawByHand(places.before, people.before, "video", "2026-11-01");
        const microsPerMinute = Math.floor(atFirst.most * share);
        const split = atFirst.isFree ? { agency: 100, family: 0, resident: 0 } : wanted;
        const set = await price(jail, { service: "video", validFrom: "2026-11-01", microsPerMinute, split });
        await tax(jail, taxMillionths);
        const asked: Asked = {
          service: "video",
          agencyId: jail.agencyId,
          facilityId: jail.jail.id,
          residentId: jail.residentId,
          contactId: jail.contactId,
          day: "2026-11-01",
          minutes,
          weekStarts: 1,
        };
        const subjectId = newId();
        const until = site.clock.now().add({ hours: 24 });
        const shown = await quote(site.ctx, asked);
        const kept = await inTransaction(site.ctx, (tx) => keep(tx, subjectId, asked, until));
        assert.equal(kept.cents, shown.cents, "what is kept is what was shown");
        assert.equal(set.statusCode, 201, set.body);
        assert.ok(shown.cents * MICROS_A_CENT <= microsPerMinute * minutes * (1 + taxMillionths / 1_000_000));
        const free = await balances(wallets);

        site.clock.advance({ seconds: 1 });
        await tell(jail, places.after, people.after);
        await price(jail, {
          service: "video",
          validFrom: "2026-11-01",
          microsPerMinute: 100_000,
          split: { agency: 100, family: 0, resident: 0 },
        });
        await site.runJobs();
        const law = lawByHand(places.after, people.after, "video", "2026-11-01");
        const reserved = WALLETS.reduce((sum, name) => sum + free[name].cents, 0);
        const shrunk = await balances(wallets);
        const held = (of: typeof free) => of.contact.reservedCents + of.resident.reservedCents;
        if (held(shrunk) < held(free)) madeSmaller++;
        const most = (law.most * minutes * (1 + taxMillionths / 1_000_000)) / MICROS_A_CENT;
        assert.ok(held(shrunk) <= most, "what is kept follows the law at once");
        if (law.isFree) assert.equal(held(shrunk), 0);

        const settled = await inTransaction(site.ctx, (tx) => settleCommunication(tx, subjectId, seconds));
        assert.ok(settled);
        const { charge } = settled;
        const taken = charge.priceCents + charge.taxCents;
        assert.ok(taken <= shown.cents, `${taken} of ${shown.cents}`);
        assert.ok(charge.priceCents * 60 * MICROS_A_CENT <= Math.min(law.most, kept.microsPerMinute) * seconds);
        const after = await balances(wallets);
        const gone = reserved - after.contact.cents - after.resident.cents;
        assert.ok(gone <= taken && gone >= 0);
        if (law.isFree) assert.equal(gone, 0);
        assert.equal(held(after), 0, "the rest is let go");
      },
    ),
    { numRuns: 30 },
  );
  assert.ok(madeSmaller > 0, "in no run did the law come to allow less than was kept");
  assert.deepEqual((await verifyLedger(site.db)).faults, []);
});

const WALLETS = ["contact", "resident"] as const;
async function balances(of: Record<(typeof WALLETS)[number], string>) {
  return { contact: await balanceOf(site.db, of.contact), resident: await balanceOf(site.db, of.resident) };
}

test("when the law comes to allow less than a price asks, the charge follows it by itself and the facility is told once", async () => {
  const jail = await givenJail();
  await tell(jail, facts[0]!, 40_000);
  const family = { agency: 0, family: 100, resident: 0 };
  assert.equal((await price(jail, { service: "video", validFrom: "2026-11-01", microsPerMinute: 400_000, split: family })).statusCode, 201);
  await site.runJobs();
  const letters = () =>
    site.owner.selectFrom("notifications.delivery").select("facts").where("template", "=", "money.price_follows_law").execute();
  const before = (await letters()).length;
  await tell(jail, facts[0]!, 1_200_000);
  await site.runJobs();
  await tell(jail, facts[0]!, 1_300_000);
  await site.runJobs();
  const page = (await jail.staff("GET", jail.at)).json();
  const video = page.prices.find((each: { service: string }) => each.service === "video");
  assert.deepEqual([video.tariff.microsPerMinute, video.microsPerMinute], [400_000, 190_000]);
  assert.deepEqual(
    page.follows.map((each: { since: string; cap: { id: string } }) => [each.since, each.cap.id]),
    [["2026-11-01", "fcc-2025-video-large-jail"]],
  );
  assert.equal((await letters()).length, before + 1);
});

test("what families read is what is charged: the public page shows the price beside the cap, no commission and no other fee", async () => {
  const jail = await givenJail();
  await tell(jail, facts[0]!, 40_000);
  await price(jail, {
    service: "video",
    validFrom: "2026-11-01",
    microsPerMinute: 400_000,
    split: { agency: 0, family: 100, resident: 0 },
  });
  await tell(jail, facts[0]!, 1_200_000);
  const anyone: Caller = nobody(site);
  const page = (await anyone("GET", `/api/public/facilities/${jail.jail.id}/prices`)).json();
  const video = page.prices.find((each: { service: string }) => each.service === "video");
  assert.deepEqual([video.microsPerMinute, video.law.cap.microsPerMinute], [190_000, 190_000]);
  assert.ok(video.law.cap.law && video.law.cap.sources.length > 0);
  const fee = {
    id: newId(),
    service: "video",
    validFrom: "2026-11-01",
    microsPerMinute: 0,
    split: { agency: 0, family: 100, resident: 0 },
  };
  const refused = await jail.staff("POST", `${jail.at}/tariffs`, {
    ...fee,
    freeMinutes: 0,
    freePeriod: "week",
    feeCents: 100,
  });
  assert.deepEqual([refused.statusCode, refused.json().codes], [400, ["request.invalid"]]);
});

test("a visit that was booked at a price is charged by it whatever becomes dearer, and by the law whatever becomes free: the family's money shows it", async () => {
  const THIRTY_MINUTES = 330;
  const connected = [[0, 600]] as const;
  for (const [what, change, kept, taken] of [
    ["nothing changed", async () => {}, THIRTY_MINUTES, 110],
    ["the price rose", (ask: Caller, at: string) => ask("POST", `${at}/tariffs`, dearer()), THIRTY_MINUTES, 110],
    [
      "contact became free by law",
      (ask: Caller, at: string) => ask("POST", `${at}/facts`, { state: "CT", city: null, runBy: "state" }),
      0,
      0,
    ],
  ] as const) {
    const paid = await givenPaid(site);
    const { family, facility, connectionId, held } = paid;
    const role = "facility_administrator";
    const administrator = await signedIn(
      site,
      "staff",
      await givenStaff(site, { agencyId: facility.agencyId, facilityId: facility.id, role }),
    );
    const { quotes } = (await family("GET", `/api/outside/connections/${connectionId}/places`)).json();
    assert.equal(quotes.find(({ day }: { day: string }) => day === "2026-03-04").cents, THIRTY_MINUTES, "what is shown before");
    const before = (await held()).family.cents;
    const visitId = await book(paid, NINE);
    assert.equal((await held()).family.reservedCents, THIRTY_MINUTES);
    await change(administrator, `/api/staff/facilities/${facility.id}/prices`);
    await site.runJobs();
    assert.equal((await held()).family.reservedCents, kept, `${what}: what is kept`);
    await play(site, visitId, { connected });
    site.clock.set("2026-03-04T17:00:00Z");
    await closeOverdue(site.ctx);
    const after = (await held()).family;
    assert.deepEqual([before - after.cents, after.reservedCents], [taken, 0], `${what}: what is taken`);
  }
});

test("whatever is tried, a plan is sold exactly where on each day it could be used a minute of it is lawful and no dearer than without it", async () => {
  site.clock.set(Temporal.Instant.from(NOW));
  const jail = await givenJail();
  let sold = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...facts),
      fc.constantFrom(...TIERS),
      fc.constantFrom(70_000, 110_000, 190_000, 440_000),
      fc.record({
        minutes: fc.integer({ min: 1, max: 300 }),
        days: fc.integer({ min: 1, max: 30 }),
        share: fc.constantFrom(1, 0.9, 1.01, 2),
      }),
      fc.record({ from: fc.nat(70), length: fc.nat(20) }),
      async (told, thousandths, micros, { minutes, days, share }, span) => {
        await tell(jail, told, thousandths);
        site.clock.advance({ seconds: 1 });
        const split = { agency: 0, family: 100, resident: 0 };
        const set = await price(jail, { service: "video", validFrom: "2026-11-01", microsPerMinute: micros, split });
        // What stands is asked for: a price above the cap was not saved.
        const page = (await jail.staff("GET", jail.at)).json();
        const stands = page.prices.find((each: { service: string }) => each.service === "video")?.tariff?.microsPerMinute ?? 0;
        const day = (offset: number) => Temporal.PlainDate.from("2026-11-01").add({ days: offset }).toString();
        const priceCents = Math.max(1, Math.floor((Math.min(stands, 440_000) * minutes * share) / MICROS_A_CENT));
        const above = (most: number) => priceCents * MICROS_A_CENT > most * minutes;
        const each = Array.from({ length: span.length + days }, (_, at) => day(span.from + at));
        const lawful = each.every((on) => {
          const law = lawByHand(told, on.startsWith("2026") ? page.counting?.residentsThousandths : undefined, "video", on);
          return law.most < Number.POSITIVE_INFINITY && !above(law.most) && !law.isFree && !above(stands);
        });
        const [soldFrom, soldThrough] = [day(span.from), day(span.from + span.length)];
        const body = { id: newId(), service: "video", minutes, days, priceCents, soldFrom, soldThrough };
        const answer = await jail.staff("POST", `${jail.at}/plans`, body);
        assert.equal(
          answer.statusCode === 201,
          lawful,
          `${set.statusCode} ${JSON.stringify({ told, thousandths, stands, body })}: ${answer.body}`,
        );
        if (lawful) sold++;
        else if (answer.json().codes.includes("plan.above_cap")) assert.ok(answer.json().facts.law, "the law is cited");
      },
    ),
    { numRuns: 60 },
  );
  assert.ok(sold > 0, "no plan was lawful in any run");
});

test("a visit draws on a plan what was shown before, the plan takes no more than the law of that day for it, and the rest comes back", async () => {
  const PLAN_CENTS = 500;
  for (const [what, facility, taken] of [
    ["nothing changed", null, 100],
    ["contact became free by law", { state: "CT", city: null, runBy: "state" }, 0],
  ] as const) {
    const paid = await givenPaid(site);
    const { agencyId, id: facilityId } = paid.facility;
    const at = `/api/staff/facilities/${facilityId}/prices`;
    const staff = await signedIn(site, "staff", await givenStaff(site, { agencyId, facilityId, role: "facility_administrator" }));
    const terms = { service: "video", minutes: 50, days: 30, priceCents: PLAN_CENTS, soldFrom: "2026-03-02", soldThrough: "2026-03-02" };
    const [offerId, planId] = [newId(), newId()];
    assert.equal((await staff("POST", `${at}/plans`, { id: offerId, ...terms })).statusCode, 201);
    assert.equal(
      (await paid.family("POST", "/api/outside/wallet/plans", { id: planId, offerId, atMostCents: PLAN_CENTS })).statusCode,
      201,
    );
    const { quotes } = (await paid.family("GET", `/api/outside/connections/${paid.connectionId}/places`)).json();
    const shown = quotes.find(({ day }: { day: string }) => day === "2026-03-04");
    assert.deepEqual([shown.planSeconds, shown.cents], [1800, 0], "what is shown before");
    const visitId = await book(paid, NINE);
    assert.deepEqual((await paid.held()).family, { cents: 1000, reservedCents: PLAN_CENTS });
    if (facility) assert.equal((await staff("POST", `${at}/facts`, facility)).statusCode, 204);
    await play(site, visitId, { connected: [[0, 600]] });
    site.clock.set("2026-03-04T17:00:00Z");
    await closeOverdue(site.ctx);
    const { bill } = (await paid.family("GET", `/api/outside/visits/${visitId}/bill`)).json();
    assert.deepEqual([bill.charge.planSeconds, bill.takenCents], [facility ? 0 : 600, 0], what);
    const ended = (await paid.family("POST", `/api/outside/wallet/plans/${planId}/end`)).json();
    assert.deepEqual([ended.state, ended.takenCents], ["ended", taken], what);
    assert.deepEqual((await paid.held()).family, { cents: 1000 - taken, reservedCents: 0 }, `${what}: the rest is free`);
  }
  assert.deepEqual((await verifyLedger(site.db)).faults, []);
});

const dearer = () => ({
  ...{
    id: newId(),
    service: "video",
    validFrom: "2026-03-02",
    microsPerMinute: 150_000,
    freeMinutes: 0,
    freePeriod: "week",
  },
  split: { agency: 0, family: 100, resident: 0 },
});

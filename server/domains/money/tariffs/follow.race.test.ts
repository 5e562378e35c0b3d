import assert from "node:assert/strict";
import { after, test } from "node:test";
import { type Cap, rateCaps } from "#jurisdictions/rate-caps.ts";
import { type Asked, keep } from "#server/domains/money/charging/quote.service.ts";
import { balanceOf, openBook, transfer } from "#server/domains/money/ledger/ledger.store.ts";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { signedIn } from "#server/testing/callers.ts";
import { givenPeople, givenStaff } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";
import { followLaw } from "./follow.service.ts";

const site = await startSite({ startsAt: "2026-11-23T15:00:00Z" });
after(() => site.close());

/** The law as it stands, and one more that nobody has made: from 15 December on a minute of video costs ten cents at most. */
const FALL = "2026-12-15";
const medium = rateCaps.find(({ id }) => id === "fcc-2025-video-medium-jail") ?? assert.fail("no such law");
const fallen: readonly Cap[] = [...rateCaps, { ...medium, id: "test-fall", law: "A new law", usdPerMinute: "0.10", from: FALL }];

async function given() {
  const { jail, agencyId, residents, contacts } = await givenPeople(site);
  const administrator = await givenStaff(site, { agencyId, facilityId: jail.id, role: "facility_administrator" });
  const staff = await signedIn(site, "staff", administrator);
  const at = `/api/staff/facilities/${jail.id}/prices`;
  await staff("POST", `${at}/facts`, { state: "TX", city: null, runBy: "county" });
  await staff("POST", `${at}/population`, { id: newId(), year: 2025, residentsThousandths: 400_000 });
  const tariff = {
    id: newId(),
    service: "video",
    validFrom: "2026-11-23",
    microsPerMinute: 190_000,
    split: { agency: 0, family: 100, resident: 0 },
    freeMinutes: 0,
    freePeriod: "week",
  };
  assert.equal((await staff("POST", `${at}/tariffs`, tariff)).statusCode, 201);
  await site.runJobs();
  const [residentId, contactId] = [residents[2].id, contacts[1].id];
  const now = site.ctx.now();
  const wallet = await openBook(site.db, { kind: "contact_wallet", contactId }, now);
  const clearing = await openBook(site.db, { kind: "clearing" }, now);
  await transfer(site.db, [{ id: newId(), fromId: clearing, toId: wallet, cents: 5000, what: "deposit" }], now);
  const reserved = async () => (await balanceOf(site.db, wallet)).reservedCents;
  const booked = async (day: string) => {
    const asked: Asked = { service: "video", agencyId, facilityId: jail.id, residentId, contactId, day, minutes: 20, weekStarts: 1 };
    const until = site.clock.now().add({ hours: 24 * 60 });
    return inTransaction(site.ctx, (tx) => keep(tx, newId(), asked, until));
  };
  const letters = async () => {
    const { accountId } = administrator;
    const all = site.owner.selectFrom("notifications.delivery").select("facts").where("template", "=", "money.price_follows_law");
    return (await all.where("accountId", "=", accountId).execute()).map(({ facts }) => facts);
  };
  const follows = async () => (await staff("GET", at)).json().follows as { since: string; askedMicros: number; microsPerMinute: number }[];
  return { facilityId: jail.id, reserved, booked, letters, follows };
}

test("before the lower cap begins nobody is told, but what is kept for visits on its days is let go at once, and for earlier days it is not", async () => {
  const { facilityId, reserved, booked, letters, follows } = await given();
  await booked("2026-12-14");
  assert.equal(await reserved(), 380);
  await booked(FALL);
  assert.equal(await reserved(), 760);
  assert.deepEqual(await followLaw(site.ctx, facilityId, fallen), { told: 0, shrunk: 1 });
  assert.equal(await reserved(), 380 + 200);
  assert.deepEqual([await letters(), await follows()], [[], []]);
  assert.deepEqual(await followLaw(site.ctx, facilityId, fallen), { told: 0, shrunk: 0 });
});

test("from its day on the facility is told once, with the day, however many look at the same moment and how often", async () => {
  const { facilityId, letters, follows } = await given();
  const before = site.clock.now();
  site.clock.set("2026-12-20T15:00:00Z");
  const looks = await Promise.all(Array.from({ length: 8 }, () => followLaw(site.ctx, facilityId, fallen)));
  assert.equal(
    looks.reduce((sum, { told }) => sum + told, 0),
    1,
  );
  assert.deepEqual(await followLaw(site.ctx, facilityId, fallen), { told: 0, shrunk: 0 });
  const [letter, ...more] = await letters();
  assert.deepEqual(
    [letter?.since, letter?.askedMicros, letter?.microsPerMinute, letter?.capId, more.length],
    [FALL, 190_000, 100_000, "test-fall", 0],
  );
  assert.deepEqual(
    (await follows()).map(({ since, askedMicros, microsPerMinute }) => [since, askedMicros, microsPerMinute]),
    [[FALL, 190_000, 100_000]],
  );
  site.clock.set(before);
});

test("where the law stays above the price nobody is told and nothing is let go", async () => {
  const { facilityId, reserved, booked, letters } = await given();
  await booked("2026-12-20");
  assert.deepEqual(await followLaw(site.ctx, facilityId), { told: 0, shrunk: 0 });
  assert.deepEqual([await reserved(), await letters()], [380, []]);
});

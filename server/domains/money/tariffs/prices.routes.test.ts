import assert from "node:assert/strict";
import { after, test } from "node:test";
import type { AnswerOf } from "#contracts/endpoint.ts";
import type { pricesPublic, pricesStaff } from "#contracts/prices.ts";
import { newId } from "#server/platform/id.ts";
import { nobody, signedIn } from "#server/testing/callers.ts";
import { givenPeople, givenResident, givenStaff } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";
import { countPopulations } from "./population.service.ts";

// A Monday, 10:00 in New York.
const site = await startSite({ startsAt: "2026-11-23T15:00:00Z" });
after(() => site.close());

type Page = AnswerOf<typeof pricesStaff.pricesPage>;
type OnDay = AnswerOf<typeof pricesStaff.lawOnDay>;
type Public = AnswerOf<typeof pricesPublic.publicPrices>;
type Law = AnswerOf<typeof pricesPublic.publicLaw>;
type Told = { state: string; city: string | null; runBy: string };
const FAMILY = { agency: 0, family: 100, resident: 0 };
const AGENCY = { agency: 100, family: 0, resident: 0 };

async function given(facts: Told | null = { state: "TX", city: null, runBy: "county" }) {
  const { jail, prison, agencyId } = await givenPeople(site);
  const member = await givenStaff(site, { agencyId, facilityId: jail.id, role: "facility_administrator" });
  const staff = await signedIn(site, "staff", member);
  const at = `/api/staff/facilities/${jail.id}/prices`;
  if (facts) assert.equal((await staff("POST", `${at}/facts`, facts)).statusCode, 204);
  const tariff = (body: object) =>
    staff("POST", `${at}/tariffs`, {
      id: newId(),
      service: "video",
      validFrom: "2026-11-23",
      microsPerMinute: 190_000,
      split: FAMILY,
      freeMinutes: 0,
      freePeriod: "week",
      ...body,
    });
  const people = (year: number, residentsThousandths: number) =>
    staff("POST", `${at}/population`, { id: newId(), year, residentsThousandths });
  const page = async (): Promise<Page> => (await staff("GET", at)).json();
  return { jail, prison, agencyId, staff, at, tariff, people, page };
}
const video = <Price extends { service: string }>(page: { prices: Price[] }): Price =>
  page.prices.find(({ service }) => service === "video") ?? assert.fail("no price for video");

test("a price at the cap is set, and one millionth of a dollar above it is refused with the law and the cap", async () => {
  const { tariff, people } = await given();
  assert.equal((await people(2025, 400_000)).statusCode, 201);
  assert.equal((await tariff({ microsPerMinute: 190_000 })).statusCode, 201);
  const refused = await tariff({ microsPerMinute: 190_001 });
  const { codes, facts } = refused.json();
  assert.deepEqual([refused.statusCode, codes], [422, ["price.above_cap"]]);
  assert.deepEqual([facts.lawId, facts.cap], ["fcc-2025-video-medium-jail", "0.19"]);
  assert.match(facts.law, /FCC/);
});

test("where contact is free by law every reason comes at once, and the agency alone may pay", async () => {
  const { tariff } = await given({ state: "MA", city: null, runBy: "county" });
  const refused = await tariff({ microsPerMinute: 250_000, validFrom: "2026-11-22", split: { agency: 10, family: 80, resident: 0 } });
  assert.deepEqual(refused.json().codes, ["price.above_cap", "price.free_law", "price.day_past", "price.split_wrong"]);
  assert.equal((await tariff({ microsPerMinute: 100_000, split: AGENCY })).statusCode, 201);
});

test("without the state and who runs it, nothing can be asked, and free can be", async () => {
  const { tariff, page } = await given(null);
  const refused = await tariff({ microsPerMinute: 10_000 });
  assert.deepEqual([refused.statusCode, refused.json().codes], [409, ["price.facts_missing"]]);
  assert.equal((await tariff({ microsPerMinute: 0 })).statusCode, 201);
  assert.equal(video(await page()).microsPerMinute, 0);
});

test("a message that no law speaks of has no lawful price", async () => {
  const { tariff } = await given();
  assert.deepEqual((await tariff({ service: "message", microsPerMinute: 1 })).json().codes, ["price.no_lawful"]);
});

test("no fee of any other kind can be said: a field that is not there is refused", async () => {
  const { tariff } = await given();
  for (const fee of ["connectionFeeCents", "commissionPercent", "minimumCents", "depositFee"])
    assert.equal((await tariff({ [fee]: 1 })).statusCode, 400, fee);
});

test("a price is set once for its id, and another account's id is refused", async () => {
  const { tariff, agencyId, jail, at, page } = await given();
  const id = newId();
  assert.equal((await tariff({ id, microsPerMinute: 100_000 })).statusCode, 201);
  const again = await tariff({ id, microsPerMinute: 110_000 });
  assert.deepEqual([again.statusCode, again.json().microsPerMinute], [201, 100_000]);
  assert.equal(video(await page()).past.length, 0);
  const other = await signedIn(site, "staff", await givenStaff(site, { agencyId, facilityId: jail.id, role: "facility_administrator" }));
  const body = {
    id,
    service: "video",
    validFrom: "2026-11-23",
    microsPerMinute: 0,
    split: FAMILY,
    freeMinutes: 0,
    freePeriod: "day",
  };
  assert.equal((await other("POST", `${at}/tariffs`, body)).statusCode, 403);
});

test("prices follow one another by their days; told anew for the same day the last holds, and none is ever lost", async () => {
  const { tariff, page } = await given();
  await tariff({ microsPerMinute: 100_000 });
  site.clock.advance({ minutes: 1 });
  await tariff({ microsPerMinute: 90_000 });
  await tariff({ validFrom: "2026-12-01", microsPerMinute: 80_000 });
  const now = video(await page());
  assert.deepEqual([now.microsPerMinute, now.coming.map((each) => each.microsPerMinute)], [90_000, [80_000]]);
  assert.deepEqual(
    now.past.map((each) => [each.microsPerMinute, each.replaced]),
    [[100_000, true]],
  );
});

test("the page tells which year counts, which tier follows and what is missing; a year that is not over cannot be told", async () => {
  const { people, page } = await given();
  const before = await page();
  assert.deepEqual([before.countingYear, before.counting], [2025, null]);
  assert.equal(video(before).law.cap?.id, "fcc-2025-video-large-jail");
  await people(2025, 349_999);
  const after = await page();
  assert.equal(after.counting?.residentsThousandths, 349_999);
  assert.equal(video(after).law.cap?.id, "fcc-2025-video-small-jail");
  await people(2025, 350_000);
  assert.equal(video(await page()).law.cap?.id, "fcc-2025-video-medium-jail");
  assert.deepEqual((await people(2026, 1000)).json().codes, ["price.year_not_over"]);
});

test("the law beside the field is that of the chosen day, and says when less is allowed later", async () => {
  const { staff, at, people } = await given();
  await people(2025, 40_000);
  const on = async (day: string): Promise<OnDay> => (await staff("GET", `${at}/law?service=video&day=${day}`)).json();
  const law = await on("2026-11-23");
  assert.deepEqual([law.known, law.law.cap?.microsPerMinute], [true, 440_000]);
  assert.deepEqual(
    law.lowerings.map((each) => [each.from, each.law.cap?.microsPerMinute, each.untoldYear]),
    [["2027-01-01", 190_000, 2026]],
  );
  const later = await on("2027-02-01");
  assert.deepEqual([later.law.cap?.microsPerMinute, later.lowerings], [190_000, []]);
});

test("New York City's jails are known by whatever one calls the city", async () => {
  for (const city of ["new york", "New York City", "City of New York"]) {
    const { page } = await given({ state: "NY", city, runBy: "city" });
    const { facts, prices } = await page();
    assert.equal(facts.city, "New York City");
    assert.equal(prices.find((each) => each.service === "audio")?.law.free?.id, "nyc-law-audio-city-jail");
  }
  const { staff, at } = await given(null);
  assert.deepEqual((await staff("POST", `${at}/facts`, { state: "NY", city: null, runBy: "city" })).json().codes, ["price.city_needed"]);
});

test("a supervisor reads prices and may not set them; anyone may read them in public, and the law with them", async () => {
  const { agencyId, jail, at, tariff } = await given();
  await tariff({ microsPerMinute: 110_000 });
  const supervisor = await signedIn(site, "staff", await givenStaff(site, { agencyId, facilityId: jail.id, role: "supervisor" }));
  assert.equal((await supervisor("GET", at)).statusCode, 200);
  assert.equal((await supervisor("POST", `${at}/facts`, { state: "TX", city: null, runBy: "county" })).statusCode, 403);
  const anyone = nobody(site);
  const page: Public = (await anyone("GET", `/api/public/facilities/${jail.id}/prices`)).json();
  assert.deepEqual([video(page).microsPerMinute, page.credits], [110_000, { days: 90, count: 0, cents: 0 }]);
  assert.equal((await anyone("GET", `/api/public/facilities/${newId()}/prices`)).statusCode, 404);
  const law: Law = (await anyone("GET", "/api/public/law")).json();
  assert.ok(law.length > 40 && law.every((each) => each.sources.length > 0));
});

test("last year's population is counted from stays, once: whoever was there at any time of a day counts on it", async () => {
  const { jail, page } = await given();
  const { owner } = site;
  const here = { id: jail.id, agencyId: jail.agencyId, unitIds: [] };
  const stay = async (admittedAt: string, releasedAt: string | null) => {
    const { stayId } = await givenResident(site, here, { pinless: true });
    const at = {
      admittedAt: Temporal.Instant.from(admittedAt),
      releasedAt: releasedAt === null ? null : Temporal.Instant.from(releasedAt),
    };
    await owner.updateTable("residents.stay").set(at).where("id", "=", stayId).execute();
  };
  // The whole year, on New York's clock.
  await stay("2024-06-01T12:00:00Z", null);
  // One day, from a minute before its midnight to a minute after the next: three days of the calendar.
  await stay("2025-07-02T03:59:00Z", "2025-07-03T04:01:00Z");
  // Until the last second of the year before, and from the first of the year after: no day of it.
  await stay("2024-01-01T12:00:00Z", "2025-01-01T04:59:59Z");
  await stay("2026-01-01T05:00:00Z", null);
  // Its first minute, and its last.
  await stay("2024-01-01T12:00:00Z", "2025-01-01T05:00:30Z");
  await stay("2026-01-01T04:59:59Z", null);
  assert.ok((await countPopulations(site.ctx)) > 0);
  const { counting } = await page();
  assert.deepEqual([counting?.source, counting?.residentsThousandths], ["counted", Math.ceil(((365 + 3 + 1 + 1) * 1000) / 365)]);
  assert.equal(await countPopulations(site.ctx), 0);
});

test("what staff stated holds, and everybody reads beside it what was counted", async () => {
  const { jail, people, page } = await given();
  await people(2025, 12_000);
  const { agencyId, id: facilityId } = jail;
  const counted = { id: newId(), agencyId, facilityId, year: 2025, residentsThousandths: 34_500, source: "counted" as const };
  await site.db
    .insertInto("money.population")
    .values({ ...counted, toldAt: site.clock.now().add({ hours: 1 }), toldBy: null })
    .execute();
  const { counting, counted: beside } = (await page()) as Page;
  assert.deepEqual([counting?.source, counting?.residentsThousandths, beside?.residentsThousandths], ["stated", 12_000, 34_500]);
  const shown = (await nobody(site)("GET", `/api/public/facilities/${facilityId}/prices`)).json() as Public;
  assert.deepEqual([shown.counting?.residentsThousandths, shown.counted?.residentsThousandths], [12_000, 34_500]);
});

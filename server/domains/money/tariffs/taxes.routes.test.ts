import assert from "node:assert/strict";
import { after, test } from "node:test";
import { newId } from "#server/platform/id.ts";
import { nobody, signedIn } from "#server/testing/callers.ts";
import { givenPeople, givenStaff } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";

const MONDAY = "2026-11-23T15:00:00Z";
const site = await startSite({ startsAt: MONDAY });
after(() => site.close());

const LAW = { authority: "state", citation: "Tex. Tax Code § 151.051", link: "https://statutes.capitol.texas.gov/Docs/TX/htm/TX.151.htm" };

async function given() {
  site.clock.set(MONDAY);
  const { jail, agencyId, contacts } = await givenPeople(site);
  const as = async (role: "facility_administrator" | "supervisor") =>
    signedIn(site, "staff", await givenStaff(site, { agencyId, facilityId: jail.id, role }));
  const [walsh, stone] = [await as("facility_administrator"), await as("supervisor")];
  const at = `/api/staff/facilities/${jail.id}/prices`;
  await walsh("POST", `${at}/facts`, { state: "TX", city: null, runBy: "county" });
  const price = { microsPerMinute: 110_000, split: { agency: 0, family: 100, resident: 0 }, freeMinutes: 0, freePeriod: "week" };
  const body = { id: newId(), service: "video", validFrom: "2026-11-23", ...price };
  assert.equal((await walsh("POST", `${at}/tariffs`, body)).statusCode, 201);
  const state = (asked: object = {}, by = walsh) =>
    by("POST", `${at}/taxes`, {
      ...{ id: newId(), service: "video", name: "Sales tax", millionths: 62_500, validFrom: "2026-11-23", validThrough: null },
      ...LAW,
      ...asked,
    });
  const decide = (id: string, by = stone, decision = "confirmed") => by("POST", `${at}/taxes/${id}/decide`, { decision });
  const shown = async () => {
    const { prices } = (await nobody(site)("GET", `/api/public/facilities/${jail.id}/prices`)).json();
    return prices.find(({ service }: { service: string }) => service === "video").taxes;
  };
  return { jail, agencyId, contacts, at, walsh, stone, state, decide, shown };
}

test("a tax is stated by one of staff and holds once another confirmed it: then everybody reads its name and its law", async () => {
  const { state, decide, shown, walsh } = await given();
  const stated = await state();
  assert.equal(stated.statusCode, 201, stated.body);
  const { id } = stated.json();
  assert.deepEqual([stated.json().state, stated.json().own, await shown()], ["stated", true, []]);
  assert.deepEqual((await decide(id, walsh)).json().codes, ["money.same_person"]);
  assert.deepEqual(await shown(), []);
  const confirmed = await decide(id);
  assert.deepEqual([confirmed.statusCode, confirmed.json().state, confirmed.json().own], [200, "confirmed", false]);
  assert.deepEqual(await shown(), [{ id, name: "Sales tax", ...LAW, millionths: 62_500 }]);
  assert.deepEqual((await decide(id)).statusCode, 200, "asked again it is the same");
  assert.deepEqual((await decide(id, undefined, "refused")).json().codes, ["price.tax_decided"]);
});

test("a tax that nobody can look up is refused: it has a citation and an address, and a price itself has no tax", async () => {
  const { state, walsh, at } = await given();
  for (const wrong of [
    { citation: "" },
    { link: "" },
    ...["http://example.org", "https:evil.org", "HTTPS://law.example.org", "https:\\\\evil.org", "https://law.texas.gov@evil.example/"].map(
      (link) => ({ link }),
    ),
    ...["Tax\u202Etxt", "Tax\n=1+1", "Tax\u2028more"].map((name) => ({ name })),
    { authority: "unstated" },
    { millionths: 350_001 },
  ])
    assert.equal((await state(wrong)).statusCode, 400, JSON.stringify(wrong));
  const price = { microsPerMinute: 0, split: { agency: 0, family: 100, resident: 0 }, freeMinutes: 0, freePeriod: "week" };
  const body = { id: newId(), service: "video", validFrom: "2026-11-23", ...price, taxMillionths: 62_500 };
  assert.equal((await walsh("POST", `${at}/tariffs`, body)).statusCode, 400);
});

test("together taxes never come to more than any law is known to ask, also where two are confirmed at once", async () => {
  const { state, decide, shown } = await given();
  const ids = [];
  for (const millionths of [200_000, 100_000, 100_000]) ids.push((await state({ millionths })).json().id as string);
  const answers = await Promise.all(ids.map((id) => decide(id)));
  const refused = answers.filter(({ statusCode }) => statusCode !== 200);
  assert.deepEqual(
    refused.map((answer) => answer.json().codes),
    [["price.taxes_too_much"]],
  );
  const sum = (await shown()).reduce((total: number, { millionths }: { millionths: number }) => total + millionths, 0);
  assert.ok(sum <= 350_000 && sum > 0);
});

test("a tax ends on its last day, and one of another facility can't be ended or decided here", async () => {
  const { state, decide, shown, walsh, at } = await given();
  const { id } = (await state()).json();
  await decide(id);
  const end = (taxId: string, through: string, where = at) => walsh("POST", `${where}/taxes/${taxId}/end`, { through });
  assert.deepEqual((await end(id, "2026-11-21")).json().codes, ["price.day_past", "price.tax_days_wrong"]);
  assert.equal((await end(id, "2026-11-23")).json().validThrough, "2026-11-23");
  assert.equal((await shown()).length, 1);
  const there = (await (await given()).state()).json().id;
  assert.deepEqual((await end(there, "2026-12-01")).json().codes, ["price.tax_unknown"]);
  assert.equal((await decide(there)).statusCode, 404);
  site.clock.advance({ hours: 24 });
  assert.deepEqual(await shown(), []);
});

test("a tax found wrong on its first day is taken back at once by whoever may confirm one: it is in no price from then on", async () => {
  const { state, decide, stone, at, shown } = await given();
  const { id } = (await state()).json();
  await decide(id);
  assert.equal((await shown()).length, 1);
  const ended = await stone("POST", `${at}/taxes/${id}/end`, { through: "2026-11-22" });
  assert.deepEqual([ended.statusCode, ended.json().validThrough, await shown()], [200, "2026-11-22", []]);
});

test("a tax confirmed by mistake that has not begun ends before its first day: nobody ever pays it, and no quote names it", async () => {
  const { state, decide, walsh, at, shown } = await given();
  const { id } = (await state({ validFrom: "2026-12-10" })).json();
  await decide(id);
  const ended = await walsh("POST", `${at}/taxes/${id}/end`, { through: "2026-12-09" });
  assert.deepEqual([ended.statusCode, ended.json().validThrough], [200, "2026-12-09"]);
  site.clock.advance({ hours: 24 * 18 });
  assert.deepEqual(await shown(), []);
});

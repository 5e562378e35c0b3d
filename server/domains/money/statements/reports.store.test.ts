import assert from "node:assert/strict";
import { after, test } from "node:test";
import { parse } from "csv-parse/sync";
import { giveBack } from "#server/domains/money/charging/credit.service.ts";
import { type Asked, keep } from "#server/domains/money/charging/quote.service.ts";
import { settleCommunication } from "#server/domains/money/charging/settle.service.ts";
import { practiceCard } from "#server/domains/money/payments/practice.ts";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { signedIn } from "#server/testing/callers.ts";
import { givenPeople, givenStaff } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";

const site = await startSite({ startsAt: "2026-11-23T15:00:00Z", deps: { processor: practiceCard } });
after(() => site.close());

/** A jail whose family pays $0.12 a minute and its agency as much, two visits of ten minutes in November, one of them half given back. */
async function given() {
  const { jail, agencyId, residents, contacts } = await givenPeople(site);
  const at = { agencyId, facilityId: jail.id };
  const staff = await signedIn(site, "staff", await givenStaff(site, { ...at, role: "facility_administrator" }));
  const path = `/api/staff/facilities/${jail.id}`;
  await staff("POST", `${path}/prices/facts`, { state: "TX", city: null, runBy: "county" });
  await staff("POST", `${path}/prices/population`, { id: newId(), year: 2025, residentsThousandths: 400_000 });
  const split = { agency: 50, family: 50, resident: 0 };
  const price = { microsPerMinute: 180_000, freeMinutes: 0, freePeriod: "week", validFrom: "2026-11-23" };
  const set = await staff("POST", `${path}/prices/tariffs`, { id: newId(), service: "video", split, ...price });
  assert.equal(set.statusCode, 201, set.body);
  const family = await signedIn(site, "outside", contacts[1]);
  await family("POST", "/api/outside/wallet/deposits", { id: newId(), cents: 5000 });
  const [residentId, contactId] = [residents[2].id, contacts[1].id];
  const visit = async (seconds: number) => {
    const subjectId = newId();
    const asked: Asked = { service: "video", ...at, residentId, contactId, day: "2026-11-24", minutes: 20, weekStarts: 1 };
    await inTransaction(site.ctx, (tx) => keep(tx, subjectId, asked, site.clock.now().add({ hours: 100 })));
    await inTransaction(site.ctx, (tx) => settleCommunication(tx, subjectId, seconds));
    return subjectId;
  };
  const first = await visit(600);
  await visit(600);
  await inTransaction(site.ctx, (tx) => giveBack(tx, first, [{ where: "server", what: "engine", seconds: 300 }]));
  return { staff, money: `${path}/money`, family, first };
}

test("a month of money tells minutes, price, what was given back, who paid, and what the agency owes", async () => {
  const { staff, money } = await given();
  const month = (await staff("GET", `${money}/month?month=2026-11`)).json();
  assert.deepEqual(month.services, [
    { service: "video", communications: 2, connectedSeconds: 1200, chargedSeconds: 1200, priceCents: 360, taxCents: 0, creditCents: 90 },
  ]);
  assert.deepEqual(month.payers, [
    { payer: "agency", cents: 180, creditCents: 45 },
    { payer: "family", cents: 180, creditCents: 45 },
  ]);
  assert.equal(month.agencyOwesCents, 135);
  assert.deepEqual((await staff("GET", `${money}/month?month=2026-10`)).json().services, []);
  assert.deepEqual((await staff("GET", `${money}/month?month=2027-01`)).json().codes, ["money.month_not_begun"]);
});

test("the agency's invoice has a line for each communication, and its lines come to what the agency owes", async () => {
  const { staff, money, first } = await given();
  const answer = await staff("GET", `${money}/month/invoice?month=2026-11`);
  assert.match(String(answer.headers["content-type"]), /^text\/csv/);
  const rows = parse(answer.body, { columns: true, bom: true }) as Record<string, string>[];
  assert.equal(rows.length, 2);
  assert.equal(
    rows.reduce((sum, row) => sum + Math.round(100 * (Number(row.dollars) - Number(row["given back"]))), 0),
    135,
  );
  const row = rows.find(({ communication }) => communication === first);
  assert.deepEqual([row?.["dollars a minute"], row?.["agency percent"], row?.["charged seconds"]], ["0.180000", "50", "600"]);
});

test("the yearly report has what the FCC's form asks: minutes, revenue, rates and size, and no fee or commission", async () => {
  const { staff, money } = await given();
  await staff("POST", money.replace("/money", "/prices/population"), { id: newId(), year: 2026, residentsThousandths: 410_500 });
  const rows = parse((await staff("GET", `${money}/year?year=2026`)).body, { columns: true, bom: true }) as Record<string, string>[];
  const [row, ...more] = rows;
  assert.deepEqual(more, []);
  assert.deepEqual(
    [row?.state, row?.["run by"], row?.service, row?.["connected minutes"], row?.["revenue dollars"], row?.["credits dollars"]],
    ["TX", "county", "video", "20.00", "3.60", "0.90"],
  );
  assert.deepEqual(
    [row?.["ancillary charges dollars"], row?.["site commissions dollars"], row?.["highest dollars a minute"]],
    ["0.00", "0.00", "0.180000"],
  );
});

test("the family's history tells the visit's price and what came back of it", async () => {
  const { family } = await given();
  const { rows } = (await family("GET", "/api/outside/wallet/history")).json() as {
    rows: { move: string; cents: number; day: string | null }[];
  };
  assert.deepEqual(
    rows.map(({ move, cents, day }) => [move, cents, day]),
    [
      ["credit", 45, "2026-11-24"],
      ["charge", -90, "2026-11-24"],
      ["charge", -90, "2026-11-24"],
      ["deposit", 5000, null],
    ],
  );
});

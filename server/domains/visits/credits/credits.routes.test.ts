import assert from "node:assert/strict";
import { after, test } from "node:test";
import { faults } from "#server/domains/money/ledger/ledger.store.ts";
import { closeAndTake } from "#server/domains/money/plans/ends.service.ts";
import { givenOffer, givenPlan } from "#server/domains/money/plans/testing/plans.ts";
import { closeOverdue } from "#server/domains/visits/index.ts";
import { book, insideOf } from "#server/domains/visits/testing/booking.ts";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { signedIn } from "#server/testing/callers.ts";
import { bearDemo, lettersTo } from "#server/testing/letters.ts";
import { givenMoney, givenTax } from "#server/testing/money.ts";
import { givenPaid, MONDAY, NINE, type Paid, play, playedVisit } from "#server/testing/paid-visits.ts";
import { givenConnection, givenContact, givenStaff } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";
import { credit, decideCredits } from "./credits.service.ts";

const site = await startSite({ startsAt: MONDAY, deps: { world: "demo" } });
await bearDemo(site);
after(() => site.close());

/** A visit of ten connected minutes that has ended and been decided on; without samples, so that nothing was measured. */
async function ended(paid: Paid, connected: readonly (readonly [number, number])[] = [[0, 600]]): Promise<string> {
  const visitId = await playedVisit(site, paid, { connected });
  site.clock.set("2026-03-04T17:00:00Z");
  await closeOverdue(site.ctx);
  site.clock.advance({ minutes: 1 });
  await site.runJobs();
  // Also where a worker has taken that job in this moment.
  await decideCredits(site.ctx, visitId);
  return visitId;
}
const bill = async (ask: Paid["family"], visitId: string) => (await ask("GET", `/api/outside/visits/${visitId}/bill`)).json().bill;
const complaint = (visitId: string) => `/api/outside/visits/${visitId}/complaint`;
/** The rule's own measurements are there, so nothing is given back by saying so. */
const measured = async (visitId: string) =>
  site.owner.updateTable("visits.credit_decision").set({ unmeasuredSeconds: 0 }).where("visitId", "=", visitId).execute();

test("each side's page has the bill: the family's and staff's with every part, the resident's with their own", async () => {
  const paid = await givenPaid(site, { tariff: { agencyPercent: 20, familyPercent: 50, residentPercent: 30 } });
  const visitId = await ended(paid);
  const family = await bill(paid.family, visitId);
  assert.deepEqual([family.of, family.quotedCents, family.takenCents, family.letGoCents], ["family", 165, 55, 110]);
  assert.deepEqual(
    family.parts.map(({ payer, percent, takenCents }: Record<string, unknown>) => [payer, percent, takenCents]),
    [
      ["agency", 20, 22],
      ["family", 50, 55],
      ["resident", 30, 33],
    ],
  );
  assert.equal(family.cap.authority, "FCC");
  const inside = (await (await insideOf(site, paid)).ask("GET", `/api/inside/visits/${visitId}/bill`)).json().bill;
  assert.deepEqual([inside.of, inside.takenCents, inside.parts.length], ["resident", 33, 1]);
  const staff = (await paid.staff("GET", `/api/staff/facilities/${paid.facility.id}/visits/${visitId}/bill`)).json().bill;
  assert.deepEqual([staff.of, staff.takenCents, staff.charge.seconds, staff.charge.chargedSeconds], ["all", 110, 600, 600]);
  assert.equal((await paid.stranger("GET", `/api/outside/visits/${visitId}/bill`)).statusCode, 404);
  const [card] = (await paid.family("GET", "/api/outside/visits")).json();
  assert.deepEqual(card.cost, {
    ...{ quotedCents: 165, takenCents: 55, creditedCents: 0, taxBackCents: 0 },
    ...{ planSeconds: 0, settled: true, nothing: null },
  });
});

test("the record tells everybody what happened, and of money each their own: a resident their part, whoever comes along nothing", async () => {
  const paid = await givenPaid(site, { tariff: { agencyPercent: 0, familyPercent: 70, residentPercent: 30 } });
  const friend = await givenContact(site);
  await givenConnection(site, paid.world.residents[0], friend);
  let along = await signedIn(site, "outside", friend);
  const visitId = await book(paid, NINE);
  const invitation = { id: newId(), email: friend.email };
  assert.equal((await paid.family("POST", `/api/outside/visits/${visitId}/party`, invitation)).statusCode, 202);
  assert.equal((await along("POST", `/api/outside/party/${invitation.id}/accept`)).statusCode, 200);
  await play(site, visitId, { connected: [[0, 600]] });
  site.clock.set("2026-03-04T17:00:00Z");
  await closeOverdue(site.ctx);
  site.clock.advance({ minutes: 1 });
  await site.runJobs();
  await paid.family("POST", complaint(visitId), { id: newId(), what: "sound" });
  along = await signedIn(site, "outside", friend);
  const money = async (ask: Paid["family"], path: string) =>
    ((await ask("GET", path)).json().timeline as { code: string; facts: { cents?: number } }[])
      .filter(({ code }) => ["charged", "credited", "complained", "complaint_decided"].includes(code))
      .map(({ code, facts }) => [code, facts.cents]);
  const all = [
    ["charged", 110],
    ["complained", undefined],
    ["credited", 110],
  ];
  assert.deepEqual(await money(paid.family, `/api/outside/visits/${visitId}`), all);
  assert.deepEqual(await money(paid.staff, `/api/staff/facilities/${paid.facility.id}/visits/${visitId}`), all);
  assert.deepEqual(await money((await insideOf(site, paid)).ask, `/api/inside/visits/${visitId}`), [
    ["charged", 33],
    ["credited", 33],
  ]);
  assert.deepEqual(await money(along, `/api/outside/visits/${visitId}`), []);
});

test("a wallet that is short: the place stays kept, every reason comes at once, and nothing is said of what the resident has", async () => {
  const paid = await givenPaid(site, { family: 100, resident: 5, tariff: { agencyPercent: 0, familyPercent: 50, residentPercent: 50 } });
  const hold = { id: newId(), connectionId: paid.connectionId, sessionTemplateId: paid.templateId, startsAt: NINE };
  assert.equal((await paid.family("POST", "/api/outside/holds", hold)).statusCode, 201);
  const asked = { id: newId(), holdId: hold.id, guestIds: [newId()], atMostCents: 165 };
  const refused = await paid.family("POST", "/api/outside/visits", asked);
  assert.deepEqual(refused.json().codes, ["visit.guest_unknown", "money.family_short", "money.resident_short"]);
  assert.deepEqual([refused.json().facts.needCents, refused.json().facts.haveCents], [165, 100]);
  assert.equal(JSON.stringify(refused.json().facts).includes('"5"') || Object.values(refused.json().facts).includes(5), false);
  const places = (await paid.family("GET", `/api/outside/connections/${paid.connectionId}/places`)).json();
  assert.equal(places.walletCents, 100);
  assert.deepEqual(places.quotes.find(({ day }: { day: string }) => day === "2026-03-04").parts, [
    { payer: "family", cents: 165 },
    { payer: "resident", cents: 165 },
  ]);
});

test("it was bad: what we did not measure is given back at once, once for each side, and never to a stranger", async () => {
  const paid = await givenPaid(site);
  const visitId = await ended(paid);
  const said = { id: newId(), what: "picture" };
  assert.equal((await paid.stranger("POST", complaint(visitId), said)).statusCode, 404);
  const answer = await paid.family("POST", complaint(visitId), said);
  assert.deepEqual([answer.statusCode, answer.json().answer, answer.json().cents], [200, "given_back_now", 110]);
  assert.deepEqual((await paid.family("POST", complaint(visitId), said)).json(), answer.json(), "a retry is answered the same");
  const again = await paid.family("POST", complaint(visitId), { id: newId(), what: "sound" });
  assert.deepEqual(again.json().codes, ["complaint.said_before"]);
  const { creditedCents, complaint: stands, complainUntil } = await bill(paid.family, visitId);
  assert.deepEqual([creditedCents, stands.what, complainUntil], [110, "picture", null]);
  const inside = await (await insideOf(site, paid)).ask("POST", `/api/inside/visits/${visitId}/complaint`, { id: newId(), what: "late" });
  assert.deepEqual(inside.json().codes, ["complaint.not_charged"], "the resident paid nothing");
});

test("a lost moment gives back a few cents at once, and the rest of what was said still waits for staff, for each side", async () => {
  const paid = await givenPaid(site, { tariff: { agencyPercent: 0, familyPercent: 50, residentPercent: 50 } });
  const visitId = await ended(paid);
  await site.owner.updateTable("visits.credit_decision").set({ unmeasuredSeconds: 5 }).where("visitId", "=", visitId).execute();
  const inside = await insideOf(site, paid);
  const first = (await inside.ask("POST", `/api/inside/visits/${visitId}/complaint`, { id: newId(), what: "sound" })).json();
  const second = (await paid.family("POST", complaint(visitId), { id: newId(), what: "sound" })).json();
  assert.deepEqual([first.answer, second.answer], ["queued", "queued"]);
  const { waiting } = (await paid.staff("GET", `/api/staff/facilities/${paid.facility.id}/credits`)).json();
  assert.deepEqual(
    waiting.map(({ openCents }: { openCents: number }) => openCents),
    [109, 109],
    "five seconds of 110 cents, once",
  );
});

test("what the measurements do not answer waits for staff, with a clock; leads answer once, with a reason, up to all of it", async () => {
  const paid = await givenPaid(site);
  const visitId = await ended(paid);
  await measured(visitId);
  const said = (await paid.family("POST", complaint(visitId), { id: newId(), what: "sound" })).json();
  assert.deepEqual([said.answer, said.dueAt], ["queued", "2026-03-07T17:01:00Z"]);
  const at = `/api/staff/facilities/${paid.facility.id}`;
  const { waiting } = (await paid.staff("GET", `${at}/credits`)).json();
  assert.deepEqual(
    waiting.map(({ id, openCents, chargedSeconds }: Record<string, unknown>) => [id, openCents, chargedSeconds]),
    [[said.id, 110, 600]],
  );
  const officer = await signedIn(
    site,
    "staff",
    await givenStaff(site, { agencyId: paid.world.agencyId, facilityId: paid.facility.id, role: "visitation_officer" }),
  );
  const decide = { decision: "credited", reason: "benefit_of_doubt", credit: { where: "station", seconds: 300 } };
  assert.equal((await officer("POST", `${at}/complaints/${said.id}/decide`, decide)).statusCode, 403);
  const [one, other] = await Promise.all([1, 2].map(() => paid.staff("POST", `${at}/complaints/${said.id}/decide`, decide)));
  assert.deepEqual([one?.statusCode, other?.statusCode].sort(), [200, 409]);
  assert.equal((await paid.held()).family.cents, 1000 - 110 + 55);
  const { credits, complaint: stands } = await bill(paid.family, visitId);
  assert.deepEqual(
    credits.map(({ where, what, decided, cents }: Record<string, unknown>) => [where, what, decided, cents]),
    [["station", "decided", true, 55]],
  );
  assert.deepEqual([stands.decision, stands.reason, stands.cents], ["credited", "benefit_of_doubt", 55]);
  const { causes, waiting: none } = (await paid.staff("GET", `${at}/credits`)).json();
  assert.deepEqual([causes, none.length], [[{ where: "station", what: "decided", decided: true, visits: 1, seconds: 300, cents: 55 }], 0]);
  await site.runJobs();
  const letters = await site.db.selectFrom("notifications.delivery").select("template").where("subjectId", "=", visitId).execute();
  assert.ok(letters.some(({ template }) => template === "visit.complaint_answered"));
  assert.deepEqual(await faults(site.db), []);
});

test("of a visit that a plan gave: what staff give back goes to the plan, or to the wallet once it has ended, and every page and letter says so; of the plan the resident reads nothing", async () => {
  const paid = await givenPaid(site);
  const { id: contactId, accountId, email } = paid.world.contacts[0];
  const offer = await givenOffer(site.ctx, paid.facility);
  const plan = await givenPlan(site.ctx, offer.id, { contactId, accountId, bookId: paid.familyWallet });
  const visitId = await ended(paid);
  await measured(visitId);
  const said = (await paid.family("POST", complaint(visitId), { id: newId(), what: "sound" })).json();
  const at = `/api/staff/facilities/${paid.facility.id}`;
  const { waiting } = (await paid.staff("GET", `${at}/credits`)).json();
  assert.deepEqual([waiting[0].openCents, waiting[0].openPlanSeconds], [0, 600]);
  const decide = { decision: "credited", reason: "benefit_of_doubt", credit: { where: "station", seconds: 300 } };
  const decided = (await paid.staff("POST", `${at}/complaints/${said.id}/decide`, decide)).json();
  const { complaint: stands } = await bill(paid.family, visitId);
  for (const one of [decided, stands]) assert.deepEqual([one.cents, one.planSeconds], [0, 300]);
  await site.runJobs();
  const letters = await lettersTo(site, email);
  const answer = letters.find(({ text }) => text.includes("You said that your video visit"))?.text ?? assert.fail("no answer was sent");
  assert.match(answer, /^5 min was given back to your plan\. /m);
  const lines = async (ask: Paid["family"], path: string) =>
    ((await ask("GET", path)).json().timeline as { code: string; facts: Record<string, unknown> }[]).filter(({ code }) =>
      ["charged", "credited", "complaint_decided"].includes(code),
    );
  assert.equal(
    (await lines(paid.family, `/api/outside/visits/${visitId}`)).find(({ code }) => code === "complaint_decided")?.facts.planSeconds,
    300,
  );

  const { ask } = await insideOf(site, paid);
  const inside = (await ask("GET", `/api/inside/visits/${visitId}/bill`)).json().bill;
  assert.deepEqual([inside.planSeconds, inside.charge.planSeconds, inside.charge.nothing, inside.charge.chargedSeconds], [0, 0, null, 600]);
  const [seen] = (await ask("GET", "/api/inside/visits")).json();
  assert.equal(JSON.stringify([seen.cost, await lines(ask, `/api/inside/visits/${visitId}`)]).includes('"plan"'), false);

  await inTransaction(site.ctx, (tx) => closeAndTake(tx, plan.id, "asked"));
  const visit = { id: visitId, facilityId: paid.facility.id };
  await inTransaction(site.ctx, (tx) => credit(tx, visit, [{ where: "staff", what: "decided", seconds: 300, decidedBy: newId() }]));
  const last = (await lines(paid.family, `/api/outside/visits/${visitId}`)).filter(({ code }) => code === "credited").at(-1);
  assert.deepEqual([last?.facts.cents, last?.facts.planSeconds], [50, undefined], "the plan has ended, so the record says cents");
  assert.equal((await paid.held()).family.cents, 1000);
});

test("nothing was charged, or 30 days are over: there is nothing to say it of", async () => {
  const paid = await givenPaid(site);
  const short = await ended(paid, [[0, 30]]);
  assert.deepEqual((await paid.family("POST", complaint(short), { id: newId(), what: "other" })).json().codes, ["complaint.not_charged"]);
  const late = await givenPaid(site);
  const visitId = await ended(late);
  site.clock.advance({ hours: 31 * 24 });
  const family = await signedIn(site, "outside", late.world.contacts[0]);
  assert.deepEqual((await family("POST", complaint(visitId), { id: newId(), what: "other" })).json().codes, ["complaint.too_late"]);
});

test("what staff gave back stands on each side's bill as its own part, never as everybody's together", async () => {
  const paid = await givenPaid(site, { tariff: { agencyPercent: 0, familyPercent: 70, residentPercent: 30 } });
  const visitId = await ended(paid);
  await measured(visitId);
  const inside = await insideOf(site, paid);
  const path = `/api/inside/visits/${visitId}`;
  const said = (await inside.ask("POST", `${path}/complaint`, { id: newId(), what: "sound" })).json();
  const decide = { decision: "credited", reason: "benefit_of_doubt", credit: { where: "station", seconds: 600 } };
  const at = `/api/staff/facilities/${paid.facility.id}/complaints/${said.id}/decide`;
  assert.equal((await paid.staff("POST", at, decide)).json().cents, 110, "staff read all of it");
  const own = (await inside.ask("GET", `${path}/bill`)).json().bill;
  assert.deepEqual([own.complaint.cents, own.creditedCents, own.takenCents], [33, 33, 33]);
});

test("so few bookings a day that a resident pays a part of are answered that nobody finds their balance by trying lengths", async () => {
  const paid = await givenPaid(site, { resident: 5, tariff: { agencyPercent: 0, familyPercent: 0, residentPercent: 100 } });
  const hold = { id: newId(), connectionId: paid.connectionId, sessionTemplateId: paid.templateId, startsAt: NINE };
  assert.equal((await paid.family("POST", "/api/outside/holds", hold)).statusCode, 201);
  const tries = () => paid.family("POST", "/api/outside/visits", { id: newId(), holdId: hold.id, guestIds: [], atMostCents: 0 });
  for (let at = 0; at < 10; at++) assert.deepEqual((await tries()).json().codes, ["money.resident_short"]);
  assert.equal((await tries()).statusCode, 429);
  await givenMoney(site.ctx, { agencyId: paid.world.agencyId, residentId: paid.world.residents[0].id }, 1000);
  assert.equal((await tries()).statusCode, 429, "the answer is the same where there is enough");
});

test("a tax that was confirmed by mistake and paid is taken back: staff read first how much goes to whom, then each side's bill, record, wallet, month and report have it", async () => {
  const paid = await givenPaid(site, { tariff: { agencyPercent: 20, familyPercent: 50, residentPercent: 30 } });
  const [, wrong] = [
    await givenTax(site.owner, paid.facility),
    await givenTax(site.owner, paid.facility, { name: "County tax", millionths: 200_000 }),
  ];
  const visitId = await ended(paid);
  // 110 cents and 28 of tax: of these 6 are right, and 22 come back.
  const at = `/api/staff/facilities/${paid.facility.id}/prices/taxes/${wrong}`;
  const collected = (await paid.staff("GET", `${at}/collected`)).json();
  const payers = Object.fromEntries(collected.payers.map(({ payer, cents }: Record<string, string>) => [payer, cents]));
  assert.deepEqual(
    [collected.communications, collected.plans, collected.cents, payers],
    [1, 0, 22, { agency: 5, family: 11, resident: 6 }],
  );
  const before = await paid.held();
  const end = () => paid.staff("POST", `${at}/end`, { through: "2025-12-31" });
  const answer = await end();
  assert.deepEqual([answer.statusCode, answer.json().validThrough], [200, "2025-12-31"], answer.body);
  assert.equal((await end()).statusCode, 200, "asked again it is the same");
  await site.runJobs();
  await site.runJobs();
  const held = await paid.held();
  assert.deepEqual([held.family.cents - before.family.cents, held.resident.cents - before.resident.cents], [11, 6]);

  const own = await bill(paid.family, visitId);
  assert.deepEqual([own.takenCents, own.takenTaxCents, own.creditedCents, own.taxBackCents], [69, 14, 0, 11]);
  const { ask } = await insideOf(site, paid);
  assert.equal((await ask("GET", `/api/inside/visits/${visitId}/bill`)).json().bill.taxBackCents, 6);
  const told = async (of: Paid["family"], path: string) =>
    ((await of("GET", path)).json().timeline as { code: string; facts: Record<string, unknown> }[])
      .filter(({ code }) => code === "tax_given_back")
      .map(({ facts }) => facts.cents);
  assert.deepEqual(await told(paid.family, `/api/outside/visits/${visitId}`), [22]);
  assert.deepEqual(await told(ask, `/api/inside/visits/${visitId}`), [6], "a resident reads their own part");
  const [line] = (await paid.family("GET", "/api/outside/wallet/history")).json().rows;
  assert.deepEqual([line.move, line.cents, line.visitId], ["tax_back", 11, visitId]);
  const month = (await paid.family("GET", "/api/outside/wallet/statements/2026-03")).json();
  assert.deepEqual([month.visitsCents, month.creditedCents, month.closingCents], [69, 11, held.family.cents]);
  const paper = (await paid.family("GET", "/api/outside/wallet/statements/2026-03/file?as=csv")).body;
  assert.match(paper, /,Tax that was not due: given back,[^,]+,0\.11,/);
  const letters = (await lettersTo(site, paid.world.contacts[0].email)).filter(({ text }) => text.includes("County tax"));
  assert.deepEqual([letters.length, letters[0]?.text.includes("$0.11")], [1, true]);

  const lead = await signedIn(
    site,
    "staff",
    await givenStaff(site, { agencyId: paid.world.agencyId, facilityId: paid.facility.id, role: "facility_administrator" }),
  );
  const report = (await lead("GET", `/api/staff/facilities/${paid.facility.id}/money/month?month=2026-03`)).json();
  assert.deepEqual([report.services[0].taxCents, report.agencyOwesCents], [6, 22 + 6 - 5]);
  assert.deepEqual(await faults(site.db), []);
});

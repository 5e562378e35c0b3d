import assert from "node:assert/strict";
import { after, test } from "node:test";
import * as mupdf from "mupdf";
import { giveBack } from "#server/domains/money/charging/credit.service.ts";
import { practiceCard } from "#server/domains/money/payments/practice.ts";
import { closeOverdue } from "#server/domains/visits/index.ts";
import { insideOf } from "#server/domains/visits/testing/booking.ts";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { signedIn } from "#server/testing/callers.ts";
import { givenPaid, playedVisit } from "#server/testing/paid-visits.ts";
import { givenContact, givenPeople } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";

const site = await startSite({ startsAt: "2026-02-27T16:00:00Z", deps: { processor: practiceCard } });
after(() => site.close());
const WALLET = "/api/outside/wallet";

async function given() {
  site.clock.set("2026-02-27T16:00:00Z");
  const world = await givenPeople(site);
  const ask = await signedIn(site, "outside", world.contacts[0]);
  await ask("POST", `${WALLET}/deposits`, { id: newId(), cents: 2000 });
  // The last minute of February in New York is March in UTC.
  site.clock.set("2026-03-01T04:59:00Z");
  await ask("POST", `${WALLET}/gifts`, { id: newId(), cents: 500, connectionId: world.connections[0].id });
  site.clock.set("2026-03-20T12:00:00Z");
  await ask("POST", `${WALLET}/refunds`, { id: newId(), cents: 700 });
  return { ask, world };
}

test("a month's statement says what there was, every movement, and what there is; its edges are those of the reader's own clock", async () => {
  const { ask } = await given();
  const read = async (month: string, zone: string) => (await ask("GET", `${WALLET}/statements/${month}?zone=${zone}`)).json();
  const february = await read("2026-02", "America/New_York");
  assert.deepEqual([february.openingCents, february.closingCents, february.lines.length], [0, 1500, 2]);
  const march = await read("2026-03", "America/New_York");
  assert.deepEqual([march.openingCents, march.inCents, march.outCents, march.closingCents], [1500, 0, 700, 800]);
  assert.equal((await read("2026-02", "UTC")).closingCents, 2000);
});

test("its PDF opens, and holds every line of it", async () => {
  const { ask } = await given();
  const answer = await ask("GET", `${WALLET}/statements/2026-02/file?zone=America/New_York&as=pdf`);
  assert.deepEqual([answer.statusCode, answer.headers["content-type"]], [200, "application/pdf"]);
  const document = mupdf.Document.openDocument(answer.rawPayload, "application/pdf");
  assert.equal(document.countPages(), 1);
  const text = document.loadPage(0).toStructuredText("preserve-whitespace").asText();
  for (const words of [
    "Your wallet, February 2026",
    "You added money",
    "A gift you gave",
    "$20.00",
    "-$5.00",
    "$15.00",
    "2026-02-27",
    "Page 1 of 1",
  ])
    assert.ok(text.includes(words), `${words} is missing in: ${text}`);
});

test("a long month goes on over as many pages as it needs", async () => {
  site.clock.set("2026-02-27T16:00:00Z");
  const ask = await signedIn(site, "outside", await givenContact(site));
  for (let turn = 0; turn < 60; turn++) {
    if (turn % 14 === 13) site.clock.advance({ minutes: 61 });
    assert.equal((await ask("POST", `${WALLET}/deposits`, { id: newId(), cents: 100 + turn })).statusCode, 201);
  }
  const answer = await ask("GET", `${WALLET}/statements/2026-02/file?as=pdf`);
  const document = mupdf.Document.openDocument(answer.rawPayload, "application/pdf");
  assert.equal(document.countPages(), 2);
  const all = [0, 1].map((page) => document.loadPage(page).toStructuredText("preserve-whitespace").asText()).join("\n");
  assert.equal(all.match(/You added money/g)?.length, 60);
});

test("its CSV holds the same, and nothing that a table would run as a formula", async () => {
  const { ask } = await given();
  const answer = await ask("GET", `${WALLET}/statements/2026-02/file?zone=America/New_York&as=csv`);
  assert.match(String(answer.headers["content-type"]), /^text\/csv/);
  const lines = answer.body.replace("\uFEFF", "").trim().split("\n");
  assert.equal(lines.length, 4);
  assert.match(lines[2]!, /^2026-02-27T11:00:00,You added money,,20\.00,20\.00,,,,,$/);
  assert.match(lines[3]!, /^2026-02-28T23:59:00,A gift you gave,Given Family\d+,-5\.00,15\.00,,,,,$/);
});

test("a month that has not begun has no statement, and a wallet that nobody used has an empty one", async () => {
  const { ask } = await given();
  assert.deepEqual((await ask("GET", `${WALLET}/statements/2026-05`)).json().codes, ["money.month_not_begun"]);
  assert.deepEqual((await ask("GET", `${WALLET}/statements/2026-02?zone=Mars/Olympus`)).json().codes, ["money.zone_unknown"]);
  const empty = await signedIn(site, "outside", await givenContact(site));
  assert.deepEqual((await empty("GET", `${WALLET}/statements/2026-02`)).json().lines, []);
});

test("a visit's line says for how long, at what price and by which law, in each wallet that paid; what was given back says for how long", async () => {
  const paid = await givenPaid(site, { tariff: { agencyPercent: 0, familyPercent: 50, residentPercent: 50 } });
  const visitId = await playedVisit(site, paid, { connected: [[0, 600]] });
  site.clock.set("2026-03-04T17:00:00Z");
  await closeOverdue(site.ctx);
  site.clock.advance({ minutes: 1 });
  await site.runJobs();
  const complain = await paid.family("POST", `/api/outside/visits/${visitId}/complaint`, { id: newId(), what: "sound" });
  assert.equal(complain.statusCode, 200, complain.body);
  const own = (await paid.family("GET", `${WALLET}/statements/2026-03?zone=America/Denver`)).json();
  const [charge] = own.lines.filter(({ move }: { move: string }) => move === "charge");
  const { seconds, chargedSeconds, microsPerMinute, law } = charge.visit;
  assert.deepEqual([charge.cents, seconds, chargedSeconds, microsPerMinute, law.authority], [-55, 600, 600, 110_000, "FCC"]);
  assert.equal(charge.facilityName, paid.facility.name);
  const back = own.lines.filter(({ move }: { move: string }) => move === "credit");
  assert.ok(back.length > 0 && back.every(({ creditSeconds }: { creditSeconds: number }) => creditSeconds > 0));
  assert.equal(own.openingCents + own.addedCents + own.creditedCents - own.visitsCents - own.goneCents, own.closingCents);
  assert.equal(own.lines.at(-1).balanceCents, own.closingCents);
  const inside = await insideOf(site, paid);
  const theirs = (await inside.ask("GET", "/api/inside/wallet/statements/2026-03?zone=America/Denver")).json();
  assert.deepEqual([theirs.visitsCents, theirs.lines.some(({ visit }: { visit: unknown }) => visit !== null)], [55, true]);
  const pdf = await paid.family("GET", `${WALLET}/statements/2026-03/file?zone=America/Denver&as=pdf`);
  const text = mupdf.Document.openDocument(pdf.rawPayload, "application/pdf").loadPage(0).toStructuredText("preserve-whitespace").asText();
  assert.match(text, /10 min 0 s connected, 10 min 0 s charged, \$0\.11 a minute/);
});

test("of several things that were given back of one visit, each line says its own seconds", async () => {
  const paid = await givenPaid(site);
  const visitId = await playedVisit(site, paid, { connected: [[0, 600]] });
  site.clock.set("2026-03-04T17:00:00Z");
  await closeOverdue(site.ctx);
  for (const seconds of [60, 120]) {
    site.clock.advance({ minutes: 1 });
    await site.runJobs();
    const due = { where: "staff" as const, what: "decided" as const, seconds, decidedBy: newId() };
    await inTransaction(site.ctx, (tx) => giveBack(tx, visitId, [due]));
  }
  const { lines } = (await paid.family("GET", `${WALLET}/statements/2026-03?zone=America/Denver`)).json();
  const back = lines.filter(({ move }: { move: string }) => move === "credit");
  assert.deepEqual(
    back.map(({ creditSeconds }: { creditSeconds: number }) => creditSeconds),
    [60, 120],
  );
});

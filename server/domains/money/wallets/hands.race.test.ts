import assert from "node:assert/strict";
import { after, test } from "node:test";
import { expire, faults, openBook, reserve, transfer } from "#server/domains/money/ledger/ledger.store.ts";
import { keepForReturned, payOutReleased } from "#server/domains/money/payments/payouts.service.ts";
import { practiceCard } from "#server/domains/money/payments/practice.ts";
import { admit, release } from "#server/domains/residents/index.ts";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { signedIn } from "#server/testing/callers.ts";
import { givenConnection, givenContact, givenPeople, givenStaff } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";
import { expireGifts } from "./gifts.service.ts";
import { followMerges } from "./merge-part.ts";

const site = await startSite({ startsAt: "2026-03-02T16:00:00Z", deps: { processor: practiceCard } });
after(async () => {
  assert.deepEqual(await faults(site.db), [], "the ledger adds up after everything");
  await site.close();
});
const WALLET = "/api/outside/wallet";

async function given() {
  const world = await givenPeople(site);
  const [contact] = world.contacts;
  const [resident] = world.residents;
  const ask = await signedIn(site, "outside", contact);
  const at = { agencyId: world.agencyId, facilityId: world.prison.id };
  const officerAccount = await givenStaff(site, { ...at, role: "visitation_officer" });
  const leadAccount = await givenStaff(site, { ...at, role: "supervisor" });
  const money = `/api/staff/facilities/${world.prison.id}/money`;
  const residentCents = async () => {
    const id = await openBook(site.db, { kind: "resident_wallet", agencyId: resident.agencyId, residentId: resident.id }, site.clock.now());
    const { cents, reservedCents } = await site.db.selectFrom("money.balance").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
    return [cents, cents - reservedCents];
  };
  return {
    ...{ world, contact, resident, ask, money, residentCents },
    connectionId: world.connections[0].id,
    officer: await signedIn(site, "staff", officerAccount),
    lead: await signedIn(site, "staff", leadAccount),
    otherLead: await signedIn(site, "staff", await givenStaff(site, { ...at, role: "supervisor" })),
    add: async (cents: number) => assert.equal((await ask("POST", `${WALLET}/deposits`, { id: newId(), cents })).statusCode, 201),
    wallet: async () => (await ask("GET", WALLET)).json(),
    give: (body: object, id = newId()) => ask("POST", `${WALLET}/gifts`, { id, ...body }),
    undo: (id: string) => ask("POST", `${WALLET}/gifts/${id}/undo`),
  };
}

test("a mother gives $5 to her son, once however often she presses, and takes back what he has not spent", async () => {
  const { add, give, undo, wallet, connectionId, resident, residentCents } = await given();
  await add(1000);
  const id = newId();
  for (const answer of await Promise.all([give({ cents: 500, connectionId }, id), give({ cents: 500, connectionId }, id)]))
    assert.equal(answer.statusCode, 201, answer.body);
  assert.deepEqual([(await wallet()).cents, (await residentCents())[0]], [500, 500]);
  // He keeps $3 for a visit: that is not to be had.
  const at = site.clock.now();
  const bookId = await openBook(site.db, { kind: "resident_wallet", agencyId: resident.agencyId, residentId: resident.id }, at);
  await reserve(site.db, { id: newId(), bookId, cents: 300, subjectId: newId(), expiresAt: at.add({ hours: 1 }) }, at);
  const undone = (await undo(id)).json();
  assert.deepEqual([undone.state, undone.undoCents], ["given", 0]);
  assert.deepEqual([(await wallet()).cents, (await residentCents())[0]], [700, 300]);
  assert.deepEqual((await undo(id)).json().codes, ["money.gift_spent"]);
});

test("nobody gives more than is free, to nobody whom they are not connected with, and nobody undoes another's gift", async () => {
  const { add, give, connectionId, world, resident } = await given();
  assert.deepEqual((await give({ cents: 100, connectionId })).json().codes, ["money.wallet_short"]);
  assert.deepEqual((await give({ cents: 0.5, connectionId })).json().codes, ["money.not_whole_cents", "money.too_little"]);
  await add(1000);
  assert.deepEqual((await give({ cents: 100, connectionId: world.connections[1].id })).json().codes, ["connection.unknown"]);
  const other = await givenContact(site);
  const asked = await givenConnection(site, resident, other, "requested");
  const stranger = await signedIn(site, "outside", other);
  const waits = await stranger("POST", `${WALLET}/gifts`, { id: newId(), cents: 100, connectionId: asked.id });
  assert.deepEqual(waits.json().codes, ["connection.not_approved"]);
  const gift = (await give({ cents: 100, connectionId })).json();
  assert.equal((await stranger("POST", `${WALLET}/gifts/${gift.id}/undo`)).statusCode, 404);
});

test("money for an address waits; the answer is the same whether or not anybody has it, and only they can take it", async () => {
  const { add, give, wallet, undo } = await given();
  const friend = await givenContact(site);
  const them = await signedIn(site, "outside", friend);
  await add(1000);
  const known = (await give({ cents: 300, email: ` ${friend.email.toUpperCase()}`.trim() })).json();
  const unknown = (await give({ cents: 300, email: "nobody.at.all@example.org" })).json();
  const shape = ({ id: _id, madeAt: _at, ...rest }: Record<string, unknown>) => rest;
  assert.deepEqual(shape(known), shape(unknown));
  const { cents, freeCents, kept } = await wallet();
  assert.deepEqual([cents, freeCents, kept.map((one: { for: string }) => one.for)], [1000, 400, ["gift", "gift"]]);
  const forMe = (await them("GET", `${WALLET}/gifts`)).json().forMe;
  assert.deepEqual([forMe.length, forMe[0].cents], [1, 300]);
  const stranger = await signedIn(site, "outside", await givenContact(site));
  assert.equal((await stranger("POST", `${WALLET}/gifts/${known.id}/take`)).statusCode, 404);
  for (const answer of await Promise.all([
    them("POST", `${WALLET}/gifts/${known.id}/take`),
    them("POST", `${WALLET}/gifts/${known.id}/take`),
  ]))
    assert.equal(answer.statusCode, 204, answer.body);
  assert.equal((await them("GET", WALLET)).json().cents, 300);
  assert.equal((await undo(unknown.id)).json().state, "undone");
  assert.deepEqual([(await wallet()).cents, (await wallet()).freeCents], [700, 700]);
});

test("a gift that nobody takes in 14 days is its giver's again by itself", async () => {
  const { add, give, wallet } = await given();
  await add(500);
  await give({ cents: 500, email: "nobody.at.all@example.org" });
  site.clock.advance({ hours: 24 * 14 + 1 });
  await expireGifts(site.ctx);
  assert.equal((await wallet()).freeCents, 500);
});

test("cash is in the wallet once a second person has counted it: never who entered it, and once", async () => {
  const { officer, lead, otherLead, money, resident, residentCents } = await given();
  const body = { id: newId(), cents: 2000, kind: "cash", receiptNumber: "R-1", orderNumber: null, bookingNumber: resident.bookingNumber };
  const entered = await lead("POST", `${money}/cash`, body);
  assert.equal(entered.statusCode, 201, entered.body);
  assert.equal((await lead("POST", `${money}/cash`, body)).statusCode, 201, "said again it is the same");
  assert.equal((await residentCents())[0], 0);
  const decide = (who: typeof lead, decision = "confirmed") => who("POST", `${money}/cash/${body.id}`, { decision });
  assert.deepEqual((await decide(lead)).json().codes, ["money.same_person"]);
  assert.equal((await decide(officer)).statusCode, 403);
  for (const answer of await Promise.all([decide(otherLead), decide(otherLead)])) assert.equal(answer.statusCode, 200, answer.body);
  assert.equal((await residentCents())[0], 2000);
  assert.deepEqual((await decide(otherLead, "refused")).json().codes, ["money.cash_decided"]);
  const receipt = (await officer("GET", `${money}/cash/${body.id}`)).json();
  assert.deepEqual([receipt.receiptNumber, receipt.state, receipt.cents], ["R-1", "confirmed", 2000]);
});

test("a mother hands in cash at the desk for her own wallet: by her e-mail, only where she is connected, and it goes back by check", async () => {
  const { officer, lead, money, contact, wallet, ask } = await given();
  const body = { id: newId(), cents: 1200, kind: "cash", receiptNumber: "R-21", orderNumber: null, email: contact.email };
  const stranger = await givenContact(site);
  const nobody = await officer("POST", `${money}/cash`, { ...body, email: stranger.email });
  assert.deepEqual([nobody.statusCode, nobody.json().codes], [404, ["money.nobody_here"]]);
  const entered = await officer("POST", `${money}/cash`, body);
  assert.equal(entered.statusCode, 201, entered.body);
  await lead("POST", `${money}/cash/${body.id}`, { decision: "confirmed" });
  assert.deepEqual([(await wallet()).freeCents, (await wallet()).toSourceCents], [1200, 0]);
  const back = (await ask("POST", `${WALLET}/refunds`, { id: newId(), cents: null })).json();
  assert.deepEqual([back.parts, back.payouts[0].cents], [[], 1200]);
});

test("what makes no sense is not entered, with every reason at once; a receipt's number is used once", async () => {
  const { officer, lead, money, resident, residentCents } = await given();
  const { bookingNumber } = resident;
  const wrong = { id: newId(), cents: 0.5, kind: "money_order", receiptNumber: "R-2", orderNumber: null, bookingNumber: "NOBODY" };
  assert.deepEqual((await officer("POST", `${money}/cash`, wrong)).json().codes, [
    "money.not_whole_cents",
    "money.cash_none",
    "money.order_number_needed",
    "resident.unknown",
  ]);
  const right = { id: newId(), cents: 1500, kind: "money_order", receiptNumber: "R-3", orderNumber: "MO 77", bookingNumber };
  assert.equal((await officer("POST", `${money}/cash`, right)).statusCode, 201);
  assert.deepEqual((await officer("POST", `${money}/cash`, { ...right, id: newId() })).json().codes, ["money.receipt_taken"]);
  assert.equal((await lead("POST", `${money}/cash/${right.id}`, { decision: "refused" })).json().state, "refused");
  assert.equal((await residentCents())[0], 0);
});

test("who is released has their wallet paid out by two of staff; until the check went, the money stands in it", async () => {
  const { officer, lead, otherLead, money, resident, residentCents } = await given();
  const entry = { id: newId(), cents: 900, kind: "cash", receiptNumber: "R-9", orderNumber: null, bookingNumber: resident.bookingNumber };
  await officer("POST", `${money}/cash`, entry);
  await lead("POST", `${money}/cash/${entry.id}`, { decision: "confirmed" });
  await inTransaction(site.ctx, (tx) => release(tx, resident.stayId));
  await payOutReleased(site.ctx);
  assert.deepEqual((await officer("GET", `${money}/payouts`)).json(), [], "a release can be taken back for an hour");
  site.clock.advance({ hours: 3 });
  await Promise.all([payOutReleased(site.ctx), payOutReleased(site.ctx)]);
  const [payout, ...more] = (await lead("GET", `${money}/payouts`)).json();
  assert.deepEqual([payout.cents, payout.why, payout.state, more], [900, "released", "asked", []]);
  assert.deepEqual(await residentCents(), [900, 0]);
  const at = `${money}/payouts/${payout.id}`;
  assert.deepEqual((await lead("POST", at, { decision: "confirmed" })).json().codes, ["money.payout_moved"]);
  assert.equal((await lead("POST", `${at}/prepare`, { how: "check", number: "1001" })).statusCode, 204);
  assert.deepEqual((await lead("POST", at, { decision: "confirmed" })).json().codes, ["money.same_person"]);
  assert.equal((await otherLead("POST", at, { decision: "again" })).statusCode, 204);
  assert.equal((await officer("POST", `${at}/prepare`, { how: "check", number: "1002" })).statusCode, 204);
  assert.equal((await otherLead("POST", at, { decision: "confirmed" })).statusCode, 204);
  assert.deepEqual(await residentCents(), [0, 0]);
});

test("an id that moved money before moves no other: it is refused before a card pays for it", async () => {
  const { add, ask, give, connectionId, wallet } = await given();
  await add(1000);
  const id = newId();
  assert.equal((await give({ cents: 300, connectionId }, id)).statusCode, 201);
  assert.deepEqual((await ask("POST", `${WALLET}/deposits`, { id, cents: 500 })).json().codes, ["money.id_taken"]);
  const [deposit] = (await ask("GET", `${WALLET}/history`)).json().rows.filter(({ move }: { move: string }) => move === "deposit");
  for (const to of [{ connectionId }, { email: "nobody.at.all@example.org" }])
    assert.deepEqual((await give({ cents: 300, ...to }, deposit.id)).json().codes, ["money.id_taken"]);
  assert.deepEqual([(await wallet()).cents, (await wallet()).waiting], [700, []]);
});

test("a mother's payout goes to where her son was last, and never before the eyes of an agency that does not know her", async () => {
  const first = await given();
  const { officer, lead, money, ask, contact, resident } = await given();
  const body = { id: newId(), cents: 700, kind: "cash", receiptNumber: "R-31", orderNumber: null, email: contact.email };
  await officer("POST", `${money}/cash`, body);
  await lead("POST", `${money}/cash/${body.id}`, { decision: "confirmed" });
  await inTransaction(site.ctx, (tx) => release(tx, resident.stayId));
  const { payouts } = (await ask("POST", `${WALLET}/refunds`, { id: newId(), cents: null })).json();
  assert.deepEqual(
    (await lead("GET", `${money}/payouts`)).json().map(({ id }: { id: string }) => id),
    [payouts[0].id],
  );
  assert.deepEqual((await first.lead("GET", `${first.money}/payouts`)).json(), []);
  // Nobody knows this one: the other agencies of this server are told nothing either.
  const stranger = await givenContact(site);
  const them = await signedIn(site, "outside", stranger);
  const at = site.clock.now();
  const toId = await openBook(site.db, { kind: "contact_wallet", contactId: stranger.id }, at);
  await transfer(site.db, [{ id: newId(), fromId: await openBook(site.db, { kind: "bank" }, at), toId, cents: 400, what: "cash_in" }], at);
  await them("POST", `${WALLET}/refunds`, { id: newId(), cents: null });
  assert.equal((await them("GET", WALLET)).json().payouts.length, 1);
  const row = await site.db.selectFrom("money.payout").select("facilityId").where("bookId", "=", toId).executeTakeFirst();
  assert.deepEqual(row, { facilityId: null });
});

test("who comes back before anybody wrote the check has their money again; one that was written goes on", async () => {
  const { officer, lead, money, world, resident, residentCents } = await given();
  const entry = { id: newId(), cents: 900, kind: "cash", receiptNumber: "R-10", orderNumber: null, bookingNumber: resident.bookingNumber };
  await officer("POST", `${money}/cash`, entry);
  await lead("POST", `${money}/cash/${entry.id}`, { decision: "confirmed" });
  await inTransaction(site.ctx, (tx) => release(tx, resident.stayId));
  site.clock.advance({ hours: 3 });
  await payOutReleased(site.ctx);
  await keepForReturned(site.ctx);
  assert.deepEqual(await residentCents(), [900, 0], "nobody came back yet");
  const stay = { id: newId(), residentId: resident.id, facilityId: world.prison.id, bookingNumber: "B-RETURNED" };
  await inTransaction(site.ctx, (tx) => admit(tx, stay));
  await Promise.all([keepForReturned(site.ctx), keepForReturned(site.ctx)]);
  assert.deepEqual(await residentCents(), [900, 900]);
  const [payout] = (await lead("GET", `${money}/payouts`)).json();
  assert.equal(payout.state, "withdrawn");
});

test("a payout's owner says where the check goes, or keeps the money after all while nobody has written one", async () => {
  const { ask, lead, money, wallet, contact } = await given();
  const at = site.clock.now();
  const toId = await openBook(site.db, { kind: "contact_wallet", contactId: contact.id }, at);
  await transfer(site.db, [{ id: newId(), fromId: await openBook(site.db, { kind: "bank" }, at), toId, cents: 400, what: "cash_in" }], at);
  await ask("POST", `${WALLET}/refunds`, { id: newId(), cents: null });
  const [own] = (await wallet()).payouts;
  const change = (body: object) => ask("POST", `${WALLET}/payouts/${own.id}`, body);
  assert.equal((await change({ address: "Ana Vega\n1 Main Street" })).statusCode, 204);
  const [seen] = (await lead("GET", `${money}/payouts`)).json();
  assert.deepEqual([seen.id, seen.address], [own.id, "Ana Vega\n1 Main Street"]);
  const stranger = await signedIn(site, "outside", await givenContact(site));
  assert.equal((await stranger("POST", `${WALLET}/payouts/${own.id}`, { withdraw: true })).statusCode, 404);
  assert.equal((await change({ withdraw: true })).statusCode, 204);
  assert.deepEqual([(await wallet()).freeCents, (await wallet()).payouts], [400, []]);
  assert.deepEqual((await lead("POST", `${money}/payouts/${own.id}/prepare`, { how: "check", number: "7" })).json().codes, [
    "money.payout_moved",
  ]);
});

test("two records of one resident become one: the money goes along, what was kept follows, and what is still there returns", async () => {
  const { lead, money, world, resident, residentCents } = await given();
  const [, second] = world.residents;
  const centsOf = async (residentId: string) => {
    const found = await site.db.selectFrom("money.balance").select("cents").where("residentId", "=", residentId).executeTakeFirst();
    return found?.cents ?? 0;
  };
  const entry = { id: newId(), cents: 900, kind: "cash", receiptNumber: "R-11", orderNumber: null, bookingNumber: resident.bookingNumber };
  await lead("POST", `${money}/cash`, entry);
  const { agencyId } = world;
  const other = await signedIn(site, "staff", await givenStaff(site, { agencyId, facilityId: world.prison.id, role: "supervisor" }));
  await other("POST", `${money}/cash/${entry.id}`, { decision: "confirmed" });
  const at = site.clock.now();
  const bookId = await openBook(site.db, { kind: "resident_wallet", agencyId, residentId: resident.id }, at);
  await reserve(site.db, { id: newId(), bookId, cents: 200, subjectId: newId(), expiresAt: at.add({ hours: 1 }) }, at);
  await inTransaction(site.ctx, (tx) => release(tx, resident.stayId));
  const [residentAt, mergeId] = [`/api/staff/facilities/${world.prison.id}/residents/${second.id}`, newId()];
  const merged = await lead("POST", `${residentAt}/merge`, { id: mergeId, fromResidentId: resident.id });
  assert.equal(merged.statusCode, 204, merged.body);
  assert.deepEqual([await centsOf(second.id), await residentCents()], [700, [200, 0]]);
  site.clock.advance({ hours: 2 });
  await expire(site.db, site.clock.now(), 100);
  await followMerges(site.ctx);
  assert.deepEqual([await centsOf(second.id), await residentCents()], [900, [0, 0]]);
  assert.equal((await lead("POST", `${residentAt}/merges/${mergeId}/undo`)).statusCode, 204);
  assert.deepEqual([await centsOf(second.id), await residentCents()], [0, [900, 900]]);
});

test("an order of no contact stops gifts too, on its days; a ban from visits alone does not", async () => {
  const { add, give, connectionId, lead, world } = await given();
  await add(1000);
  const at = `/api/staff/facilities/${world.prison.id}/connections/${connectionId}/restrictions`;
  const today = site.clock.now().toZonedDateTimeISO(world.prison.timeZone).toPlainDate().toString();
  const limit = (kind: string) => ({ id: newId(), kind, fromDay: today, untilDay: null, reason: "court_order" });
  assert.equal((await lead("POST", at, limit("banned"))).statusCode, 201);
  assert.equal((await give({ cents: 100, connectionId })).statusCode, 201);
  assert.equal((await lead("POST", at, limit("no_contact"))).statusCode, 201);
  assert.deepEqual((await give({ cents: 100, connectionId })).json().codes, ["connection.not_approved"]);
});

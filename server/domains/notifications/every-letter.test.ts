import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sql } from "kysely";
import { type ParsedMail, simpleParser } from "mailparser";
import { kindOf, letterKinds } from "#contracts/letter-kinds.ts";
import { publishHeads } from "#server/domains/audit/heads/heads.service.ts";
import { sealWaiting } from "#server/domains/audit/index.ts";
import { letterLinks } from "#server/domains/identity/index.ts";
import { openBook } from "#server/domains/money/ledger/ledger.store.ts";
import { closeAndTake } from "#server/domains/money/plans/ends.service.ts";
import { givenOffer, givenPlan } from "#server/domains/money/plans/testing/plans.ts";
import { settleForgotten } from "#server/domains/visits/credits/credits.service.ts";
import { givenAlong } from "#server/domains/visits/testing/along.ts";
import { book, givenBooking } from "#server/domains/visits/testing/booking.ts";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { sealedSources } from "#server/sealed-sources.ts";
import { nobody } from "#server/testing/callers.ts";
import { startMailServer } from "#server/testing/mail-server.ts";
import { givenMoney, givenTariff, givenTax } from "#server/testing/money.ts";
import { play } from "#server/testing/paid-visits.ts";
import { givenContact, givenStaff } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";
import { wholeDatabase } from "#server/testing/whole-database.ts";
import { returnPath } from "./bounces/return-path.ts";
import { type LetterFacts, notify } from "./index.ts";
import { registeredLetters } from "./letters.ts";

const LINE_BYTES_MAX = 998;
const BODY_LINE_MAX = 76;
const RESIDENT = ["Plantado", "Quetzalcoatlus"] as const;
const locales = ["en", "es"] as const;
/** Letters that carry a link which opens something. */
const linked = [
  ...Object.entries(letterLinks).flatMap(([letter, purpose]) => (purpose === null ? [] : `identity.${letter}`)),
  "contacts.own_data_ready",
];

const mail = await startMailServer();
const site = await startSite({
  startsAt: "2026-03-02T17:00:00Z",
  env: {
    SMTP_URL: mail.url,
    MAIL_FROM: "Throughline <no-reply@visits.example>",
    MAIL_BOUNCE: "bounces@visits.example",
    PUBLIC_URL: "https://visits.example",
  },
});
after(async () => {
  await site.close();
  await mail.close();
});

interface Sent {
  id: string;
  template: string;
  locale: (typeof locales)[number];
  letter: ParsedMail;
  raw: string;
}
const sent: Sent[] = [];
/** Jobs that ran are gone, so the queue is looked at before each step; of all else nothing goes. */
const looks: Map<string, string>[] = [];
const look = async (names?: RegExp) => looks.push(await wholeDatabase(site, names));

/** A visit that cost money, and of which somebody said that it was bad, with staff's answer. */
async function givenCharged(booking: Awaited<ReturnType<typeof givenBooking>>): Promise<{ visitId: string; complaintId: string }> {
  const { facility, world, staff, family } = booking;
  await givenTariff(site.owner, facility, {}, { state: "TX", runBy: "state" });
  await givenMoney(site.ctx, { contactId: world.contacts[0].id }, 1000);
  const startsAt = "2026-03-09T16:00:00Z";
  const visitId = await book(booking, startsAt);
  await play(site, visitId, { connected: [[0, 600]] }, startsAt);
  const before = site.clock.now();
  site.clock.set("2026-03-09T17:00:00Z");
  const over = { status: "completed", outcome: "talked", cause: "nobody", endedAt: site.clock.now() } as const;
  await site.owner.updateTable("visits.visit").set(over).where("id", "=", visitId).execute();
  site.clock.advance({ minutes: 1 });
  await settleForgotten(site.ctx, 48);
  await site.owner.updateTable("visits.credit_decision").set({ unmeasuredSeconds: 0 }).where("visitId", "=", visitId).execute();
  const complaintId = newId();
  await family("POST", `/api/outside/visits/${visitId}/complaint`, { id: complaintId, what: "picture" });
  const decided = await staff("POST", `/api/staff/facilities/${facility.id}/complaints/${complaintId}/decide`, {
    decision: "credited",
    reason: "evidence_shows",
    credit: { where: "station", seconds: 60 },
  });
  assert.equal(decided.statusCode, 200, decided.body);
  site.clock.set(before);
  return { visitId, complaintId };
}

/** A plan of the first contact that has ended with nothing used, and one that runs. */
async function givenPlans({ facility, world }: Awaited<ReturnType<typeof givenBooking>>): Promise<{ ended: string; runs: string }> {
  const { id: contactId, accountId } = world.contacts[0];
  const bookId = await givenMoney(site.ctx, { contactId }, 20);
  const offer = await givenOffer(site.ctx, facility, { minutes: 1, priceCents: 10 });
  const plan = await givenPlan(site.ctx, offer.id, { contactId, accountId, bookId });
  await inTransaction(site.ctx, (tx) => closeAndTake(tx, plan.id, "asked"));
  await givenTax(site.owner, facility, { millionths: 100_000 });
  const { id: runs } = await givenPlan(site.ctx, offer.id, { contactId, accountId, bookId });
  return { ended: plan.id, runs };
}

/** What each letter is about and for whom: rows of the kind that its domain would write it for. */
async function givenReasons(locale: Sent["locale"]) {
  const booking = await givenBooking(site);
  const { world, facility, staff } = booking;
  const [resident] = world.residents;
  const [contact] = world.contacts;
  const [givenName, familyName] = RESIDENT;
  await site.owner.updateTable("residents.resident").set({ givenName, familyName, locale }).where("id", "=", resident.id).execute();
  const { visitId: charged, complaintId } = await givenCharged(booking);
  const plans = await givenPlans(booking);
  const booked = await book(booking, "2026-03-04T16:00:00Z");
  const cancelled = await book(booking, "2026-03-05T16:00:00Z");
  await staff("POST", `/api/staff/facilities/${facility.id}/visits/${cancelled}/cancel`, { reason: "safety" });
  const missed = await book(booking, "2026-03-06T16:00:00Z");
  const over = { status: "missed", outcome: "resident_absent", cause: "resident", endedAt: site.clock.now() } as const;
  await site.owner.updateTable("visits.visit").set(over).where("id", "=", missed).execute();
  const restrictionId = newId();
  const limit = { id: restrictionId, kind: "closed", fromDay: "2026-03-02", untilDay: "2026-03-09", reason: "rules_broken" };
  const limited = await staff("POST", `/api/staff/facilities/${facility.id}/connections/${booking.connectionId}/restrictions`, limit);
  assert.equal(limited.statusCode, 201, limited.body);
  await booking.family("POST", "/api/outside/own-data");
  await site.runJobs();
  const { id: fileId } = await site.owner
    .selectFrom("contacts.file")
    .select("id")
    .where("contactId", "=", contact.id)
    .executeTakeFirstOrThrow();
  const overseer = await givenStaff(site, { agencyId: world.agencyId, facilityId: null, role: "overseer" });
  const officer = await givenStaff(site, { agencyId: world.agencyId, facilityId: facility.id, role: "supervisor" });
  const newcomer = await givenContact(site);
  const along = async (status: "asked" | "accepted" | "removed") => {
    const { id: partyId, contact: other } = await givenAlong(site, booked, status);
    return { facilityId: facility.id, accountId: other.accountId, facts: { visitId: booked, partyId } };
  };
  const [askedTo, comes, gone] = [await along("asked"), await along("accepted"), await along("removed")];
  for (const { accountId } of [contact, overseer, officer, newcomer, askedTo, comes, gone])
    await site.owner.updateTable("identity.account").set({ locale }).where("id", "=", accountId).execute();
  const visit = (visitId: string) => ({ accountId: contact.accountId, facilityId: facility.id, facts: { visitId } });
  const invitationId = newId();
  const named = { givenName: "Ida", familyName: "Ruiz", birthDate: null, relationship: "friend", phone: null } as const;
  const invited = {
    id: invitationId,
    agencyId: world.agencyId,
    facilityId: facility.id,
    residentId: resident.id,
    email: "ida@example.org",
  };
  const madeAt = site.clock.now();
  await site.owner
    .insertInto("contacts.invitation")
    .values({ ...invited, ...named, madeAt, keepUntil: madeAt.add({ hours: 24 * 180 }) })
    .execute();
  const bookId = await openBook(site.db, { kind: "contact_wallet", contactId: contact.id }, madeAt);
  await site.db
    .insertInto("money.lowNotice")
    .values({ bookId, accountId: contact.accountId, belowCents: 500, told: true, chosenAt: madeAt })
    .execute();
  await site.db
    .insertInto("money.savedCard")
    .values({
      ...{
        bookId,
        contactId: contact.id,
        accountId: contact.accountId,
        way: "practice",
        customerId: newId(),
        methodId: "practice-4242",
        cardCode: null,
      },
      ...{ brand: "visa", lastFour: "4242", expiresMonth: 12, expiresYear: 2099, keptAt: madeAt, disputedAt: null },
    })
    .execute();
  await site.db
    .insertInto("money.topUp")
    .values({
      ...{ bookId, belowCents: 500, addCents: 2500, monthCents: 5000, timeZone: "America/Denver", chosenAt: madeAt },
      ...{ stoppedWhy: "declined", stoppedAt: madeAt, restsUntil: null },
    })
    .execute();
  const taxLineId = await givenTax(site.owner, facility, { millionths: 10_000 });
  const back = { taxLineId, subjectId: charged };
  await site.owner
    .insertInto("money.taxBack")
    .values({ ...back, dueAt: madeAt, givenAt: madeAt })
    .execute();
  await site.owner
    .insertInto("money.taxBackPart")
    .values({ ...back, payer: "family", bookId, taxCents: 3, cents: 3, toldAt: madeAt })
    .execute();
  const asked: Record<string, { accountId: string | null; facts: LetterFacts; facilityId?: string }> = {
    "audit.heads": { accountId: overseer.accountId, facts: { day: "2026-03-02" } },
    "contacts.connection_decided": { ...visit(booked), facts: { connectionId: booking.connectionId } },
    "contacts.restriction": { ...visit(booked), facts: { restrictionId, lifted: "no" } },
    "contacts.invitation": { accountId: null, facilityId: facility.id, facts: { invitationId, residentId: resident.id } },
    "contacts.own_data_ready": { ...visit(booked), facts: { fileId } },
    "contacts.account_closed": { ...newcomer, facts: {} },
    "contacts.overdue": { ...officer, facts: { facilityId: facility.id, count: "3" } },
    "money.price_follows_law": {
      ...officer,
      facts: {
        facilityId: facility.id,
        service: "video",
        since: "2026-03-01",
        askedMicros: 300_000,
        microsPerMinute: 250_000,
        capId: "fcc-2025-video-prison",
        freeLawId: null,
      },
    },
    "money.tax_given_back": { accountId: contact.accountId, facts: { taxLineId, contactId: contact.id } },
    "money.plan_bought": { accountId: contact.accountId, facts: { planId: plans.runs } },
    "money.plan_ended": { accountId: contact.accountId, facts: { planId: plans.ended } },
    "money.low": { accountId: contact.accountId, facts: { contactId: contact.id } },
    "money.top_up_stopped": { accountId: contact.accountId, facts: { contactId: contact.id } },
    "money.top_up_added": { accountId: contact.accountId, facts: { contactId: contact.id, cents: 2500 } },
    "money.silent": { accountId: contact.accountId, facts: { contactId: contact.id, which: "ended" } },
    "visit.booked": visit(booked),
    "visit.reminder_day": visit(booked),
    "visit.reminder_hour": visit(booked),
    "visit.cancelled": visit(cancelled),
    "visit.missed": visit(missed),
    "visit.party_changed": visit(booked),
    "visit.party_asked": askedTo,
    "visit.party_joined": comes,
    "visit.party_accepted": { ...comes, accountId: contact.accountId },
    "visit.party_left": { ...gone, accountId: contact.accountId },
    "visit.party_removed": gone,
    "visit.charged": visit(charged),
    "visit.complaint_answered": { ...visit(charged), facts: { visitId: charged, complaintId } },
    "visit.station_changed": { ...visit(booked), facts: { visitId: booked, stationId: facility.stations[0]?.id ?? "" } },
  };
  for (const letter of Object.keys(letterLinks)) {
    const forStaff = /^(staff_|factor_|access_)/.test(letter);
    asked[`identity.${letter}`] = { ...(forStaff ? officer : newcomer), facts: forStaff ? { facilityId: facility.id } : {} };
  }
  return asked;
}

before(async () => {
  const reasons = [await givenReasons("en"), await givenReasons("es")] as const;
  await sealWaiting(site.ctx, sealedSources);
  site.clock.advance({ hours: 24 });
  await publishHeads(site.ctx);
  await site.runJobs();
  for (const [at, asked] of reasons.entries())
    for (const template of registeredLetters()) {
      const wanted = asked[template];
      assert(wanted, `nobody here knows what the letter ${template} is about`);
      const id = newId();
      const { accountId, facts, facilityId } = wanted;
      await inTransaction(site.ctx, (tx) => notify(tx, { id, accountId, template, facts, ...(facilityId ? { facilityId } : {}) }));
      await look(/^pgboss\./);
      const already = mail.received.length;
      await site.runJobs();
      const [got] = mail.received.slice(already);
      assert(got, `the letter ${template} was not sent`);
      sent.push({ id, template, locale: locales[at]!, letter: await simpleParser(got.raw), raw: got.raw });
    }
});

test("every letter that a domain registers is classed as needed or not, and no class is left over", () => {
  assert.deepEqual(registeredLetters().sort(), Object.keys(letterKinds).sort());
});

test("every letter is there in both languages, as text and as HTML, and says its language", () => {
  for (const { template, locale, letter } of sent) {
    const other = sent.find((one) => one.template === template && one.locale !== locale)!;
    assert.notEqual(letter.subject, other.letter.subject, template);
    assert.notEqual(letter.text, other.letter.text, template);
    assert.equal(letter.headers.get("content-language"), locale);
    const html = String(letter.html);
    assert(html.includes(`<html lang="${locale}">`), template);
    for (const words of (letter.text ?? "").match(/\S+\p{L}{4,}/gu) ?? [])
      assert(plain(html).includes(plain(words)), `${template}: ${words}`);
    assert.doesNotMatch(letter.text ?? "", /undefined|null|\{\w+\}|\[object/, template);
  }
});

test("no subject names the resident, and none is cut off on a phone before it has said what it is about", () => {
  for (const { template, letter } of sent) {
    const subject = letter.subject ?? "";
    for (const name of RESIDENT) assert(!subject.includes(name), template);
    assert(subject.length > 5 && subject.length <= 78, `${template}: ${subject}`);
  }
});

test("no line is longer than mail servers take, and none of the body than 76 characters", () => {
  for (const { template, raw } of sent) {
    const [head = "", ...rest] = raw.split("\r\n\r\n");
    for (const line of head.split("\r\n")) assert(Buffer.byteLength(line) <= LINE_BYTES_MAX, `${template}: ${line}`);
    for (const line of rest.join("\r\n\r\n").split("\r\n")) assert(Buffer.byteLength(line) <= BODY_LINE_MAX, `${template}: ${line}`);
  }
});

test("what can be stopped has the stop link in its foot and its header, and nothing else has", () => {
  for (const { template, letter } of sent) {
    const optional = kindOf(template).need === "optional";
    assert.equal(/\/public\/letters#token=/.test(letter.text ?? ""), optional, template);
    assert.equal(letter.headers.has("list"), optional, template);
  }
});

test("no link, token or mark of any letter stands in a table, a job or the log, before it is used or after", async () => {
  await look();
  const secrets = new Map<string, string>();
  for (const { id, template, raw, letter } of sent) {
    // In the body a token may be broken over two lines; in the head, folded.
    const head = raw.split("\r\n\r\n")[0]!.replaceAll(/\r\n\s+/g, "");
    const tokens = [...`${head}\n${letter.text}\n${letter.html}`.matchAll(/token=([\w-]{43})/g)];
    assert.equal(tokens.length > 0, kindOf(template).need === "optional" || linked.includes(template), template);
    for (const [, token = ""] of tokens) secrets.set(token, template);
    // The account's id or the delivery's is a part of these and no secret; the proof behind it is.
    secrets.set(
      returnPath(site.config, id)
        .slice("bounces+".length + 32)
        .split("@")[0]!,
      `the return path of ${template}`,
    );
  }
  for (const [token, template] of secrets) {
    if (template === "identity.confirm_email") await nobody(site)("POST", "/api/outside/confirm-email", { token });
    if (!template.startsWith("visit.")) continue;
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const stop = {
      method: "POST",
      url: `/api/public/letters/one-click?token=${token}`,
      headers,
      payload: "List-Unsubscribe=One-Click",
    } as const;
    assert.equal((await site.app.inject(stop)).statusCode, 200);
    await nobody(site)("POST", `/api/public/letters/nowhere?token=${token}`, { token });
  }
  await look();
  const seen = (table: string, words: string) => looks.some((tables) => tables.get(table)?.includes(words));
  for (const { id } of sent) assert(seen("notifications.delivery", id) && seen("pgboss.job_common", id), "looked while it was there");
  const log = site.logged();
  assert.match(log, /one-click/);
  for (const [secret, whose] of secrets) {
    // A table would show bytes as hexadecimal.
    const forms = [secret, Buffer.from(secret, "base64url").toString("hex").slice(-24), secret.slice(-20)];
    for (const form of forms) {
      assert(!log.includes(form), `${whose}: in the log`);
      for (const tables of looks) for (const [table, words] of tables) assert(!words.includes(form), `${whose}: in ${table}`);
    }
  }
  const jobs = (await sql<{ data: unknown }>`select data from pgboss.job`.execute(site.owner)).rows;
  for (const [table, words] of looks.flatMap((tables) => [...tables]))
    if (table.startsWith("pgboss.") || table.startsWith("notifications."))
      assert.doesNotMatch(words, /https?:|@(example|visits)|Quetzalcoatlus/, table);
  assert.doesNotMatch(JSON.stringify(jobs), /https?:|@/);
});

const plain = (words: string) => words.replaceAll(/&\w+;|&#\d+;|[<>&"'’]/g, "").replaceAll(/\s+/g, " ");

import { openBook, type Transfer, transfer } from "#server/domains/money/ledger/ledger.store.ts";
import { insertTax } from "#server/domains/money/tariffs/taxes.store.ts";
import type { Trx } from "#server/platform/database.ts";
import { newId } from "#server/platform/id.ts";
import type { Made } from "./world.ts";

type Instant = Temporal.Instant;

/** Invented, and below every cap of their states: in the jail the family pays, in the prison the agency does, as New York's law wants for calls. */
const prices = {
  jail: {
    administrator: "walsh",
    residentsThousandths: 36_400,
    split: { agencyPercent: 0, familyPercent: 100, residentPercent: 0 },
    micros: { video: 110_000, audio: 70_000 },
  },
  prison: {
    administrator: "stone",
    residentsThousandths: 812_000,
    split: { agencyPercent: 100, familyPercent: 0, residentPercent: 0 },
    micros: { video: 60_000, audio: 50_000 },
  },
} as const;
/** As invented as the county: no such law is anywhere. Whoever pays the jail's price pays it too. */
const tax = {
  name: "Alder city communications tax",
  authority: "city",
  citation: "Alder Municipal Code § 3-16-040, made up for this demonstration",
  link: "https://code.alder.example/3-16-040",
  millionths: 25_000,
} as const;
const MONTHS_BEFORE = 6;
const CONTACT_CENTS = 2500;
const RESIDENT_CENTS = 500;

/** What a minute costs at each facility, and what the law goes by there: how many people it held last year. */
export async function addPrices(trx: Trx, made: Made, now: Instant): Promise<void> {
  for (const [key, facility] of made.facilities) {
    const plan = prices[key as keyof typeof prices];
    const told = { agencyId: made.agencyId, facilityId: facility.id, toldAt: now, toldBy: made.staff.get(plan.administrator)!.accountId };
    const today = now.toZonedDateTimeISO(facility.timeZone).toPlainDate();
    const validFrom = today.subtract({ months: MONTHS_BEFORE }).toString();
    const { residentsThousandths, split } = plan;
    const year = today.year - 1;
    await trx
      .insertInto("money.population")
      .values({ id: newId(), ...told, year, residentsThousandths, source: "stated" })
      .execute();
    for (const service of ["video", "audio"] as const)
      await trx
        .insertInto("money.tariff")
        .values({
          id: newId(),
          ...told,
          service,
          validFrom,
          microsPerMinute: plan.micros[service],
          ...split,
          freeMinutes: 0,
          freePeriod: "week",
        })
        .execute();
  }
}

/** The tax on the jail's prices, from their first day: stated by one of staff, confirmed by another. */
export async function addTaxes(trx: Trx, made: Made, now: Instant): Promise<void> {
  const facility = made.facilities.get("jail")!;
  const validFrom = now.toZonedDateTimeISO(facility.timeZone).toPlainDate().subtract({ months: MONTHS_BEFORE }).toString();
  const stated = { state: "confirmed" as const, statedBy: made.staff.get("walsh")!.accountId, statedAt: now };
  const decided = { decidedBy: made.staff.get("boone")!.accountId, decidedAt: now, endedBy: null, endedAt: null };
  const on = { agencyId: made.agencyId, facilityId: facility.id, validFrom, validThrough: null };
  for (const service of ["video", "audio"] as const) await insertTax(trx, { id: newId(), ...tax, ...on, service, ...stated, ...decided });
}

/** Everybody begins with a little money, so that a visit can be booked at once. */
export async function addWallets(trx: Trx, made: Made, now: Instant): Promise<void> {
  const clearing = await openBook(trx, { kind: "clearing" }, now);
  const moved: Transfer[] = [];
  for (const { id: contactId } of made.contacts.values()) {
    const [id, bookId] = [newId(), await openBook(trx, { kind: "contact_wallet", contactId }, now)];
    moved.push({ id, fromId: clearing, toId: bookId, cents: CONTACT_CENTS, what: "deposit", subjectId: id });
    // By the practice card, so that it goes back there like any other.
    const times = { begunAt: now, endedAt: now, askAt: null };
    await trx
      .insertInto("money.deposit")
      .values({ id, contactId, bookId, way: "practice", cents: CONTACT_CENTS, state: "taken", why: null, processorId: null, ...times })
      .execute();
  }
  for (const { id: residentId } of made.residents.values()) {
    const toId = await openBook(trx, { kind: "resident_wallet", agencyId: made.agencyId, residentId }, now);
    moved.push({ id: newId(), fromId: clearing, toId, cents: RESIDENT_CENTS, what: "cash_in" });
  }
  const said = await transfer(trx, moved, now);
  if (said.some((one) => one !== "done")) throw new Error("the wallets of the demonstration were not filled");
}

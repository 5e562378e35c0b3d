import { hashPassword } from "#server/domains/identity/index.ts";
import type { Trx } from "#server/platform/database.ts";
import { jsonb } from "#server/platform/database.ts";
import { newId } from "#server/platform/id.ts";
import { addHistory } from "./history.ts";
import * as plan from "./people.ts";
import { addPlans, endPlans } from "./plans.ts";
import { addPrices, addTaxes, addWallets } from "./prices.ts";
import { addSteps, askedAt, askers } from "./requests.ts";

type Instant = Temporal.Instant;

/** Everything that was made, by the keys of people.ts: what doors and history need to find. */
export interface Made {
  agencyId: string;
  facilities: Map<
    string,
    { id: string; timeZone: string; templateId: string; stationIds: string[]; unitIds: string[]; plan: (typeof plan.facilities)[number] }
  >;
  residents: Map<string, { id: string; stayId: string; facility: string; unit: number; bookingNumber: string }>;
  contacts: Map<string, { id: string; accountId: string }>;
  connections: { id: string; resident: string; contact: string; status: string }[];
  staff: Map<string, { accountId: string; staffId: string }>;
}

export interface WorldBirth {
  one: boolean;
  kind: "demo" | "real";
  bornAt: Instant;
}
declare module "#server/platform/database.ts" {
  interface Schema {
    "world.birth": WorldBirth;
  }
}

/** Before the first visit of the history was booked. */
const WALLETS_DAYS_BACK = 20;

/** Fills an empty database with invented people, places and two weeks of history, in the caller's transaction. */
export async function fillDemoWorld(trx: Trx, now: Instant): Promise<Made> {
  const passwordHash = await hashPassword(plan.DEMO_PASSWORD);
  const pinHash = await hashPassword(plan.DEMO_PIN);
  const made: Made = {
    agencyId: newId(),
    facilities: new Map(),
    residents: new Map(),
    contacts: new Map(),
    connections: [],
    staff: new Map(),
  };
  await trx.insertInto("facilities.agency").values({ id: made.agencyId, name: plan.agency.name }).execute();
  for (const facility of plan.facilities) await addFacility(trx, made, facility, now);
  await addResidents(trx, made, pinHash, now);
  await addContacts(trx, made, passwordHash, now);
  await addStaff(trx, made, passwordHash, now);
  await addPrices(trx, made, now);
  await addTaxes(trx, made, now);
  await addWallets(trx, made, now.subtract({ hours: 24 * WALLETS_DAYS_BACK }));
  const plans = await addPlans(trx, made, now);
  await addSteps(trx, made, now);
  await addHistory(trx, made, now);
  await endPlans(trx, plans, now);
  return made;
}

async function addFacility(trx: Trx, made: Made, facility: (typeof plan.facilities)[number], now: Instant): Promise<void> {
  const id = newId();
  const { agencyId } = made;
  const here = { agencyId, facilityId: id };
  const today = now.toZonedDateTimeISO(facility.timeZone).toPlainDate();
  const { name, kind, timeZone, place, phone, address, ask, law, policy } = facility;
  await trx
    .insertInto("facilities.facility")
    .values({ id, agencyId, name, kind, timeZone, place, phone, address, ask, ...law })
    .execute();
  const unitIds = facility.units.map(() => newId());
  await trx
    .insertInto("facilities.unit")
    .values(facility.units.map((unit, at) => ({ id: unitIds[at]!, ...here, parentId: null, name: unit })))
    .execute();
  await trx
    .insertInto("facilities.policy")
    .values({
      id: newId(),
      ...here,
      validFrom: today.subtract({ months: 6 }).toString(),
      noticeMinHours: policy.noticeMinHours,
      noticeMaxDays: policy.noticeMaxDays,
      visitsPerWeek: policy.visitsPerWeek,
      weekStarts: 1,
      earlyMinutes: policy.earlyMinutes,
      lateMinutes: policy.lateMinutes,
      visitsRecorded: policy.recorded,
      keepRecordingsDays: 90,
    })
    .execute();
  await trx
    .insertInto("facilities.closedDay")
    .values({
      id: newId(),
      ...here,
      day: today.add({ days: 5 }).toString(),
      reason: jsonb({ en: "County holiday", es: "Feriado del condado" }),
    })
    .execute();
  const stations = facility.units.flatMap((unit, at) =>
    Array.from({ length: facility.stationsPerUnit }, (_, index) => ({
      id: newId(),
      ...here,
      unitId: unitIds[at]!,
      name: `${unit.split(" ").at(-1)}-0${index + 1}`,
      kind: "kiosk" as const,
      status: "active" as const,
      publicKey: null,
      keyThumbprint: null,
      enrolledAt: null,
      lastSeenAt: null,
      appVersion: null,
    })),
  );
  await trx.insertInto("stations.station").values(stations).execute();
  const templateId = newId();
  await trx
    .insertInto("visits.session_template")
    .values({
      id: templateId,
      ...here,
      name: jsonb({ en: "Video visits", es: "Visitas por video" }),
      mode: "video",
      weekdays: [...facility.weekdays],
      startsLocal: facility.startsLocal,
      endsLocal: facility.endsLocal,
      everyWeeks: 1,
      validFrom: today.subtract({ months: 6 }).toString(),
      validTo: null,
      visitMinutes: policy.visitMinutes,
      turnaroundMinutes: policy.turnaroundMinutes,
    })
    .execute();
  await trx
    .insertInto("visits.template_station")
    .values(stations.map((station) => ({ facilityId: id, sessionTemplateId: templateId, stationId: station.id })))
    .execute();
  made.facilities.set(facility.key, {
    id,
    timeZone,
    templateId,
    stationIds: stations.map((station) => station.id),
    unitIds,
    plan: facility,
  });
}

async function addResidents(trx: Trx, made: Made, pinHash: string, now: Instant): Promise<void> {
  let number = 24_100;
  for (const [key, facility] of made.facilities) {
    const story = plan.named.filter((person) => person.facility === key);
    const others = Array.from({ length: facility.plan.residents - story.length }, (_, at) => ({
      key: `${key}-${at}`,
      unit: at % facility.unitIds.length,
      givenName: plan.givenNames[(at * 7 + key.length) % plan.givenNames.length]!,
      familyName: plan.familyNames[(at * 3 + key.length) % plan.familyNames.length]!,
      birthDate: `19${70 + (at % 30)}-0${1 + (at % 9)}-1${at % 9}`,
      locale: at % 5 === 0 ? ("es" as const) : ("en" as const),
    }));
    for (const person of [...story, ...others]) {
      const id = newId();
      const stayId = newId();
      number += 7;
      const bookingNumber = String(number);
      const unitId = facility.unitIds[person.unit]!;
      const { agencyId } = made;
      const admittedAt = now.subtract({ hours: 24 * (30 + (number % 200)) });
      const { givenName, familyName, birthDate, locale } = person;
      await trx.insertInto("residents.resident").values({ id, agencyId, givenName, familyName, birthDate, locale }).execute();
      await trx
        .insertInto("residents.stay")
        .values({ id: stayId, agencyId, residentId: id, facilityId: facility.id, unitId, bookingNumber, admittedAt, releasedAt: null })
        .execute();
      await trx
        .insertInto("residents.custodyEvent")
        .values({ id: newId(), agencyId, facilityId: facility.id, stayId, kind: "admitted", unitId, at: admittedAt })
        .execute();
      if ("facility" in person)
        await trx
          .insertInto("stations.credential")
          .values({ residentId: id, agencyId, pinHash, codeHash: null, codeExpiresAt: null, lastSignInAt: null, toldLastSignInAt: null })
          .execute();
      made.residents.set(person.key, { id, stayId, facility: key, unit: person.unit, bookingNumber });
    }
  }
}

async function addAccount(
  trx: Trx,
  realm: "outside" | "staff",
  person: { givenName: string; familyName: string; locale?: "en" | "es"; email?: string },
  passwordHash: string,
  now: Instant,
): Promise<string> {
  const id = newId();
  await trx
    .insertInto("identity.account")
    .values({
      id,
      realm,
      email: person.email ?? plan.emailOf(person),
      passwordHash,
      emailConfirmedAt: now,
      locale: person.locale ?? "en",
      status: "active",
      madeAt: now,
    })
    .execute();
  return id;
}

async function addContacts(trx: Trx, made: Made, passwordHash: string, now: Instant): Promise<void> {
  for (const person of [...plan.contacts, ...askers]) {
    const accountId = await addAccount(trx, "outside", person, passwordHash, now);
    const id = newId();
    const { givenName, familyName, birthDate } = person;
    await trx.insertInto("contacts.contact").values({ id, accountId, givenName, familyName, birthDate }).execute();
    made.contacts.set(person.key, { id, accountId });
    for (const { resident, relationship, status } of person.to) {
      const connectionId = newId();
      const decided = status !== "requested";
      const reason = status === "approved" ? ("matches_id" as const) : status === "rejected" ? ("not_enough_details" as const) : null;
      await trx
        .insertInto("contacts.connection")
        .values({
          id: connectionId,
          agencyId: made.agencyId,
          residentId: made.residents.get(resident)!.id,
          contactId: id,
          relationship,
          status,
          reason,
          reasonWords: null,
          ...askedAt(decided ? "" : person.key, now, made.facilities.get(made.residents.get(resident)!.facility)!.timeZone),
          decidedAt: decided ? now.subtract({ hours: 24 * 19 }) : null,
          decidedBy: null,
        })
        .execute();
      made.connections.push({ id: connectionId, resident, contact: person.key, status });
    }
  }
}

async function addStaff(trx: Trx, made: Made, passwordHash: string, now: Instant): Promise<void> {
  for (const person of plan.staff) {
    const accountId = await addAccount(trx, "staff", person, passwordHash, now);
    const staffId = newId();
    const { givenName, familyName, role } = person;
    await trx
      .insertInto("identity.staff_member")
      .values({ id: staffId, accountId, agencyId: made.agencyId, givenName, familyName })
      .execute();
    const facilityId = person.facility === null ? null : made.facilities.get(person.facility)!.id;
    await trx
      .insertInto("identity.staff_grant")
      .values({ id: newId(), accountId, role, agencyId: made.agencyId, facilityId, grantedAt: now, grantedBy: null })
      .execute();
    made.staff.set(person.key, { accountId, staffId });
  }
}

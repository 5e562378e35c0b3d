import type { Insertable } from "kysely";
import type { SessionTemplateTable } from "#server/domains/visits/visits.tables.ts";
import type { Ctx, OutsideActor } from "#server/platform/context.ts";
import type { Db } from "#server/platform/database.ts";
import { newId } from "#server/platform/id.ts";

type Policy = {
  noticeMinHours: number;
  noticeMaxDays: number;
  visitsPerWeek: number | null;
  visitsRecorded: boolean;
  weekStarts: number;
  earlyMinutes: number;
};

/** A facility of a test's own, with everything a visit needs. */
export interface TestFacility {
  id: string;
  agencyId: string;
  unitIds: string[];
  stationIds: string[];
  templateId: string;
  timeZone: string;
}
export interface TestResident {
  residentId: string;
  stayId: string;
}
export interface TestContact {
  accountId: string;
  contactId: string;
  actor: OutsideActor;
}

const MADE_AT = Temporal.Instant.from("2026-01-01T00:00:00Z");
let made = 0;

/** A facility in Denver with one session on every day, 09:00 to 17:00, half an hour a visit. */
export async function givenFacility(
  db: Db,
  options: {
    stations?: number;
    policy?: Partial<Policy>;
    template?: Partial<Insertable<SessionTemplateTable>>;
    timeZone?: string;
    closedDays?: string[];
  } = {},
): Promise<TestFacility> {
  const [agencyId, id, templateId, unitA, unitB] = [newId(), newId(), newId(), newId(), newId()];
  const timeZone = options.timeZone ?? "America/Denver";
  const here = { agencyId, facilityId: id };
  await db.insertInto("facilities.agency").values({ id: agencyId, name: "Test agency" }).execute();
  await db
    .insertInto("facilities.facility")
    .values({ id, agencyId, name: `Test facility ${++made}`, kind: "jail", timeZone, place: "Test", phone: null })
    .execute();
  await db
    .insertInto("facilities.unit")
    .values([unitA, unitB].map((unitId, index) => ({ id: unitId, ...here, parentId: null, name: index === 0 ? "A" : "B" })))
    .execute();
  const policy = {
    noticeMinHours: 24,
    noticeMaxDays: 14,
    visitsPerWeek: 2,
    visitsRecorded: true,
    weekStarts: 1,
    earlyMinutes: 15,
    ...options.policy,
  };
  await db
    .insertInto("facilities.policy")
    .values({ id: newId(), ...here, validFrom: "2026-01-01", lateMinutes: 10, keepRecordingsDays: 90, ...policy })
    .execute();
  for (const day of options.closedDays ?? [])
    await db
      .insertInto("facilities.closedDay")
      .values({ id: newId(), ...here, day, reason: { en: "Holiday", es: "Feriado" } })
      .execute();
  const stationIds = Array.from({ length: options.stations ?? 1 }, () => newId());
  for (const [index, stationId] of stationIds.entries())
    await db
      .insertInto("stations.station")
      .values({
        id: stationId,
        ...here,
        unitId: index % 2 === 0 ? unitA : unitB,
        name: `Kiosk ${index + 1}`,
        kind: "kiosk",
        status: "active",
        publicKey: null,
        keyThumbprint: null,
        enrolledAt: null,
        lastSeenAt: null,
        appVersion: null,
      })
      .execute();
  await db
    .insertInto("visits.session_template")
    .values({
      id: templateId,
      ...here,
      name: { en: "Every day", es: "Todos los días" },
      mode: "video",
      weekdays: [1, 2, 3, 4, 5, 6, 7],
      startsLocal: "09:00",
      endsLocal: "17:00",
      validFrom: "2026-01-01",
      validTo: null,
      visitMinutes: 30,
      turnaroundMinutes: 0,
      ...options.template,
    })
    .execute();
  if (stationIds.length > 0)
    await db
      .insertInto("visits.template_station")
      .values(stationIds.map((stationId) => ({ facilityId: id, sessionTemplateId: templateId, stationId })))
      .execute();
  return { id, agencyId, unitIds: [unitA, unitB], stationIds, templateId, timeZone };
}

/** A resident with a stay there, in its first unit. */
export async function givenResident(db: Db, facility: TestFacility, unit = 0): Promise<TestResident> {
  const [residentId, stayId] = [newId(), newId()];
  const number = ++made;
  const { agencyId, id: facilityId } = facility;
  await db
    .insertInto("residents.resident")
    .values({ id: residentId, agencyId, givenName: "Mateo", familyName: `Reyes ${number}`, birthDate: null, locale: "en" })
    .execute();
  await db
    .insertInto("residents.stay")
    .values({
      id: stayId,
      agencyId,
      residentId,
      facilityId,
      unitId: facility.unitIds[unit] ?? null,
      bookingNumber: `T${number}`,
      admittedAt: MADE_AT,
      releasedAt: null,
    })
    .execute();
  return { residentId, stayId };
}

/** A contact with a confirmed account. */
export async function givenContact(db: Db): Promise<TestContact> {
  const [accountId, contactId] = [newId(), newId()];
  await db
    .insertInto("identity.account")
    .values({
      id: accountId,
      realm: "outside",
      email: `contact-${accountId}@example.org`,
      locale: "en",
      status: "active",
      madeAt: MADE_AT,
    } as never)
    .execute();
  await db
    .insertInto("contacts.contact")
    .values({ id: contactId, accountId, givenName: "Ana", familyName: `Reyes ${++made}`, birthDate: "1980-05-05" })
    .execute();
  return { accountId, contactId, actor: { realm: "outside", signInId: newId(), accountId, contactId } };
}

/** A connection between the two; approved when nothing else is said. */
export async function givenConnection(
  db: Db,
  facility: TestFacility,
  resident: TestResident,
  contact: TestContact,
  status: "approved" | "requested" = "approved",
): Promise<string> {
  const id = newId();
  const decided = status === "approved" ? { decidedAt: MADE_AT, reason: "checks_passed" as never } : { decidedAt: null, reason: null };
  await db
    .insertInto("contacts.connection")
    .values({
      id,
      agencyId: facility.agencyId,
      residentId: resident.residentId,
      contactId: contact.contactId,
      relationship: "parent",
      status,
      reasonWords: null,
      requestedAt: MADE_AT,
      decidedBy: null,
      ...decided,
    })
    .execute();
  return id;
}

/** A resident, a contact and their approved connection. */
export async function givenPair(db: Db, facility: TestFacility) {
  const resident = await givenResident(db, facility);
  const contact = await givenContact(db);
  const connectionId = await givenConnection(db, facility, resident, contact);
  return { resident, contact, connectionId, actor: contact.actor };
}

/** A context in which this person asks. */
export const as = (ctx: Ctx, actor: Ctx["actor"]): Ctx => ({ ...ctx, actor });

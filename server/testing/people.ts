import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { calculateJwkThumbprint, type JWK } from "jose";
import type { Role } from "#contracts/permissions.ts";
import * as contacts from "#server/domains/contacts/index.ts";
import * as facilities from "#server/domains/facilities/index.ts";
import * as identity from "#server/domains/identity/index.ts";
import * as residents from "#server/domains/residents/index.ts";
import * as stations from "#server/domains/stations/index.ts";
import { setKey } from "#server/domains/stations/stations.store.ts";
import { type Ctx, inTransaction, type TxCtx } from "#server/platform/context.ts";
import type { Db } from "#server/platform/database.ts";
import { newId } from "#server/platform/id.ts";

/** What a builder needs of a site, or of any database with a clock. */
export interface Ground {
  ctx: Ctx;
  owner: Db;
}

export interface GivenStation {
  id: string;
  name: string;
  facilityId: string;
  privateKey: KeyObject;
  jwk: JWK;
}
export interface GivenFacility {
  id: string;
  agencyId: string;
  name: string;
  timeZone: string;
  unitIds: string[];
  stations: GivenStation[];
}
export interface GivenResident {
  id: string;
  agencyId: string;
  facilityId: string;
  stayId: string;
  bookingNumber: string;
  familyName: string;
  pin: string;
}
export interface GivenContact {
  id: string;
  accountId: string;
  email: string;
}
export interface GivenConnection {
  id: string;
  residentId: string;
  contactId: string;
}
export interface World {
  agencyId: string;
  /** America/Denver: two units, two stations. */
  prison: GivenFacility;
  /** America/New_York: two units, two stations. */
  jail: GivenFacility;
  /** Two in the prison, two in the jail, each with a stay and the PIN 246810. */
  residents: [GivenResident, GivenResident, GivenResident, GivenResident];
  /** Two, with confirmed addresses. */
  contacts: [GivenContact, GivenContact];
  /** Approved: the first contact with the first resident of the prison, the second with the first of the jail. */
  connections: [GivenConnection, GivenConnection];
}

export const PIN = "246810";
export const PASSWORD = "correct horse battery staple";

let made = 0;
// Argon2 takes long on purpose; one hash serves all of a test file.
let pinHashOf: Promise<string> | undefined;
let passwordHashOf: Promise<string> | undefined;

/** An agency of its own with a prison and a jail in different time zones, people inside and outside, and who knows whom. */
export async function givenPeople(ground: Ground): Promise<World> {
  const agencyId = newId();
  await inTransaction(ground.ctx, (tx) => facilities.addAgency(tx, { id: agencyId, name: `Agency ${++made}` }));
  const prison = await givenFacility(ground, { agencyId, kind: "prison", timeZone: "America/Denver" });
  const jail = await givenFacility(ground, { agencyId, kind: "jail", timeZone: "America/New_York" });
  const at = [prison, prison, jail, jail] as const;
  const inside = [];
  for (const facility of at) inside.push(await givenResident(ground, facility));
  const outside = [await givenContact(ground), await givenContact(ground)] as World["contacts"];
  const people = inside as World["residents"];
  const connections: World["connections"] = [
    await givenConnection(ground, people[0], outside[0]),
    await givenConnection(ground, people[2], outside[1]),
  ];
  return { agencyId, prison, jail, residents: people, contacts: outside, connections };
}

/** A facility with a policy in force, two units and two enrolled stations. */
export async function givenFacility(
  ground: Ground,
  wanted: { agencyId: string; kind: "prison" | "jail"; timeZone: string },
): Promise<GivenFacility> {
  const { agencyId, kind, timeZone } = wanted;
  const id = newId();
  const name = `Facility ${++made}`;
  const unitIds = [newId(), newId()];
  await inTransaction(ground.ctx, async (tx) => {
    await facilities.addFacility(tx, { id, agencyId, name, kind, timeZone, place: "Somewhere", phone: null });
    for (const [index, unitId] of unitIds.entries())
      await facilities.addUnit(tx, { id: unitId, agencyId, facilityId: id, parentId: null, name: `Unit ${index + 1}` });
    await facilities.setPolicy(tx, {
      agencyId,
      facilityId: id,
      validFrom: "2020-01-01",
      noticeMinHours: 24,
      noticeMaxDays: 14,
      visitsPerWeek: 2,
      weekStarts: 1,
      earlyMinutes: 15,
      lateMinutes: 10,
      visitsRecorded: true,
      keepRecordingsDays: 90,
    });
  });
  const facility: GivenFacility = { id, agencyId, name, timeZone, unitIds, stations: [] };
  for (const unitId of unitIds) facility.stations.push(await givenStation(ground, facility, { unitId }));
  return facility;
}

/** An enrolled kiosk, with the key that a browser would never show. */
export async function givenStation(ground: Ground, facility: { id: string }, options: { unitId?: string } = {}): Promise<GivenStation> {
  const id = newId();
  const name = `Kiosk ${++made}`;
  await stations.addStation(ground.ctx, facility.id, { id, name, unitId: options.unitId ?? null, kind: "kiosk" });
  const { privateKey, jwk } = givenKey();
  const thumbprint = await calculateJwkThumbprint(jwk);
  await inTransaction(ground.ctx, (tx) => setKey(tx.trx, id, { jwk, thumbprint, at: tx.now() }));
  return { id, name, facilityId: facility.id, privateKey, jwk };
}

/** A key such as a kiosk makes for itself. */
export function givenKey(): { privateKey: KeyObject; jwk: JWK } {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { kty, crv, x, y } = publicKey.export({ format: "jwk" }) as JWK & { kty: string; crv: string; x: string; y: string };
  return { privateKey, jwk: { kty, crv, x, y } };
}

/** A resident with a stay at this facility and the PIN 246810. */
export async function givenResident(
  ground: Ground,
  facility: Pick<GivenFacility, "id" | "agencyId" | "unitIds">,
  wanted: { givenName?: string; familyName?: string; pinless?: boolean } = {},
): Promise<GivenResident> {
  const id = newId();
  const stayId = newId();
  const number = ++made;
  const { givenName = "Given", familyName = `Family${number}` } = wanted;
  const bookingNumber = `B${String(number).padStart(6, "0")}`;
  const { agencyId, id: facilityId, unitIds } = facility;
  await inTransaction(ground.ctx, async (tx) => {
    await residents.addResident(tx, { id, agencyId, givenName, familyName, birthDate: "1985-06-07" });
    const [unitId] = unitIds;
    await residents.admit(tx, { id: stayId, residentId: id, facilityId, bookingNumber, ...(unitId ? { unitId } : {}) });
    if (!wanted.pinless) await givePin(tx, { residentId: id, agencyId });
  });
  return { id, agencyId, facilityId, stayId, bookingNumber, familyName, pin: PIN };
}

async function givePin(tx: TxCtx, resident: { residentId: string; agencyId: string }): Promise<void> {
  pinHashOf ??= identity.hashPassword(PIN);
  await tx.trx
    .insertInto("stations.credential")
    .values({ ...resident, pinHash: await pinHashOf, codeHash: null, codeExpiresAt: null, lastSignInAt: null, toldLastSignInAt: null })
    .execute();
}

/** Somebody outside, with a confirmed address and the password of all tests. */
export async function givenContact(ground: Ground): Promise<GivenContact> {
  const id = newId();
  const accountId = newId();
  const number = ++made;
  const email = `contact${number}.${accountId.slice(-12)}@example.org`;
  passwordHashOf ??= identity.hashPassword(PASSWORD);
  const passwordHash = await passwordHashOf;
  await inTransaction(ground.ctx, async (tx) => {
    const at = tx.now();
    await tx.trx
      .insertInto("identity.account")
      .values({ id: accountId, realm: "outside", email, passwordHash, emailConfirmedAt: at, locale: "en", status: "active", madeAt: at })
      .execute();
    await contacts.makeContact(tx, { id, accountId, givenName: "Contact", familyName: `Outside${number}`, birthDate: "1980-05-05" });
  });
  return { id, accountId, email };
}

/** A connection between the two: approved, unless another status is wanted. */
export async function givenConnection(
  ground: Ground,
  resident: Pick<GivenResident, "id" | "agencyId">,
  contact: Pick<GivenContact, "id">,
  status: contacts.ConnectionRow["status"] = "approved",
): Promise<GivenConnection> {
  const id = newId();
  const decided = status !== "requested" && status !== "under_review" && status !== "withdrawn";
  await inTransaction(ground.ctx, (tx) =>
    contacts.connect(tx, {
      id,
      agencyId: resident.agencyId,
      residentId: resident.id,
      contactId: contact.id,
      relationship: "sibling",
      status,
      reason: decided ? (status === "rejected" ? "court_order" : "matches_id") : null,
      reasonWords: null,
      requestedAt: tx.now(),
      decidedAt: decided ? tx.now() : null,
      decidedBy: null,
    }),
  );
  return { id, residentId: resident.id, contactId: contact.id };
}

/** A staff member with one role at this facility, or at the whole agency when `facilityId` is null. */
export async function givenStaff(
  ground: Ground,
  wanted: { agencyId: string; facilityId: string | null; role: Role },
): Promise<{ accountId: string; staffId: string }> {
  const { agencyId, facilityId, role } = wanted;
  const accountId = newId();
  const staffId = newId();
  const number = ++made;
  const email = `staff${number}.${accountId.slice(-12)}@example.org`;
  const at = ground.ctx.now();
  passwordHashOf ??= identity.hashPassword(PASSWORD);
  const passwordHash = await passwordHashOf;
  await inTransaction(ground.ctx, async ({ trx }) => {
    await trx
      .insertInto("identity.account")
      .values({ id: accountId, realm: "staff", email, passwordHash, emailConfirmedAt: at, locale: "en", status: "active", madeAt: at })
      .execute();
    await trx
      .insertInto("identity.staff_member")
      .values({ id: staffId, accountId, agencyId, givenName: "Staff", familyName: `Member${number}` })
      .execute();
    await trx
      .insertInto("identity.staff_grant")
      .values({ id: newId(), accountId, role, agencyId, facilityId, grantedAt: at, grantedBy: null })
      .execute();
  });
  return { accountId, staffId };
}

import assert from "node:assert/strict";
import { sql } from "kysely";
import * as facilities from "#server/domains/facilities/index.ts";
import { inviteTo, staffByEmail } from "#server/domains/identity/index.ts";
import { cityAsWritten } from "#server/domains/money/index.ts";
import { addTemplate } from "#server/domains/visits/index.ts";
import { type Ctx, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { look } from "./look.ts";
import { type Asked, type FacilityAsked, FIRST_UNIT } from "./options.ts";

const EARLY_MINUTES = 15;
const LATE_MINUTES = 10;
const MONDAY = 1;
const SESSION_NAME = { en: "Video visits", es: "Visitas por video" };

type Place = { agencyId: string; facilityId: string };

/** What stands afterwards, and what of it is new. */
export interface Founded {
  agency: { id: string; name: string; added: boolean };
  facility?: { id: string; name: string; added: boolean; unitsAdded: string[]; lawKnown: boolean };
  administrator?: { accountId: string; setUp: boolean };
}

/**
 * Adds what is missing of that which was asked for, all of it or nothing: two who found the same at once found it once. Answers
 * with the reasons instead where something stands against it.
 */
export function found(ctx: Ctx, asked: Asked): Promise<Founded | { refusals: string[] }> {
  return inTransaction(ctx, async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('agency.found', 0))`.execute(tx.trx);
    const { state, refusals } = await look(tx, asked);
    if (refusals.length > 0) return { refusals };
    const agency = state.agency ? { ...state.agency, added: false } : { id: newId(), name: asked.agency ?? "", added: true };
    if (agency.added) await facilities.addAgency(tx, { id: agency.id, name: agency.name });

    const done: Founded = { agency };
    if (asked.facility) {
      const { name = "" } = asked.facility;
      const facility = state.facility ? { ...state.facility, added: false } : { id: newId(), name, added: true };
      const place = { agencyId: agency.id, facilityId: facility.id };
      if (facility.added) await addFacility(tx, place, asked.facility, agency.name);
      const units = facility.added && asked.facility.units.length === 0 ? [FIRST_UNIT] : asked.facility.units;
      // Units are what an operator comes back for; hours and rules of a facility that is there stay as they are.
      const unitsAdded = await addUnits(tx, place, units);
      const { state: told = null } = state.facility?.state ? state.facility : asked.facility;
      // What the law goes by is added where nobody has told it; what was told stays.
      if (state.facility && !state.facility.state && asked.facility.state && asked.facility.runBy) await tellLaw(tx, place, asked.facility);
      done.facility = { id: facility.id, name: facility.name, added: facility.added, unitsAdded, lawKnown: told !== null };
    }
    if (asked.administrator) done.administrator = await addAdministrator(tx, agency.id, asked.administrator, state.administers);
    return done;
  });
}

async function addFacility(tx: TxCtx, place: Place, asked: FacilityAsked, agencyName: string): Promise<void> {
  const { agencyId, facilityId } = place;
  const { name, kind, timeZone, sessions, phone = null, address = null, ask = null, policy } = asked;
  const { state = null, city = null, runBy = null } = asked;
  assert(name && kind && timeZone && sessions, "a facility that was not read whole is refused before");
  const today = facilities.toLocal(tx.now(), timeZone).day;
  await facilities.addFacility(tx, {
    id: facilityId,
    agencyId,
    name,
    kind,
    timeZone,
    place: asked.place ?? agencyName,
    state,
    city: state === null ? city : cityAsWritten(state, city),
    runBy,
    phone,
    address,
    ask,
  });
  await facilities.setPolicy(tx, {
    ...place,
    ...policy,
    validFrom: today,
    weekStarts: MONDAY,
    earlyMinutes: EARLY_MINUTES,
    lateMinutes: LATE_MINUTES,
  });
  // No station is named: every one that is added serves these hours.
  await addTemplate(tx, { id: newId(), facilityId, name: SESSION_NAME, ...sessions, everyWeeks: 1, validFrom: today, validTo: null }, []);
}

function tellLaw(tx: TxCtx, { agencyId, facilityId }: Place, { state, city, runBy }: FacilityAsked): Promise<void> {
  assert(state && runBy, "state and runner are told together");
  return facilities.setLawFacts(tx, { id: facilityId, agencyId }, { state, runBy, city: cityAsWritten(state, city ?? null) });
}

async function addUnits(tx: TxCtx, place: Place, names: readonly string[]): Promise<string[]> {
  const there = new Set((await facilities.unitList(tx, place.facilityId)).map((unit) => unit.name.toLowerCase()));
  const missing = names.filter((name) => !there.has(name.toLowerCase()));
  for (const name of missing) await facilities.addUnit(tx, { id: newId(), ...place, parentId: null, name });
  return missing;
}

async function addAdministrator(
  tx: TxCtx,
  agencyId: string,
  asked: NonNullable<Asked["administrator"]>,
  administers: boolean,
): Promise<NonNullable<Founded["administrator"]>> {
  const { givenName = "", familyName = "", email = "", locale } = asked;
  const person = { id: newId(), email, givenName, familyName, locale };
  if (!administers) await inviteTo(tx, { agencyId, facilityId: null }, { ...person, role: "agency_administrator" });
  const member = await staffByEmail(tx, email);
  assert(member, "who was invited has an account");
  return { accountId: member.accountId, setUp: member.factorConfirmed };
}

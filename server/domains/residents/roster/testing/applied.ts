import { createListing } from "#server/domains/residents/roster/grouping.rules.ts";
import { type PlanOptions, planImport } from "#server/domains/residents/roster/plan.rules.ts";
import type { Current, CurrentPerson, CurrentStay, ForeignStay, Plan, RosterRow } from "#server/domains/residents/roster/roster.types.ts";
import { warn } from "#server/domains/residents/roster/warnings.rules.ts";

export const nothing: Current = { people: new Map(), stays: [], foreign: [], lastKey: null, units: new Set(["a", "b", "c"]) };

/** The plan of a list that has these rows. */
export function planOf(current: Current, rows: readonly RosterRow[], options: PlanOptions): Plan {
  const listing = createListing();
  const rejected = [...(options.rejected ?? [])];
  const warnings: Plan["warnings"] = new Map();
  for (const row of rows) {
    const odd = listing.take(row);
    if (odd.rejected) rejected.push(odd.rejected);
    if (odd.warning) warn(warnings, odd.warning);
  }
  return planImport(current, listing, { ...options, rejected, warnings });
}

let made = 0;

/** How things stand after a plan, worked out in memory: what the store does with sets, one act after the other. */
export function applied(current: Current, plan: Plan): Current {
  const stays = new Map<string, CurrentStay>(current.stays.map((stay) => [stay.stayId, { ...stay }]));
  const people = new Map<string, CurrentPerson>([...current.people].map(([number, person]) => [number, { ...person }]));
  const byId = new Map([...people.values()].map((person) => [person.residentId, person]));
  const foreign = new Map<string, ForeignStay>(current.foreign.map((stay) => [stay.stayId, stay]));
  for (const { stayId, atMs } of plan.releases) stays.get(stayId)!.releasedMs = atMs;
  for (const { stayId, person, key, residentId } of plan.adoptions) {
    const { admittedMs, bookingNumber, unit, custodyLevel, statusCode, givenName, familyName, birthDate } = foreign.get(stayId)!;
    foreign.delete(stayId);
    stays.set(stayId, { stayId, residentId, person, key, bookingNumber, admittedMs, releasedMs: null, unit, custodyLevel, statusCode });
    const taken = { residentId, givenName, familyName, birthDate };
    people.set(person, taken);
    byId.set(residentId, taken);
  }
  for (const { stayId, unit } of plan.moves) stays.get(stayId)!.unit = unit;
  for (const { stayId, unit } of plan.reopens) Object.assign(stays.get(stayId)!, { unit, releasedMs: null });
  for (const { stayId, releasedMs, ...change } of plan.changes)
    Object.assign(stays.get(stayId)!, change, releasedMs === null ? {} : { releasedMs });
  for (const { residentId, ...change } of plan.personChanges) Object.assign(byId.get(residentId)!, change);
  for (const { residentId, givenName = null, familyName = null, birthDate = null, ...stay } of plan.admits) {
    made += 1;
    const person = people.get(stay.person) ?? { residentId: `person ${made}`, givenName, familyName, birthDate };
    people.set(stay.person, person);
    stays.set(`stay ${made}`, { ...stay, stayId: `stay ${made}`, residentId: person.residentId });
  }
  return { ...current, people, stays: [...stays.values()], foreign: [...foreign.values()], lastKey: plan.lastKey };
}

/** Who is there, in a form that can be compared. */
export function present(current: Current) {
  return current.stays
    .filter(({ releasedMs }) => releasedMs === null)
    .map(({ key, person, unit, custodyLevel, statusCode, admittedMs }) => ({
      key,
      person,
      unit,
      custodyLevel,
      statusCode,
      admittedMs,
      familyName: current.people.get(person)?.familyName ?? null,
    }))
    .sort((one, other) => (one.key < other.key ? -1 : 1));
}

import { admitOf, adopt, changedPerson, compare, type DatedStay } from "./compare.rules.ts";
import { endEarlier, factWarnings, type ListedStay, type Listing } from "./grouping.rules.ts";
import type { Current, CurrentStay, Plan } from "./roster.types.ts";
import { copyOf, warn } from "./warnings.rules.ts";
import { adoptable, foreignStays, isOpen, whyNot } from "./who.rules.ts";

/** More than this share of the source's people released by one list is asked about first. */
export const RELEASES_SHARE_MAX = 0.1;

export interface PlanOptions {
  nowMs: number;
  /** A full list has everybody who is there; a delta only those of whom there is news. */
  kind: "full" | "delta";
  /** What the reader could not take. */
  rejected?: Plan["rejected"];
  warnings?: Plan["warnings"];
}

/** All that taking in this list would do; it changes nothing itself, and a list that says what already stands plans nothing. */
export function planImport(current: Current, listing: Pick<Listing, "stays" | "lastKey">, options: PlanOptions): Plan {
  const plan = emptyPlan(options);
  const byKey = new Map(current.stays.map((stay) => [stay.key, stay]));
  const foreign = foreignStays(current);
  const byPerson = Map.groupBy(listing.stays.values(), ({ person }) => person);
  const openOf = Map.groupBy(
    current.stays.filter(({ releasedMs }) => releasedMs === null),
    ({ person }) => person,
  );
  const unread = new Set(plan.rejected.map(({ person }) => person));
  const openByResident = new Map([...openOf.values()].flat().map((stay) => [stay.residentId, stay]));
  const people = { current, byPerson, byKey, openOf, openByResident, unread, foreign, openedFor: new Set<string>(), options };
  const taken = new Set<string>();
  const stillHere = new Set<string>();
  plan.openBefore = [...openOf.values()].reduce((sum, stays) => sum + stays.length, 0);

  for (const [person, theirs] of byPerson) {
    const known = current.people.get(person);
    const open = openOf.get(person) ?? [];
    const reason = whyNot(people, person, theirs);
    if (reason) {
      plan.rejected.push(...theirs.map(({ line }) => ({ line, reason, person })));
      continue;
    }
    if (known && theirs.some((stay) => isOpen(stay, options.nowMs))) people.openedFor.add(known.residentId);
    const stays = dated(theirs, byKey, options.nowMs, plan);
    // In a delta, a stay it does not mention goes on, unless a later one has begun.
    const unmentioned = open.filter(({ key }) => !theirs.some((stay) => stay.key === key));
    const standing = unmentioned.map((stay) => ({ ...stay, line: stays[0]?.line ?? 0, endWorkedOut: false }));
    const ended = endEarlier(options.kind === "delta" ? [...stays, ...standing] : stays, options.nowMs);
    for (const warning of ended) warn(plan.warnings, warning);
    if (options.kind === "full")
      for (const stay of standing) stay.releasedMs = nextOf(stay, stays) ?? Math.max(options.nowMs, stay.admittedMs);
    for (const { stayId, residentId, releasedMs } of standing)
      if (releasedMs !== null) plan.releases.push({ stayId, residentId, atMs: releasedMs });
    for (const { key } of unmentioned) taken.add(key);
    // Whoever comes again has one open stay after this: it is no release of the person.
    if ([...stays, ...standing].some(({ releasedMs }) => releasedMs === null)) stillHere.add(person);
    for (const stay of stays) {
      taken.add(stay.key);
      plan.stays += 1;
      for (const warning of factWarnings(stay, current.units)) warn(plan.warnings, warning);
      const before = byKey.get(stay.key);
      if (before) compare(plan, before, stay, current.units);
      else {
        const adopted = stay.releasedMs === null ? adoptable(stay, known?.residentId, foreign) : undefined;
        if (adopted) adopt(plan, adopted, stay, current.units, !known);
        else plan.admits.push(admitOf(stay, known?.residentId ?? null, current.units));
      }
    }
    plan.people += 1;
    const change = known && changedPerson(known, theirs);
    if (change) plan.personChanges.push(change);
  }

  if (options.kind === "full") releaseMissing(plan, openOf, byPerson, taken, options.nowMs);
  askFirst(plan, current, openOf, stillHere, taken, options.kind);
  plan.lastKey = options.kind === "full" ? listing.lastKey : current.lastKey;
  return plan;
}

/** Whether carrying out this plan would change nothing. */
export function isEmpty(plan: Plan): boolean {
  const { admits, reopens, releases, moves, changes, personChanges, adoptions } = plan;
  return [admits, reopens, releases, moves, changes, personChanges, adoptions].every((acts) => acts.length === 0);
}

/** Whom carrying it out would touch, of those who are known already. */
export function peopleIn(plan: Plan): Set<string> {
  const { admits, reopens, releases, moves, changes, personChanges, adoptions } = plan;
  const known = admits.flatMap(({ residentId }) => (residentId === null ? [] : [{ residentId }]));
  return new Set([known, reopens, releases, moves, changes, personChanges, adoptions].flat().map(({ residentId }) => residentId));
}

function emptyPlan(options: PlanOptions): Plan {
  return {
    admits: [],
    reopens: [],
    releases: [],
    moves: [],
    changes: [],
    personChanges: [],
    adoptions: [],
    rejected: [...(options.rejected ?? [])],
    warnings: copyOf(options.warnings ?? new Map()),
    confirm: [],
    people: 0,
    stays: 0,
    openBefore: 0,
    released: 0,
    lastKey: null,
  };
}

/** The person's stays with a time of admission each; where the list has none, what is written down or this moment. */
function dated(theirs: ListedStay[], byKey: Map<string, CurrentStay>, nowMs: number, plan: Plan): DatedStay[] {
  return theirs.map((stay) => {
    if (stay.admittedMs === null) warn(plan.warnings, { line: stay.line, code: "admitted_missing" });
    const admittedMs = stay.admittedMs ?? byKey.get(stay.key)?.admittedMs ?? nowMs;
    if (admittedMs > nowMs) warn(plan.warnings, { line: stay.line, code: "admitted_later" });
    return { ...stay, admittedMs, endWorkedOut: false };
  });
}

function nextOf(stay: { admittedMs: number }, stays: readonly DatedStay[]): number | undefined {
  return stays.find(({ admittedMs }) => admittedMs > stay.admittedMs)?.admittedMs;
}

/** Whoever a full list has no longer is released now, but for those of whom a row could not be read. */
function releaseMissing(
  plan: Plan,
  openOf: ReadonlyMap<string, CurrentStay[]>,
  byPerson: ReadonlyMap<string, unknown>,
  taken: Set<string>,
  nowMs: number,
): void {
  const unread = new Set(plan.rejected.map(({ person }) => person));
  for (const [person, stays] of openOf) {
    if (byPerson.has(person) || unread.has(person)) continue;
    for (const { stayId, residentId, key, admittedMs } of stays) {
      plan.releases.push({ stayId, residentId, atMs: Math.max(nowMs, admittedMs) });
      taken.delete(key);
    }
  }
}

/** Why somebody should look before this is done. */
function askFirst(
  plan: Plan,
  current: Current,
  openOf: ReadonlyMap<string, CurrentStay[]>,
  stillHere: ReadonlySet<string>,
  taken: ReadonlySet<string>,
  kind: "full" | "delta",
): void {
  const released = new Set(plan.releases.map(({ stayId }) => stayId));
  for (const [person, stays] of openOf) if (!stillHere.has(person) && stays.some(({ stayId }) => released.has(stayId))) plan.released += 1;
  if (plan.released > plan.openBefore * RELEASES_SHARE_MAX) plan.confirm.push("too_many_releases");
  if (kind === "delta" || plan.released === 0) return;
  // A list that was cut off between two rows looks whole; but then whoever stood last is missing from it.
  const last = current.stays.find(({ key }) => key === current.lastKey);
  if (last && last.releasedMs === null && released.has(last.stayId) && !taken.has(last.key)) plan.confirm.push("last_missing");
  if (plan.rejected.some(({ person }) => person === undefined)) plan.confirm.push("releases_unsure");
}

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { keyOf } from "./grouping.rules.ts";
import { isEmpty } from "./plan.rules.ts";
import type { Current, RosterRow } from "./roster.types.ts";
import { applied, nothing, planOf, present } from "./testing/applied.ts";

const now = 1_000_000;
const full = { nowMs: now, kind: "full" } as const;
const letter = fc.constantFrom("A", "B", "C");

/** A person with one to three stays that follow one another; only the last may go on. */
const person = fc.record({
  number: fc.integer({ min: 1, max: 40 }).map((number) => `P${number}`),
  familyName: fc.constantFrom("Abel", "Baker", "Cruz"),
  starts: fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 3 }),
  ended: fc.boolean(),
  unit: letter,
  custodyLevel: fc.option(fc.constantFrom("MIN", "MED", "MAX")),
  statusCode: fc.option(fc.constantFrom("DE", "CS")),
  charges: fc.integer({ min: 1, max: 3 }),
});
type Person = typeof person extends fc.Arbitrary<infer T> ? T : never;

function rowsOf(people: readonly Person[]): RosterRow[] {
  let line = 1;
  return people.flatMap(({ number, starts, charges, ended, ...facts }) => {
    const sorted = starts.toSorted((one, other) => one - other);
    return sorted.flatMap((start, at) =>
      Array.from({ length: charges }, () => ({
        line: ++line,
        person: number,
        bookingNumber: null,
        admittedMs: start * 1000,
        releasedMs: ended && at === sorted.length - 1 ? start * 1000 + 500 : null,
        familyName: facts.familyName,
        unit: facts.unit,
        custodyLevel: facts.custodyLevel,
        statusCode: facts.statusCode,
      })),
    );
  });
}
const roster = fc.uniqueArray(person, { selector: ({ number }) => number, maxLength: 25 }).map(rowsOf);

/** Who is there according to a list alone: of each person the last stay, if it goes on. */
function presentIn(rows: readonly RosterRow[]) {
  const last = new Map<string, RosterRow>();
  for (const row of rows) if ((last.get(row.person)?.admittedMs ?? 0) <= row.admittedMs!) last.set(row.person, row);
  return [...last.values()]
    .filter(({ releasedMs }) => releasedMs === null)
    .map((row) => {
      const { person: number, unit, custodyLevel, statusCode, admittedMs, familyName } = row;
      return { key: keyOf(row), person: number, unit, custodyLevel, statusCode, admittedMs, familyName };
    })
    .sort((one, other) => (one.key < other.key ? -1 : 1));
}

const after = (current: Current, rows: readonly RosterRow[]) => applied(current, planOf(current, rows, full));

test("for any two rosters, carrying out the plan from the one to the other gives the other, and planning again gives nothing", () => {
  fc.assert(
    fc.property(roster, roster, (before, then) => {
      const first = after(nothing, before);
      assert.deepEqual(present(first), presentIn(before));
      const second = after(first, then);
      assert.deepEqual(present(second), presentIn(then));
      assert.ok(isEmpty(planOf(second, then, full)));
      assert.ok(isEmpty(planOf(second, then, { ...full, nowMs: now + 5000 })), "nor does it later");
    }),
    { numRuns: 500 },
  );
});

test("nobody has two stays that go on, and every row is accounted for", () => {
  fc.assert(
    fc.property(roster, roster, (before, then) => {
      const stood = after(nothing, before);
      const plan = planOf(stood, then, full);
      assert.equal(plan.stays, new Set(then.map(keyOf)).size);
      assert.equal(plan.people, new Set(then.map((row) => row.person)).size);
      const residents = applied(stood, plan).stays.filter(({ releasedMs }) => releasedMs === null);
      assert.equal(new Set(residents.map(({ residentId }) => residentId)).size, residents.length);
    }),
  );
});

test("a person of another source, of another facility or admitted by hand is never released", () => {
  const foreign = fc.array(
    fc.record({
      here: fc.boolean(),
      source: fc.constantFrom("other", null),
      bookingNumber: fc.integer({ min: 1, max: 60 }).map((number) => `P${number}`),
      familyName: fc.constantFrom("Abel", null),
      known: fc.boolean(),
    }),
    { maxLength: 10 },
  );
  fc.assert(
    fc.property(roster, roster, foreign, (before, then, others) => {
      const stood = after(nothing, before);
      const people = new Map(stood.people);
      const strangers = others.map(({ known, ...stay }, at) => {
        const residentId = `foreign ${at}`;
        if (known && !people.has(stay.bookingNumber))
          people.set(stay.bookingNumber, { residentId, givenName: null, familyName: null, birthDate: null });
        return {
          ...stay,
          ...{
            stayId: `f${at}`,
            residentId,
            admittedMs: 5,
            unit: null,
            custodyLevel: null,
            statusCode: null,
            givenName: null,
            birthDate: null,
          },
        };
      });
      const current = { ...stood, people, foreign: strangers };
      const plan = planOf(current, then, full);
      const adopted = new Set(plan.adoptions.map(({ stayId }) => stayId));
      for (const { stayId } of plan.releases) assert.ok(!strangers.some((stay) => stay.stayId === stayId) || adopted.has(stayId));
      for (const { stayId, source, here } of strangers) if (source !== null || !here) assert.ok(!adopted.has(stayId));
      const next = applied(current, plan);
      assert.ok(isEmpty(planOf(next, then, full)));
    }),
  );
});

test("a delta changes only those of whom it has news", () => {
  fc.assert(
    fc.property(roster, roster, (before, news) => {
      const stood = after(nothing, before);
      const heard = new Set(news.map((row) => row.person));
      const plan = planOf(stood, news, { ...full, kind: "delta" });
      const next = present(applied(stood, plan));
      const silent = (rows: ReturnType<typeof present>) => rows.filter((row) => !heard.has(row.person));
      assert.deepEqual(silent(next), silent(present(stood)));
      assert.ok(isEmpty(planOf(applied(stood, plan), news, { ...full, kind: "delta" })));
    }),
  );
});

const row = (line: number, number: string, more: Partial<RosterRow> = {}): RosterRow => ({
  line,
  person: number,
  bookingNumber: null,
  admittedMs: 1000,
  releasedMs: null,
  ...more,
});
const many = Array.from({ length: 30 }, (_, at) => row(at + 2, `P${at}`));

test("a list that releases more than a tenth, or lacks whoever stood last, is asked about first", () => {
  const stood = after(nothing, many);
  const confirm = (rows: RosterRow[]) => planOf(stood, rows, full).confirm;
  assert.deepEqual(confirm(many.slice(3)), []);
  assert.deepEqual(confirm(many.slice(4)), ["too_many_releases"]);
  assert.deepEqual(confirm(many.slice(0, -1)), ["last_missing"]);
  assert.deepEqual(confirm(many.slice(0, 15)), ["too_many_releases", "last_missing"]);
  assert.deepEqual(confirm([...many].reverse()), []);
});

test("whoever's row can't be read is not released; where nobody knows whose row it was, releases are asked about", () => {
  const stood = after(nothing, many);
  const rows = many.slice(2);
  const named = planOf(stood, rows, { ...full, rejected: [{ line: 2, reason: "admitted_unreadable", person: "P0" }] });
  assert.deepEqual([named.released, named.confirm], [1, []]);
  const unnamed = planOf(stood, rows, { ...full, rejected: [{ line: 2, reason: "columns" }] });
  assert.deepEqual([unnamed.released, unnamed.confirm], [2, ["releases_unsure"]]);
});

test("one person admitted twice is two stays, the earlier one ended when the later began; a re-arrest finds the person again", () => {
  const plan = planOf(nothing, [row(2, "P1", { admittedMs: 1000 }), row(3, "P1", { admittedMs: 2000 })], full);
  assert.deepEqual(
    plan.admits.map(({ admittedMs, releasedMs }) => [admittedMs, releasedMs]),
    [
      [1000, 2000],
      [2000, null],
    ],
  );
  assert.deepEqual([...plan.warnings.values()], [{ code: "earlier_stay_ended", column: null, count: 1, lines: [2] }]);
  const gone = after(applied(nothing, plan), []);
  assert.deepEqual(present(gone), []);
  const again = planOf(gone, [row(2, "P1", { admittedMs: 3000 })], full);
  assert.equal(again.admits[0]?.residentId, gone.people.get("P1")?.residentId);
});

test("a booking number of somebody else, and a person who is at another facility now, are rejected by line", () => {
  const other = {
    stayId: "s",
    here: true,
    source: "other",
    admittedMs: 1,
    unit: null,
    custodyLevel: null,
    statusCode: null,
    givenName: null,
  };
  const known = { givenName: null, familyName: null, birthDate: null };
  const current: Current = {
    ...nothing,
    people: new Map([["P2", { residentId: "two", ...known }]]),
    foreign: [
      { ...other, residentId: "one", bookingNumber: "P1", familyName: null, birthDate: null },
      { ...other, residentId: "two", here: false, bookingNumber: "X", familyName: null, birthDate: null },
    ],
  };
  const plan = planOf(current, [row(2, "P1"), row(3, "P2"), row(4, "P3")], full);
  assert.deepEqual(
    plan.rejected.map(({ line, reason }) => [line, reason]),
    [
      [2, "number_taken"],
      [3, "at_another_facility"],
    ],
  );
  assert.equal(plan.admits.length, 1);
});

test("a stay begun by hand is the list's own only where name and birth date are known on both sides and agree", () => {
  const person = { givenName: "José", familyName: "Núñez", birthDate: "1990-01-02" };
  const stay = { stayId: "s", residentId: "r", here: true, source: null, admittedMs: 1, unit: null, custodyLevel: null, statusCode: null };
  const told = (known: Partial<typeof person>, listed: Partial<typeof person>) => {
    const nobody = { givenName: null, familyName: null, birthDate: null };
    const current = { ...nothing, foreign: [{ ...stay, bookingNumber: "P1", ...nobody, ...known }] };
    const { adoptions, rejected } = planOf(current, [row(2, "P1", listed)], full);
    return adoptions.length === 1 ? "adopted" : rejected[0]?.reason;
  };
  assert.equal(told(person, person), "adopted");
  assert.equal(told(person, { ...person, givenName: "JOSE", familyName: "Nunez" }), "adopted");
  assert.equal(told(person, {}), "number_taken");
  assert.equal(told({}, person), "number_taken");
  assert.equal(told(person, { ...person, birthDate: "1990-01-03" }), "number_taken");
  for (const field of ["givenName", "familyName", "birthDate"] as const) {
    const { [field]: _, ...rest } = person;
    assert.equal(told(person, rest), "number_taken", field);
    assert.equal(told(rest, person), "number_taken", field);
  }
});

test("two numbers of one person, since two records were made one: nobody is here under both, whatever their order", () => {
  const first = after(nothing, [row(2, "P1"), row(3, "P2")]);
  const gone = after(first, [row(2, "P1")]);
  const one = gone.people.get("P1")!;
  const merged: Current = {
    ...gone,
    people: new Map([...gone.people].map(([number, person]) => [number, number === "P2" ? one : person])),
    stays: gone.stays.map((stay) => ({ ...stay, residentId: one.residentId })),
  };
  const back = row(3, "P2", { admittedMs: 5000 });
  const reasons = (rows: RosterRow[], kind: "full" | "delta" = "full") =>
    planOf(merged, rows, { ...full, kind }).rejected.map(({ line, reason }) => [line, reason]);
  assert.deepEqual(reasons([row(2, "P1"), back]), [[3, "same_person"]]);
  assert.deepEqual(reasons([back, row(2, "P1")]), [[3, "same_person"]]);
  assert.deepEqual(reasons([back], "delta"), [[3, "same_person"]]);
  const moved = planOf(merged, [back], full);
  assert.deepEqual([moved.rejected, moved.admits.length, moved.releases.length], [[], 1, 1]);
  const neither = { ...merged, stays: merged.stays.map((stay) => ({ ...stay, releasedMs: stay.releasedMs ?? 2000 })) };
  const both = planOf(neither, [row(2, "P1", { admittedMs: 4000 }), back], full);
  assert.deepEqual([both.admits.length, both.rejected.map(({ reason }) => reason)], [1, ["same_person"]]);
});

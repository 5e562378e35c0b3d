import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ageOn, type Party, type PartyGuest, type PartyPolicy, partyRefusals } from "./party.rules.ts";

const ROSA = "rosa";
const DAY = "2026-03-10";
const open: PartyPolicy = {
  partyPeopleMax: 12,
  partyAdultsMax: null,
  partyChildrenPerAdultMax: null,
  partyChildrenCountFromYears: 0,
  partyInterpretersCount: false,
};
const child = (birthDate: string, adultId = ROSA): PartyGuest => ({ kind: "child", adultId, birthDate });
const interpreter = (adultId = ROSA): PartyGuest => ({ kind: "interpreter", adultId, birthDate: null });
const party = (guests: PartyGuest[], more: Partial<Party> = {}): Party => ({
  adultIds: [ROSA],
  guests,
  unknown: 0,
  day: DAY,
  childrenForbidden: false,
  ...more,
});
const small = child("2019-05-01");
const tall = child("2011-05-01");

test("what counties really say about who comes is a policy, each as its own numbers", () => {
  // Mesa Co. CO: 2 people. Pasco FL: 3 people, at most 2 adults. Middlesex Co. NJ: one child with each adult, 13 and under don't count.
  const mesa = { ...open, partyPeopleMax: 2 };
  assert.deepEqual(partyRefusals(party([small]), mesa), []);
  assert.deepEqual(partyRefusals(party([small, tall]), mesa), ["visit.party_too_many"]);
  const pasco = { ...open, partyPeopleMax: 3, partyAdultsMax: 2, partyInterpretersCount: true };
  assert.deepEqual(partyRefusals(party([small, interpreter()]), pasco), []);
  assert.deepEqual(partyRefusals(party([interpreter(), interpreter()]), pasco), ["visit.party_too_many_adults"]);
  const middlesex = { ...open, partyPeopleMax: 1, partyChildrenPerAdultMax: 1, partyChildrenCountFromYears: 14 };
  assert.deepEqual(partyRefusals(party([small]), middlesex), []);
  assert.deepEqual(partyRefusals(party([tall, small]), middlesex), ["visit.party_too_many", "visit.party_too_many_children"]);
});

test("whoever turns 18 on the day of the visit is no child that day, and was one the day before", () => {
  const birthday = child("2008-03-10");
  assert.deepEqual(partyRefusals(party([birthday]), open), ["visit.guest_grown"]);
  assert.deepEqual(partyRefusals(party([birthday], { day: "2026-03-09" }), open), []);
  assert.deepEqual([ageOn("2008-02-29", "2026-02-27"), ageOn("2008-02-29", "2026-02-28")], [17, 18]);
});

test("every reason comes back at once", () => {
  const wrong = party([child("2000-01-01"), child("2015-01-01", "stranger"), interpreter()], { unknown: 2, childrenForbidden: true });
  const strict = { ...open, partyPeopleMax: 1, partyAdultsMax: 1, partyChildrenPerAdultMax: 0, partyInterpretersCount: true };
  assert.deepEqual(partyRefusals(wrong, strict), [
    "visit.guest_unknown",
    "visit.guest_grown",
    "visit.guest_without_adult",
    "visit.children_not_allowed",
    "visit.party_too_many",
    "visit.party_too_many_adults",
    "visit.party_too_many_children",
  ]);
});

const none = { nil: null, freq: 2 };
const policies = fc.record<PartyPolicy>({
  partyPeopleMax: fc.integer({ min: 1, max: 12 }),
  partyAdultsMax: fc.option(fc.integer({ min: 1, max: 12 }), none),
  partyChildrenPerAdultMax: fc.option(fc.integer({ min: 0, max: 12 }), none),
  partyChildrenCountFromYears: fc.integer({ min: 0, max: 18 }),
  partyInterpretersCount: fc.boolean(),
});
const adultIds = ["a", "b", "c"];
const adultId = fc.constantFrom(...adultIds, "nobody here");
const birthDate = fc.integer({ min: 0, max: 365 * 22 }).map((days) => Temporal.PlainDate.from(DAY).subtract({ days }).toString());
const guests = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant("child" as const), adultId, birthDate }),
    fc.record({ kind: fc.constant("interpreter" as const), adultId, birthDate: fc.constant(null) }),
  ),
  { maxLength: 11 },
);
const parties = fc.record({
  adultIds: fc.subarray(adultIds, { minLength: 1 }),
  guests,
  unknown: fc.integer({ min: 0, max: 2 }),
  day: fc.constant(DAY),
  childrenForbidden: fc.boolean(),
});

test("property: no party that is let in has a child without its adult, somebody grown, too many people, or a child where none may come", () => {
  fc.assert(
    fc.property(parties, policies, (asked, policy) => {
      if (partyRefusals(asked, policy).length > 0) return;
      const children = asked.guests.filter(({ kind }) => kind === "child");
      assert.ok(children.every((each) => asked.adultIds.includes(each.adultId) && ageOn(each.birthDate ?? "", DAY) < 18));
      assert.ok(asked.unknown === 0 && (!asked.childrenForbidden || children.length === 0));
      const counted = children.filter((each) => ageOn(each.birthDate ?? "", DAY) >= policy.partyChildrenCountFromYears).length;
      const interpreters = policy.partyInterpretersCount ? asked.guests.length - children.length : 0;
      assert.ok(asked.adultIds.length + counted + interpreters <= policy.partyPeopleMax);
    }),
  );
});

test("property: leaving a guest at home never brings a new reason, and the order in which they are named changes nothing", () => {
  fc.assert(
    fc.property(parties, policies, fc.nat(), (asked, policy, pick) => {
      const all = partyRefusals(asked, policy);
      const fewer = partyRefusals({ ...asked, guests: asked.guests.toSpliced(pick % (asked.guests.length + 1), 1) }, policy);
      assert.ok(fewer.every((code) => all.includes(code)));
      assert.deepEqual(partyRefusals({ ...asked, guests: asked.guests.toReversed() }, policy), all);
    }),
  );
});

test("property: a facility that allows more refuses nothing that it let in before", () => {
  fc.assert(
    fc.property(parties, policies, (asked, policy) => {
      const wider = { ...policy, partyPeopleMax: policy.partyPeopleMax + 1, partyAdultsMax: null, partyChildrenPerAdultMax: null };
      const all = partyRefusals(asked, policy);
      assert.ok(partyRefusals(asked, wider).every((code) => all.includes(code)));
    }),
  );
});

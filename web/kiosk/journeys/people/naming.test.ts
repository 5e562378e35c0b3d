import assert from "node:assert/strict";
import { test } from "node:test";
import { asked, birthDay, EMPTY, isReady, type Naming, stepsOf, type Typed, typed } from "./naming.ts";

const type = (step: Typed, keys: string): string => [...keys].reduce((value, key) => typed(step, value, key), "");
const rosa: Naming = {
  relationship: "parent",
  givenName: "Rosa ",
  familyName: "Delgado-Núñez",
  birth: "03171970",
  way: "letter",
  email: "rosa@example.org",
  phone: "5550100",
};

test("names take accents, hyphens and spaces; digits and signs stay out", () => {
  assert.equal(type("familyName", " O'Neil-Núñez 3rd!"), "O'Neil-Núñez rd");
});
test("an address is written in small letters, and is ready when it looks like one", () => {
  assert.equal(type("email", "Rosa.D@Example.org"), "rosa.d@example.org");
  assert.ok(isReady("email", rosa));
  for (const email of ["rosa", "rosa@", "rosa@example", "@example.org", "rosa@example..org"])
    assert.ok(!isReady("email", { ...rosa, email }), email);
});
test("a birth date is eight digits of a day that there was", () => {
  assert.equal(birthDay("03171970"), "1970-03-17");
  for (const digits of ["", "0317197", "02301990", "13011990", "00101990"]) assert.equal(birthDay(digits), undefined, digits);
});
test("only the chosen way is asked for and sent", () => {
  assert.deepEqual(stepsOf(rosa).slice(-2), ["email", "check"]);
  assert.deepEqual(stepsOf({ ...rosa, way: "phone" }).slice(-2), ["phone", "check"]);
  assert.deepEqual(asked(rosa), {
    givenName: "Rosa",
    familyName: "Delgado-Núñez",
    relationship: "parent",
    birthDate: "1970-03-17",
    email: "rosa@example.org",
  });
  assert.deepEqual(asked({ ...rosa, way: "phone", birth: "" }), {
    givenName: "Rosa",
    familyName: "Delgado-Núñez",
    relationship: "parent",
    phone: "5550100",
  });
  assert.equal(asked(EMPTY), undefined);
});
test("nothing can be passed over but the birth date", () => {
  for (const step of ["relationship", "givenName", "familyName", "way", "email", "phone"] as const) assert.ok(!isReady(step, EMPTY), step);
});

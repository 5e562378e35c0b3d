import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { bareCode, everywhereLimit, lockedUntil, newResidentCode, stationLimit, TRIES_MATTER_MS, weakPin } from "./sign-ins.rules.ts";

const start = Temporal.Instant.from("2026-03-02T15:00:00Z");
const at = (seconds: number) => start.add({ seconds });

test("four wrong tries lock nothing, the fifth locks for 15 minutes from then on", () => {
  const tries = [0, 10, 20, 30, 40].map(at);
  assert.equal(lockedUntil(tries.slice(0, 4), stationLimit, at(40)), undefined);
  assert.equal(lockedUntil(tries, stationLimit, at(40))?.toString(), at(40 + 900).toString());
  assert.equal(lockedUntil(tries, stationLimit, at(40 + 900)), undefined);
});

test("wrong tries more than 15 minutes apart never lock a station", () => {
  const tries = Array.from({ length: 50 }, (_, index) => at(index * 901));
  assert.equal(lockedUntil(tries, stationLimit, tries.at(-1)!), undefined);
});

test("after a lock the count starts anew", () => {
  const tries = [0, 1, 2, 3, 4, 905, 906, 907, 908].map(at);
  assert.equal(lockedUntil(tries, stationLimit, at(910)), undefined);
  assert.ok(lockedUntil([...tries, at(910)], stationLimit, at(910)));
});

test("fifteen wrong tries within an hour lock everywhere", () => {
  const tries = Array.from({ length: 15 }, (_, index) => at(index * 240));
  assert.ok(lockedUntil(tries, everywhereLimit, tries.at(-1)!));
  assert.equal(lockedUntil(tries.slice(1), everywhereLimit, tries.at(-1)!), undefined);
});

test("tries older than what matters never change the answer", () => {
  const gaps = fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 80 });
  fc.assert(
    fc.property(gaps, fc.constantFrom(stationLimit, everywhereLimit), (seconds, limit) => {
      // As in life: what comes while a lock lasts is not counted.
      const tries: Temporal.Instant[] = [];
      let now = start;
      for (const gap of seconds) {
        now = now.add({ seconds: gap });
        const recent = tries.filter((one) => one.epochMilliseconds >= now.epochMilliseconds - TRIES_MATTER_MS);
        assert.deepEqual(lockedUntil(recent, limit, now)?.toString(), lockedUntil(tries, limit, now)?.toString());
        if (!lockedUntil(tries, limit, now)) tries.push(now);
      }
    }),
  );
});

test("a PIN of one digit is too weak, any other is the resident's own business", () => {
  assert.ok(weakPin("000000"));
  assert.ok(!weakPin("123456"));
});

test("a code from staff is eight digits, and spaces or a dash in it do not matter", () => {
  assert.match(newResidentCode(), /^\d{8}$/);
  assert.equal(bareCode(" k7q2-9fxm "), "K7Q29FXM");
});

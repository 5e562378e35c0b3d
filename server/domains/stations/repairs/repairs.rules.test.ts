import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { repairStates } from "#contracts/station-care.ts";
import {
  type Evidence,
  evidenceOf,
  HEALTHY_MINUTES,
  type HealthFacts,
  isClosed,
  isOpenAt,
  type Known,
  repairSteps,
  SILENT_MINUTES,
  verdictOn,
  whatOf,
} from "./repairs.rules.ts";

const start = Temporal.Instant.from("2026-03-02T15:00:00Z");
const at = (minutes: number) => start.add({ minutes });
const well: HealthFacts = {
  now: start,
  inUse: true,
  openNow: true,
  lastSeenAt: start,
  camera: "works",
  microphone: "works",
  echo: { outcome: "good", startedAt: at(-600), camera: "works", microphone: "works", speaker: "works" },
};
const echo = (change: Partial<NonNullable<HealthFacts["echo"]>>) => ({ ...well.echo!, ...change });
const camera = { fault: "camera", foundBy: "system" } as const;

test("a repair never goes back, and what is closed stays closed", () => {
  for (const state of repairStates)
    for (const next of repairSteps[state]) assert.ok(repairStates.indexOf(next) > repairStates.indexOf(state), `${state} to ${next}`);
  assert.deepEqual(repairStates.filter(isClosed), ["fixed", "not_a_fault"]);
});

test("a station that does not answer in opening hours is silent, and nothing else is believed of it", () => {
  const gone = { ...well, lastSeenAt: at(-SILENT_MINUTES - 1), camera: "missing" as const };
  assert.equal(evidenceOf(gone).silent, "broken");
  assert.equal(evidenceOf(gone).camera, "unknown");
  assert.equal(evidenceOf({ ...gone, openNow: false }).silent, "unknown");
  assert.equal(evidenceOf({ ...gone, inUse: false }).silent, "unknown");
  assert.equal(evidenceOf({ ...gone, lastSeenAt: null }).silent, "broken");
});

test("a camera that is missing or blocked is broken; one nobody could ask about is neither", () => {
  for (const camera of ["missing", "denied"] as const) assert.equal(evidenceOf({ ...well, camera }).camera, "broken");
  assert.equal(evidenceOf({ ...well, camera: "unknown", echo: null }).camera, "unknown");
});

test("a weak or failed echo test is a fault of the network, until it is too old to say anything", () => {
  for (const outcome of ["poor", "failed"] as const) {
    assert.equal(evidenceOf({ ...well, echo: echo({ outcome }) }).network, "broken");
    assert.equal(evidenceOf({ ...well, echo: echo({ outcome, startedAt: at(-60 * 40) }) }).network, "unknown");
  }
  assert.equal(evidenceOf({ ...well, echo: null }).network, "unknown");
});

test("with any course of a station's health a fault has at most one open repair, closes only after ten healthy minutes, and none is lost", () => {
  const course = fc.array(fc.constantFrom<Evidence>("broken", "healthy", "unknown"), { minLength: 1, maxLength: 120 });
  fc.assert(
    fc.property(course, (minutes) => {
      let known: Known | undefined;
      let healthyFor = 0;
      for (const [minute, evidence] of minutes.entries()) {
        const now = at(minute);
        const verdict = verdictOn(known, evidence, now);
        if (evidence === "broken") healthyFor = 0;
        if (verdict === "open") {
          assert.ok(!known || known.closedAt !== null);
          known = { ...camera, state: "open", healthySince: null, closedAt: null };
        }
        if (verdict === "note_healthy") {
          known = { ...known!, healthySince: now };
          healthyFor = minute;
        }
        if (verdict === "note_broken") known = { ...known!, healthySince: null };
        if (verdict === "close") {
          assert.ok(minute - healthyFor >= HEALTHY_MINUTES);
          known = { ...camera, state: "fixed", healthySince: null, closedAt: now };
        }
        const openOrJustClosed = known !== undefined && (known.closedAt === null || known.closedAt.until(now).total("minutes") < 15);
        if (evidence === "broken") assert.ok(openOrJustClosed, "a broken station without a repair");
      }
    }),
  );
});

test("what staff called no fault is not found again for a day", () => {
  const known: Known = { ...camera, state: "not_a_fault", healthySince: null, closedAt: start };
  assert.equal(verdictOn(known, "broken", at(23 * 60)), "nothing");
  assert.equal(verdictOn(known, "broken", at(25 * 60)), "open");
});

test("what the night's check says of equipment counts where the station says nothing now; a missing loudspeaker only the check knows", () => {
  const night = { ...well, camera: "unknown" as const, echo: echo({ camera: "denied", microphone: "missing", speaker: "missing" }) };
  const { camera: seen, microphone, sound, network } = evidenceOf(night);
  assert.deepEqual([seen, microphone, sound, network], ["broken", "healthy", "broken", "healthy"]);
  assert.deepEqual([whatOf("camera", night), whatOf("sound", night)], ["denied", "missing"]);
  assert.equal(evidenceOf({ ...night, echo: { ...night.echo, startedAt: at(-60 * 40) } }).sound, "unknown");
  assert.equal(evidenceOf({ ...well, echo: echo({ speaker: null }) }).sound, "unknown", "a kiosk of before says nothing of it");
});

test("a repair that a visit's measurements opened is not closed by a camera that is merely there, and a reported sound not by a loudspeaker", () => {
  const open = { state: "open", healthySince: at(-60), closedAt: null } as const;
  for (const fault of ["camera", "microphone"] as const) {
    assert.equal(verdictOn({ ...open, fault, foundBy: "visit" }, "healthy", start), "nothing");
    assert.equal(verdictOn({ ...open, fault, foundBy: "system" }, "healthy", start), "close");
  }
  assert.equal(verdictOn({ ...open, fault: "silent", foundBy: "visit" }, "healthy", start), "close", "a station that answers is there");
  assert.equal(verdictOn({ ...open, fault: "sound", foundBy: "resident" }, "healthy", start), "nothing");
  assert.equal(verdictOn({ ...open, fault: "sound", foundBy: "system" }, "healthy", start), "close");
});

test("opening hours begin an hour before the first visit, on the facility's own clock", () => {
  const hours = [{ weekday: 1, startsLocal: "09:00", endsLocal: "17:00" }];
  // 2026-03-02 is a Monday; Denver is seven hours behind.
  const open = (clock: string) => isOpenAt(hours, Temporal.Instant.from(`2026-03-02T${clock}:00Z`), "America/Denver");
  assert.deepEqual(["14:59", "15:00", "23:59"].map(open), [false, true, true]);
  assert.equal(isOpenAt(hours, Temporal.Instant.from("2026-03-03T00:00:00Z"), "America/Denver"), false);
  assert.equal(isOpenAt([], start, "America/Denver"), false);
});

import { sql } from "kysely";
import type { Trx } from "#server/platform/database.ts";
import { newId } from "#server/platform/id.ts";
import { keepCost, settleCost } from "./charges.ts";
import { addLines } from "./lines.ts";
import { insertDemoVisit, note } from "./visit.ts";
import type { Made } from "./world.ts";

type Instant = Temporal.Instant;

const DAYS_BACK = 14;
const DAYS_AHEAD = 9;
/** Every how many days each connection has a visit. */
const STEP_DAYS = 3;
/** As in world.ts: days from the birth of the world. */
const CLOSED_DAY = 5;
const SOON_MINUTES = 30;

/** Two weeks of past visits, each with its record, and a week of coming ones, on the facilities' own places. */
export async function addHistory(trx: Trx, made: Made, now: Instant): Promise<void> {
  const approved = made.connections.filter(
    ({ status, contact, resident }) => status === "approved" && contact !== "proof" && resident !== "proof",
  );
  for (const [at, connection] of approved.entries()) {
    const resident = made.residents.get(connection.resident)!;
    const facility = made.facilities.get(resident.facility)!;
    const contact = made.contacts.get(connection.contact)!;
    const { policy } = facility.plan;
    const today = now.toZonedDateTimeISO(facility.timeZone).toPlainDate();
    for (const day of daysOf(at)) {
      // The story's own visit of today is made when somebody comes through a door.
      if (day === 0 && connection.contact === "rosa") continue;
      const date = today.add({ days: day });
      if (!facility.plan.weekdays.includes(date.dayOfWeek)) continue;
      const step = policy.visitMinutes + policy.turnaroundMinutes;
      const start = Temporal.PlainTime.from(facility.plan.startsLocal).add({ minutes: step * (2 + (at % 8)) });
      const startsAt = date.toZonedDateTime({ timeZone: facility.timeZone, plainTime: start }).toInstant();
      const endsAt = startsAt.add({ minutes: policy.visitMinutes });
      const past = Temporal.Instant.compare(endsAt, now) <= 0;
      // Nothing is made up about what goes on just now.
      if (!past && Temporal.Instant.compare(startsAt, now.add({ minutes: SOON_MINUTES })) < 0) continue;
      const usual = startsAt.subtract({ hours: 60 });
      // A coming visit was not booked in days that are still to come.
      const bookedAt = Temporal.Instant.compare(usual, now) < 0 ? usual : now;
      const stationId =
        facility.stationIds[
          (resident.unit * facility.plan.stationsPerUnit + (at % facility.plan.stationsPerUnit)) % facility.stationIds.length
        ]!;
      const visit = {
        agencyId: made.agencyId,
        facilityId: facility.id,
        timeZone: facility.timeZone,
        templateId: facility.templateId,
        connectionId: connection.id,
        stayId: resident.stayId,
        residentId: resident.id,
        contactId: contact.id,
        accountId: contact.accountId,
        stationId,
        startsAt,
        visitMinutes: policy.visitMinutes,
        earlyMinutes: policy.earlyMinutes,
        lateMinutes: policy.lateMinutes,
        recorded: policy.recorded,
        now: bookedAt,
      };
      const visitId = await insertDemoVisit(trx, visit);
      await keepCost(trx, visitId, visit);
      if (past)
        await play(trx, {
          visitId,
          facilityId: facility.id,
          startsAt,
          minutes: policy.visitMinutes,
          turn: Math.abs(day) + at,
          // One line in three was cut, whatever day of its three a connection has its visits on.
          cut: (Math.floor(Math.abs(day) / STEP_DAYS) + at) % 3 === 0,
          recorded: policy.recorded,
          made,
          resident,
          contact,
          stationId,
        });
    }
  }
}

/** Every third day of a connection, and today; the demonstration's closed day, and tomorrow, which is too near to be booked, stay free. */
function daysOf(at: number): number[] {
  const days = new Set([0]);
  for (let day = -DAYS_BACK + (at % STEP_DAYS); day <= DAYS_AHEAD; day += STEP_DAYS) days.add(day);
  return [...days].filter((day) => day !== CLOSED_DAY && day !== 1);
}

interface Past {
  visitId: string;
  facilityId: string;
  startsAt: Instant;
  minutes: number;
  turn: number;
  cut: boolean;
  recorded: boolean;
  made: Made;
  resident: { id: string };
  contact: { accountId: string };
  stationId: string;
}

/** Lets a past visit have happened: well, with a cut line, or not at all. Recordings of the past are not made up. */
async function play(trx: Trx, past: Past): Promise<void> {
  const { visitId, facilityId, startsAt, minutes, turn, cut } = past;
  const endsAt = startsAt.add({ minutes });
  const line = (code: string, seconds: number, facts: Record<string, string | number | boolean | null> = {}) =>
    note(trx, { visitId, facilityId, code, at: startsAt.add({ seconds }), facts });
  const close = (status: "completed" | "missed" | "cancelled", outcome: string, cause: string, at: Instant) =>
    trx
      .updateTable("visits.visit")
      .set({ status, outcome: outcome as never, cause: cause as never, endedAt: at })
      .where("id", "=", visitId)
      .execute();
  const planned = minutes * 60;
  if (turn % 6 === 4) {
    await line("waiting", 5, { side: "family" });
    await line("missed", planned, { outcome: "resident_absent", cause: "resident", connectedSeconds: 0, lostSeconds: planned });
    await close("missed", "resident_absent", "resident", endsAt);
    await settleCost(trx, past, 0, endsAt);
    return;
  }
  if (turn % 7 === 5) {
    await line("cancelled", -7200, { by: "staff", reason: "facility_need" });
    const cancelledAt = startsAt.subtract({ hours: 2 });
    await close("cancelled", "cancelled_by_staff", "staff", cancelledAt);
    await settleCost(trx, past, 0, cancelledAt);
    return;
  }
  const intervals: [number, number][] = cut
    ? [
        [41, 552],
        [680, planned],
      ]
    : [[38, planned]];
  await openPast(trx, past, endsAt);
  await addLines(trx, {
    facilityId,
    visitId,
    startsAt,
    minutes,
    turn,
    cut: cut ? { from: 550, to: 680 } : null,
    people: { family: { id: past.contact.accountId, stationId: null }, resident: { id: past.resident.id, stationId: past.stationId } },
  });
  await line("waiting", -240, { side: "family" });
  await line("waiting", -60, { side: "resident" });
  await line("joined", 8, { side: "resident" });
  await line("joined", 35, { side: "family" });
  await line("connected", intervals[0]![0]);
  if (cut) {
    await line("link_lost", 552, { side: "resident" });
    await line("link_back", 680);
  }
  await line("notice_five", planned - 300);
  await line("notice_one", planned - 60);
  await line("ended_on_time", planned, { side: "system" });
  const seconds = intervals.reduce((sum, [from, to]) => sum + to - from, 0);
  const outcome = cut ? "talked_with_interruptions" : "talked";
  await line("completed", planned, { outcome, cause: "nobody", connectedSeconds: seconds, lostSeconds: planned - seconds });
  for (const [from, to] of intervals)
    await trx
      .insertInto("visits.connected_interval")
      .values({
        id: newId(),
        facilityId,
        visitId,
        during: sql<string>`tstzrange(${startsAt.add({ seconds: from })}, ${startsAt.add({ seconds: to })}, '[)')`,
      })
      .execute();
  await close("completed", outcome, "nobody", endsAt);
  await settleCost(trx, past, seconds, endsAt);
}

async function openPast(trx: Trx, past: Past, endsAt: Instant): Promise<void> {
  const { visitId, facilityId, startsAt } = past;
  const kind = past.recorded ? ("recorded" as const) : ("unrecorded" as const);
  await trx
    .insertInto("visits.live_session")
    .values({
      visitId,
      facilityId,
      kind,
      status: "ended",
      pausedReason: null,
      openedAt: startsAt.subtract({ minutes: 4 }),
      firstConnectedAt: startsAt.add({ seconds: 40 }),
      endedAt: endsAt,
      mediaNode: "history",
      leasedBy: newId(),
      leaseUntil: endsAt,
      ending: "on_time",
      endingBy: "system",
      endingReason: null,
    })
    .execute();
}

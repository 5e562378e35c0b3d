import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { book, givenBooking } from "#server/domains/visits/testing/booking.ts";
import { startSite } from "#server/testing/site.ts";
import { endAll, throughline } from "./testing/run.ts";

// The command has no clock but the machine's own: this world lives in the same day.
const today = Temporal.Now.instant()
  .toZonedDateTimeISO("America/Denver")
  .with({ hour: 10, minute: 0, second: 0, millisecond: 0, microsecond: 0, nanosecond: 0 });
const site = await startSite({ startsAt: Temporal.Now.instant().toString() });
const root = mkdtempSync(path.join(tmpdir(), "throughline-roster-"));
after(async () => {
  endAll();
  await site.close();
  rmSync(root, { recursive: true, force: true });
});

const HEADER = "INMATEID,ADMITTED_DT,DISCHARGED_DT,CUSTODY_LEVEL,INMATE_STATUS_CODE,GENDER\n";

test("a list taken in by the command flags the visits of whoever it releases, and cancels them an hour later", async () => {
  const booking = await givenBooking(site);
  const [resident] = booking.world.residents;
  // The list has brought this resident before.
  await site.owner
    .updateTable("residents.stay")
    .set({ source: "nyc", sourcePerson: "P1", sourceKey: "P1@1" })
    .where("id", "=", resident.stayId)
    .execute();
  const visitId = await book(booking, today.add({ days: 3 }).toInstant().toString());
  await site.runJobs();
  const file = path.join(root, "list.csv");
  writeFileSync(file, `${HEADER}P2,06/01/2024 01:00:00 AM,,MIN,DE,M\n`);
  const { lines, ended } = throughline(["roster", "import", file, "--facility", booking.facility.id, "--confirm"], {
    HOME: root,
    THROUGHLINE_DATA: path.join(root, "data"),
    DATABASE_URL: site.databaseUrl,
  });
  assert.equal(await ended, 0, lines.join("\n"));
  site.clock.set(Temporal.Now.instant().toString());
  await site.runJobs();
  const flags = (await booking.staff("GET", `/api/staff/facilities/${booking.facility.id}/flags`)).json() as {
    visitId: string;
    reason: string;
  }[];
  assert.deepEqual(
    flags.map((flag) => [flag.visitId, flag.reason]),
    [[visitId, "released"]],
  );
  site.clock.advance({ minutes: 61 });
  await site.runJobs();
  const visit = await site.db.selectFrom("visits.visit").selectAll().where("id", "=", visitId).executeTakeFirstOrThrow();
  assert.deepEqual([visit.status, visit.reason], ["cancelled", "resident_released"]);
});

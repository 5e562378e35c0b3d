import assert from "node:assert/strict";
import { after, test } from "node:test";
import type { Evidence } from "#contracts/live.ts";
import { book, givenBooking } from "#server/domains/visits/testing/booking.ts";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { startSite } from "#server/testing/site.ts";
import * as store from "./live.store.ts";
import { flush, takeReport } from "./room-count.ts";
import { closeSamples, sample } from "./room-samples.ts";
import { type LiveParts, legsOf, newState } from "./room-state.ts";

const site = await startSite({ startsAt: "2026-03-02T15:00:00Z" });
after(() => site.close());
const NINE = "2026-03-04T16:00:00Z";
const around = { rooms: 1, roomsBad: 0, stations: 1, stationsBad: 0 };

test("a station whose microphone goes is told of it while the visit runs, and once; a family's phone is no matter of the station's", async () => {
  const booking = await givenBooking(site);
  const visitId = await book(booking, NINE);
  const visit = (await store.findVisit(site.db, visitId))!;
  const now = Temporal.Instant.from(NINE);
  const legIds = { family: newId(), resident: newId() };
  await inTransaction(site.ctx, (tx) =>
    store.insertSession(tx.trx, visit, { server: newId(), mediaNode: "test", now, until: now, legIds }),
  );
  const room = newState(visit);
  room.status = "live";
  for (const leg of legsOf(room)) Object.assign(leg, { status: "joined", everJoined: true, receiving: { audio: true, video: true } });
  const parts = { ctx: site.ctx } as LiveParts;
  let second = 0;
  /** Seconds in which one end's microphone is gone, each written as a running room writes it. */
  const pass = async (seconds: number, gone: "family" | "resident" | null) => {
    for (const end = second + seconds; second < end; second++) {
      const at = now.epochMilliseconds + second * 1000;
      for (const leg of legsOf(room)) {
        const microphone = leg.seat === gone ? "ended" : "works";
        const own = { sound: 50, picture: 60, bytes: 70_000, frames: 24, limited: "none", lost: 0, camera: "works", microphone } as const;
        const came = { sound: 50, picture: 60, frames: 24, frozenMs: 0, concealedMs: 0, lost: 0, roundTripMs: 60, bytes: 70_000 };
        const said: Evidence = { type: "evidence", seq: second, atMs: second * 1000, ...came, own: { ...own, front: true, network: null } };
        takeReport(room, leg, said, at);
      }
      sample(room, at, around);
      await flush(parts, room);
    }
    await site.runJobs();
  };
  const repairs = () => site.db.selectFrom("stations.repair").select(["fault", "foundBy", "state"]).execute();
  const findings = () => site.db.selectFrom("stations.finding").select(["what", "visitId"]).execute();

  await pass(20, "family");
  assert.deepEqual(await repairs(), []);
  await pass(20, "resident");
  assert.deepEqual(await repairs(), [{ fault: "microphone", foundBy: "visit", state: "open" }]);
  await pass(20, null);
  await pass(20, "resident");
  closeSamples(room, now.epochMilliseconds + second * 1000);
  await flush(parts, room);
  await site.runJobs();
  assert.deepEqual(
    [await repairs(), await findings()].map((rows) => rows.length),
    [1, 1],
  );
  assert.deepEqual(await findings(), [{ what: "microphone_gone", visitId }]);
});

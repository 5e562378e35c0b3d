import { setTimeout as delay } from "node:timers/promises";
import { findPair, readyVisit } from "#server/demo/keeper.ts";
import { contacts, DEMO_PASSWORD, DEMO_PIN, emailOf } from "#server/demo/people.ts";
import { makeEnrolmentCode } from "#server/domains/stations/index.ts";
import { connectedSeconds } from "#server/domains/visits/index.ts";
import { listIntervals } from "#server/domains/visits/live/live.store.ts";
import { localBus } from "#server/platform/bus.ts";
import { systemClock } from "#server/platform/clock.ts";
import type { Config } from "#server/platform/config.ts";
import { systemContext } from "#server/platform/context.ts";
import { openData } from "#server/platform/data.ts";
import { openDatabase } from "#server/platform/database.ts";
import { openJobs } from "#server/platform/jobs.ts";
import { createLog } from "#server/platform/log.ts";

const VISIT_MINUTES = 12;
const CLOSED_MS_MAX = 20_000;
const LOOK_EVERY_MS = 100;

/** The two invented people whom a check lets talk, and what it reads back from the database. */
export interface Scene {
  family: { email: string; password: string };
  resident: { bookingNumber: string; pin: string };
  facilityId: string;
  /** A one-time code that makes a browser the pair's kiosk. */
  enrolmentCode(): Promise<string>;
  /** A visit of theirs that can be joined now. */
  readyVisit(): Promise<string>;
  /** Resolves when the visit is closed in the database. */
  closed(visitId: string): Promise<void>;
  /** Recomputed from the stored intervals. */
  connectedSeconds(visitId: string): Promise<number>;
  close(): Promise<void>;
}

/** Opens the scene on the running server's database; undefined in a world that is not a demonstration. */
export async function openScene(config: Config): Promise<Scene | undefined> {
  const data = await openData(config, "command");
  const db = openDatabase(data.appUrl, { max: 2 });
  const log = createLog("silent");
  const ctx = systemContext({ config, db, clock: systemClock, bus: localBus(), jobs: openJobs(data.appUrl, log), log });
  const close = async () => {
    await db.destroy();
    await data.close();
  };
  const pair = await findPair(db, "proof");
  if (!pair?.bookingNumber) {
    await close();
    return undefined;
  }
  const contact = contacts.find(({ key }) => key === "proof")!;
  return {
    family: { email: emailOf(contact), password: DEMO_PASSWORD },
    resident: { bookingNumber: pair.bookingNumber, pin: DEMO_PIN },
    facilityId: pair.facilityId,
    enrolmentCode: async () => (await makeEnrolmentCode(ctx, pair.facilityId, pair.stationId)).code,
    readyVisit: () => db.transaction().execute((trx) => readyVisit(trx, pair, systemClock.now(), VISIT_MINUTES)),
    closed: async (visitId) => {
      for (let waited = 0; waited < CLOSED_MS_MAX; waited += LOOK_EVERY_MS) {
        const { status } = await db.selectFrom("visits.visit").select("status").where("id", "=", visitId).executeTakeFirstOrThrow();
        if (status === "completed" || status === "missed") return;
        await delay(LOOK_EVERY_MS);
      }
      throw new Error("the visit was not closed after both had left");
    },
    connectedSeconds: async (visitId) => connectedSeconds(await listIntervals(db, visitId)),
    close,
  };
}

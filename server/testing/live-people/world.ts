import { keepCost } from "#server/demo/charges.ts";
import { type DemoVisit, insertDemoVisit } from "#server/demo/visit.ts";
import * as identity from "#server/domains/identity/index.ts";
import { addTemplate } from "#server/domains/visits/sessions/index.ts";
import { localBus } from "#server/platform/bus.ts";
import { systemClock } from "#server/platform/clock.ts";
import type { Config } from "#server/platform/config.ts";
import { inTransaction, systemContext } from "#server/platform/context.ts";
import { openData } from "#server/platform/data.ts";
import { type Db, openDatabase } from "#server/platform/database.ts";
import { newId } from "#server/platform/id.ts";
import { openJobs } from "#server/platform/jobs.ts";
import { createLog } from "#server/platform/log.ts";
import { givenMoney, givenTariff } from "#server/testing/money.ts";
import { type GivenStation, givenConnection, givenContact, givenFacility, givenResident, givenStation } from "#server/testing/people.ts";
import type { Seat } from "./leg-of-ours.ts";

/** So many visits that can be joined now, each with people and a station of its own, in a running server's database. */
export interface RoomWorld {
  db: Db;
  visits: string[];
  /** Everybody signed in anew, as of now. */
  seats(count: number): Promise<Seat[]>;
  close(): Promise<void>;
}

interface Pair {
  visitId: string;
  accountId: string;
  inside: { residentId: string; stayId: string; stationId: string; agencyId: string; facilityId: string };
  station: GivenStation;
}

/** Enough for any place of theirs. */
const WALLET_CENTS = 10_000;

/** Makes them, in places that end in `minutes` minutes; where they are priced, what each can cost is kept of a wallet that has enough. */
export async function openRoomWorld(
  config: Config,
  count: number,
  minutes: number,
  { priced = false }: { priced?: boolean } = {},
): Promise<RoomWorld> {
  const data = await openData(config, "command");
  if (!data.ownerUrl) throw new Error("the database is our own");
  const [db, owner] = [openDatabase(data.appUrl, { max: 4 }), openDatabase(data.ownerUrl, { max: 1 })];
  const log = createLog("silent");
  const ctx = systemContext({ config, db, clock: systemClock, bus: localBus(), jobs: openJobs(data.appUrl, log), log });
  const ground = { ctx, owner };
  const agency = await db.selectFrom("facilities.agency").select("id").executeTakeFirstOrThrow();
  const timeZone = "America/New_York";
  const facility = await givenFacility(ground, { agencyId: agency.id, kind: "jail", timeZone });
  const { id: facilityId, agencyId } = facility;
  if (priced) await givenTariff(owner, facility);
  const stations = await inOrder(count, () => givenStation(ground, facility));
  const templateId = newId();
  await inTransaction(ctx, (tx) =>
    addTemplate(
      tx,
      {
        id: templateId,
        facilityId,
        name: { en: "Every day", es: "Todos los días" },
        weekdays: [1, 2, 3, 4, 5, 6, 7],
        startsLocal: "00:00",
        endsLocal: "23:30",
        everyWeeks: 1,
        validFrom: "2026-01-01",
        validTo: null,
        visitMinutes: 30,
        turnaroundMinutes: 0,
      },
      stations.map(({ id }) => id),
    ),
  );
  const pairs = await inOrder(count, async (index): Promise<Pair> => {
    const station = stations[index]!;
    const [resident, contact] = [await givenResident(ground, facility), await givenContact(ground)];
    const connection = await givenConnection(ground, resident, contact);
    if (priced) await givenMoney(ctx, { contactId: contact.id }, WALLET_CENTS);
    const now = systemClock.now();
    const visit: DemoVisit = {
      agencyId,
      facilityId,
      timeZone,
      templateId,
      connectionId: connection.id,
      stayId: resident.stayId,
      residentId: resident.id,
      contactId: contact.id,
      accountId: contact.accountId,
      stationId: station.id,
      startsAt: now.round({ smallestUnit: "minute", roundingMode: "floor" }),
      visitMinutes: minutes,
      earlyMinutes: 15,
      lateMinutes: 10,
      recorded: true,
      now,
    };
    const visitId = await db.transaction().execute(async (trx) => {
      const id = await insertDemoVisit(trx, visit);
      if (priced) await keepCost(trx, id, visit);
      return id;
    });
    const inside = { residentId: resident.id, stayId: resident.stayId, stationId: station.id, agencyId, facilityId };
    return { visitId, accountId: contact.accountId, inside, station };
  });

  async function seatsOf({ visitId, accountId, inside, station }: Pair): Promise<Seat[]> {
    return inTransaction(ctx, async (tx) => {
      await identity.endSignIns(tx, { residentId: inside.residentId }, "signed_in_elsewhere");
      const family = await identity.startSignIn(tx, { realm: "outside", accountId, label: "bench" });
      const resident = await identity.startSignIn(tx, { realm: "inside", ...inside, label: "bench" });
      const pem = station.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
      return [
        { visitId, path: `/api/outside/live?visit=${visitId}`, cookie: `throughline_outside=${family.token}` },
        {
          visitId,
          path: `/api/inside/live?visit=${visitId}`,
          cookie: `throughline_inside=${resident.token}`,
          key: { jwk: station.jwk, pem },
        },
      ];
    });
  }

  return {
    db,
    visits: pairs.map(({ visitId }) => visitId),
    seats: async (wanted) => (await inOrder(wanted, (index) => seatsOf(pairs[index]!))).flat(),
    async close() {
      await db.destroy();
      await owner.destroy();
      await data.close();
    },
  };
}

async function inOrder<T>(count: number, make: (index: number) => Promise<T>): Promise<T[]> {
  const made: T[] = [];
  for (let index = 0; index < count; index++) made.push(await make(index));
  return made;
}

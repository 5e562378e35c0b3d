import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createMediaServer, type MediaServer } from "#server/domains/media/index.ts";
import { type Booking, book, givenBooking } from "#server/domains/visits/testing/booking.ts";
import { createLog } from "#server/platform/log.ts";
import { ensureMediaAddress } from "#server/testing/media-address.ts";
import { type GivenContact, type GivenResident, type GivenStation, givenStaff } from "#server/testing/people.ts";
import { type Site, startSite } from "#server/testing/site.ts";

const FREE_BYTES_MIN = 1_000_000;

/** The Monday on which visits are booked, and the Wednesday's start, in the prison's Denver 09:00. */
export const MONDAY = "2026-03-02T15:00:00Z";
export const NINE = "2026-03-04T16:00:00Z";

/** The whole server with a real media engine, listening on a port of its own. */
export interface LiveSite extends Site {
  address: string;
  media: MediaServer;
}

/** Starts the server as it runs in life: database, engine, sockets. */
export async function startLiveSite(): Promise<LiveSite> {
  const folder = mkdtempSync(path.join(tmpdir(), "throughline-promise-"));
  const media = createMediaServer({
    dataFolder: path.join(folder, "media"),
    log: createLog("silent"),
    address: ensureMediaAddress(),
    recordingFreeBytesMin: FREE_BYTES_MIN,
  });
  await media.start();
  const site = await startSite({ startsAt: MONDAY, deps: { media } });
  return {
    ...site,
    media,
    address: await site.listen(),
    async close() {
      await site.close();
      await media.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A booked visit whose time has come, and whoever has to do with it. */
export interface DueVisit extends Booking {
  visitId: string;
  contact: GivenContact;
  resident: GivenResident;
  station: GivenStation;
  officer: { accountId: string; staffId: string };
}

/** Books a visit on Monday and lets its Wednesday come. */
export async function givenDueVisit(site: LiveSite): Promise<DueVisit> {
  site.clock.set(MONDAY);
  const booking = await givenBooking(site, { stations: 1 });
  const { agencyId, contacts, residents } = booking.world;
  const visitId = await book(booking, NINE);
  site.clock.set(NINE);
  const officer = await givenStaff(site, { agencyId, facilityId: booking.facility.id, role: "visitation_officer" });
  return { ...booking, visitId, contact: contacts[0], resident: residents[0], station: booking.facility.stations[0]!, officer };
}

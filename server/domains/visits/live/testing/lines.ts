import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after } from "node:test";
import { WebSocket } from "ws";
import { type FromParty, type FromStaff, type IceServer, livePaths, type Room } from "#contracts/live.ts";
import { startSignIn } from "#server/domains/identity/index.ts";
import { createMediaServer } from "#server/domains/media/index.ts";
import { createRooms } from "#server/domains/visits/live/index.ts";
import { book, givenBooking } from "#server/domains/visits/testing/booking.ts";
import { inTransaction } from "#server/platform/context.ts";
import { createLog } from "#server/platform/log.ts";
import { kiosk, makeProof } from "#server/testing/callers.ts";
import { ensureMediaAddress } from "#server/testing/media-address.ts";
import { givenStaff } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";

export const MONDAY = "2026-03-02T15:00:00Z";
export const NINE = "2026-03-04T16:00:00Z";

const folder = mkdtempSync(path.join(tmpdir(), "throughline-strangers-"));
export const media = createMediaServer({
  dataFolder: folder,
  log: createLog("silent"),
  address: ensureMediaAddress(),
  recordingFreeBytesMin: 1,
});
await media.start();
export const TURN = { TURN_URLS: "turn:relay.example.org:3478", TURN_SECRET: "the secret of a relay" };
export const site = await startSite({ startsAt: MONDAY, deps: { media }, env: TURN });
const address = (await site.listen()).replace("http", "ws");
after(async () => {
  await site.close();
  await media.stop();
  rmSync(folder, { recursive: true, force: true });
});

export interface Heard {
  type: string;
  room?: Room;
  codes?: string[];
  why?: string;
  watchId?: string;
  state?: string;
  nonce?: string;
  servers?: IceServer[];
}

/** A socket that keeps what it hears; `hears` waits for what fits among the messages from the `from`th on. */
async function open(at: string, cookie: string) {
  const socket = new WebSocket(address + at, { headers: { origin: site.origin, cookie } });
  const heard: Heard[] = [];
  socket.on("message", (bytes) => {
    heard.push(JSON.parse(String(bytes)) as Heard);
    socket.emit("heard");
  });
  await once(socket, "open");
  const hears = async (fits: (message: Heard) => boolean, from = 0): Promise<Heard> => {
    for (;;) {
      const found = heard.slice(from).find(fits);
      if (found) return found;
      await once(socket, "heard", { signal: AbortSignal.timeout(10_000) });
    }
  };
  return { socket, heard, hears, say: (message: FromParty | FromStaff) => socket.send(JSON.stringify(message)) };
}

/** A visit whose waiting room is open on both sides, with lines of your own to it. */
export async function givenLines(options: { mustBeWatched?: boolean; roomKind?: "privileged" } = {}) {
  site.clock.set(MONDAY);
  const booking = await givenBooking(site, { stations: 1 });
  const { agencyId, contacts, residents } = booking.world;
  const facility = booking.facility;
  const visitId = await book(booking, NINE);
  const { roomKind } = options;
  if (roomKind) await site.owner.updateTable("visits.visit").set({ roomKind }).where("id", "=", visitId).execute();
  if (options.mustBeWatched) await site.db.updateTable("visits.visit").set({ mustBeWatched: true }).where("id", "=", visitId).execute();
  site.clock.set(NINE);
  const officer = await givenStaff(site, { agencyId, facilityId: facility.id, role: "visitation_officer" });
  const signIn = (realm: "outside" | "staff", accountId: string, lifetime?: Temporal.DurationLike) =>
    inTransaction(site.ctx, (tx) => startSignIn(tx, { realm, accountId, label: "test", ...(lifetime ? { lifetime } : {}) }));
  const lineOf = async (contact: { accountId: string }) =>
    open(`${livePaths.outside}?visit=${visitId}`, `throughline_outside=${(await signIn("outside", contact.accountId)).token}`);
  const familyLine = () => lineOf(contacts[0]);
  const residentLine = async () => {
    const station = facility.stations[0]!;
    const browser = kiosk(site, station);
    await browser.signIn(residents[0]);
    const at = `${livePaths.inside}?visit=${visitId}`;
    const line = await open(at, browser.cookie());
    const { nonce } = await line.hears(({ type }) => type === "challenge");
    line.say({ type: "proof", proof: await makeProof(station, { method: "GET", path: at, nonce: nonce!, now: site.clock.now() }) });
    return line;
  };
  const staffLine = async (lifetime?: Temporal.DurationLike) => {
    const made = await signIn("staff", officer.accountId, lifetime);
    return { signInId: made.id, ...(await open(livePaths.staff.replace(":facilityId", facility.id), `throughline_staff=${made.token}`)) };
  };
  const interventions = () => site.db.selectFrom("visits.intervention").select("id").where("visitId", "=", visitId).execute();
  const [family, resident] = [await familyLine(), await residentLine()];
  for (const line of [family, resident]) await line.hears(({ room }) => room?.legs.every((leg) => leg.here) === true);
  const partLine = async () =>
    open(
      `${livePaths.part.replace(":facilityId", facility.id)}?visit=${visitId}`,
      `throughline_staff=${(await signIn("staff", officer.accountId)).token}`,
    );
  return { visitId, officer, lineOf, partLine, familyLine, residentLine, staffLine, family, resident, interventions };
}

/** How another server has this visit's room when it takes it up. */
export async function takenUp(visitId: string): Promise<ReturnType<Awaited<ReturnType<ReturnType<typeof createRooms>["at"]>>["state"]>> {
  const rooms = createRooms({ ctx: site.ctx, media, mediaNode: "local", recordFolder: () => folder });
  try {
    return (await rooms.at(visitId)).state();
  } finally {
    await rooms.stop();
  }
}

export const watched = (count: number, live?: boolean) => (message: Heard) =>
  message.room?.watches.length === count && (live === undefined || message.room.watches.every((watch) => watch.live === live));

import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { sql } from "kysely";
import { WebSocket } from "ws";
import { type FromParty, type FromStaff, type IceServer, livePaths, type Room } from "#contracts/live.ts";
import { endSignIns, startSignIn } from "#server/domains/identity/index.ts";
import { createMediaServer } from "#server/domains/media/index.ts";
import { book, givenBooking } from "#server/domains/visits/testing/booking.ts";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { createLog } from "#server/platform/log.ts";
import { kiosk, makeProof } from "#server/testing/callers.ts";
import { ensureMediaAddress } from "#server/testing/media-address.ts";
import { givenStaff } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";

const MONDAY = "2026-03-02T15:00:00Z";
const NINE = "2026-03-04T16:00:00Z";

const folder = mkdtempSync(path.join(tmpdir(), "throughline-strangers-"));
const media = createMediaServer({ dataFolder: folder, log: createLog("silent"), address: ensureMediaAddress(), recordingFreeBytesMin: 1 });
await media.start();
const TURN = { TURN_URLS: "turn:relay.example.org:3478", TURN_SECRET: "the secret of a relay" };
const site = await startSite({ startsAt: MONDAY, deps: { media }, env: TURN });
const address = (await site.listen()).replace("http", "ws");
after(async () => {
  await site.close();
  await media.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Heard {
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

async function given() {
  site.clock.set(MONDAY);
  const booking = await givenBooking(site, { stations: 1 });
  const { agencyId, contacts, residents } = booking.world;
  const facility = booking.facility;
  const visitId = await book(booking, NINE);
  site.clock.set(NINE);
  const officer = await givenStaff(site, { agencyId, facilityId: facility.id, role: "visitation_officer" });
  const signIn = (realm: "outside" | "staff", accountId: string, lifetime?: Temporal.DurationLike) =>
    inTransaction(site.ctx, (tx) => startSignIn(tx, { realm, accountId, label: "test", ...(lifetime ? { lifetime } : {}) }));
  const familyLine = async () =>
    open(`${livePaths.outside}?visit=${visitId}`, `throughline_outside=${(await signIn("outside", contacts[0].accountId)).token}`);
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
  return { visitId, officer, familyLine, residentLine, staffLine, family, resident, interventions };
}

const watched = (count: number, live?: boolean) => (message: Heard) =>
  message.room?.watches.length === count && (live === undefined || message.room.watches.every((watch) => watch.live === live));

test("staff whose sign-in has ended can do nothing more, even on a socket that will not close", async () => {
  const { visitId, staffLine, interventions, family } = await given();
  const line = await staffLine();
  line.say({ type: "watch", watchId: newId(), visitId });
  await family.hears(watched(1));
  // A page of somebody's own making: it answers no close, and goes on talking.
  line.socket.close = () => {};
  await inTransaction(site.ctx, (tx) => endSignIns(tx, { id: line.signInId }, "revoked"));
  const [gone] = [once(line.socket, "close"), await line.hears(({ why }) => why === "signed_out")];
  line.say({ type: "warn", id: newId(), visitId, words: "Still here" });
  line.say({ type: "end", id: newId(), visitId, reason: "other" });
  // Their watch ends with the sign-in, not when their browser likes.
  await family.hears(watched(0), family.heard.findIndex(watched(1)));
  await gone;
  assert.deepEqual(await interventions(), []);
});

test("staff whose sign-in ran out while the socket was open can do nothing more", async () => {
  const { visitId, staffLine, interventions } = await given();
  const line = await staffLine({ minutes: 5 });
  site.clock.advance({ minutes: 6 });
  line.say({ type: "warn", id: newId(), visitId, words: "Still here" });
  await line.hears(({ why }) => why === "signed_out");
  assert.deepEqual(await interventions(), []);
});

test("a watch asked for twice under one id ends with its socket", async () => {
  const { visitId, staffLine, family } = await given();
  const line = await staffLine();
  const watchId = newId();
  line.say({ type: "watch", watchId, visitId });
  line.say({ type: "watch", watchId, visitId });
  line.say({ type: "warn", id: newId(), visitId, words: "After both" });
  await family.hears(({ room }) => room?.notice?.code === "warning");
  line.socket.close();
  await family.hears(watched(0), family.heard.findIndex(watched(1)));
});

test("one officer's watch cannot be taken over or ended under its id by another", async () => {
  const { visitId, staffLine, family } = await given();
  const [first, second] = [await staffLine(), await staffLine()];
  const watchId = newId();
  first.say({ type: "watch", watchId, visitId });
  await family.hears(watched(1));
  second.say({ type: "watch", watchId, visitId });
  await second.hears(({ type }) => type === "refused");
  second.say({ type: "unwatch", watchId });
  second.say({ type: "warn", id: newId(), visitId, words: "After both" });
  const { room } = await family.hears((message) => message.room?.notice?.code === "warning");
  assert.deepEqual(
    room?.watches.map((watch) => watch.watchId),
    [watchId],
  );
});

test("a page that takes another's place has shown nothing: staff get nothing more until it has", async () => {
  const { visitId, staffLine, familyLine, family, resident } = await given();
  const line = await staffLine();
  const watchId = newId();
  line.say({ type: "watch", watchId, visitId });
  for (const side of [family, resident]) {
    await side.hears(watched(1));
    side.say({ type: "seen_watch", watchId });
  }
  await line.hears(({ state }) => state === "live");
  const before = line.heard.length;
  const newer = await familyLine();
  await line.hears(({ state }) => state === "asking", before);
  await resident.hears(watched(1, false), resident.heard.findIndex(watched(1, true)));
  newer.say({ type: "seen_watch", watchId });
  await line.hears(({ state }) => state === "live", before);
  await newer.hears(watched(1, true));
});

test("the server's own role cannot rewrite who watched a visit, or who asked for a reset", async () => {
  for (const statement of [
    sql`update visits.watch set staff_id = gen_random_uuid()`,
    sql`update visits.watch set role = 'overseer'`,
    sql`delete from visits.watch`,
    sql`update identity.factor_reset set requested_by = account_id`,
  ])
    await assert.rejects(statement.execute(site.db), /permission denied/);
});

test("nobody's screen speaks for the other side's, nor for a watch that is not there", async () => {
  const { visitId, staffLine, family, resident } = await given();
  const line = await staffLine();
  const watchId = newId();
  line.say({ type: "watch", watchId, visitId });
  await resident.hears(watched(1));
  for (const id of [watchId, watchId, newId()]) resident.say({ type: "seen_watch", watchId: id });
  resident.say({ type: "chat", id: newId(), words: "After all three" });
  await family.hears((message) => message.type === "chat" && JSON.stringify(message).includes("After all three"));
  assert.ok(!line.heard.some(({ state }) => state === "live"));
});

test("each page is told of the relays before anything is offered, under a name that stands for nobody and ends soon after the visit; the log holds none of it", async () => {
  const { visitId, staffLine, family, resident } = await given();
  const line = await staffLine();
  line.say({ type: "watch", watchId: newId(), visitId });
  await line.hears(({ type }) => type === "watch");
  const told = [family, resident, line].map(({ heard }) => {
    const at = heard.findIndex(({ type }) => type === "ice");
    const offered = heard.findIndex(({ type }) => type === "signal");
    assert.ok(at >= 0 && (offered < 0 || at < offered), heard.map(({ type }) => type).join(" "));
    return heard[at]?.servers?.[0] ?? assert.fail("one relay");
  });
  assert.equal(new Set(told.map(({ username }) => username)).size, 3);
  for (const { urls, username, credential } of told) {
    assert.deepEqual(urls, ["turn:relay.example.org:3478"]);
    const [seconds, mark] = username.split(":");
    const over = Temporal.Instant.fromEpochMilliseconds(Number(seconds) * 1000);
    assert.ok(site.clock.now().until(over).total("hours") < 2, username);
    assert.match(mark ?? "", /^[\w-]{16}$/);
    for (const word of [TURN.TURN_SECRET, username, credential]) assert.ok(!site.logged().includes(word));
  }
});

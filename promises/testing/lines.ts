import assert from "node:assert/strict";
import { once } from "node:events";
import { WebSocket } from "ws";
import { type FromParty, type FromStaff, livePaths, type Room } from "#contracts/live.ts";
import type { TogetherNews } from "#contracts/together.ts";
import { startSignIn } from "#server/domains/identity/index.ts";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { kiosk, makeProof } from "#server/testing/callers.ts";
import type { GivenResident, GivenStation } from "#server/testing/people.ts";
import type { LiveSite } from "./live-site.ts";

/** Long, for a busy machine; nothing waits for it that has come. */
const HEAR_MS_MAX = 60_000;

/** What a page was told, of any realm. */
export interface Heard {
  type: string;
  room?: Room;
  codes?: string[];
  why?: string;
  watchId?: string;
  state?: string;
  nonce?: string;
  news?: TogetherNews;
}

/** A page's open socket, without the page: it says what a page says and keeps what it hears. */
export interface Line {
  heard: Heard[];
  say(message: FromParty | FromStaff): void;
  /** The first message so far, or to come, that fits. */
  hears(fits: (message: Heard) => boolean, what?: string): Promise<Heard>;
  /** As `hears`, of what comes from now on. */
  hearsNext(fits: (message: Heard) => boolean, what?: string): Promise<Heard>;
  /** Carries what it hears on, from now. */
  on(hear: (message: Heard) => void): void;
  close(): Promise<void>;
}

/** The room is in this status, as the page was told. */
export const isRoom =
  (status: Room["status"]) =>
  ({ room }: Heard) =>
    room?.status === status;
/** The page was refused with this code. */
export const refused =
  (code: string) =>
  ({ type, codes }: Heard) =>
    type === "refused" && codes?.includes(code) === true;

/** Opens the socket of somebody outside at this visit. */
export async function familyLine(site: LiveSite, visitId: string, contact: { accountId: string }): Promise<Line> {
  return openLine(site, `${livePaths.outside}?visit=${visitId}`, await cookieOf(site, "outside", contact));
}

/** Opens the socket of staff at this facility. */
export async function staffLine(site: LiveSite, facilityId: string, member: { accountId: string }): Promise<Line> {
  return openLine(site, livePaths.staff.replace(":facilityId", facilityId), await cookieOf(site, "staff", member));
}

/** Signs a resident in at a kiosk, opens its socket at this visit and answers the challenge; waits for the room behind it, if there is one. */
export async function residentLine(site: LiveSite, visitId: string, resident: GivenResident, station: GivenStation): Promise<Line> {
  const browser = kiosk(site, station);
  const signedIn = await browser.signIn(resident);
  assert.ok(signedIn.statusCode < 300, signedIn.body);
  const path = `${livePaths.inside}?visit=${visitId}`;
  const line = await openLine(site, path, browser.cookie());
  const { nonce } = await line.hears(({ type }) => type === "challenge");
  assert.ok(nonce);
  line.say({ type: "proof", proof: await makeProof(station, { method: "GET", path, nonce, now: site.clock.now() }) });
  await line.hears(({ type }) => type === "room" || type === "refused", "what is behind the challenge");
  return line;
}

async function cookieOf(site: LiveSite, realm: "outside" | "staff", { accountId }: { accountId: string }): Promise<string> {
  const signIn = await inTransaction(site.ctx, (tx) => startSignIn(tx, { realm, accountId, label: "test" }));
  return `throughline_${realm}=${signIn.token}`;
}

async function openLine(site: LiveSite, path: string, cookie: string): Promise<Line> {
  const socket = new WebSocket(site.address.replace("http", "ws") + path, { headers: { origin: site.origin, cookie } });
  const heard: Heard[] = [];
  const listeners = new Set<(message: Heard) => void>();
  socket.on("message", (bytes) => {
    const message = JSON.parse(String(bytes)) as Heard;
    heard.push(message);
    for (const listener of [...listeners]) listener(message);
  });
  await once(socket, "open");
  const hearsNext = (fits: (message: Heard) => boolean, what = "what was waited for") =>
    new Promise<Heard>((resolve, reject) => {
      const late = setTimeout(() => {
        listeners.delete(listen);
        reject(new Error(`${what} was never heard; last: ${JSON.stringify(heard.slice(-1))}`));
      }, HEAR_MS_MAX);
      const listen = (message: Heard) => {
        if (!fits(message)) return;
        clearTimeout(late);
        listeners.delete(listen);
        resolve(message);
      };
      listeners.add(listen);
    });
  return {
    heard,
    say: (message) => socket.send(JSON.stringify(message)),
    hears: async (fits, what) => heard.find(fits) ?? hearsNext(fits, what),
    hearsNext,
    on: (hear) => void listeners.add(hear),
    async close() {
      if (socket.readyState === WebSocket.CLOSED) return;
      const closed = once(socket, "close");
      socket.close();
      await closed;
    },
  };
}

/** Resolves once the room has taken everything that this page has said: what a page says is taken in order, a chat line last. */
export async function taken(line: Line): Promise<void> {
  const { resolve, promise } = Promise.withResolvers<void>();
  const id = newId();
  line.on((heard) => {
    if ((heard as { lines?: { id: string }[] }).lines?.some((each) => each.id === id)) resolve();
  });
  line.say({ type: "chat", id, words: "Hello" });
  await promise;
}

/** Reports a second in which everything arrived; resolves once the room has counted it. */
export async function reports(line: Line, second: number): Promise<void> {
  line.say({
    type: "evidence",
    seq: second,
    atMs: (second + 1) * 1000,
    sound: 50,
    picture: 25,
    frames: 25,
    frozenMs: 0,
    concealedMs: 0,
    lost: 0,
    roundTripMs: null,
  });
  await taken(line);
}

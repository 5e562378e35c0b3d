import { createPrivateKey } from "node:crypto";
import { WebSocket } from "ws";
import type { FromParty, Room, Signal, ToParty } from "#contracts/live.ts";
import { makeProof } from "#server/testing/callers.ts";
import type { Clip } from "./clip.ts";
import { type Connection, openConnection } from "./connection.ts";
import { createPlayer, evidenceOf, grown, type Leg, NOTHING } from "./leg.ts";
import { createMeter, type Stretch } from "./meter.ts";

/** What one side of one visit needs to come in: its cookie, and inside also its station's key. */
export interface Seat {
  visitId: string;
  path: string;
  cookie: string;
  key?: { jwk: Parameters<typeof makeProof>[0]["jwk"]; pem: string };
}

const WAIT_MS_MAX = 60_000;
/** How soon a page dials again, and asks again to be let in. */
const AGAIN_MS = 500;

/** One that things can happen to. */
export interface LegOfOurs extends Leg {
  /** When packets of the other side arrived, on this process's clock. */
  heard(): Stretch[];
  /** Its line to the server breaks, or its page is opened anew: it dials again after so long. */
  cutSocket(forMs: number, how: "line" | "page"): void;
  /** Only its sound and picture stop, both ways. */
  cutMedia(isCut: boolean): void;
  /** Its page says nothing of what it receives, as one that a phone put to sleep. */
  silence(isSilent: boolean): void;
}

/** A page of ours without a page: the same socket, the same messages, the same two connections. It dials again where `comesBack` says so. */
export function openLegOfOurs(seat: Seat, at: { origin: string; mediaAddress: string; clip: Clip; comesBack?: boolean }): LegOfOurs {
  const player = createPlayer(at.clip);
  let socket: WebSocket | undefined;
  let send: Connection | undefined;
  let receive: Connection | undefined;
  let attempt = 0;
  let seq = 0;
  let before = NOTHING;
  let total = NOTHING;
  let joinedAt: number | null = null;
  let again = -1;
  let secondsWithMedia = 0;
  let firstAt: number | null = null;
  let chain = Promise.resolve();
  let isCut = false;
  let isSilent = false;
  let dialling: NodeJS.Timeout | undefined;
  /** Let in by this line, and not yet asked to be let into the room. */
  let isBack = false;
  const meter = createMeter();
  const refused: string[] = [];
  const seated = Promise.withResolvers<void>();
  const answered = Promise.withResolvers<void>();
  seated.promise.catch(() => undefined);
  answered.promise.catch(() => undefined);

  const say = (message: FromParty) => socket?.readyState === WebSocket.OPEN && socket.send(JSON.stringify(message));
  const newConnection = () => {
    const connection = openConnection(at.mediaAddress, meter.heard);
    connection.cut(isCut);
    return connection;
  };
  const inTurn = (step: () => Promise<void>) => {
    chain = chain.then(step).catch((error) => void refused.push(String(error)));
  };

  function hear(message: ToParty): void {
    if (message.type === "challenge") void prove(message.nonce);
    if (message.type === "room") settled(message.room);
    if (message.type === "signal") signal(message.message);
    if (message.type === "report") report();
    if (message.type === "rejoin") {
      if (joinedAt === null) receive = undefined;
      else inTurn(enter);
    }
    if (message.type === "refused") {
      refused.push(...message.codes);
      if (at.comesBack && joinedAt !== null && message.codes.includes("media.unavailable")) setTimeout(() => inTurn(enter), AGAIN_MS);
    }
    if (message.type === "closed" && message.why !== "over") refused.push(`closed: ${message.why}`);
  }

  function settled(room: Room): void {
    seated.resolve();
    const mine = room.legs.find(({ seat: of }) => of === room.seat);
    if (joinedAt !== null && mine?.status === "dropped" && attempt > 0) refused.push("dropped");
    if (!isBack) return;
    isBack = false;
    inTurn(() => enter("back"));
  }

  async function prove(nonce: string): Promise<void> {
    if (!seat.key) return;
    const key = { jwk: seat.key.jwk, privateKey: createPrivateKey(seat.key.pem) };
    say({ type: "proof", proof: await makeProof(key, { method: "GET", path: seat.path, nonce, now: Temporal.Now.instant() }) });
  }

  function signal(message: Signal): void {
    if (message.type === "offer")
      inTurn(async () => {
        receive ??= newConnection();
        say({ type: "signal", message: { type: "answer", pc: "receive", sdp: await receive.answer(message.sdp) } });
      });
    if (message.type === "answer" && message.attempt === attempt)
      inTurn(async () => {
        await send?.accept(message.sdp);
        const connection = send;
        void connection?.up.then(() => {
          player.start(connection);
          answered.resolve();
        }, answered.reject);
      });
    if (message.type === "candidate" && message.candidate) {
      const { candidate, sdpMid = null, sdpMLineIndex = null } = message.candidate;
      const connection = message.pc === "send" ? send : receive;
      inTurn(async () => connection?.candidate({ candidate, sdpMid, sdpMLineIndex }));
    }
  }

  /** Whoever comes back over a new line receives over what was prepared for that line. */
  async function enter(how?: "back"): Promise<void> {
    again += 1;
    player.stop();
    const isAnew = again > 0 && how !== "back";
    const old = isAnew ? [send, receive] : [send];
    for (const connection of old) void connection?.close();
    if (isAnew) receive = undefined;
    before = NOTHING;
    attempt += 1;
    say({ type: "join", consent: true });
    send = newConnection();
    say({ type: "signal", message: { type: "offer", pc: "send", sdp: await send.offer(), attempt } });
    say({ type: "sending", microphone: true, camera: true });
  }

  function report(): void {
    if (joinedAt === null || isSilent) return;
    const now = { ...(receive?.received() ?? NOTHING), sent: send?.received().sent ?? 0 };
    const growth = grown(before, now);
    before = now;
    firstAt ??= now.firstAt;
    total = sum(total, growth);
    if (growth.sound > 0 && growth.picture > 0) secondsWithMedia += 1;
    say(evidenceOf(growth, seq++, seat.key ? "family" : "resident"));
  }

  function dial(): void {
    const url = at.origin.replace("http", "ws") + seat.path;
    const opened = new WebSocket(url, { headers: { cookie: seat.cookie, origin: at.origin } });
    socket = opened;
    opened.on("message", (bytes) => hear(JSON.parse(String(bytes)) as ToParty));
    opened.on("error", (error) => seated.reject(error));
    opened.on("close", () => {
      seated.reject(new Error(`not let in: ${refused.join(", ")}`));
      if (at.comesBack && socket === opened) dialAgain(AGAIN_MS, "line");
    });
  }

  function dialAgain(afterMs: number, how: "line" | "page"): void {
    const old = socket;
    socket = undefined;
    old?.removeAllListeners("message");
    old?.terminate();
    const sent = how === "page" ? [send, receive] : [];
    for (const connection of sent) void connection?.close();
    clearTimeout(dialling);
    dialling = setTimeout(() => {
      player.stop();
      void receive?.close();
      receive = undefined;
      before = NOTHING;
      isBack = joinedAt !== null;
      dial();
    }, afterMs);
  }

  return {
    async wait() {
      dial();
      await within(seated.promise);
    },
    heard: meter.stretches,
    cutSocket: dialAgain,
    cutMedia(now) {
      isCut = now;
      for (const connection of [send, receive]) connection?.cut(now);
    },
    silence(now) {
      isSilent = now;
    },
    async join() {
      joinedAt = performance.now();
      inTurn(enter);
      await within(answered.promise);
    },
    tick: player.tick,
    report,
    seen: () => {
      const received = { ...total, firstAt: firstAt ?? receive?.received().firstAt ?? null };
      return { room: seat.visitId, joinedAt, received, again: Math.max(0, again), secondsWithMedia, refused };
    },
    async close(how) {
      if (how === "leave") {
        report();
        say({ type: "leave" });
        // Both sides' goodbyes are heard before the line ends.
        await new Promise((resolve) => setTimeout(resolve, 1000));
      }
      player.stop();
      clearTimeout(dialling);
      const closing = socket;
      socket = undefined;
      closing?.removeAllListeners("message");
      closing?.close();
      await Promise.all([send?.close(), receive?.close()]);
    },
  };
}

const sum = (one: typeof NOTHING, other: typeof NOTHING) => ({
  sound: one.sound + other.sound,
  picture: one.picture + other.picture,
  frames: one.frames + other.frames,
  lost: one.lost + other.lost,
  bytes: one.bytes + other.bytes,
  concealedMs: one.concealedMs + other.concealedMs,
  sent: one.sent + other.sent,
  firstAt: one.firstAt ?? other.firstAt,
});

function within(promise: Promise<void>): Promise<void> {
  let late: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((_, reject) => {
    late = setTimeout(() => reject(new Error("a made-up page waited too long")), WAIT_MS_MAX);
  });
  return Promise.race([promise, timeout]).finally(() => clearTimeout(late));
}

import type { Log } from "#server/platform/log.ts";
import { type Handle, type HandleEvent, isEngineError } from "./janus/client.ts";
import * as engine from "./janus/videoroom.ts";
import type { FromBrowser, MediaEvent, MediaKind, Pc, PictureMode, ToBrowser } from "./media.types.ts";
import type { SentPicture } from "./picture.rules.ts";
import { createReceiveLeg, type ReceiveLeg, type ReceiveLegOptions, type Withheld } from "./receive-leg.ts";
import { pageConnectionOf } from "./sdp.rules.ts";
import { serial } from "./serial.ts";

/** `party` sends and receives; `watcher` only receives, and weighs nothing on the parties' picture. */
export type Role = "party" | "watcher";

export interface MemberOptions {
  id: string;
  roomId: string;
  role: Role;
  maxKbps: number;
  log: Log;
  emit(event: MediaEvent): void;
  withheld(feedId: string): Withheld;
  /** Does the task while nothing that is withheld of these feeds reaches anybody. */
  holding: ReceiveLegOptions["holding"];
  /** This member's connections begin anew: what was known of the link is not known of the next. */
  anew(): void;
}

export interface Member {
  id: string;
  role: Role;
  /** Whom to tell: the newest page of this person. */
  sendTo(send: (message: ToBrowser) => void): void;
  /** Makes ready what this person will receive, and withholds all of it until `join`. */
  prepare(room: engine.EngineRoom | undefined): Promise<void>;
  /** Lets in whoever was prepared; anybody else joins the room in the engine, replacing an earlier join. */
  join(room: engine.EngineRoom | undefined): Promise<void>;
  /** The engine is back: joins as before, and the page is told to start anew. */
  again(room: engine.EngineRoom): Promise<void>;
  exit(): Promise<void>;
  /** The engine is gone, and everything in it. */
  lost(): void;
  signal(message: FromBrowser): Promise<void>;
  applyWithheld(): Promise<void>;
  keyframe(): Promise<void>;
  /** Whom this member receives. */
  feeds(): string[];
  /** Holds what this member sends to what the others' links carry; the page is told how. */
  sendPicture(picture: SentPicture): void;
  /** What this member's own link carries of the others. */
  takePicture(mode: PictureMode): void;
  /** Keeps this of what the person sends now from everybody, and says how to let go of it. */
  hold(what: Withheld): Promise<() => Promise<void>>;
  /** Kinds of packets that arrive from this person now. */
  receiving(): MediaKind[];
  /** Sends a picture now and then, or is being stopped: its file hardly grows. */
  sendsSlowly(): boolean;
}

interface Inside {
  room: engine.EngineRoom;
  handle: Handle;
  receive: ReceiveLeg;
  /** The page's own number for its sending peer connection; another number is another connection. */
  pageConnection: string | undefined;
  /**
   * A party's page offers first and is answered first: what it says before belongs to a connection it has dropped, and
   * an offer of ours that came before the answer would look to it like one of those.
   */
  awaitingOffer: boolean;
  heldOffer: string | undefined;
  up: Set<Pc>;
  receiving: Set<MediaKind>;
  published: engine.PublishedStream[];
  /** How many hold back each of its streams. */
  held: Map<string, number>;
}

const ALL: Withheld = { sound: true, picture: true };
const NOTHING: Withheld = { sound: false, picture: false };
const HANGUP_GRACE_MS = 1000;
/** The engine reports one dead peer in five: a page from which nothing comes for this long is told to start anew. */
const SILENT_MAX_MS = 5000;
const CONNECT_MAX_MS = 6000;
const KEYFRAME_EVERY_MS = 500;
const QUEUE_EMPTIES_MS = 450;

/** One person in one room. Everything that happens to a member happens strictly in order. */
export function createMember(options: MemberOptions): Member {
  const { id, roomId, role, emit } = options;
  const inOrder = serial();
  let send: (message: ToBrowser) => void = () => undefined;
  let inside: Inside | undefined;
  let hangup: NodeJS.Timeout | undefined;
  let silence: NodeJS.Timeout | undefined;
  let whole: NodeJS.Timeout | undefined;
  let keyframeAt = 0;
  let waiting = false;

  let sends: SentPicture = { kbps: options.maxKbps, mode: "moving", shrink: 1 };
  let takes: PictureMode = "moving";

  /**
   * What was cut off in the middle of a picture is whole again with the next one; asked for at once, that one would only meet the queue that was
   * the reason for the cut.
   */
  function wholeSoon(): void {
    clearTimeout(whole);
    whole = setTimeout(
      () => void quietly(async () => void (inside && (await engine.requestKeyframe(inside.handle)))),
      QUEUE_EMPTIES_MS,
    ).unref();
  }

  /** In order, for news that has no caller to tell: a dead engine says so itself, the rest is logged. */
  function quietly(task: () => Promise<void>): Promise<void> {
    return inOrder(task).catch((error: unknown) => {
      if (!(isEngineError(error) && error.code === 0))
        options.log.warn({ event: "media.member_failed", roomId, err: error }, "a media step failed");
    });
  }

  async function enterNow(room: engine.EngineRoom, again: boolean): Promise<void> {
    await exitNow();
    const life: { inside?: Inside } = {};
    const mine = (act: (now: Inside) => Promise<void> | void) =>
      quietly(async () => void (life.inside && life.inside === inside && (await act(life.inside))));
    const handle = await room.session.attach((event) => void mine((now) => onSendEvent(now, event)));
    const joined = await engine.joinAsPublisher(handle, room, id);
    const receive = createReceiveLeg({
      room,
      privateId: joined.privateId,
      holding: options.holding,
      withheld: (feed) => (waiting ? ALL : role === "party" ? kept(options.withheld(feed)) : NOTHING),
      offer: ({ sdp }) => offerTo(life.inside, sdp),
      onEvent: (event) => void mine((now) => onLegEvent(now, "receive", event)),
      onUnanswered: () => void mine((now) => enterNow(now.room, true)),
    });
    life.inside = inside = {
      room,
      handle,
      receive,
      pageConnection: undefined,
      // Whoever waits has dropped nothing, and offers nothing yet.
      awaitingOffer: role === "party" && !waiting,
      heldOffer: undefined,
      up: new Set(),
      receiving: new Set(),
      published: [],
      held: new Map(),
    };
    if (again) send({ type: "rejoin" });
    receive.arrived(joined.publishing);
    await receive.reconcile();
  }

  function offerTo(now: Inside | undefined, sdp: string): void {
    if (now?.awaitingOffer) now.heldOffer = sdp;
    else send({ type: "offer", pc: "receive", sdp });
  }

  const kept = (withheld: Withheld): Withheld => (takes === "none" ? { ...withheld, picture: true } : withheld);

  async function exitNow(): Promise<void> {
    const was = leaveBehind();
    if (was) await Promise.all([was.handle.detach(), was.receive.close()]);
  }

  function leaveBehind(): Inside | undefined {
    clearTimeout(hangup);
    clearTimeout(silence);
    clearTimeout(whole);
    const was = inside;
    inside = undefined;
    if (!was) return undefined;
    options.anew();
    sends = { kbps: options.maxKbps, mode: "moving", shrink: 1 };
    took("moving");
    legDown(was, "send");
    legDown(was, "receive");
    return was;
  }

  function legDown(now: Inside, pc: Pc): void {
    if (pc === "send") for (const kind of now.receiving) received(now, kind, false, 0);
    if (now.up.delete(pc)) emit({ type: "leg", roomId, participantId: id, pc, up: false });
  }

  function received(now: Inside, kind: MediaKind, receiving: boolean, silentMs: number): void {
    if (receiving) now.receiving.add(kind);
    else now.receiving.delete(kind);
    emit({ type: "receiving", roomId, participantId: id, kind, receiving, silentMs });
  }

  function startAnewIn(now: Inside, afterMs: number): NodeJS.Timeout {
    return setTimeout(() => void quietly(async () => void (inside === now && (await enterNow(now.room, true)))), afterMs).unref();
  }

  async function onSendEvent(now: Inside, event: HandleEvent): Promise<void> {
    const { janus, message } = event;
    if (janus === "event") {
      const { arrived, gone } = engine.roomNews(event.data);
      now.receive.gone(gone);
      now.receive.arrived(arrived.filter((feed) => feed !== id));
      await now.receive.reconcile();
    } else if (janus === "media") {
      const kind = message.type === "audio" ? "audio" : "video";
      const receiving = message.receiving === true;
      received(now, kind, receiving, receiving ? 0 : Math.round(Number(message.seconds ?? 0) * 1000));
      clearTimeout(silence);
      if (now.receiving.size === 0) silence = startAnewIn(now, SILENT_MAX_MS);
    } else onLegEvent(now, "send", event);
  }

  function took(mode: PictureMode): void {
    if (takes === mode) return;
    takes = mode;
    emit({ type: "picture", roomId, participantId: id, mode });
  }

  function onLegEvent(now: Inside, pc: Pc, { janus, message }: HandleEvent): void {
    if (janus === "webrtcup") {
      clearTimeout(hangup);
      now.up.add(pc);
      emit({ type: "leg", roomId, participantId: id, pc, up: true });
    } else if (janus === "slowlink") {
      // The engine speaks as of the page: "uplink" is what it sends there, so this is what does not come in.
      if (pc === "send" && message.uplink === false)
        emit({ type: "missed", roomId, participantId: id, packets: Number(message.lost ?? 0) });
    } else if (janus === "hangup") {
      legDown(now, pc);
      // A page that closed its connection knows what it does next; one whose link broke may not have noticed.
      if (message.reason === "DTLS alert") return;
      clearTimeout(hangup);
      hangup = startAnewIn(now, HANGUP_GRACE_MS);
    }
  }

  async function holdMore(now: Inside, mid: string, more: 1 | -1): Promise<void> {
    const holds = (now.held.get(mid) ?? 0) + more;
    now.held.set(mid, holds);
    // What is gone in the meantime is sent to nobody.
    if (now === inside && (more === 1 ? holds === 1 : holds === 0))
      await engine.holdStream(now.room, id, mid, more === 1).catch(() => undefined);
  }

  async function signalNow(message: FromBrowser): Promise<void> {
    if (!inside) return;
    if (message.type === "offer" && message.pc === "send") return role === "party" && !waiting ? offered(message) : undefined;
    if (inside.awaitingOffer) return;
    if (message.type === "answer" && message.pc === "receive") {
      return inside.receive.answer({ type: "answer", sdp: message.sdp, ...("e2ee" in message ? { e2ee: true } : {}) });
    }
    if (message.type === "candidate") {
      const candidate = message.candidate ?? { completed: true };
      return message.pc === "send" ? inside.handle.trickle(candidate) : inside.receive.trickle(candidate);
    }
  }

  async function offered(message: FromBrowser & { type: "offer" }): Promise<void> {
    const connection = pageConnectionOf(message.sdp);
    // A page that began anew by itself: its new connection cannot continue the old one.
    if (inside?.pageConnection !== undefined && inside.pageConnection !== connection) await enterNow(inside.room, false);
    if (!inside) return;
    const now = inside;
    now.pageConnection = connection;
    const offer = { type: "offer" as const, sdp: message.sdp, ...("e2ee" in message ? { e2ee: true } : {}) };
    const { answer, streams } = await engine.publish(now.handle, offer, sends.kbps);
    clearTimeout(silence);
    now.published = streams;
    if (streams.length > 0 && now.receiving.size === 0) silence = startAnewIn(now, CONNECT_MAX_MS);
    send({ type: "answer", pc: "send", sdp: answer.sdp, ...(message.attempt === undefined ? {} : { attempt: message.attempt }) });
    now.awaitingOffer = false;
    const { heldOffer } = now;
    now.heldOffer = undefined;
    if (heldOffer) offerTo(now, heldOffer);
  }

  return {
    id,
    role,
    sendTo: (newest) => {
      send = newest;
    },
    prepare: (room) =>
      inOrder(async () => {
        waiting = true;
        if (room) await enterNow(room, false);
      }),
    join: (room) =>
      inOrder(async () => {
        const prepared = waiting ? inside : undefined;
        waiting = false;
        // The engine asks the senders for a whole picture when a withheld one is let through.
        if (prepared) await prepared.receive.applyWithheld();
        else if (room) await enterNow(room, false);
      }),
    again: (room) => inOrder(() => enterNow(room, true)),
    exit: async () => {
      await quietly(exitNow);
    },
    lost: () => void leaveBehind(),
    signal: (message) => inOrder(() => signalNow(message)),
    applyWithheld: () => quietly(async () => inside?.receive.applyWithheld()),
    keyframe: () =>
      quietly(async () => {
        if (!inside || performance.now() - keyframeAt < KEYFRAME_EVERY_MS) return;
        keyframeAt = performance.now();
        await engine.requestKeyframe(inside.handle);
      }),
    feeds: () => inside?.receive.feeds() ?? [],
    sendPicture: (picture) =>
      void quietly(async () => {
        const before = sends;
        sends = picture;
        const { mode, shrink } = picture;
        if (mode !== before.mode || shrink !== before.shrink) send({ type: "picture", mode, shrink });
        if (!inside) return;
        await engine.setBitrate(inside.handle, picture.kbps);
        if (before.mode === "none") await engine.requestKeyframe(inside.handle);
        if (picture.kbps < before.kbps) wholeSoon();
      }),
    takePicture: (mode) =>
      void quietly(async () => {
        const before = takes;
        took(mode);
        if ((before === "none") === (mode === "none")) return;
        await inside?.receive.applyWithheld();
      }),
    async hold(what) {
      const now = inside;
      if (!now) return async () => undefined;
      const mids = now.published.filter(({ kind }) => (kind === "audio" ? what.sound : what.picture)).map(({ mid }) => mid);
      await Promise.all(mids.map((mid) => holdMore(now, mid, 1)));
      return async () => void (await Promise.all(mids.map((mid) => holdMore(now, mid, -1))));
    },
    receiving: () => [...(inside?.receiving ?? [])],
    sendsSlowly: () => sends.mode !== "moving",
  };
}

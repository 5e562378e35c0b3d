import { z } from "zod";
import { type Handle, isEngineError, type Jsep, type Session } from "./client.ts";

/** The engine's number for "this id is in the room already". */
const ID_TAKEN = 436;
const ID_TAKEN_TRIES = 20;
const ID_TAKEN_PAUSE_MS = 50;

/** One open room as the engine knows it. */
export interface EngineRoom {
  roomId: string;
  session: Session;
  control: Handle;
  secret: string;
  adminKey: string;
}

export interface EngineRoomOptions {
  maxKbps: number;
  record: boolean;
  /** Undefined: nothing that happens in this room can be written anywhere. */
  recordFolder: string | undefined;
  e2ee: boolean;
}

const PUBLISHERS_MAX = 12;
const NOWHERE = "/dev/null/none";

/** Creates the room in the engine. */
export async function createRoom(room: EngineRoom, options: EngineRoomOptions): Promise<void> {
  await room.control.ask({
    request: "create",
    room: room.roomId,
    admin_key: room.adminKey,
    secret: room.secret,
    is_private: true,
    permanent: false,
    publishers: PUBLISHERS_MAX,
    bitrate: options.maxKbps * 1000,
    bitrate_cap: true,
    fir_freq: 0,
    audiocodec: "opus",
    videocodec: "vp8",
    opus_fec: true,
    // A kicked person's subscriptions end with the person only when each must show who it belongs to.
    require_pvtid: true,
    require_e2ee: options.e2ee,
    record: options.record,
    rec_dir: options.recordFolder ?? NOWHERE,
    lock_record: true,
  });
}

/** Ends the room and all that hangs on it: destroying the session alone would leave the room itself. */
export async function destroyRoom(room: EngineRoom): Promise<void> {
  await room.control.ask({ request: "destroy", room: room.roomId, secret: room.secret }).catch(() => undefined);
  await room.session.destroy();
}

export async function enableRecording(room: EngineRoom, record: boolean): Promise<void> {
  await room.control.ask({ request: "enable_recording", room: room.roomId, secret: room.secret, record });
}

export async function kickParticipant(room: EngineRoom, id: string): Promise<void> {
  await room.control.ask({ request: "kick", room: room.roomId, secret: room.secret, id });
}

const Announced = z.array(z.looseObject({ id: z.string() }));
const Joined = z.looseObject({ private_id: z.number(), publishers: Announced.default([]) });

export interface JoinedRoom {
  privateId: number;
  publishing: string[];
}

/** Joins as one who may publish; says who publishes now. */
export async function joinAsPublisher(handle: Handle, room: EngineRoom, id: string): Promise<JoinedRoom> {
  for (let tries = 1; ; tries += 1) {
    try {
      const { data } = await handle.ask({ request: "join", ptype: "publisher", room: room.roomId, id });
      const joined = Joined.parse(data);
      return { privateId: joined.private_id, publishing: joined.publishers.map((publisher) => publisher.id) };
    } catch (error) {
      // An older join of this id may take a moment to be gone from the room.
      const taken = isEngineError(error) && error.code === ID_TAKEN && tries < ID_TAKEN_TRIES;
      if (!taken) await handle.detach();
      if (!taken) throw error;
      await new Promise((resolve) => setTimeout(resolve, ID_TAKEN_PAUSE_MS));
    }
  }
}

const Published = z.looseObject({
  streams: z.array(z.looseObject({ type: z.string(), mid: z.string(), disabled: z.boolean().optional() })).default([]),
});
export interface PublishedStream {
  mid: string;
  kind: "audio" | "video";
}

/** Publishes, or renegotiates, with the browser's offer; `streams` are those of its tracks that were taken. */
export async function publish(handle: Handle, offer: Jsep, maxKbps: number): Promise<{ answer: Jsep; streams: PublishedStream[] }> {
  const { data, jsep } = await handle.ask({ request: "configure", bitrate: maxKbps * 1000 }, offer);
  if (!jsep) throw new Error("the engine answered an offer without an answer");
  const streams = Published.parse(data).streams.flatMap(({ mid, type, disabled }) =>
    !disabled && (type === "audio" || type === "video") ? [{ mid, kind: type as "audio" | "video" }] : [],
  );
  return { answer: jsep, streams };
}

/** Keeps one stream of a person from everybody, and from the recording, until it is let through again. */
export async function holdStream(room: EngineRoom, id: string, mid: string, mute: boolean): Promise<void> {
  await room.control.ask({ request: "moderate", room: room.roomId, secret: room.secret, id, mid, mute });
}

export async function setBitrate(handle: Handle, kbps: number): Promise<void> {
  await handle.ask({ request: "configure", bitrate: Math.round(kbps * 1000) });
}

export async function requestKeyframe(handle: Handle): Promise<void> {
  await handle.ask({ request: "configure", keyframe: true });
}

export interface SubscribedStream {
  mid: string;
  kind: "audio" | "video";
  feedId: string;
}
const Subscribed = z.looseObject({
  streams: z
    .array(z.looseObject({ mid: z.string(), type: z.string(), feed_id: z.string().optional(), active: z.boolean().optional() }))
    .default([]),
});
export interface Subscription {
  /** Undefined when nothing had to be negotiated. */
  offer: Jsep | undefined;
  streams: SubscribedStream[];
}

/** Subscribes to feeds on a new handle. The browser finds each feed's tracks in a stream named after it. */
export async function subscribe(handle: Handle, room: EngineRoom, privateId: number, feeds: string[]): Promise<Subscription> {
  const reply = await handle.ask({
    request: "join",
    ptype: "subscriber",
    room: room.roomId,
    private_id: privateId,
    use_msid: true,
    // We renegotiate when we know why; an offer of the engine's own could cross one of ours.
    autoupdate: false,
    streams: feeds.map((feed) => ({ feed })),
  });
  return toSubscription(reply);
}

/** Adds feeds to a subscription. */
export async function subscribeMore(handle: Handle, feeds: string[]): Promise<Subscription> {
  return toSubscription(await handle.ask({ request: "update", subscribe: feeds.map((feed) => ({ feed })) }));
}

export async function startSubscription(handle: Handle, answer: Jsep): Promise<void> {
  await handle.ask({ request: "start" }, answer);
}

/** Lets single streams of a subscription through, or keeps them back. */
export async function setSending(handle: Handle, streams: { mid: string; send: boolean }[]): Promise<void> {
  await handle.ask({ request: "configure", streams });
}

function toSubscription({ data, jsep }: { data: object; jsep?: Jsep }): Subscription {
  const streams = Subscribed.parse(data).streams.flatMap(({ mid, type, feed_id, active }) =>
    feed_id && active !== false && (type === "audio" || type === "video")
      ? [{ mid, kind: type as "audio" | "video", feedId: feed_id }]
      : [],
  );
  return { offer: jsep && { ...jsep, sdp: asDtlsClient(jsep.sdp) }, streams };
}

/**
 * Has the engine begin the DTLS handshake instead of leaving it to the browser (RFC 5763, 5): the engine's first message
 * goes out the moment a path is found, which shows the first picture some 30 ms sooner.
 */
function asDtlsClient(sdp: string): string {
  return sdp.replaceAll("a=setup:actpass", "a=setup:active");
}

const RoomNews = z.looseObject({
  publishers: Announced.optional(),
  unpublished: z.unknown().optional(),
  leaving: z.unknown().optional(),
  kicked: z.unknown().optional(),
});

/** What changed in the room, from an event on a publisher's handle. */
export function roomNews(data: object): { arrived: string[]; gone: string[] } {
  const news = RoomNews.parse(data);
  const gone = [news.unpublished, news.leaving, news.kicked].filter((id) => typeof id === "string" && id !== "ok") as string[];
  return { arrived: (news.publishers ?? []).map((publisher) => publisher.id), gone };
}

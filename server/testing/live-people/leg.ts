import type { Evidence, Seat } from "#contracts/live.ts";
import { type Clip, FRAMES_PER_SECOND, SOUND_PACKET_MS } from "./clip.ts";
import type { Connection, Received } from "./connection.ts";

/** One made-up person of a room, with two connections as a page has them. */
export interface Leg {
  /** Up to the waiting room; nothing is sent. */
  wait(): Promise<void>;
  /** Presses Join; resolves when what is sent leaves. */
  join(): Promise<void>;
  /** Sends whatever is due. */
  tick(now: number): void;
  /** Once a second. */
  report(): void;
  seen(): LegSeen;
  /** Hangs up, or only goes away as a lost line does. */
  close(how: "leave" | "vanish"): Promise<void>;
}

export interface LegSeen {
  room: string;
  joinedAt: number | null;
  received: Received;
  /** How often everything had to begin anew. */
  again: number;
  /** Whole seconds in which packets of both kinds came. */
  secondsWithMedia: number;
  refused: string[];
}

const PICTURE_CLOCK = 90;
const SOUND_CLOCK = 48;

/** Plays a clip over a connection for ever, each leg from a point of its own so that not all send in the same instant. */
export function createPlayer(clip: Clip): { start(connection: Connection): void; stop(): void; tick(now: number): void } {
  const turnMs = clip.seconds * 1000;
  const apartMs = Math.random() * (1000 / FRAMES_PER_SECOND);
  let to: Connection | undefined;
  let startedAt = 0;
  let picture = 0;
  let sound = 0;
  return {
    start(connection) {
      to = connection;
      // A browser begins with a whole picture too.
      picture = 0;
      sound = 0;
      startedAt = performance.now() + apartMs;
    },
    stop: () => {
      to = undefined;
    },
    tick(now) {
      if (!to) return;
      const passedMs = now - startedAt;
      for (;;) {
        const packet = clip.picture[picture % clip.picture.length]!;
        const atMs = Math.floor(picture / clip.picture.length) * turnMs + packet.atMs;
        if (atMs > passedMs) break;
        to.sendPicture(packet, Math.round(atMs * PICTURE_CLOCK));
        picture += 1;
      }
      for (; sound * SOUND_PACKET_MS <= passedMs; sound++)
        to.sendSound(clip.sound[sound % clip.sound.length]!, sound * SOUND_PACKET_MS * SOUND_CLOCK);
    },
  };
}

export const NOTHING: Received = { sound: 0, picture: 0, frames: 0, lost: 0, bytes: 0, concealedMs: 0, firstAt: null, sent: 0 };

/** What arrived between two looks at one connection; it may have begun anew. */
export function grown(before: Received, now: Received): Received {
  const anew = now.bytes < before.bytes;
  const by = (name: "sound" | "picture" | "frames" | "lost" | "bytes" | "concealedMs" | "sent") =>
    Math.max(0, now[name] - (anew ? 0 : before[name]));
  return {
    sound: by("sound"),
    picture: by("picture"),
    frames: by("frames"),
    lost: by("lost"),
    bytes: by("bytes"),
    concealedMs: by("concealedMs"),
    sent: by("sent"),
    firstAt: now.firstAt,
  };
}

/** A second's report as a page makes it, of what came from one other. */
export function evidenceOf(growth: Received, seq: number, seat: Seat): Evidence {
  const { sound, picture, frames, lost, bytes } = growth;
  const concealedMs = Math.round(growth.concealedMs);
  const from = [{ seat, sound, picture, frames, frozenMs: 0, concealedMs }];
  return {
    type: "evidence",
    seq,
    atMs: performance.now(),
    sound,
    picture,
    frames,
    lost,
    bytes,
    frozenMs: 0,
    concealedMs,
    roundTripMs: null,
    from,
  };
}

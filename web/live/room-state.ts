import type { Evidence, Seat, ToParty } from "#contracts/live.ts";
import type { Reaching, RoomSnapshot } from "./room-types.ts";

/** How the page's view of its room changes; pure, so that a whole visit can be played through in a test. */

interface Told {
  /** The page's clock when the room was last told. */
  at: number;
  secondsLeft: number | null;
  serverNow: number;
}
/** What reached this page of somebody, and how many reports in a row held no new picture. */
interface Seen {
  media: Reaching;
  still: number;
}
export type State = RoomSnapshot & { told: Told | null; still: number; seen: Readonly<Partial<Record<Seat, Seen>>>; spokeAt: number };

const CHAT_SHOWN_MAX = 500;

export const newRoom = (): State => ({
  link: "connecting",
  room: null,
  chat: [],
  typing: {},
  local: null,
  people: {},
  media: "none",
  reaching: {},
  speaking: null,
  microphone: true,
  camera: true,
  refused: null,
  closed: null,
  secondsLeft: null,
  now: Date.now(),
  told: null,
  still: 0,
  seen: {},
  spokeAt: 0,
});

/** Takes what the server said; signalling is not part of what is drawn. */
export function hear(before: State, message: ToParty, at: number): State {
  switch (message.type) {
    case "room": {
      const { room } = message;
      const told = { at, secondsLeft: room.secondsLeft, serverNow: Date.parse(room.now) };
      return moved({ ...before, link: "open", room, told, refused: room.status === before.room?.status ? before.refused : null }, at);
    }
    case "chat": {
      const known = new Set(before.chat.map(({ id }) => id));
      const sent = new Set(message.lines.map(({ id }) => id));
      const typing = Object.fromEntries(Object.entries(before.typing).filter(([, { id }]) => !sent.has(id)));
      return { ...before, typing, chat: [...before.chat, ...message.lines.filter(({ id }) => !known.has(id))].slice(-CHAT_SHOWN_MAX) };
    }
    case "typing": {
      const { seat, id, words } = message;
      const { [seat]: _, ...others } = before.typing;
      return { ...before, typing: words === "" ? others : { ...others, [seat]: { id, words } } };
    }
    case "refused":
      return { ...before, refused: { codes: message.codes, facts: message.facts } };
    case "closed":
      return { ...before, link: "closed", closed: message.why };
    default:
      return before;
  }
}

/** Moves the clocks on; the same state where no whole second passed. */
export function moved(now: State, at: number): State {
  if (!now.told || !now.room) return now;
  const passed = at - now.told.at;
  const serverNow = now.told.serverNow + passed;
  const running = now.room.ending === null;
  const startsAt = Date.parse(now.room.startsAt);
  // Told before the start: the place's own end is then what counts down.
  const left =
    now.told.secondsLeft === null
      ? serverNow >= startsAt
        ? Math.max(0, Math.ceil((Date.parse(now.room.endsAt) - serverNow) / 1000))
        : null
      : Math.max(0, Math.ceil(now.told.secondsLeft - passed / 1000));
  const secondsLeft = running ? left : now.secondsLeft;
  if (secondsLeft === now.secondsLeft && Math.floor(serverNow / 1000) === Math.floor(now.now / 1000)) return now;
  return { ...now, secondsLeft, now: serverNow };
}

/** Reports without a new picture before it is said aloud: one busy second is no broken line. */
const STILL_REPORTS_MIN = 3;

const unseen: Seen = { media: "none", still: 0 };

/** What reaches this page of somebody, from its reports: sound is spoken of before picture, and one still second of nothing. */
function seenOf(before: Seen, { frames, sound }: { frames: number; sound: number }): Seen {
  if (frames > 0) return { media: "both", still: 0 };
  const nothing = sound === 0;
  const still = before.still + 1;
  if (before.media === "none" && nothing) return before;
  // Sound is there first; its picture is on the way.
  if (before.media !== "sound_only" && before.media !== "stopped" && still < STILL_REPORTS_MIN) return { ...before, still };
  return { media: nothing ? "stopped" : "sound_only", still };
}

/** What reaches this page, of all and of each, after one more report. */
export function mediaOf(before: State, report: Evidence): State {
  const all = seenOf({ media: before.media, still: before.still }, report);
  const seen = Object.fromEntries((report.from ?? []).map((one) => [one.seat, seenOf(before.seen[one.seat] ?? unseen, one)]));
  const reaching = Object.fromEntries(Object.entries(seen).map(([seat, { media }]) => [seat, media]));
  const same = JSON.stringify(reaching) === JSON.stringify(before.reaching);
  return { ...before, ...all, seen, reaching: same ? before.reaching : reaching };
}

/** Louder than this is speech; breath and hum are not. */
const SPEECH_MIN = 0.02;
/** Between two words nobody falls silent. */
const SPOKEN_KEPT_MS = 1500;

/** Who speaks: the loudest, kept through pauses; nobody is pointed out where there is only one other. */
export function speakerOf(before: State, levels: ReadonlyMap<string, number>, at: number): State {
  const [loudest] = [...levels].filter(([, level]) => level >= SPEECH_MIN).sort((a, b) => b[1] - a[1]);
  if (levels.size < 2) return before.speaking ? { ...before, speaking: null } : before;
  if (loudest) {
    const speaking = loudest[0] as Seat;
    return { ...before, speaking, spokeAt: at };
  }
  return before.speaking && at - before.spokeAt > SPOKEN_KEPT_MS ? { ...before, speaking: null } : before;
}

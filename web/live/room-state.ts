import type { Evidence, ToParty } from "#contracts/live.ts";
import type { RoomSnapshot } from "./room-types.ts";

/** How the page's view of its room changes; pure, so that a whole visit can be played through in a test. */

interface Told {
  /** The page's clock when the room was last told. */
  at: number;
  secondsLeft: number | null;
  serverNow: number;
}
export type State = RoomSnapshot & { told: Told | null /** Reports in a row without a new picture. */; still: number };

const CHAT_SHOWN_MAX = 500;

export const newRoom = (): State => ({
  link: "connecting",
  room: null,
  chat: [],
  local: null,
  remote: null,
  media: "none",
  microphone: true,
  camera: true,
  refused: null,
  closed: null,
  secondsLeft: null,
  now: Date.now(),
  told: null,
  still: 0,
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
      return { ...before, chat: [...before.chat, ...message.lines.filter(({ id }) => !known.has(id))].slice(-CHAT_SHOWN_MAX) };
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

/** What reaches this page, from its reports: sound is spoken of before picture, and one still second of nothing. */
export function mediaOf(before: State, report: Evidence): State {
  const nothing = report.frames === 0 && report.sound === 0;
  const still = report.frames > 0 ? 0 : before.still + 1;
  if (report.frames > 0) return before.media === "both" && before.still === 0 ? before : { ...before, still, media: "both" };
  if (before.media === "none" && nothing) return before;
  // Sound is there first; its picture is on the way.
  if (before.media !== "sound_only" && before.media !== "stopped" && still < STILL_REPORTS_MIN) return { ...before, still };
  return { ...before, still, media: nothing ? "stopped" : "sound_only" };
}

import type { PictureMode } from "./media.types.ts";

/** What one viewer's link has room for of one publisher. */
export interface Picture {
  kbps: number;
  mode: PictureMode;
}

/** What one publisher sends. */
export interface SentPicture extends Picture {
  /** By what width and height are divided: few bits make a small picture that moves sooner than a large one that does. */
  shrink: number;
}

/** How a picture has come over one viewer's link, and since when; `weakSinceMs` is how long already the link has room for less. */
export interface Way {
  mode: PictureMode;
  sinceMs: number;
  weakSinceMs: number | null;
}

/** What one person's sound takes on the line, all headers counted: it goes first. */
export const SOUND_KBPS = 48;
/** Below this a picture that moves is a picture that breaks: stills, once a second. */
const MOVING_KBPS_MIN = 100;
/** Below this there is room for sound alone. */
const STILLS_KBPS_MIN = 40;
/** On the way up there must be more room than where it was given up, or a link at the edge would flicker. */
const WAY_UP = 1.08;
/** A link is felt by trying: one try that went too far must not end a picture that moves. */
const WEAK_FOR_MS = 4000;
/** So far below that nothing is waited for. */
const FAR_BELOW = 0.75;
/** Nobody wants a picture that changes its kind every few seconds. */
const KEPT_FOR_MS = 8000;
/** The least that an encoder holds to. */
const PICTURE_KBPS_MIN = 30;

/** From how many kbit/s on a picture is sent at this part of its width and height; back only with room to spare. */
const SIZES: readonly [shrink: number, kbpsMin: number][] = [
  [1, 320],
  [2, 75],
  [3, 0],
];
const SIZE_WAY_UP = 1.4;

const ranks: readonly PictureMode[] = ["none", "stills", "moving"];

/** Nothing is known of the link yet. */
export const freshWay: Way = { mode: "moving", sinceMs: Number.NEGATIVE_INFINITY, weakSinceMs: null };

/** How a picture comes over a link that carries so much for each who is seen; `before` is how it came until now. */
export function wayOver(linkKbps: number, feeds: number, before: Way, atMs: number): Way {
  const each = linkKbps / feeds;
  const mode = modeAt(each, before.mode);
  const step = ranks.indexOf(mode) - ranks.indexOf(before.mode);
  if (step === 0) return { ...before, weakSinceMs: null };
  const to: Way = { mode, sinceMs: atMs, weakSinceMs: null };
  if (step > 0) return atMs - before.sinceMs >= KEPT_FOR_MS ? to : { ...before, weakSinceMs: null };
  const least = before.mode === "moving" ? MOVING_KBPS_MIN : STILLS_KBPS_MIN;
  const weakSinceMs = before.weakSinceMs ?? atMs;
  return each < least * FAR_BELOW || atMs - weakSinceMs >= WEAK_FOR_MS ? to : { ...before, weakSinceMs };
}

function modeAt(each: number, before: PictureMode): PictureMode {
  const from = (least: number, wasGivenUp: boolean) => each >= (wasGivenUp ? least * WAY_UP : least);
  if (from(MOVING_KBPS_MIN, before !== "moving")) return "moving";
  return from(STILLS_KBPS_MIN, before === "none") ? "stills" : "none";
}

/** A viewer's room for each of `feeds` publishers, sound first. */
export function pictureOver(linkKbps: number, feeds: number, mode: PictureMode): Picture {
  return { kbps: Math.max(PICTURE_KBPS_MIN, Math.round(linkKbps / feeds - SOUND_KBPS)), mode };
}

/** What a publisher sends for these viewers: what the weakest of those takes who take a picture at all; the rest only hear. */
export function pictureFor(viewers: readonly Picture[], maxKbps: number, before = 1): SentPicture {
  const seen = viewers.filter(({ mode }) => mode !== "none");
  if (viewers.length > 0 && seen.length === 0) return { kbps: PICTURE_KBPS_MIN, mode: "none", shrink: before };
  const mode = seen.some((viewer) => viewer.mode === "stills") ? "stills" : "moving";
  const kbps = Math.min(maxKbps, ...seen.map((viewer) => viewer.kbps));
  return { kbps, mode, shrink: shrinkAt(kbps, before) };
}

function shrinkAt(kbps: number, before: number): number {
  const fits = SIZES.find(([shrink, least]) => kbps >= (shrink < before ? least * SIZE_WAY_UP : least));
  return fits?.[0] ?? before;
}

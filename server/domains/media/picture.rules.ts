import type { PictureMode } from "./media.types.ts";

/** What one publisher may send, or what one viewer's link has room for of one publisher. */
export interface Picture {
  kbps: number;
  mode: PictureMode;
}

/** What one person's sound takes on the line, all headers counted: it goes first. */
export const SOUND_KBPS = 48;
/** Below this a picture that moves is a picture that breaks: stills, once a second. */
const MOVING_KBPS_MIN = 100;
/** Below this there is room for sound alone. */
const STILLS_KBPS_MIN = 40;
/** On the way up there must be more room than where it was given up, or a link at the edge would flicker. */
const WAY_UP = 1.08;
/** The least that an encoder holds to. */
const PICTURE_KBPS_MIN = 30;

/** A viewer's room for each of `feeds` publishers, sound first; `before` is what the viewer got of them until now. */
export function pictureOver(linkKbps: number, feeds: number, before: PictureMode): Picture {
  const each = linkKbps / feeds;
  const from = (least: number, wasGivenUp: boolean) => each >= (wasGivenUp ? least * WAY_UP : least);
  const mode = from(MOVING_KBPS_MIN, before !== "moving") ? "moving" : from(STILLS_KBPS_MIN, before === "none") ? "stills" : "none";
  return { kbps: Math.max(PICTURE_KBPS_MIN, Math.round(each - SOUND_KBPS)), mode };
}

/** What a publisher sends for these viewers: what the weakest of those takes who take a picture at all; the rest only hear. */
export function pictureFor(viewers: readonly Picture[], maxKbps: number): Picture {
  const seen = viewers.filter(({ mode }) => mode !== "none");
  if (viewers.length > 0 && seen.length === 0) return { kbps: PICTURE_KBPS_MIN, mode: "none" };
  const mode = seen.some((viewer) => viewer.mode === "stills") ? "stills" : "moving";
  return { kbps: Math.min(maxKbps, ...seen.map(({ kbps }) => kbps)), mode };
}

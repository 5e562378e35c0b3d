import type { ClosedSegment } from "./media.types.ts";

export type Stretch = Pick<ClosedSegment, "path" | "participantId" | "kind" | "startedAt" | "seconds">;
/** A converted segment: what to read, and where it goes. */
export interface Placed {
  kind: "audio" | "video";
  file: string;
  /** Seconds from the beginning of the whole. */
  from: number;
  to: number;
  tile: number;
}

const TILE = { width: 640, height: 480 };
const FRAMES_PER_SECOND = 25;
/** A span shorter than this holds nothing that was said. */
const KEPT_SECONDS_MIN = 1;

/** In which ear a voice is: one side's alone on the left, the other's on the right, anybody else's in both. */
type Ear = "left" | "right" | "both";
const PANS: Record<Ear, string> = { left: "c0=c0|c1=0*c0", right: "c0=0*c0|c1=c0", both: "c0=c0|c1=c0" };

/** The ear of each of `people`: the first side's is the left one, the second's the right. */
export const earsOf = (people: readonly string[], sides: readonly (readonly string[])[]): Ear[] =>
  people.map((person) => (sides[0]?.includes(person) ? "left" : sides[1]?.includes(person) ? "right" : "both"));

/** When the whole begins (epoch ms) and how long it is: from the first packet of anybody to the last. */
export function wholeOf(stretches: readonly Stretch[]): { startsAt: number; seconds: number } {
  const startsAt = Math.min(...stretches.map((one) => one.startedAt));
  const endsAt = Math.max(...stretches.map((one) => one.startedAt + one.seconds * 1000));
  return { startsAt, seconds: (endsAt - startsAt) / 1000 };
}

/**
 * The span that is kept, in seconds of the whole: from when somebody of each side had come to when nobody of one was left for good.
 * A side alone in a room is no visit, and is not kept; where one side never came, everything is.
 */
export function keptOf(stretches: readonly Stretch[], sides: readonly (readonly string[])[]): { from: number; to: number } {
  const { startsAt, seconds } = wholeOf(stretches);
  const spans = sides
    .map((people) => stretches.filter(({ participantId }) => people.includes(participantId)))
    .filter((own) => own.length > 0)
    .map(wholeOf);
  const from = (Math.max(...spans.map((span) => span.startsAt)) - startsAt) / 1000;
  const to = (Math.min(...spans.map((span) => span.startsAt + span.seconds * 1000)) - startsAt) / 1000;
  const allCame = sides.length > 0 && spans.length === sides.length;
  return allCame && to - from >= KEPT_SECONDS_MIN ? { from, to } : { from: 0, to: seconds };
}

/** Where a stretch goes on the whole's timeline. A person who is not in `participants` comes after those who are. */
export function place(stretch: Stretch, file: string, startsAt: number, participants: readonly string[]): Placed {
  const from = (stretch.startedAt - startsAt) / 1000;
  return { kind: stretch.kind, file, from, to: from + stretch.seconds, tile: participants.indexOf(stretch.participantId) };
}

/** One picture with everybody in it, side by side, black where somebody is away; one sound with every voice in the ear of its side, silent likewise. */
export function mixArguments(placed: readonly Placed[], ears: readonly Ear[], seconds: number, kept = { from: 0, to: seconds }): string[] {
  const people = ears.length;
  const columns = people <= 3 ? Math.max(people, 1) : Math.ceil(Math.sqrt(people));
  const rows = Math.max(1, Math.ceil(people / columns));
  // The size may change in the middle as the link does: then only the scaling adapts. Without this ffmpeg would begin the whole graph anew.
  const inputs = placed.flatMap(({ kind, file }) => [...(kind === "video" ? ["-reinit_filter", "0"] : []), "-i", file]);
  const size = `${columns * TILE.width}x${rows * TILE.height}`;
  const graph: string[] = [`color=black:size=${size}:rate=${FRAMES_PER_SECOND}:duration=${seconds},format=yuv420p[ground0]`];
  let ground = 0;
  const voices: string[] = [];
  placed.forEach(({ kind, from, to, tile }, input) => {
    if (kind === "audio") {
      const silence = Math.max(0, Math.round(from * 1000));
      graph.push(
        `[${input}:a]aresample=48000:async=1:first_pts=0,aformat=channel_layouts=mono,adelay=${silence},pan=stereo|${PANS[ears[tile] ?? "both"]}[voice${input}]`,
      );
      voices.push(`[voice${input}]`);
      return;
    }
    const { width, height } = TILE;
    const fit = `scale=${width}:${height}:force_original_aspect_ratio=decrease:eval=frame,pad=${width}:${height}:(ow-iw)/2:(oh-ih)/2:eval=frame,setsar=1`;
    graph.push(`[${input}:v]${fit},setpts=PTS+${from}/TB[face${input}]`);
    const at = `x=${(tile % columns) * width}:y=${Math.floor(tile / columns) * height}`;
    graph.push(`[ground${ground}][face${input}]overlay=${at}:eof_action=pass:enable='between(t,${from},${to})'[ground${ground + 1}]`);
    ground += 1;
  });
  const sound =
    voices.length > 0 ? `${voices.join("")}amix=inputs=${voices.length}:normalize=0,alimiter=limit=0.95` : "anullsrc=r=48000:cl=stereo";
  graph.push(`${sound},apad,atrim=start=${kept.from}:end=${kept.to},asetpts=PTS-STARTPTS[sound]`);
  graph.push(`[ground${ground}]trim=start=${kept.from}:end=${kept.to},setpts=PTS-STARTPTS[picture]`);
  return [
    ...["-copyts", ...inputs, "-filter_complex", graph.join(";")],
    ...["-map", "[picture]", "-map", "[sound]", "-t", String(kept.to - kept.from)],
    ...["-c:v", "libx264", "-preset", "veryfast", "-crf", "26", "-pix_fmt", "yuv420p", "-g", String(FRAMES_PER_SECOND * 2)],
    // Each ear is coded by itself, so that nothing of one side is heard in the other's.
    ...["-c:a", "aac", "-b:a", "128k", "-aac_ms", "0", "-aac_is", "0", "-movflags", "+faststart", "-f", "mp4"],
  ];
}

/** Every track as it was sent, in its place, nothing encoded anew. */
export function masterArguments(placed: readonly Placed[]): string[] {
  const inputs = placed.flatMap(({ file, from }) => ["-itsoffset", String(from), "-i", file]);
  const maps = placed.flatMap((_, input) => ["-map", `${input}:0`]);
  return [...inputs, ...maps, "-c", "copy", "-f", "matroska"];
}

import { open, readdir, rename, stat, statfs } from "node:fs/promises";
import path from "node:path";
import type { MediaKind } from "./media.types.ts";

/** A file the engine writes; its name is all that ties it to a person. */
export interface RecordingFile {
  path: string;
  roomId: string;
  participantId: string;
  kind: MediaKind;
  /** When the engine made it, in epoch microseconds: newer than any other of this person and kind. */
  madeAt: number;
  /** Still written, or left behind by a death. */
  open: boolean;
}

const NAME = /^videoroom-(?<roomId>.+)-user-(?<participantId>.+)-(?<madeAt>\d+)-(?<kind>audio|video)-\d+\.mjr(?<open>\.part)?$/;
const OPEN_SUFFIX = ".part";
/** How each of the engine's files begins. */
export const MAGIC = "MJR00002";

/** The engine's files in a folder, oldest first; none where there is no folder. */
export async function listRecordings(folder: string): Promise<RecordingFile[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .flatMap((name) => {
      const parts = NAME.exec(name)?.groups;
      if (!parts) return [];
      const { roomId = "", participantId = "", madeAt, kind, open } = parts;
      return [
        { path: path.join(folder, name), roomId, participantId, kind: kind as MediaKind, madeAt: Number(madeAt), open: Boolean(open) },
      ];
    })
    .sort((a, b) => a.madeAt - b.madeAt);
}

/** Gives a file that nobody writes any more its finished name. */
export async function closeFile(file: RecordingFile): Promise<RecordingFile> {
  if (!file.open) return file;
  const closed = file.path.slice(0, -OPEN_SUFFIX.length);
  await rename(file.path, closed);
  return { ...file, path: closed, open: false };
}

/** Bytes that may still be written where `folder` is. */
export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

export interface Expected {
  participantId: string;
  kind: MediaKind;
  /** It comes as single pictures, or is being stopped: too little to tell anything by. */
  slow?: boolean;
}

/** The engine writes blocks of four kilobytes. Silence fills one in two to three seconds; twice that without growth is no silence. */
const SOUND_STILL_MAX_MS = 6000;
/** A lens under a thumb, ten times a second, takes seven. */
const PICTURE_STILL_MAX_MS = 20_000;
const SLOW_STILL_MAX_MS = 90_000;
const stillMax = ({ kind, slow }: Expected): number =>
  kind === "audio" ? SOUND_STILL_MAX_MS : slow ? SLOW_STILL_MAX_MS : PICTURE_STILL_MAX_MS;

export interface Growth {
  /** So many expected files are not there. */
  missing: number;
  /** Every file is there, and of each person one has grown since the first look: their sound, where they send any. */
  grown: boolean;
  /** Some file has not grown for longer than what it holds explains. */
  stands: boolean;
}

export interface GrowthWatch {
  /** Looks once, at a moment of a clock that only goes forward, in milliseconds. */
  look(expected: readonly Expected[], now?: number): Promise<Growth>;
}

/** Whether a file has its beginning: one that was begun on a full disk goes on without it when there is room again, and nobody can read it. */
async function hasBeginning(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(MAGIC.length), 0, MAGIC.length, 0);
    return bytesRead === MAGIC.length && buffer.toString("latin1") === MAGIC;
  } finally {
    await handle.close();
  }
}

/** Watches the files of a room grow. Sizes are on disk: what sits in the engine's own buffer counts for nothing. */
export function watchGrowth(folder: string, roomId: string): GrowthWatch {
  const seen = new Map<string, { size: number; changedAt: number; grown: boolean }>();
  const begun = new Set<string>();
  return {
    async look(expected, now = performance.now()) {
      const files = (await listRecordings(folder)).filter((file) => file.open && file.roomId === roomId);
      const grownOf = new Map<string, Partial<Record<MediaKind, boolean>>>();
      let missing = 0;
      let stands = false;
      for (const one of expected) {
        const { participantId, kind } = one;
        const file = files.findLast((each) => each.participantId === participantId && each.kind === kind);
        const size = file && (await stat(file.path).catch(() => undefined))?.size;
        if (file && size && !begun.has(file.path) && (await hasBeginning(file.path).catch(() => false))) begun.add(file.path);
        if (!file || size === undefined || (size > 0 && !begun.has(file.path))) {
          missing += 1;
          continue;
        }
        const before = seen.get(file.path);
        const changed = before ? size > before.size : false;
        // The first thing seen of a file may be its first block: that is growth from nothing only when it is watched from the start.
        const changedAt = before && !changed ? before.changedAt : now;
        const grown = changed || (before?.grown ?? false);
        seen.set(file.path, { size, changedAt, grown });
        grownOf.set(participantId, { ...grownOf.get(participantId), [kind]: grown });
        stands ||= now - changedAt >= stillMax(one);
      }
      return { missing, grown: missing === 0 && [...grownOf.values()].every(({ audio, video }) => audio ?? video), stands };
    },
  };
}

/** What happens to one person's page. */
export const pageFaults = ["line_cut", "media_cut", "reloaded", "silent"] as const;
/** What happens to all rooms at once. */
export const siteFaults = ["engine_killed", "engine_stalled", "disk_full", "clock_forward", "clock_back", "server_killed"] as const;

export interface Fault {
  atMs: number;
  forMs: number;
}
export interface PageFault extends Fault {
  kind: (typeof pageFaults)[number];
  seat: "family" | "resident";
}
export interface SiteFault extends Fault {
  kind: (typeof siteFaults)[number];
}

/** What happens in one round, to all of its rooms and to each. */
export interface Round {
  site: SiteFault[];
  rooms: PageFault[][];
}

/** The rooms have begun to talk before the first fault. */
const CALM_MS = 1500;
const ROOM_FAULTS_MAX = 3;
/** A server takes longest to come back, so it dies in so many of the rounds only. */
const SERVER_DIES_IN = 4;

/** A round of random faults within `lastsMs`; the same numbers give the same round. */
export function drawRound(random: () => number, { index, rooms, lastsMs }: { index: number; rooms: number; lastsMs: number }): Round {
  const between = (from: number, to: number) => Math.round(from + random() * (to - from));
  const oneOf = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)]!;
  const when = (longestMs: number): Fault => ({ atMs: between(CALM_MS, lastsMs), forMs: between(300, longestMs) });
  const cheap = siteFaults.filter((kind) => kind !== "server_killed");
  const site: SiteFault[] = Array.from({ length: between(0, 2) }, () => ({ kind: oneOf(cheap), ...when(3500) }));
  if (index % SERVER_DIES_IN === 1) site.push({ kind: "server_killed", ...when(1000) });
  const full = site.find(({ kind }) => kind === "disk_full");
  return {
    site: full ? [full] : inOrder(site),
    rooms: Array.from({ length: rooms }, () =>
      inOrder(
        Array.from({ length: between(0, ROOM_FAULTS_MAX) }, () => ({
          kind: oneOf(pageFaults),
          seat: oneOf(["family", "resident"] as const),
          ...when(4000),
        })),
      ),
    ),
  };
}

const inOrder = <T extends Fault>(faults: T[]): T[] => faults.sort((one, other) => one.atMs - other.atMs);

/** One line to read a round by. */
export const tell = (faults: readonly (PageFault | SiteFault)[]): string =>
  faults.map((fault) => `${fault.kind}${"seat" in fault ? ` (${fault.seat})` : ""} at ${fault.atMs} for ${fault.forMs} ms`).join(", ") ||
  "nothing";

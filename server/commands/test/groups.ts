import { globSync } from "node:fs";

/** Tests that are told of together. */
export interface Group {
  name: string;
  files: string[];
  except?: string[];
  /** What each of its files asks of the machine, of `MACHINE` parts. */
  share: number;
  /** True where the web apps must have been built. */
  served?: boolean;
  /** Another PostgreSQL than the one that npm brought. */
  postgres?: string;
}

/** One file of a group, and what it asks of the machine. */
export interface Turn {
  group: Group;
  file: string;
  share: number;
}

/** The whole of a machine of two cores, which all that runs at once may ask for. */
export const MACHINE = 12;
const THIRD = MACHINE / 3;
/** For cameras and pictures in both directions. */
const HALF = MACHINE / 2;
/** Wait more than they work, although they are live. */
const LIGHT = ["journeys/link-lost", "journeys/recording-disk", "journeys/staff.live", "journeys/visit.live"];
/** Rooms full of people: beside them there is room for a light file only. */
const HEAVY = ["journeys/faults"];
const MEDIA = ["server/domains/{media,recordings}/**/*.test.ts"];
const SERVERS = ["server/commands/**/*.test.ts"];
const LIVE = ["journeys/**/*.live.test.ts"];
/** Debian 12's. All SQL runs on it too, and these tests show that. */
const POSTGRES_15 = "/usr/lib/postgresql/15";
/** Take longest: begun last, one would run on by itself. */
const FIRST = [
  "tools/mutations/",
  "server/permissions.table",
  "server/commands/found",
  "server/domains/media/",
  "server/domains/visits/live/live.pairing",
  "journeys/faults",
  "journeys/server-killed",
  "journeys/weak-line",
  "journeys/accessible",
  "journeys/sign-in-at-the-kiosk",
  "journeys/family-pages",
  "journeys/first-day",
];

/** In the order in which they begin: the longest files of all before the short ones, so that the last to end is a short one. */
export const groups: readonly Group[] = [
  {
    name: "unit, database and race tests",
    files: ["{bin,contracts,jurisdictions,server,tools,web}/**/*.test.{ts,tsx}"],
    except: [...MEDIA, ...SERVERS],
    share: THIRD,
  },
  { name: "tests with whole servers and with media", files: [...SERVERS, ...MEDIA], share: THIRD },
  {
    name: "database and race tests on PostgreSQL 15",
    files: ["server/**/*.{race,store}.test.ts", "server/platform/{database,migrate,jobs,bus}.test.ts"],
    share: THIRD,
    postgres: POSTGRES_15,
  },
  // Recordings and killed processes.
  { name: "journeys through live visits", files: LIVE, share: HALF, served: true },
  { name: "journeys over pages", files: ["journeys/**/*.test.ts"], except: LIVE, share: THIRD, served: true },
  { name: "promises", files: ["promises/**/*.test.ts"], share: THIRD, served: true },
];

/** The group's files of which `wanted` says so, the longest first. */
export function turnsOf(group: Group, root: string, wanted: (file: string) => boolean): Turn[] {
  const files = globSync(group.files, { cwd: root, exclude: ["**/node_modules/**", "**/dist/**", ...(group.except ?? [])] });
  return files
    .filter(wanted)
    .sort(inTurn)
    .map((file) => ({ group, file, share: starts(file, LIGHT) ? THIRD : starts(file, HEAVY) ? MACHINE - THIRD : group.share }));
}

const starts = (file: string, names: readonly string[]) => names.some((name) => file.startsWith(name));
const rank = (file: string) => FIRST.findIndex((name) => file.startsWith(name)) >>> 0;
const inTurn = (one: string, other: string) => rank(one) - rank(other) || (one < other ? -1 : 1);

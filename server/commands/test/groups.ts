import { globSync, readFileSync } from "node:fs";
import path from "node:path";

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
  /** How many of its files one process runs: to load the server takes longer than many of them last. */
  together?: number;
}

/** Files of a group that one process runs one after the other, and what it asks of the machine. */
export interface Turn {
  group: Group;
  files: readonly string[];
  share: number;
}

/** The whole of a machine of two cores, which all that runs at once may ask for. */
export const MACHINE = 12;
/** Four at once fail on their own time limits, and are hardly quicker. */
export const THIRD = MACHINE / 3;
/** Rooms full of people, whole pictures in both directions, and what waits a minute for somebody to touch nothing. */
const SHARES: readonly [name: string, share: number][] = [
  ["journeys/faults", (MACHINE * 2) / 3],
  ["journeys/weak-line", MACHINE / 2],
  ["journeys/sign-in-at-the-kiosk", MACHINE / 6],
];
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
    together: 8,
  },
  { name: "tests with whole servers and with media", files: [...SERVERS, ...MEDIA], share: THIRD },
  {
    name: "database and race tests on PostgreSQL 15",
    files: ["server/**/*.{race,store}.test.ts", "server/platform/{database,migrate,jobs,bus}.test.ts"],
    share: THIRD,
    postgres: POSTGRES_15,
    together: 8,
  },
  // Recordings and killed processes. Three at once slow each other far more than three times: one took 34 s alone and 294 s so.
  { name: "journeys through live visits", files: LIVE, share: MACHINE / 2, served: true },
  { name: "journeys over pages", files: ["journeys/**/*.test.ts"], except: LIVE, share: THIRD, served: true },
  { name: "promises", files: ["promises/**/*.test.ts"], share: THIRD, served: true },
];

/** What a file does to its whole process would happen to the files beside it. */
const ALONE = /^(before|beforeEach|afterEach)\(|process\.(env\.\w+ =|chdir|exitCode|on\()|\bmock\.|\bspawn\(/m;

/** The group's files of which `wanted` says so, the longest first. */
export function turnsOf(group: Group, root: string, wanted: (file: string) => boolean): Turn[] {
  const files = globSync(group.files, { cwd: root, exclude: ["**/node_modules/**", "**/dist/**", ...(group.except ?? [])] });
  const sorted = files.filter(wanted).sort(inTurn);
  const alone = (file: string) => {
    if (!group.together || rank(file) < FIRST.length) return true;
    return ALONE.test(readFileSync(path.join(root, file), "utf8"));
  };
  const single = sorted.filter(alone).map((file) => [file]);
  const chunks = chunksOf(
    sorted.filter((file) => !alone(file)),
    group.together ?? 1,
  );
  return [...single, ...chunks].map((them) => ({
    group,
    files: them,
    share: SHARES.find(([name]) => them[0]?.startsWith(name))?.[1] ?? group.share,
  }));
}

function chunksOf<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size));
}

const rank = (file: string) => FIRST.findIndex((name) => file.startsWith(name)) >>> 0;
const inTurn = (one: string, other: string) => rank(one) - rank(other) || (one < other ? -1 : 1);

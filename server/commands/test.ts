import { spawnSync } from "node:child_process";
import { existsSync, globSync } from "node:fs";
import path from "node:path";
import { run } from "node:test";
import { builtWeb } from "#server/platform/web-build.ts";
import { shareCluster } from "#server/testing/database.ts";
import type { Call, Command } from "./command.ts";

const ROOT = path.join(import.meta.dirname, "..", "..");
const LEFT_OPEN = path.join(ROOT, "server", "testing", "left-open.ts");
const FILE_MS_MAX = 15 * 60_000;

interface Tally {
  passed: number;
  failed: number;
}

interface Group {
  name: string;
  files: string[];
  except?: string[];
  /** How many files run at once: those with browsers, media or servers of their own want the machine to themselves. */
  concurrency: number;
  /** True where the web apps must have been built. */
  served?: boolean;
  /** Another PostgreSQL than the one that npm brought. */
  postgres?: string;
}

const MEDIA = ["server/domains/{media,recordings}/**/*.test.ts"];
const SERVERS = ["server/commands/**/*.test.ts"];
/** Take longest: begun last, one would run on by itself. */
const FIRST = [
  "tools/mutations/",
  "server/permissions.table",
  "server/commands/found",
  "journeys/accessible",
  "journeys/server-killed",
  "journeys/weak-line",
];
/** What Node made of each source is kept for the next process that loads it; found again by what the source says. */
const COMPILED = path.join(ROOT, "node_modules", ".cache", "node");
/** Cameras, recordings and killed processes. */
const LIVE = ["journeys/**/*.live.test.ts"];
/** Debian 12's. All SQL runs on it too, and these tests show that. */
const POSTGRES_15 = "/usr/lib/postgresql/15";

const groups: readonly Group[] = [
  {
    name: "unit, database and race tests",
    files: ["{bin,contracts,jurisdictions,server,tools,web}/**/*.test.{ts,tsx}"],
    except: [...MEDIA, ...SERVERS],
    concurrency: 3,
  },
  // Both wait more than they work.
  { name: "tests with whole servers and with media", files: [...SERVERS, ...MEDIA], concurrency: 3 },
  {
    name: "database and race tests on PostgreSQL 15",
    files: ["server/**/*.{race,store}.test.ts", "server/platform/{database,migrate,jobs,bus}.test.ts"],
    concurrency: 2,
    postgres: POSTGRES_15,
  },
  { name: "journeys over pages", files: ["journeys/**/*.test.ts"], except: LIVE, concurrency: 3, served: true },
  { name: "journeys through live visits", files: LIVE, concurrency: 2, served: true },
  { name: "promises", files: ["promises/**/*.test.ts"], concurrency: 2, served: true },
];

const checks: readonly [name: string, program: string, ...parts: string[]][] = [
  ["types", "tsc", "-p", "tsconfig.json", "--noEmit"],
  ["lint", "biome", "check", "--error-on-warnings", "."],
  ["unused code", "knip"],
];

export const command: Command = {
  usage: "test [part of a path …]",
  summary:
    "Runs types, lint, unused code, then unit, database, race and browser tests and the promises. With words, only the tests whose path has one of them.",
  options: {
    list: { type: "boolean", help: "Name every test that passes, too" },
    times: { type: "boolean", help: "Say how long each file took, the longest first" },
  },
  async run(call) {
    // Whatever this shell is set to must not change what a test finds.
    for (const name of ["PORT", "HOST", "PUBLIC_URL", "THROUGHLINE_DATA", "DATABASE_URL", "DATABASE_OWNER_URL", "SMTP_URL", "LOG_LEVEL"])
      delete process.env[name];
    process.env.NODE_COMPILE_CACHE = COMPILED;
    const total: Tally = { passed: 0, failed: 0 };
    const add = (tally: Tally) => {
      total.passed += tally.passed;
      total.failed += tally.failed;
    };
    if (call.positionals.length === 0) for (const check of checks) add(runCheck(call, check));
    const whole = call.positionals.length === 0;
    let built = false;
    for (const group of groups) {
      const files = globSync(group.files, { cwd: ROOT, exclude: ["**/node_modules/**", "**/dist/**", ...(group.except ?? [])] }).sort(
        inTurn,
      );
      const wanted = files.filter((file) => whole || call.positionals.some((word) => file.includes(word)));
      if (wanted.length === 0) continue;
      // Some tests of the first groups serve the apps too; a few that were named may not need them.
      if ((group.served || whole) && !built) {
        built = true;
        add(await runBuild(call));
      }
      add(await runGroup(call, group, wanted));
    }
    return { ok: total.failed === 0 && total.passed > 0, result: `${total.passed} passed, ${total.failed} failed` };
  },
};

const isFirst = (file: string) => Number(FIRST.some((start) => file.startsWith(start)));
const inTurn = (one: string, other: string) => isFirst(other) - isFirst(one) || (one < other ? -1 : 1);

function runCheck(call: Call, [name, program, ...parts]: (typeof checks)[number]): Tally {
  const startedAtMs = Date.now();
  const done = spawnSync(path.join(ROOT, "node_modules", ".bin", program), parts, { cwd: ROOT, encoding: "utf8" });
  const ok = done.status === 0;
  if (!ok) call.say(`${done.stdout}${done.stderr}`.trimEnd());
  call.say(`${ok ? "✔" : "✖"} ${name} (${seconds(startedAtMs)})`);
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
}

async function runBuild(call: Call): Promise<Tally> {
  try {
    await builtWeb(call.say);
    return { passed: 1, failed: 0 };
  } catch (error) {
    call.say(`✖ build of the web apps\n${indent((error as Error).message)}`);
    return { passed: 0, failed: 1 };
  }
}

async function runGroup(call: Call, { name, concurrency, postgres }: Group, files: readonly string[]): Promise<Tally> {
  const startedAtMs = Date.now();
  const tally: Tally = { passed: 0, failed: 0 };
  if (postgres && !existsSync(postgres)) {
    call.say(`✖ ${name}: it is not in ${postgres}; install Debian's package postgresql-15`);
    return { passed: 0, failed: 1 };
  }
  const stopSharing = await shareCluster(postgres);
  const times: { file: string; ms: number }[] = [];
  const stream = run({
    files: files.map((file) => path.join(ROOT, file)),
    concurrency,
    timeout: FILE_MS_MAX,
    cwd: ROOT,
    execArgv: ["--import", LEFT_OPEN],
  });
  for await (const event of stream) {
    if (event.type === "test:pass") {
      const { data } = event;
      if (data.details.type === "suite") continue;
      const left = data.skip !== undefined ? "skipped" : data.todo !== undefined ? "a todo" : undefined;
      if (left) call.say(`✖ ${data.name} (${data.file ?? "?"}): ${left}, and nothing may be left out`);
      else if (call.values.list) call.say(`✔ ${data.name}`);
      tally[left ? "failed" : "passed"]++;
    } else if (event.type === "test:fail") {
      const { data } = event;
      // A suite fails because of a test within it, which has been counted.
      if (data.details.type === "suite" && (data.details.error as { failureType?: string }).failureType === "subtestsFailed") continue;
      tally.failed++;
      call.say(`✖ ${data.name} (${path.relative(ROOT, data.file ?? "?")}:${data.line ?? 0})\n${indent(reasonOf(data.details.error))}`);
    } else if (event.type === "test:summary") {
      if (event.data.file) times.push({ file: path.relative(ROOT, event.data.file), ms: event.data.duration_ms });
    } else if (event.type === "test:stderr") {
      process.stderr.write(event.data.message);
    }
  }
  await stopSharing();
  call.say(
    `${tally.failed === 0 ? "✔" : "✖"} ${name}: ${files.length} files, ${tally.passed} passed, ${tally.failed} failed (${seconds(startedAtMs)})`,
  );
  if (call.values.times)
    for (const { file, ms } of times.sort((one, other) => other.ms - one.ms)) call.say(`    ${(ms / 1000).toFixed(1)} s  ${file}`);
  return tally;
}

function reasonOf(error: Error): string {
  const cause = error.cause instanceof Error ? error.cause : error;
  return cause.stack ?? cause.message;
}

const indent = (text: string) => text.replaceAll(/^/gm, "    ");
const seconds = (sinceMs: number) => `${((Date.now() - sinceMs) / 1000).toFixed(1)} s`;

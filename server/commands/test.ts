import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { builtWeb } from "#server/platform/web-build.ts";
import { shareCluster } from "#server/testing/database.ts";
import type { Call, Command } from "./command.ts";
import { type Group, groups, MACHINE, THIRD, type Turn, turnsOf } from "./test/groups.ts";
import { indent, runFiles, type Tally, type Told } from "./test/run-files.ts";
import { inShares } from "./test/shares.ts";

const ROOT = path.join(import.meta.dirname, "..", "..");
/** What Node made of each source is kept for the next process that loads it; found again by what the source says. */
const COMPILED = path.join(ROOT, "node_modules", ".cache", "node");
const SAID_BYTES_MAX = 16 * 1024 ** 2;

type Check = readonly [name: string, program: string, ...parts: string[]];
const checks: readonly Check[] = [
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
    long: { type: "boolean", help: "Let tests of random sequences take their time, with four times as many" },
    times: { type: "boolean", help: "Say how long each file took, the longest first" },
  },
  async run(call) {
    // Whatever this shell is set to must not change what a test finds.
    for (const name of ["PORT", "HOST", "PUBLIC_URL", "THROUGHLINE_DATA", "DATABASE_URL", "DATABASE_OWNER_URL", "SMTP_URL", "LOG_LEVEL"])
      delete process.env[name];
    process.env.NODE_COMPILE_CACHE = COMPILED;
    if (call.values.long) process.env.THROUGHLINE_LONG = "1";
    const whole = call.positionals.length === 0;
    const wanted = (file: string) => whole || call.positionals.some((word) => file.includes(word));
    const turns = groups.map((group) => turnsOf(group, ROOT, wanted)).filter(({ length }) => length > 0);
    // Some tests of the first groups serve the apps too; a few that were named may not need them.
    const served = whole || turns.some(([turn]) => turn?.group.served);
    const build = served ? runBuild(call) : undefined;
    const total = sum(await runAll(call, whole ? checks : [], turns, build));
    return { ok: total.failed === 0 && total.passed > 0, result: `${total.passed} passed, ${total.failed} failed` };
  },
};

function runCheck(call: Call, [name, program, ...parts]: Check): Promise<Tally> {
  const startedAtMs = Date.now();
  const options = { cwd: ROOT, encoding: "utf8", maxBuffer: SAID_BYTES_MAX } as const;
  return new Promise((resolve) => {
    execFile(path.join(ROOT, "node_modules", ".bin", program), parts, options, (error, stdout, stderr) => {
      if (error) call.say(`${stdout}${stderr}`.trimEnd() || error.message);
      call.say(`${error ? "✖" : "✔"} ${name} (${seconds(Date.now() - startedAtMs)})`);
      resolve(error ? { passed: 0, failed: 1 } : { passed: 1, failed: 0 });
    });
  });
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

/** Runs the checks and all groups as one, so that none waits for the last file of another; tells of each when it is done. Tests begin when the apps are built. */
async function runAll(
  call: Call,
  first: readonly Check[],
  turns: readonly (readonly Turn[])[],
  build: Promise<Tally> | undefined,
): Promise<Tally[]> {
  const told = new Map(turns.map(([first]) => [first?.group, [] as Told[]]));
  const clusters = new Map<string | undefined, ReturnType<typeof shareCluster>>();
  const others: Tally[] = [];
  const ready: Turn[] = [];
  for (const each of turns) {
    const { name, postgres } = each[0]!.group;
    if (postgres && !existsSync(postgres)) {
      call.say(`✖ ${name}: it is not in ${postgres}; install Debian's package postgresql-15`);
      others.push({ passed: 0, failed: 1 });
      continue;
    }
    if (!clusters.has(postgres)) clusters.set(postgres, shareCluster(postgres));
    ready.push(...each);
  }
  const left = new Map(turns.map((each) => [each[0]?.group, each.length]));
  const runTurn = async ({ group, files }: Turn) => {
    const tellings = told.get(group) ?? [];
    const cluster = await clusters.get(group.postgres);
    await build;
    tellings.push(...(await runFiles(call, files, { ...process.env, ...cluster?.env })));
    left.set(group, (left.get(group) ?? 0) - 1);
    if (left.get(group) === 0) tell(call, group, tellings);
  };
  const jobs = [
    ...first.map((check) => ({ share: THIRD, work: async () => void others.push(await runCheck(call, check)) })),
    ...ready.map((turn) => ({ share: turn.share, work: () => runTurn(turn) })),
  ];
  await inShares(MACHINE, jobs, ({ work }) => work());
  for (const cluster of clusters.values()) await (await cluster).stop();
  if (build) others.push(await build);
  return [...others, ...[...told.values()].flat()];
}

function tell(call: Call, { name }: Group, tellings: readonly Told[]): void {
  const { passed, failed } = sum(tellings);
  const ms = tellings.reduce((so, each) => so + each.ms, 0);
  call.say(
    `${failed === 0 ? "✔" : "✖"} ${name}: ${tellings.length} files, ${passed} passed, ${failed} failed (${seconds(ms)} of all its files)`,
  );
  if (call.values.times)
    for (const { file, ms } of tellings.toSorted((one, other) => other.ms - one.ms)) call.say(`    ${seconds(ms)}  ${file}`);
}

function sum(tallies: readonly Tally[]): Tally {
  return {
    passed: tallies.reduce((so, each) => so + each.passed, 0),
    failed: tallies.reduce((so, each) => so + each.failed, 0),
  };
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { type Binaries, findBinaries, giveTo } from "./embedded-binaries.ts";
import { freePort } from "./free-port.ts";

export const OWNER_ROLE = "throughline_owner";
export const APP_ROLE = "throughline_app";
const DATABASE = "throughline";
const START_MS_MAX = 60_000;
const STOP_MS_MAX = 20_000;
const LOOK_EVERY_MS = 15;
const PORT_TRIES_MAX = 5;
/** Started so often without once taking connections, it will not the next time either. */
const UNREADY_MAX = 20;

/** A running PostgreSQL of our own, on loopback, and how to reach it as each role. */
export interface Embedded {
  port: number;
  urlFor(role: "superuser" | "owner" | "app", database?: string): string;
  stop(): Promise<void>;
  /** Ends it at once and without order, for a process that is itself ending; its data is recovered when started again. */
  kill(): void;
}

interface Access {
  superuser: string;
  owner: string;
  app: string;
  port: number;
}

export interface EmbeddedOptions {
  /** False for tests: what was written may be lost when the machine fails. */
  durable?: boolean;
  /** The folder of another PostgreSQL, with `bin` in it, in place of the one that npm brought. */
  home?: string;
}

/** Of a server and whoever looks beside it; many tests share one database, and each has as many as a race wants. */
const CONNECTIONS_MAX = { server: 120, tests: 400 };

/** Starts a real PostgreSQL on the data in `folder`, after whatever ended it last time. */
export async function startEmbeddedPostgres(folder: string, options: EmbeddedOptions = {}): Promise<Embedded> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const binaries = findBinaries(folder, options.home);
  const cluster = path.join(folder, "cluster");
  const access = readAccess(folder) ?? newAccess(folder);
  if (!existsSync(cluster)) initialise(binaries, folder, cluster, access.superuser, options);
  await endEarlier(cluster);
  for (let attempt = 1; ; attempt++) {
    const running = { ...access, port: await freePort() };
    writeAccess(folder, running);
    const start = () => launch(binaries, folder, cluster, running.port, options.durable ?? true);
    const child = start();
    if (await ready(cluster, child)) {
      await makeRoles(running);
      return { port: running.port, urlFor: urlsOf(running), ...keep(child, start, cluster) };
    }
    await stop(child);
    const said = readFileSync(path.join(folder, "postgres.log"), "utf8").trimEnd().split("\n").slice(-3).join(" | ");
    // Between asking for a free port and taking it somebody else may have taken it.
    if (attempt < PORT_TRIES_MAX && /address already in use/i.test(said)) continue;
    throw new Error(`the embedded database did not start: ${said}`);
  }
}

/** Starts the database again when it ends unasked (the kernel ran out of memory, somebody killed it), on the same port. */
function keep(first: ChildProcess, start: () => ChildProcess, cluster: string): Pick<Embedded, "stop" | "kill"> {
  let child = first;
  let ending = false;
  /** Starts since it last took connections. */
  let unready = 0;
  const watch = () => {
    child.once("exit", async () => {
      if (ending || ++unready > UNREADY_MAX) return;
      await endEarlier(cluster);
      if (ending) return;
      child = start();
      watch();
      if (await ready(cluster, child)) unready = 0;
    });
  };
  watch();
  return {
    async stop() {
      ending = true;
      await stop(child);
    },
    kill() {
      ending = true;
      child.kill("SIGQUIT");
    },
  };
}

/** How to reach the embedded database that another process of this data folder runs; undefined when there has never been one. */
export function embeddedAccess(folder: string): Embedded["urlFor"] | undefined {
  const access = readAccess(folder);
  return access ? urlsOf(access) : undefined;
}

function urlsOf(access: Access): Embedded["urlFor"] {
  const names = { superuser: "postgres", owner: OWNER_ROLE, app: APP_ROLE };
  return (role, database = DATABASE) => `postgres://${names[role]}:${access[role]}@127.0.0.1:${access.port}/${database}`;
}

const accessFile = (folder: string) => path.join(folder, "access.json");

function readAccess(folder: string): Access | undefined {
  return existsSync(accessFile(folder)) ? (JSON.parse(readFileSync(accessFile(folder), "utf8")) as Access) : undefined;
}

function newAccess(folder: string): Access {
  const password = () => randomBytes(24).toString("base64url");
  const access = { superuser: password(), owner: password(), app: password(), port: 0 };
  writeAccess(folder, access);
  return access;
}

// Written beside and moved into place, so that a crash leaves either the old passwords or the new, never half a file.
function writeAccess(folder: string, access: Access): void {
  const beside = `${accessFile(folder)}.new`;
  writeFileSync(beside, JSON.stringify(access), { mode: 0o600 });
  renameSync(beside, accessFile(folder));
}

function environment(binaries: Binaries): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    LC_ALL: "C",
    TZ: "UTC",
    [process.platform === "darwin" ? "DYLD_LIBRARY_PATH" : "LD_LIBRARY_PATH"]: binaries.lib,
  };
}

function initialise(binaries: Binaries, folder: string, cluster: string, password: string, options: EmbeddedOptions): void {
  const { durable = true, home } = options;
  const unfinished = `${cluster}.new`;
  const passwordFile = path.join(folder, "password.txt");
  rmSync(unfinished, { recursive: true, force: true });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (binaries.owner !== undefined) chownSync(passwordFile, binaries.owner, binaries.owner);
  const [program = "", ...parts] = [
    ...binaries.prefix,
    path.join(binaries.bin, "initdb"),
    ...["-D", unfinished, "-U", "postgres", "--auth=scram-sha-256", `--pwfile=${passwordFile}`],
    ...["-E", "UTF8", "--no-instructions"],
    // Unicode's letters in their own order, the same on every machine; before 17 that was the C library's to give.
    ...(home ? ["--locale=C.UTF-8"] : ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]),
    ...(durable ? [] : ["--no-sync", "--wal-segsize=1"]),
  ];
  const run = spawnSync(program, parts, { encoding: "utf8", cwd: folder, env: environment(binaries) });
  rmSync(passwordFile, { force: true });
  if (run.status !== 0) throw new Error(`the embedded database could not be made: ${lastLine(run.stderr || String(run.error ?? ""))}`);
  renameSync(unfinished, cluster);
}

const lastLine = (text: string) =>
  text
    .trim()
    .split("\n")
    .findLast((line) => /error|fatal|no space/i.test(line)) ?? text.trim();

function launch(binaries: Binaries, folder: string, cluster: string, port: number, durable: boolean): ChildProcess {
  if (binaries.owner !== undefined) giveTo(cluster, binaries.owner);
  const settings: Record<string, string | number> = {
    listen_addresses: "127.0.0.1",
    port,
    unix_socket_directories: "",
    max_connections: durable ? CONNECTIONS_MAX.server : CONNECTIONS_MAX.tests,
    shared_buffers: "64MB",
    max_wal_size: "512MB",
    timezone: "UTC",
    log_timezone: "UTC",
    // Statements and their values are people's words: the database's own log never repeats them.
    log_min_error_statement: "panic",
    log_error_verbosity: "terse",
    ...(durable ? {} : { fsync: "off", full_page_writes: "off" }),
  };
  const [program = "", ...parts] = [
    ...binaries.prefix,
    path.join(binaries.bin, "postgres"),
    ...["-D", cluster],
    ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ];
  const log = openSync(path.join(folder, "postgres.log"), "w", 0o600);
  // A group of its own, so that Ctrl-C in a terminal reaches us first and we stop it in order.
  const child = spawn(program, parts, { stdio: ["ignore", log, log], cwd: folder, env: environment(binaries), detached: true });
  child.on("error", () => {});
  // A process with nothing else left to do may end, and the database with it.
  child.unref();
  closeSync(log);
  return child;
}

/** PostgreSQL writes its state into the eighth line of this file. */
async function ready(cluster: string, child: ChildProcess): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < START_MS_MAX; waitedMs += LOOK_EVERY_MS) {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return false;
    const lines = pidFile(cluster);
    if (Number(lines[0]) === child.pid && lines[7]?.trim() === "ready") return true;
    await delay(LOOK_EVERY_MS);
  }
  return false;
}

function pidFile(cluster: string): string[] {
  try {
    return readFileSync(path.join(cluster, "postmaster.pid"), "utf8").split("\n");
  } catch {
    return [];
  }
}

/** After kill -9 of ours the database ends by itself a moment later; one that does not is asked to, and then made to. */
async function endEarlier(cluster: string): Promise<void> {
  const pid = Number(pidFile(cluster)[0]);
  if (!pid) return;
  for (let waitedMs = 0; isPostgres(pid, cluster); waitedMs += LOOK_EVERY_MS) {
    if (waitedMs === 20 * LOOK_EVERY_MS) process.kill(pid, "SIGINT");
    if (waitedMs >= STOP_MS_MAX) process.kill(pid, "SIGQUIT");
    if (waitedMs >= 2 * STOP_MS_MAX) throw new Error(`an earlier database (process ${pid}) does not end`);
    await delay(LOOK_EVERY_MS);
  }
  // Its number may belong to some other program by now, which would make PostgreSQL refuse to start.
  rmSync(path.join(cluster, "postmaster.pid"), { force: true });
}

function isPostgres(pid: number, cluster: string): boolean {
  const asked = spawnSync("ps", ["-o", "stat=,command=", "-p", String(pid)], { encoding: "utf8" });
  if (asked.error) return isPostgresByProc(pid, cluster);
  return !asked.stdout.trim().startsWith("Z") && asked.stdout.includes(cluster);
}

// A small container may have no ps.
function isPostgresByProc(pid: number, cluster: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(cluster);
  } catch {
    return false;
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  // The child alone keeps no process alive, and this one has to wait for it.
  child.ref();
  child.kill("SIGINT");
  const late = setTimeout(() => child.kill("SIGQUIT"), STOP_MS_MAX);
  await exit;
  clearTimeout(late);
}

/** Two roles: the owner migrates; the app's owns nothing and may only do what a migration granted it. */
async function makeRoles(access: Access): Promise<void> {
  const client = new pg.Client({ connectionString: urlsOf(access)("superuser", "postgres") });
  await client.connect();
  try {
    for (const [role, password] of [
      [OWNER_ROLE, access.owner],
      [APP_ROLE, access.app],
    ] as const) {
      const { rowCount } = await client.query("select from pg_roles where rolname = $1", [role]);
      if (rowCount === 0) await client.query(`create role ${role} login password '${password}' ${role === OWNER_ROLE ? "createdb" : ""}`);
    }
    const { rowCount } = await client.query("select from pg_database where datname = $1", [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE} owner ${OWNER_ROLE}`);
    await client.query(`revoke all on database ${DATABASE} from public; grant connect on database ${DATABASE} to ${APP_ROLE}`);
  } finally {
    await client.end();
  }
}

import type { ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Log } from "#server/platform/log.ts";
import { type Client, connect, type Handle } from "./client.ts";
import { type EngineSecrets, findLibraries, writeEngineConfig } from "./config.ts";
import { chooseMediaAddress } from "./media-address.ts";
import { executable, spawnTied } from "./tied-child.ts";

const WATCHDOG_EVERY_MS = 2000;
const WATCHDOG_TIMEOUT_MS = 3000;
const READY_TIMEOUT_MS = 5000;
const READY_POLL_MS = 15;
const STOP_TIMEOUT_MS = 3000;
const RETRY_FIRST_MS = 50;
const RETRY_MAX_MS = 10_000;
/** An engine that lived this long was sound: its death is the first one again. */
const SOUND_AFTER_MS = 20_000;
/** The longest path that fits a unix socket's address. */
const SOCKET_PATH_MAX = 100;
/** A packet that waits for a processor is heard: voices go before everything else on the machine, where we may decide that. */
const NICENESS = -10;
const PORTS = { from: 20_000, to: 29_999 };

export type MediaUnavailableReason = "janus_missing" | "no_media_address" | "engine_down" | "disabled";
export interface MediaHealth {
  status: "ok" | "unavailable";
  reason?: MediaUnavailableReason;
  address?: string;
}

export interface EngineOptions {
  /** Ours alone: the engine's files, secrets and socket. */
  dataFolder: string;
  log: Log;
  /** False where no engine is wanted: health then says `disabled`. */
  enabled?: boolean;
  /** Another build of the engine. */
  binary?: string | undefined;
  /** Which of this machine's addresses media leaves from. */
  address?: string | undefined;
  /** What browsers are told instead, behind a one-to-one NAT. */
  publicAddress?: string | undefined;
  /** Two ports a leg. */
  ports?: { from: number; to: number };
}

/** A living engine: how to talk to it, and what it wants to hear first. */
export interface LiveEngine {
  client: Client;
  adminKey: string;
}

export interface Engine {
  start(): Promise<void>;
  stop(): Promise<void>;
  health(): MediaHealth;
}

/** Keeps one private engine running: starts it, watches it, and starts it again when it dies or hangs. */
export function createEngine(options: EngineOptions, on: { up(engine: LiveEngine): void; down(): void }): Engine {
  const folder = path.resolve(options.dataFolder, "engine");
  const pidFile = path.resolve(options.dataFolder, "engine.pid");
  let reason: MediaUnavailableReason | undefined = options.enabled === false ? "disabled" : "engine_down";
  let address: string | undefined;
  let current: { child: ChildProcess; exited: Promise<void> } | undefined;
  let retry: NodeJS.Timeout | undefined;
  let stopped = true;
  let failures = 0;

  function again(delayMs = Math.min(RETRY_FIRST_MS * 2 ** failures, RETRY_MAX_MS)): void {
    if (stopped) return;
    failures += 1;
    clearTimeout(retry);
    retry = setTimeout(() => void attempt(), delayMs);
    retry.unref();
  }

  async function attempt(): Promise<void> {
    try {
      const binary = findBinary(options.binary);
      const libraries = await findLibraries();
      address = chooseMediaAddress(options.address);
      reason = binary && libraries ? (address ? undefined : "no_media_address") : "janus_missing";
      if (!binary || !libraries || !address) {
        options.log.warn({ event: "media.unavailable", code: reason }, "live rooms are unavailable");
        return again(RETRY_MAX_MS);
      }
      reason = "engine_down";
      await launch(binary, libraries, address);
    } catch (error) {
      options.log.error({ event: "media.engine_failed", err: error }, "the media engine did not start");
      again();
    }
  }

  async function launch(binary: string, libraries: string, mediaAddress: string): Promise<void> {
    await mkdir(options.dataFolder, { recursive: true, mode: 0o700 });
    await endStale(pidFile, folder);
    const secrets = newSecrets();
    const socket = await socketFolder(folder);
    const socketPath = path.join(socket.folder, "janus.sock");
    const { publicAddress, ports = PORTS } = options;
    await writeEngineConfig({ folder, socketPath, libraries, address: mediaAddress, publicAddress, ports, secrets });

    const bornAt = performance.now();
    const child = spawnTied(binary, ["-F", folder, "-C", path.join(folder, "janus.jcfg")], {
      deathSignal: "TERM",
      cwd: folder,
      niceness: NICENESS,
    });
    const said = lastLines(child);
    let live: LiveEngine | undefined;
    let watchdog: NodeJS.Timeout | undefined;
    const exited = new Promise<void>((resolve) => {
      const onEnd = (code: number | null, signal: NodeJS.Signals | null) => {
        clearInterval(watchdog);
        current = undefined;
        reason = "engine_down";
        live?.client.close();
        void socket.remove();
        if (live) on.down();
        if (!stopped) {
          options.log.error({ event: "media.engine_died", code, signal }, "the media engine died");
          void writeFile(path.resolve(options.dataFolder, "engine-last-words.log"), said(), { mode: 0o600 }).catch(() => undefined);
        }
        if (performance.now() - bornAt > SOUND_AFTER_MS) failures = 0;
        again();
        resolve();
      };
      child.once("exit", onEnd);
      child.once("error", () => onEnd(null, null));
    });
    current = { child, exited };
    if (stopped) child.kill("SIGTERM");
    await writeFile(pidFile, String(child.pid), { mode: 0o600 });

    const kill = () => void child.kill("SIGKILL");
    const client = await connectWhenReady(socketPath, secrets, child, { stuck: kill, close: kill });
    const watch = await (await client.session()).attach(() => undefined);
    watchdog = setInterval(() => void check(watch, mediaAddress, kill), WATCHDOG_EVERY_MS);
    watchdog.unref();
    reason = undefined;
    options.log.info({ event: "media.engine_up" }, "the media engine is up");
    live = { client, adminKey: secrets.adminKey };
    on.up(live);
  }

  // Another address means another engine: the old one would go on offering one that nobody reaches.
  async function check(watch: Handle, mediaAddress: string, kill: () => void): Promise<void> {
    if (chooseMediaAddress(mediaAddress) === undefined) return kill();
    // A request left unanswered kills by itself (`stuck`); a refusal means that the watching handle is gone.
    await watch.ask({ request: "exists", room: "none" }, undefined, WATCHDOG_TIMEOUT_MS).catch(kill);
  }

  return {
    async start() {
      if (!stopped || options.enabled === false) return;
      stopped = false;
      failures = 0;
      await attempt();
    },
    async stop() {
      stopped = true;
      clearTimeout(retry);
      if (!current) return;
      const { child, exited } = current;
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), STOP_TIMEOUT_MS);
      await exited;
      clearTimeout(timer);
    },
    health: () => (reason ? { status: "unavailable", reason } : { status: "ok", ...(address ? { address } : {}) }),
  };
}

function newSecrets(): EngineSecrets {
  const secret = () => randomBytes(24).toString("base64url");
  return { api: secret(), admin: secret(), adminKey: secret() };
}

function findBinary(wanted?: string): string | undefined {
  const places = wanted ? [path.resolve(wanted)] : ["/usr/bin/janus", "/usr/local/bin/janus", "/opt/janus/bin/janus"];
  return places.find(executable);
}

/** Ends the engine that an earlier, crashed server of ours left behind, and nobody else's. */
async function endStale(pidFile: string, folder: string): Promise<void> {
  const pid = Number(await readFile(pidFile, "utf8").catch(() => ""));
  if (!Number.isSafeInteger(pid) || pid <= 1) return;
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  // Numbers are given out again: only a process that reads our own configuration is ours.
  if (command.includes(path.join(folder, "janus.jcfg"))) process.kill(pid, "SIGKILL");
  await rm(pidFile, { force: true });
}

/** The engine's folder, or a short one of our own when the socket's path would not fit or could not be written in a URL. */
async function socketFolder(folder: string): Promise<{ folder: string; remove(): Promise<void> }> {
  if (folder.length < SOCKET_PATH_MAX - 20 && /^[\w./-]+$/.test(folder)) return { folder, remove: async () => undefined };
  const short = await mkdtemp(path.join(tmpdir(), "throughline-"));
  return { folder: short, remove: () => rm(short, { recursive: true, force: true }) };
}

const LINES_KEPT = 60;
/** Keeps what the engine said last, for the file an operator reads after its death. */
function lastLines(child: ChildProcess): () => string {
  let lines: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text: string) => {
      lines = [...lines, ...text.split("\n")].slice(-LINES_KEPT);
    });
  return () => lines.join("\n");
}

async function connectWhenReady(
  socketPath: string,
  secrets: EngineSecrets,
  child: ChildProcess,
  on: { stuck(): void; close(): void },
): Promise<Client> {
  const deadline = performance.now() + READY_TIMEOUT_MS;
  while (child.exitCode === null && child.signalCode === null && performance.now() < deadline) {
    const client = await connect(socketPath, secrets.api, on).catch(() => undefined);
    if (client) return client;
    await new Promise((resolve) => setTimeout(resolve, READY_POLL_MS));
  }
  child.kill("SIGKILL");
  throw new Error("the engine's socket did not open");
}

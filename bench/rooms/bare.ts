import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { connect } from "#server/domains/media/janus/client.ts";
import { findLibraries, writeEngineConfig } from "#server/domains/media/janus/config.ts";
import { spawnTied } from "#server/domains/media/janus/tied-child.ts";

/** The yardstick: the same engine with the same settings, and nothing of ours around it. */
export interface BareEngine {
  pid: number;
  /** What a driver needs to speak with it directly. */
  socketPath: string;
  secrets: { api: string; admin: string; adminKey: string };
  /** Where its rooms record to. */
  recordings: string;
  stop(): Promise<void>;
}

const PORTS = { from: 30_000, to: 39_999 };
const READY_MS_MAX = 5000;
/** As ours is started. */
const NICENESS = -10;

/** Starts the machine's own Janus with the settings of ours. */
export async function startBareEngine(address: string): Promise<BareEngine> {
  const folder = await mkdtemp(path.join(tmpdir(), "throughline-bare-"));
  const libraries = await findLibraries();
  if (!libraries) throw new Error("this machine has no Janus: install the package janus");
  const secret = () => randomBytes(24).toString("base64url");
  const secrets = { api: secret(), admin: secret(), adminKey: secret() };
  const engine = path.join(folder, "engine");
  const socketPath = path.join(engine, "janus.sock");
  await writeEngineConfig({ folder: engine, socketPath, libraries, address, ports: PORTS, secrets });
  const recordings = path.join(folder, "recordings");
  await mkdir(recordings);
  const child = spawnTied("/usr/bin/janus", ["-F", engine, "-C", path.join(engine, "janus.jcfg")], {
    deathSignal: "TERM",
    cwd: engine,
    niceness: NICENESS,
  });
  child.stdout?.resume();
  child.stderr?.resume();
  const deadline = performance.now() + READY_MS_MAX;
  for (;;) {
    const client = await connect(socketPath, secrets.api, { stuck: () => undefined, close: () => undefined }).catch(() => undefined);
    client?.close();
    if (client && child.pid) break;
    if (performance.now() > deadline) throw new Error("the bare engine did not open its socket");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return {
    pid: child.pid,
    socketPath,
    secrets,
    recordings,
    async stop() {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

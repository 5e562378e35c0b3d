import { chmod, mkdir, readdir, rm, stat, symlink, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import path from "node:path";

export interface EngineSecrets {
  api: string;
  admin: string;
  adminKey: string;
}

export interface EngineConfig {
  folder: string;
  socketPath: string;
  /** Where the distribution put the engine's `plugins` and `transports`. */
  libraries: string;
  address: string;
  /** What browsers are told instead of `address`, behind a one-to-one NAT. */
  publicAddress?: string | undefined;
  ports: { from: number; to: number };
  secrets: EngineSecrets;
}

const PLUGIN = "libjanus_videoroom.so";
/** Sends back what it gets: how a station measures its line. Rooms do without it, so a machine that lacks it still serves. */
const ECHO_PLUGIN = "libjanus_echotest.so";
const TRANSPORT = "libjanus_websockets.so";

/** Writes the engine's three files and its two module folders into `config.folder`, which only we can enter. */
export async function writeEngineConfig(config: EngineConfig): Promise<void> {
  const { folder, libraries } = config;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  // The engine loads every library in its folders, so each gets one holding only links to what we use.
  for (const [name, library] of modules) {
    await mkdir(path.join(folder, name));
    if (library) await symlink(path.join(libraries, name, library), path.join(folder, name, library));
  }
  const echo = path.join(libraries, "plugins", ECHO_PLUGIN);
  if (await stat(echo).catch(() => undefined)) await symlink(echo, path.join(folder, "plugins", ECHO_PLUGIN));
  const files = {
    "janus.jcfg": core(config),
    "janus.transport.websockets.jcfg": websockets(config.socketPath),
    "janus.plugin.videoroom.jcfg": section("general", { admin_key: config.secrets.adminKey, lock_rtp_forward: true, string_ids: true }),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text, { mode: 0o600 });
}

const modules: [folder: string, library: string | undefined][] = [
  ["plugins", PLUGIN],
  ["transports", TRANSPORT],
  ["events", undefined],
  ["loggers", undefined],
];

/** Where the engine's two libraries are on this machine; undefined when either is missing. */
export async function findLibraries(): Promise<string | undefined> {
  const triplets = (await readdir("/usr/lib").catch(() => [])).filter((name) => name.includes("-linux-"));
  const folders = [...triplets.map((name) => `/usr/lib/${name}/janus`), "/usr/lib/janus", "/usr/local/lib/janus", "/opt/janus/lib/janus"];
  for (const folder of folders) {
    const wanted = [path.join(folder, "plugins", PLUGIN), path.join(folder, "transports", TRANSPORT)];
    const found = await Promise.all(wanted.map((file) => stat(file).catch(() => undefined)));
    if (found.every(Boolean)) return folder;
  }
  return undefined;
}

function core({ folder, address, publicAddress, ports, secrets }: EngineConfig): string {
  const folders = ["plugins", "transports", "events", "loggers"].map((name) => [`${name}_folder`, path.join(folder, name)]);
  return [
    section("general", {
      configs_folder: folder,
      ...Object.fromEntries(folders),
      debug_level: 2,
      debug_colors: false,
      api_secret: secrets.api,
      admin_secret: secrets.admin,
      session_timeout: 60,
      // Our server gone: its rooms go with it at once, so nobody is left talking in a room nobody guards.
      reclaim_session_timeout: 0,
      recordings_tmp_ext: "part",
      // One thread per core instead of one per leg halves the engine's work.
      event_loops: availableParallelism(),
      hide_dependencies: true,
      server_name: "throughline",
    }),
    section("media", {
      rtp_port_range: `${ports.from}-${ports.to}`,
      no_media_timer: 1,
      // A browser that only receives asks again every 100 ms: with a fifth of a second kept, three losses of one packet stop the picture for seconds.
      min_nack_queue: 1000,
      // From so many missing packets of one kind in a second on the engine says so. Two of sound and two of picture are less than what is ever held against
      // a line, so nobody loses more on their way up than that without the engine's own word for it.
      slowlink_threshold: 2,
    }),
    section("nat", {
      nice_debug: false,
      ice_enforce_list: address,
      // Browsers reach us, not we them: their .local names need no looking up.
      ignore_mdns: true,
      ...(publicAddress ? { nat_1_1_mapping: publicAddress } : {}),
    }),
  ].join("\n");
}

function websockets(socketPath: string): string {
  return [
    section("general", { json: "compact", ws: true, ws_unix: socketPath, wss: false }),
    section("admin", { admin_ws: false, admin_wss: false }),
  ].join("\n");
}

function section(name: string, values: Record<string, string | number | boolean>): string {
  const lines = Object.entries(values).map(([key, value]) => `\t${key} = ${typeof value === "string" ? JSON.stringify(value) : value}`);
  return `${name}: {\n${lines.join("\n")}\n}\n`;
}

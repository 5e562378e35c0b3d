// Plain JavaScript for any Node from 20 up: runs before `npm start` and `npm test`, when nothing may be installed yet.
// Says what it does; where it may or can do nothing, says the one command to run and what will not work until then.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const modules = path.join(root, "node_modules");
const forTests = process.argv[2] === "test";
const allowed = process.env.THROUGHLINE_INSTALL !== "off";
const say = (line) => process.stdout.write(`${line}\n`);

const APT_TRIES_MAX = 60;
const APT_WAIT_SECONDS = 5;

/** Debian's package, how to see that it is there, and what does not work without it. */
const packages = [
  { name: "janus", there: () => Boolean(process.env.THROUGHLINE_JANUS) || inPath("janus"), without: "live visits" },
  { name: "janus-tools", there: () => inPath("janus-pp-rec"), without: "playing recordings" },
  { name: "ffmpeg", there: () => inPath("ffmpeg") && inPath("ffprobe"), without: "playing recordings" },
  {
    name: "util-linux",
    there: () => process.platform !== "linux" || (inPath("setpriv") && inPath("unshare")),
    without: "the embedded database",
  },
  { name: "procps", there: () => inPath("ps"), tests: true, without: "tests that kill processes" },
  { name: "chromium", there: () => inPath("chromium"), tests: true, without: "browser tests" },
  { name: "chromium-headless-shell", there: () => inPath("chromium-headless-shell"), tests: true, without: "browser tests at full speed" },
  { name: "firefox-esr", there: () => inPath("firefox-esr"), tests: true, without: "browser tests" },
  { name: "fonts-liberation", there: () => hasFont("liberation"), tests: true, without: "browser tests" },
  { name: "fonts-noto-color-emoji", there: () => hasFont("NotoColorEmoji"), tests: true, without: "browser tests" },
  { name: "postgresql-15", there: () => existsSync("/usr/lib/postgresql/15/bin/initdb"), tests: true, without: "tests on PostgreSQL 15" },
  { name: "iproute2", there: () => inPath("ip"), tests: true, without: "tests of broken links" },
  { name: "iptables", there: () => inPath("iptables"), tests: true, without: "tests of broken links" },
  { name: "coturn", there: () => inPath("turnserver"), tests: true, without: "tests of relays" },
  { name: "openssl", there: () => inPath("openssl"), tests: true, without: "tests of relays" },
];

/** Debian's packages would start these: janus as root, taking orders without a secret, coturn as a relay that listens everywhere. Ours are private children. */
const services = ["janus", "coturn"];
const unitOf = (service) => `/etc/systemd/system/${service}.service`;

ensureModules();
ensurePackages();

function ensureModules() {
  if (
    !isOlder(path.join(modules, ".package-lock.json"), path.join(root, "package-lock.json")) &&
    existsSync(path.join(modules, ".bin", "node"))
  )
    return;
  if (!allowed)
    fail("The parts in node_modules are missing or old, and THROUGHLINE_INSTALL=off forbids fetching them. Run: npm ci --ignore-scripts");
  say("Fetching the parts (npm ci) …");
  // The pinned Node lies in the folder that npm is about to replace, so npm itself must not run on it.
  const PATH = (process.env.PATH ?? "")
    .split(path.delimiter)
    .filter((folder) => !folder.startsWith(modules))
    .join(path.delimiter);
  const { status } = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, PATH },
  });
  if (status !== 0) fail("npm could not fetch the parts. Nothing works until this does: npm ci --ignore-scripts");
}

function ensurePackages() {
  const missing = packages.filter((one) => (forTests || !one.tests) && !one.there());
  if (missing.length === 0) return;
  const names = missing.map((one) => one.name);
  const byHand = `apt-get install -y --no-install-recommends ${names.join(" ")}`;
  const without = `Until then these will not work: ${[...new Set(missing.map((one) => one.without))].join(", ")}.`;
  if (!inPath("apt-get")) return say(`Missing on this machine: ${names.join(", ")}. Install them as your system does. ${without}`);
  const asRoot = process.getuid?.() === 0 ? [] : inPath("sudo") && run(["sudo", "-n", "true"]).status === 0 ? ["sudo", "-n"] : undefined;
  const masks = services.filter((service) => names.includes(service)).map((service) => `ln -sf /dev/null ${unitOf(service)} && sudo `);
  const command = `sudo ${masks.join("")}${byHand}`;
  if (!allowed) return say(`THROUGHLINE_INSTALL=off forbids installing. Run: ${command}\n${without}`);
  if (!asRoot) return say(`This account may not install packages. Run: ${command}\n${without}`);

  say(`Installing ${names.join(", ")} (apt-get) …`);
  for (const service of services) if (names.includes(service)) mask(asRoot, unitOf(service));
  if (names.includes("postgresql-15")) makeNoCluster(asRoot);
  const base = [
    "env",
    "DEBIAN_FRONTEND=noninteractive",
    "apt-get",
    "-qq",
    "-o",
    "DPkg::Lock::Timeout=300",
    "install",
    "-y",
    "--no-install-recommends",
  ];
  const install = (wanted) => apt([...asRoot, ...base, ...wanted]);
  if (install(names) || (apt([...asRoot, "apt-get", "-qq", "update"]) && install(names))) return;
  // One that this system does not have must not keep the others away.
  const left = missing.filter((one) => !install([one.name]));
  if (left.length === 0) return;
  const lost = [...new Set(left.map((one) => one.without))].join(", ");
  say(`apt-get could not install ${left.map((one) => one.name).join(", ")}. Until they are there, these will not work: ${lost}.`);
}

/** Links a service to nothing before its package comes, so that it is never started. */
function mask(asRoot, unit) {
  if (existsSync(unit)) return;
  run([...asRoot, "mkdir", "-p", path.dirname(unit)]);
  run([...asRoot, "ln", "-s", "/dev/null", unit]);
}

/** Debian's package would make and start a database of its own; only the programs are wanted. */
function makeNoCluster(asRoot) {
  const file = "/etc/postgresql-common/createcluster.conf";
  if (existsSync(file)) return;
  run([...asRoot, "mkdir", "-p", path.dirname(file)]);
  run([...asRoot, "sh", "-c", `echo "create_main_cluster = false" > ${file}`]);
}

/** Runs apt-get, waiting while another program holds its lock. */
function apt(command) {
  for (let attempt = 1; ; attempt++) {
    const { status, stderr } = run(command);
    if (status === 0) return true;
    const held = /could not get lock|unable to (acquire|lock)/i.test(stderr ?? "");
    if (!held || attempt >= APT_TRIES_MAX) {
      if (stderr) say(stderr.trim().split("\n").slice(-3).join("\n"));
      return false;
    }
    if (attempt === 1) say("Another program is installing packages; waiting for it …");
    run(["sleep", String(APT_WAIT_SECONDS)]);
  }
}

function run([program, ...parts]) {
  return spawnSync(program, parts, { encoding: "utf8", stdio: ["ignore", "ignore", "pipe"] });
}

function inPath(program) {
  const folders = [...(process.env.PATH ?? "").split(path.delimiter), "/usr/sbin", "/sbin"];
  return folders.some((folder) => existsSync(path.join(folder, program)));
}

function hasFont(name) {
  const folder = "/usr/share/fonts";
  if (process.platform !== "linux") return true;
  return existsSync(folder) && readdirSync(folder, { recursive: true }).some((file) => String(file).includes(name));
}

function isOlder(file, than) {
  return !existsSync(file) || statSync(file).mtimeMs < statSync(than).mtimeMs;
}

function fail(line) {
  say(line);
  process.exit(1);
}

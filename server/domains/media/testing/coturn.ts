import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

export interface Coturn {
  port: number;
  tlsPort: number;
  stop(): Promise<void>;
}

const START_TRIES_MAX = 200;
const LOOK_EVERY_MS = 25;
const RELAY_PORTS = { from: 42_000, to: 42_999 };

/**
 * Debian's coturn, set as docs/operating/relays.md says, as our own child: it listens at `address` by UDP, TCP and TLS, and relays to
 * `mediaAddress` alone.
 */
export async function startCoturn(of: { folder: string; address: string; mediaAddress: string; secret: string }): Promise<Coturn> {
  const [port, tlsPort] = [3478, 5349];
  const folder = path.join(of.folder, "coturn");
  mkdirSync(folder, { mode: 0o700 });
  const at = (name: string) => path.join(folder, name);
  const subject = ["-subj", "/CN=relay.test", "-addext", `subjectAltName=IP:${of.address}`];
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", at("key.pem")];
  execFileSync("openssl", ["req", "-x509", ...key, "-out", at("cert.pem"), "-days", "2", ...subject], { stdio: "ignore", timeout: 10_000 });
  const lines = [
    `listening-ip=${of.address}`,
    `relay-ip=${of.address}`,
    `listening-port=${port}`,
    `tls-listening-port=${tlsPort}`,
    `min-port=${RELAY_PORTS.from}`,
    `max-port=${RELAY_PORTS.to}`,
    `cert=${at("cert.pem")}`,
    `pkey=${at("key.pem")}`,
    "realm=relay.test",
    "use-auth-secret",
    `static-auth-secret=${of.secret}`,
    "fingerprint",
    "no-cli",
    "no-multicast-peers",
    "denied-peer-ip=0.0.0.0-255.255.255.255",
    "denied-peer-ip=::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    `allowed-peer-ip=${of.mediaAddress}`,
    // The test's own: where it keeps what Debian's service would keep elsewhere.
    `userdb=${at("turndb")}`,
    `pidfile=${at("pid")}`,
    `log-file=${at("log")}`,
    "simple-log",
  ];
  writeFileSync(at("turnserver.conf"), `${lines.join("\n")}\n`, { mode: 0o600 });
  const child = spawn("setpriv", ["--pdeathsig", "TERM", "turnserver", "-c", at("turnserver.conf")], { stdio: "ignore" });
  for (let tries = 0; !(await listens(of.address, tlsPort)); tries++) {
    if (tries >= START_TRIES_MAX || child.exitCode !== null) throw new Error(`the relay did not start; see ${at("log")}`);
    await delay(LOOK_EVERY_MS);
  }
  return { port, tlsPort, stop: () => ended(child) };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const over = once(child, "exit");
  child.kill("SIGTERM");
  await over;
}

function listens(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    socket.once("error", () => resolve(false));
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
  });
}

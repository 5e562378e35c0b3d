import { execFileSync, spawnSync } from "node:child_process";
import { newId } from "#server/platform/id.ts";
import { relaysUntil } from "#server/platform/relays.ts";
import { groupedBrowser } from "#server/testing/grouped-browser.ts";
import { ensureMediaAddress } from "#server/testing/media-address.ts";
import { startCoturn } from "./coturn.ts";
import { join, seesFrames, startHarness } from "./harness.ts";
import { RELAY_PAGE } from "./relay-page.ts";

/**
 * Run in a network namespace of its own: `unshare -n node relay-ways.ts`. A family's page meets a resident straight, then with ever
 * less let through its network: relayed by UDP, by TCP, by TLS. Prints one line: what each took, by which way it went, and what relays
 * gave to passwords that are over or wrong, and to whoever wanted to reach something else through them.
 */
/** Another machine of the same network: nobody may reach it through the relay. */
const ELSEWHERE = "10.87.0.3";
const [ROUNDS = 1] = process.argv.slice(2).map(Number);
const SECRET = "a secret of this test alone";

execFileSync("ip", ["link", "set", "lo", "up"]);
const mediaAddress = ensureMediaAddress();
const site = await startHarness({ address: mediaAddress }, [], { "/relay": RELAY_PAGE });
const relay = await startCoturn({ folder: site.folder, address: mediaAddress, mediaAddress, secret: SECRET });
const urls = [
  `turn:${mediaAddress}:${relay.port}`,
  `turn:${mediaAddress}:${relay.port}?transport=tcp`,
  `turns:${mediaAddress}:${relay.tlsPort}?transport=tcp`,
];
const now = Temporal.Now.instant();
const relays = (minutes: number, secret = SECRET) =>
  relaysUntil({ config: { turn: { urls, secret } }, now: () => now }, now.add({ minutes }));

const browser = groupedBrowser();
const family = await (await browser.launch(["--ignore-certificate-errors"])).newPage();
await family.goto(`http://${site.address}/relay`);
const roomId = newId();
await site.media.open({ roomId, kind: "unrecorded", maxKbps: 600 });
const resident = await site.page(roomId, "resident");
await join(resident);

const owned = ["-m", "owner", "--gid-owner", browser.group];
const refuse = (...what: string[]) => execFileSync("iptables", ["-A", "OUTPUT", ...owned, ...what, "-j", "DROP"]);
const allowAll = () => execFileSync("iptables", ["-F", "OUTPUT"]);
interface Page {
  wait(id: string): Promise<void>;
  join(ways: object[]): Promise<number>;
  ways(): Promise<string[]>;
  gather(ways: object[]): Promise<object>;
}

let meetings = 0;
interface Meeting {
  /** Until both of the page's connections stood. */
  connectedMs: number;
  /** Until each saw a picture of the other. */
  seenMs: number;
  ways: string[];
}
async function meets(ways: object[]): Promise<Meeting> {
  // A name each time: the goodbye of the page before may come after this one's hello.
  const id = `family-${++meetings}`;
  await family.evaluate((who) => (window as unknown as Page).wait(who), `${roomId}.${id}`);
  const seen = seesFrames(resident, id, 1, 30_000);
  const from = performance.now();
  const [connectedMs] = await Promise.all([family.evaluate((given) => (window as unknown as Page).join(given), ways), seen]);
  const seenMs = Math.round(performance.now() - from);
  return { connectedMs, seenMs, ways: await family.evaluate(() => (window as unknown as Page).ways()) };
}
const gathered = (ways: object[]) => family.evaluate((given) => (window as unknown as Page).gather(given), ways);

/** What the relay says to its own client who wants to send to this address. */
function through(peer: string): string {
  const [{ username, credential } = { username: "", credential: "" }] = relays(60);
  const args = ["-u", username, "-w", credential, "-p", String(relay.port), "-e", peer, "-n", "1", "-m", "1", "-c", mediaAddress];
  const { stdout, stderr } = spawnSync("turnutils_uclient", args, { encoding: "utf8", timeout: 10_000 });
  return /403 \(Forbidden IP\)/.test(stdout + stderr) ? "forbidden" : `${stdout}${stderr}`;
}

/** Each leaves less than the one before. */
const networks: [name: string, close: () => void][] = [
  ["direct", () => undefined],
  ["udp", () => refuse("-p", "udp", "!", "--dport", String(relay.port))],
  ["tcp", () => refuse("-p", "udp")],
  ["tls", () => refuse("-p", "tcp", "--dport", String(relay.port))],
];
await meets(relays(60));
const rounds: Record<string, Meeting[]> = Object.fromEntries(networks.map(([name]) => [name, []]));
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, close] of networks) {
    close();
    rounds[name]?.push(await meets(relays(60)));
  }
  allowAll();
}
const gave = {
  good: await gathered(relays(60)),
  over: await gathered(relays(-1)),
  wrong: await gathered(relays(60, "not the secret of this relay")),
};
process.stdout.write(`${JSON.stringify({ rounds, gave, elsewhere: through(ELSEWHERE) })}\n`);
await family.context().browser()?.close();
browser.close();
await relay.stop();
await site.close();

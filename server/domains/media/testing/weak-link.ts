import { execFileSync } from "node:child_process";
import { setInterval as every, setTimeout as lasting } from "node:timers/promises";
import { newId } from "#server/platform/id.ts";
import { ensureMediaAddress } from "#server/testing/media-address.ts";
import { join, packetsAt, seesFrames, startHarness } from "./harness.ts";

/**
 * Run in a network namespace of its own: `unshare -n node weak-link.ts`. Loses every fourth packet on its way to the
 * browsers, then all packets for a while, and prints one line: what the picture took before, under the loss, and after it,
 * and how long after the outage both saw each other again.
 */
const LOSS = [
  "OUTPUT",
  "-p",
  "udp",
  "--sport",
  "20000:29999",
  "-m",
  "statistic",
  "--mode",
  "random",
  "--probability",
  "0.25",
  "-j",
  "DROP",
];
const OUTAGE = ["OUTPUT", "-p", "udp", "-j", "DROP"];
/** Longer than the engine and the browsers keep a silent connection. */
const OUTAGE_MS = 17_000;
const LOWERED_TO = 0.5;
const RECOVERED_TO = 0.7;

execFileSync("ip", ["link", "set", "lo", "up"]);
const address = ensureMediaAddress();
const site = await startHarness({ address });
const roomId = newId();
await site.media.open({ roomId, kind: "unrecorded", maxKbps: 600 });
const [family, resident] = [await site.page(roomId, "family"), await site.page(roomId, "resident")];
await Promise.all([join(family), join(resident)]);
await Promise.all([seesFrames(family, "resident", 60), seesFrames(resident, "family", 60)]);

/** Packets of picture a second at the resident's side: what the family's page was allowed to send. */
async function pictureRate(reached: (rate: number) => boolean): Promise<number> {
  let before = (await packetsAt(resident)).video;
  for await (const _ of every(2000)) {
    const now = (await packetsAt(resident)).video;
    const rate = (now - before) / 2;
    before = now;
    if (reached(rate)) return rate;
  }
  throw new Error("unreachable");
}

const sound = (await packetsAt(resident)).audio;
const full = await pictureRate(() => true);
execFileSync("iptables", ["-A", ...LOSS]);
const weak = await pictureRate((rate) => rate < full * LOWERED_TO);
const soundUnderLoss = (await packetsAt(resident)).audio - sound;
execFileSync("iptables", ["-D", ...LOSS]);
const again = await pictureRate((rate) => rate > full * RECOVERED_TO);
const told = site.events.some((event) => event.type === "slow" && event.pc === "receive" && event.lostPackets > 0);
execFileSync("iptables", ["-A", ...OUTAGE]);
await lasting(OUTAGE_MS);
execFileSync("iptables", ["-D", ...OUTAGE]);
const healedAt = performance.now();
await Promise.all([seesFrames(family, "resident", 5, 30_000), seesFrames(resident, "family", 5, 30_000)]);
const backMs = Math.round(performance.now() - healedAt);

process.stdout.write(`${JSON.stringify({ address, backMs, full, weak, again, soundUnderLoss, told })}\n`);
await site.close();

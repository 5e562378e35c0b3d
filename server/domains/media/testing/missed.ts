import { execFileSync } from "node:child_process";
import { setTimeout as lasting } from "node:timers/promises";
import { newId } from "#server/platform/id.ts";
import { ensureMediaAddress } from "#server/testing/media-address.ts";
import { join, seesFrames, startHarness } from "./harness.ts";

/**
 * Run in a network namespace of its own: `unshare -n node missed.ts`. Loses a fifth of all packets first on their way from the engine, then on their
 * way to it, and prints one line: how often the engine said meanwhile that it missed something.
 */
const ENGINE = { from: 21_000, to: 21_100 };
const LOSSY_MS = 6000;
/** Reports of the way up are told a second later. */
const SETTLES_MS = 2500;
const lossy = (way: "--sport" | "--dport") => [
  ...["OUTPUT", "-p", "udp", way, `${ENGINE.from}:${ENGINE.to}`],
  ...["-m", "statistic", "--mode", "random", "--probability", "0.2", "-j", "DROP"],
];

execFileSync("ip", ["link", "set", "lo", "up"]);
const site = await startHarness({ address: ensureMediaAddress(), ports: ENGINE });
const roomId = newId();
await site.media.open({ roomId, kind: "unrecorded", maxKbps: 600 });
const [family, resident] = [await site.page(roomId, "family"), await site.page(roomId, "resident")];
await Promise.all([join(family), join(resident)]);
await Promise.all([seesFrames(family, "resident", 60), seesFrames(resident, "family", 60)]);
await lasting(SETTLES_MS);

const missed = () => site.events.filter(({ type }) => type === "missed").length;
async function during(way: Parameters<typeof lossy>[0]): Promise<number> {
  const before = missed();
  execFileSync("iptables", ["-A", ...lossy(way)]);
  await lasting(LOSSY_MS);
  execFileSync("iptables", ["-D", ...lossy(way)]);
  await lasting(SETTLES_MS);
  return missed() - before;
}
const whole = missed();
const down = await during("--sport");
const up = await during("--dport");
process.stdout.write(`${JSON.stringify({ whole, down, up })}\n`);
await site.close();

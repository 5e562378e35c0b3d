import { execFileSync } from "node:child_process";
import { setTimeout as lasting } from "node:timers/promises";
import { newId } from "#server/platform/id.ts";
import { ensureMediaAddress } from "#server/testing/media-address.ts";
import { join, seesFrames, startHarness } from "./harness.ts";

/**
 * Run in a network namespace of its own: `unshare -n node weak-link.ts`. Loses all packets on their way to the browsers for a
 * while, and prints one line: how long after the outage both saw each other again.
 */
const OUTAGE = ["OUTPUT", "-p", "udp", "-j", "DROP"];
/** Longer than the engine and the browsers keep a silent connection. */
const OUTAGE_MS = 17_000;

execFileSync("ip", ["link", "set", "lo", "up"]);
const address = ensureMediaAddress();
const site = await startHarness({ address });
const roomId = newId();
await site.media.open({ roomId, kind: "unrecorded", maxKbps: 600 });
const [family, resident] = [await site.page(roomId, "family"), await site.page(roomId, "resident")];
await Promise.all([join(family), join(resident)]);
await Promise.all([seesFrames(family, "resident", 60), seesFrames(resident, "family", 60)]);

execFileSync("iptables", ["-A", ...OUTAGE]);
await lasting(OUTAGE_MS);
execFileSync("iptables", ["-D", ...OUTAGE]);
const healedAt = performance.now();
await Promise.all([seesFrames(family, "resident", 5, 30_000), seesFrames(resident, "family", 5, 30_000)]);
const backMs = Math.round(performance.now() - healedAt);

process.stdout.write(`${JSON.stringify({ address, backMs })}\n`);
await site.close();

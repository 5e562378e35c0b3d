import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import path from "node:path";
import { before, test } from "node:test";
import { promisify } from "node:util";

const TIMEOUT_MS = 300_000;
const CONNECTED_WITHIN_MS = 10_000;
/** Every relay address and its errors: by UDP, by TCP and by TLS. */
const WAYS = 3;
/** A connection keeps the way that stood first, and on a machine that is short of time the best may answer last. */
const ROUNDS = 3;

interface Found {
  rounds: Record<string, { connectedMs: number; seenMs: number; ways: string[] }[]>;
  gave: Record<"good" | "over" | "wrong", { relayed: number; refused: number[] }>;
  elsewhere: string;
}
let found: Found;
before(async () => {
  const scenario = path.join(import.meta.dirname, "testing", "relay-ways.ts");
  const { stdout } = await promisify(execFile)("unshare", ["-n", process.execPath, scenario, String(ROUNDS)], { timeout: TIMEOUT_MS });
  found = JSON.parse(stdout);
});

for (const [network, way] of [
  ["that lets everything through goes straight", "direct"],
  ["that lets UDP through to the relay alone goes by it", "udp"],
  ["that lets no UDP through goes over TCP", "tcp"],
  ["that lets nothing but TLS through goes over TLS", "tls"],
] as const)
  test(`a visit from a network ${network}, both ways, and both see each other`, () => {
    const met = found.rounds[way] ?? [];
    assert.equal(met.length, ROUNDS);
    assert.ok(
      met.some(({ ways }) => ways.every((one) => one === way)),
      JSON.stringify(met),
    );
    assert.ok(
      met.every(({ connectedMs }) => connectedMs < CONNECTED_WITHIN_MS),
      JSON.stringify(met),
    );
  });

test("a password that is over, or made with another secret, gets no relay at all", () => {
  assert.equal(found.gave.good.relayed, WAYS, JSON.stringify(found.gave));
  for (const { relayed, refused } of [found.gave.over, found.gave.wrong]) {
    assert.equal(relayed, 0);
    assert.deepEqual(refused, Array(WAYS).fill(401));
  }
});

test("through the relay nobody reaches anything but the media engine's address", () => {
  assert.equal(found.elsewhere, "forbidden");
});

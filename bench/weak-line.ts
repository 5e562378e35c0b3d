/**
 * A visit over a weak line, beside a plain peer connection over the same line in the same run: `node bench/weak-line.ts` with the project's Node,
 * as root; `--only 200,outage` for a part of it, `--seconds 30`, `--ours` without the yardstick. It goes into a network namespace of its own. What reaches the family's browser is
 * held by `tc` and `iptables`; the long way is a relay of ours in user space, since not every kernel has netem.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import type { Page } from "playwright-core";
import { openFamily, openKiosk, type Person } from "#server/commands/check/pages.ts";
import { openScene } from "#server/commands/check/scene.ts";
import { launchBrowser } from "#server/testing/browser.ts";
import { ensureMediaAddress } from "#server/testing/media-address.ts";
import { layWeakLine } from "../journeys/testing/weak-line.ts";
import { makeCamera } from "./line/camera.ts";
import { openDirect } from "./line/direct.ts";
import { type Felt, feltOf, meterScript, watch } from "./line/meter.ts";
import { openRelay, RELAY_PORTS, type Relay } from "./line/relay.ts";
import { startServerOfOurs } from "./rooms/server.ts";

const INSIDE = "THROUGHLINE_LINE_NAMESPACE";
if (!process.env[INSIDE]) {
  const { status } = spawnSync("unshare", ["-n", process.execPath, ...process.argv.slice(1)], {
    stdio: "inherit",
    env: { ...process.env, [INSIDE]: "own" },
  });
  process.exit(status ?? 1);
}
execFileSync("ip", ["link", "set", "lo", "up"]);
const address = ensureMediaAddress();

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    seconds: { type: "string", default: "30" },
    wide: { type: "string", default: "12" },
    ours: { type: "boolean", default: false },
  },
});
const SECONDS = Number(values.seconds);
/** Browsers tune themselves to a wide line first, as they would at home. */
const WIDE_SECONDS = Number(values.wide);
const OUTAGE_MS = 10_000;
const HALF_ROUND_TRIP_MS = 300;
const say = (text: string) => process.stdout.write(`${text}\n`);

const line = layWeakLine();
interface Scenario {
  name: string;
  what: string;
  begin(): void | Promise<void>;
  /** Where counting "after" begins. */
  afterMs?: number;
  viaRelay?: boolean;
}
const scenarios: Scenario[] = [
  { name: "200", what: "200 kbit/s", begin: () => line.narrow(200) },
  { name: "loss5", what: "5 % loss", begin: () => line.lose(0.05) },
  { name: "loss15", what: "15 % loss", begin: () => line.lose(0.15) },
  {
    name: "outage",
    what: "10 s outage",
    afterMs: OUTAGE_MS,
    begin: () => {
      line.cut();
      setTimeout(line.mend, OUTAGE_MS);
    },
  },
  { name: "600ms", what: "600 ms round trip", begin: () => undefined, viaRelay: true },
  { name: "130", what: "130 kbit/s", begin: () => line.narrow(130) },
];
const wanted = values.only?.split(",") ?? scenarios.map(({ name }) => name);

const folder = mkdtempSync(path.join(tmpdir(), "throughline-camera-"));
const camera = path.join(folder, "camera.mjpeg");
await makeCamera(camera);
const server = await startServerOfOurs();
const args = [`--use-file-for-fake-video-capture=${camera}`, "--disable-features=WebRtcHideLocalIpsWithMdns"];
const [near, far] = [await line.launch(args), await launchBrowser(args)];
const scene = await openScene(server.config);
if (!scene) throw new Error("a fresh server on loopback is a demonstration");

try {
  const kiosk = await openKiosk(far, server.origin, scene, "");
  const family = { plain: await openFamily(near, server.origin, scene, meterScript(false)), relayed: undefined as Person | undefined };
  let relay: Relay | undefined;
  const relayOf = async (page: Page) => {
    relay ??= openRelay(address, HALF_ROUND_TRIP_MS);
    const { portFor } = relay;
    await page.exposeFunction("throughlineRelay", (to: string, port: number) => portFor(to, port));
  };
  say(head());
  for (const scenario of scenarios.filter(({ name }) => wanted.includes(name))) {
    const only = scenario.viaRelay ? onlyByRelay() : undefined;
    try {
      let person = family.plain;
      if (scenario.viaRelay) {
        person = await openFamily(near, server.origin, scene, meterScript(true));
        await relayOf(person.page);
      }
      const visitId = await scene.readyVisit();
      for (const each of [kiosk, person]) await each.toWaitingRoom(visitId);
      for (const each of [kiosk, person]) await each.join();
      const ours = await feel(person.page, scenario);
      for (const { page } of [kiosk, person]) await page.goto("about:blank");

      if (values.ours) {
        say(rows(scenario, ours, ours)[0]!);
        continue;
      }
      const direct = await openDirect({ near, far }, async (page) => {
        await page.addInitScript(meterScript(Boolean(scenario.viaRelay)));
        if (scenario.viaRelay) await relayOf(page);
      });
      await direct.call();
      const plain = await feel(direct.near, scenario);
      await direct.close();
      for (const text of rows(scenario, ours, plain)) say(text);
    } finally {
      only?.();
    }
  }
  relay?.close();
} finally {
  await near.close();
  await far.close();
  line.close();
  await scene.close();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
}

/** Lets the line be wide for a while, then as the scenario says, and tells what that was like. */
async function feel(page: Page, scenario: Scenario): Promise<{ wide: Felt; weak: Felt }> {
  const wide = feltOf(await watch(page, WIDE_SECONDS * 1000));
  await scenario.begin();
  const series = await watch(page, SECONDS * 1000);
  line.mend();
  line.widen();
  if (process.env.THROUGHLINE_LINE_SERIES) say(perSecond(series));
  return { wide, weak: feltOf(series, scenario.afterMs) };
}

/** Frames and kbit/s of each second, for looking closely. */
function perSecond(series: Awaited<ReturnType<typeof watch>>): string {
  const out: string[] = [];
  let before = series[0]!;
  for (const each of series) {
    if (each.atMs - before.atMs < 1000) continue;
    out.push(`${each.frames - before.frames}/${Math.round(((each.bytes - before.bytes) * 8) / (each.atMs - before.atMs))}`);
    before = each;
  }
  return `  ${out.join(" ")}`;
}

/** Nothing leaves the near browser but to the relay: else the two ends would find the short way. */
function onlyByRelay(): () => void {
  const ports = `${RELAY_PORTS.from}:${RELAY_PORTS.to}`;
  const rule = [
    "OUTPUT",
    "-p",
    "udp",
    "-m",
    "owner",
    "--gid-owner",
    String(line.group),
    "!",
    "-d",
    "127.0.0.1",
    "-m",
    "udp",
    "!",
    "--dport",
    ports,
    "-j",
    "DROP",
  ];
  execFileSync("iptables", ["-w", "-A", ...rule]);
  return () => void execFileSync("iptables", ["-w", "-D", ...rule]);
}

function head(): string {
  return "| line | | pictures/s at 5 s | over all | frozen s | sound made up | kbit/s | moves again after |\n|---|---|---|---|---|---|---|---|";
}

function rows({ what, afterMs }: Scenario, ours: { wide: Felt; weak: Felt }, direct: { wide: Felt; weak: Felt }): string[] {
  const row = (name: string, { weak }: { weak: Felt }) => {
    const moves = weak.movesAfterMs === null ? "never" : `${(weak.movesAfterMs / 1000).toFixed(1)} s`;
    return (
      `| ${what} | ${name} | ${weak.atFive.toFixed(1)} | ${weak.over.toFixed(1)} | ${weak.frozenSeconds.toFixed(1)} | ` +
      `${(weak.concealed * 100).toFixed(1)} % | ${weak.kbps.toFixed(0)} | ${moves}${afterMs ? " after it" : ""} |`
    );
  };
  const ratio = (one: number, other: number) => (other > 0 ? (one / other).toFixed(2) : one > 0 ? "∞" : "1.00");
  const over = `| ${what} | ours / direct | ${ratio(ours.weak.atFive, direct.weak.atFive)} | ${ratio(ours.weak.over, direct.weak.over)} | | | | |`;
  const wide = `|  | (wide: ours ${ours.wide.over.toFixed(1)} at ${ours.wide.kbps.toFixed(0)} kbit/s, direct ${direct.wide.over.toFixed(1)} at ${direct.wide.kbps.toFixed(0)}) | | | | | | |`;
  return [row("ours", ours), row("direct", direct), over, wide];
}

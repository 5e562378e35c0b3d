import { setTimeout as delay } from "node:timers/promises";
import { startServer } from "#server/main.ts";
import { holderOf } from "#server/platform/lock.ts";
import { openServerLog } from "#server/platform/log-file.ts";
import { launchBrowser } from "#server/testing/browser.ts";
import { measureDirect } from "./check/direct.ts";
import { median } from "./check/numbers.ts";
import { openFamily, openKiosk, type Person } from "./check/pages.ts";
import { readRecording } from "./check/recording.ts";
import { openScene, type Scene } from "./check/scene.ts";
import type { Command } from "./command.ts";

export const command: Command = {
  usage: "check visit [--seconds 20] [--repeat 3] [--json]",
  summary:
    "Lets two invented people have a real visit in two browsers, through the pages, and measures it against a plain peer connection.",
  options: {
    seconds: { type: "string", default: "20", help: "How long they talk" },
    repeat: { type: "string", default: "3", help: "How often joining is measured; the median counts" },
    json: { type: "boolean", default: false, help: "Print one line of JSON and nothing else" },
  },
  async run({ config, values, positionals, say }) {
    if (positionals[0] !== "visit") return { ok: false, result: 'Say what to check: "throughline check visit".' };
    const seconds = count(values.seconds, 1, 600);
    const repeat = count(values.repeat, 1, 9);
    if (!seconds || !repeat) return { ok: false, result: "--seconds takes 1 to 600, --repeat takes 1 to 9." };
    const tell = (line: string) => !values.json && say(line);
    const holder = holderOf(config.dataDir);
    const own = holder?.role === "server" ? undefined : await startServer(config, openServerLog(config), tell);
    const address = own?.address ?? `http://localhost:${holder?.port ?? config.port}`;
    const scene = await openScene(config);
    try {
      if (!scene) return { ok: false, result: "This world is real: the check needs the invented people of a demonstration." };
      const found = await checkVisit({ address, scene, seconds, repeat, tell });
      return { ok: found.recording.playable && found.timelinesEqual && found.connectedSeconds > 0, result: JSON.stringify(found) };
    } finally {
      await scene?.close();
      await own?.close();
    }
  },
};

interface Options {
  address: string;
  scene: Scene;
  seconds: number;
  repeat: number;
  tell(line: string): void;
}

async function checkVisit({ address, scene, seconds, repeat, tell }: Options) {
  // Real addresses in candidates on both sides of the comparison: a made-up camera would else hide them behind mDNS names.
  const browser = await launchBrowser(["--disable-features=WebRtcHideLocalIpsWithMdns"]);
  try {
    tell("Measuring a plain peer connection …");
    const direct = await measureDirect(browser, { repeat, seconds });
    tell("Signing in as family and as resident …");
    const kiosk = await openKiosk(browser, address, scene);
    const family = await openFamily(browser, address, scene);
    // One visit for joining over and over, another for talking: the second one's record and recording are of one piece.
    const joining = await scene.readyVisit();
    const first = { family: [] as number[], kiosk: [] as number[] };
    for (let round = 0; round < repeat; round++) {
      tell(`Joining, ${round + 1} of ${repeat} …`);
      await meet(family, kiosk, joining, first.kiosk);
      await meet(kiosk, family, joining, first.family);
    }
    await end(family, kiosk);
    await scene.closed(joining);
    const visitId = await scene.readyVisit();
    await meet(family, kiosk, visitId, []);
    tell(`Talking for ${seconds} s …`);
    const latencies = (await Promise.all([family.latencies(seconds), kiosk.latencies(seconds)])).flat();
    await end(family, kiosk);
    await scene.closed(visitId);
    tell("Waiting for the recording …");
    const { timeline, ...recording } = await readRecording(browser, address, scene.facilityId, visitId);
    const timelines = [timeline, await family.timeline(visitId), await kiosk.timeline(visitId)];
    return {
      visitId,
      firstFrameMs: { family: rounded(median(first.family)), kiosk: rounded(median(first.kiosk)) },
      directFirstFrameMs: rounded(direct.firstFrameMs),
      latencyMs: rounded(median(latencies)),
      directLatencyMs: rounded(direct.latencyMs),
      connectedSeconds: await scene.connectedSeconds(visitId),
      recording: { seconds: Math.round(recording.seconds * 10) / 10, playable: recording.playable },
      timelinesEqual: timelines.every((each) => each === timelines[0]),
    };
  } finally {
    await browser.close();
  }
}

/** `waiting` is in the room first; what is measured is the other's click on Join until the first picture. */
async function meet(waiting: Person, measured: Person, visitId: string, into: number[]): Promise<void> {
  await waiting.toWaitingRoom(visitId);
  await measured.toWaitingRoom(visitId);
  await waiting.join();
  await delay(1500);
  await measured.join();
  into.push(await measured.firstFrameMs());
}

async function end(family: Person, kiosk: Person): Promise<void> {
  await family.leave();
  await kiosk.leave();
}

const rounded = (value: number): number => Math.round(value);

function count(value: unknown, min: number, max: number): number | undefined {
  const number = Number(value);
  return Number.isInteger(number) && number >= min && number <= max ? number : undefined;
}

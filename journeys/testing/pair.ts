import { setTimeout as delay } from "node:timers/promises";
import type { Browser, Page } from "playwright-core";
import { type CheckSide, msBetween, pageScript, readCode, tones } from "#server/commands/check/code.ts";
import { openFamily, openKiosk, type Person } from "#server/commands/check/pages.ts";
import { launchBrowser } from "#server/testing/browser.ts";
import type { LiveSite } from "./live-site.ts";
import { bothMs, meterPackets, spansOf } from "./packets.ts";

const LOOK_EVERY_MS = 100;
const WAIT_MS_MAX = 60_000;
/** A picture older than this is a frozen one. */
const PICTURE_MS_MAX = 3000;

/** Waits until `look` answers something; what it waited for stands in the error. */
export async function until<T>(what: string, look: () => Promise<T | undefined | false>, waitMs = WAIT_MS_MAX): Promise<T> {
  const deadline = performance.now() + waitMs;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (performance.now() > deadline) throw new Error(`not within ${waitMs} ms: ${what}`);
    await delay(LOOK_EVERY_MS);
  }
}

/** Family and resident, each signed in through the pages of a browser of their own. */
export interface Pair {
  family: Person;
  kiosk: Person;
  both: readonly Person[];
  /** Both press Join and see each other. */
  meet(visitId: string): Promise<void>;
  /** Both pages show a picture that the other's camera took after this was asked, by the clock in it; answers after how long. */
  seeEachOther(): Promise<number>;
  /** For how long packets arrived at both pages since they were opened. */
  packetMs(): Promise<number>;
  close(): Promise<void>;
}

export interface PairOptions {
  /** The family's browser, where it is not the ordinary one. */
  familyBrowser?: () => Promise<Browser>;
  /** True where the size and speed of the pictures matter: they take half of a machine without a graphics card. */
  wholePictures?: boolean;
}

const SMALL = { width: 320, height: 240, perSecond: 10 };

/** Opens the browsers and signs both in. */
export async function openPair(site: LiveSite, options: PairOptions = {}): Promise<Pair> {
  const camera = options.wholePictures ? undefined : SMALL;
  const browsers = [await launchBrowser(), await (options.familyBrowser ?? launchBrowser)()] as const;
  const [kiosk, family] = await site.withScene(async (scene) => [
    await openKiosk(browsers[0], site.address, scene, pageScript("resident", camera)),
    await openFamily(browsers[1], site.address, scene, pageScript("family", camera)),
  ]);
  const both = [family, kiosk];
  for (const { page } of both) await meterPackets(page);

  const seeEachOther = async () => {
    const startedAt = performance.now();
    const since = Date.now();
    try {
      await Promise.all([
        until("the family sees the resident", () => sees(family.page, "resident", since), WAIT_MS_MAX),
        until("the resident sees the family", () => sees(kiosk.page, "family", since), WAIT_MS_MAX),
      ]);
    } catch (error) {
      const screens = await Promise.all(both.map(({ page }) => page.evaluate(() => document.body.innerText)));
      throw new Error(`${(error as Error).message}; the screens say:\n${screens.join("\n———\n")}`, { cause: error });
    }
    return Math.round(performance.now() - startedAt);
  };
  return {
    family,
    kiosk,
    both,
    async meet(visitId) {
      await Promise.all(both.map((person) => person.toWaitingRoom(visitId)));
      await Promise.all(both.map((person) => person.join()));
      await seeEachOther();
    },
    seeEachOther,
    packetMs: async () => bothMs(await spansOf(family.page), await spansOf(kiosk.page)),
    async close() {
      for (const browser of browsers) await browser.close();
    },
  };
}

/** Whether the page shows a living picture of that side now, taken after `since` (epoch ms). */
export async function sees(page: Page, side: CheckSide, since = 0): Promise<boolean> {
  const shown = await page.evaluate(() => window.throughlineCheck.far());
  const code = shown && readCode(shown.bits);
  if (code?.side !== side) return false;
  const ageMs = msBetween(code.ms, shown?.at ?? 0);
  return ageMs < PICTURE_MS_MAX && Date.now() - ageMs > since;
}

/** Whether the page hears that side's tone now, and no other. */
export async function hears(page: Page, side: CheckSide): Promise<boolean> {
  const hertz = await page.evaluate(loudest);
  return hertz !== null && Math.abs(hertz - tones[side]) < 30;
}

/** Whether nothing is heard in the page. */
export const isSilent = async (page: Page): Promise<boolean> => (await page.evaluate(loudest)) === null;

// Self-contained: runs in the page. The strongest frequency of the other side's sound; null where there is none.
async function loudest(): Promise<number | null> {
  const stream = document.querySelector<HTMLVideoElement>("video[data-far]")?.srcObject;
  if (!(stream instanceof MediaStream) || stream.getAudioTracks().length === 0) return null;
  const context = new AudioContext();
  await context.resume();
  const ear = context.createAnalyser();
  ear.fftSize = 8192;
  context.createMediaStreamSource(stream).connect(ear);
  const decibels = new Float32Array(ear.frequencyBinCount);
  // One window of the analyser must have passed before it tells of this sound alone.
  await new Promise((resolve) => setTimeout(resolve, 400));
  ear.getFloatFrequencyData(decibels);
  const rate = context.sampleRate;
  await context.close();
  const at = decibels.indexOf(Math.max(...decibels));
  return (decibels[at] ?? Number.NEGATIVE_INFINITY) < -70 ? null : (at * rate) / ear.fftSize;
}

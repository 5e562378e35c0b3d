import { setTimeout as delay } from "node:timers/promises";
import type { Page } from "playwright-core";
import { type CheckSide, msBetween, readCode } from "./code.ts";

const SAMPLE_EVERY_MS = 200;

/** How old the picture of the other side is that this page shows, in milliseconds, again and again for so long; only pictures `of` that side count. */
export async function latenciesOf(page: Page, of: CheckSide, seconds: number): Promise<number[]> {
  const found: number[] = [];
  for (let samples = (seconds * 1000) / SAMPLE_EVERY_MS; samples > 0; samples--) {
    await delay(SAMPLE_EVERY_MS);
    const shown = await page.evaluate(() => window.throughlineCheck.far());
    const code = shown && readCode(shown.bits);
    if (shown && code?.side === of) found.push(msBetween(code.ms, shown.at));
  }
  return found;
}

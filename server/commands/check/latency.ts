import { setTimeout as delay } from "node:timers/promises";
import type { Page } from "playwright-core";
import { type CheckSide, msBetween, readCode } from "./code.ts";

const SAMPLES = 20;
const SAMPLE_EVERY_MS = 60;

/** How old the picture of the other side is that this page shows, in milliseconds, several times over; only pictures `of` that side count. */
export async function latenciesOf(page: Page, of?: CheckSide): Promise<number[]> {
  const found: number[] = [];
  for (let sample = 0; sample < SAMPLES; sample++) {
    await delay(SAMPLE_EVERY_MS);
    const shown = await page.evaluate(() => window.throughlineCheck.far());
    const code = shown && readCode(shown.bits);
    if (code && (!of || code.side === of)) found.push(msBetween(code.ms, shown.at));
  }
  return found;
}

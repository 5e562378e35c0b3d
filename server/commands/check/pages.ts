import type { Browser, Page } from "playwright-core";
import { type CheckSide, pageScript } from "./code.ts";
import { latenciesOf } from "./latency.ts";
import type { Scene } from "./scene.ts";
import { screens } from "./screens.ts";
import { sharedLines } from "./shared-lines.ts";

const SLOW_MS = 20_000;

/** One person's browser in a check: everything is done on the pages, with the words and keys that a person has. */
export interface Person {
  page: Page;
  /** From the visit's own page to the waiting room's Join button, not pressing it yet. */
  toWaitingRoom(visitId: string): Promise<void>;
  join(): Promise<void>;
  /** Click on Join to the first picture of the other side, in milliseconds. */
  firstFrameMs(): Promise<number>;
  /** How old the shown picture of the other side is, again and again for so long. */
  latencies(seconds: number): Promise<number[]>;
  leave(): Promise<void>;
  /** The record of the visit as this side's page was told it. */
  timeline(visitId: string): Promise<string>;
}

const press = (page: Page, name: string | RegExp) => page.getByRole("button", { name }).first().click({ timeout: SLOW_MS });

/** Signs the family in through its page, in which `script` runs before anything else. */
export async function openFamily(
  browser: Browser,
  address: string,
  scene: Pick<Scene, "family">,
  script = pageScript("family"),
): Promise<Person> {
  const context = await browser.newContext({
    locale: "en-US",
    viewport: screens.family,
    permissions: ["camera", "microphone"],
  });
  const page = await context.newPage();
  await page.addInitScript(script);
  await page.goto(`${address}/family/sign-in`);
  await page.getByLabel(/e-?mail/i).fill(scene.family.email, { timeout: SLOW_MS });
  await page.getByLabel(/^password/i).fill(scene.family.password);
  await press(page, /^sign in$/i);
  await page.waitForURL((url) => !url.pathname.endsWith("/sign-in"), { timeout: SLOW_MS });
  return person(page, "family", address);
}

/** Makes the browser the pair's kiosk and signs the resident in, by the keys on the screen. */
export async function openKiosk(browser: Browser, address: string, scene: Scene, script = pageScript("resident")): Promise<Person> {
  const context = await browser.newContext({
    locale: "en-US",
    viewport: screens.kiosk,
    // A kiosk's screen drawn without a graphics card takes a processor of its own; a quarter of its dots are enough to look at.
    deviceScaleFactor: 0.5,
    permissions: ["camera", "microphone"],
  });
  const page = await context.newPage();
  await page.addInitScript(script);
  await page.goto(`${address}/kiosk`);
  for (const letter of await scene.enrolmentCode())
    await page.getByRole("button", { name: letter, exact: true }).click({ timeout: SLOW_MS });
  await press(page, "Set up");
  const typed = async (digits: string) => {
    for (const digit of digits) await page.getByRole("button", { name: digit, exact: true }).click({ timeout: SLOW_MS });
  };
  const signIn = async () => {
    await typed(scene.resident.bookingNumber);
    await press(page, /^next$/i);
    await typed(scene.resident.pin);
    await page.getByRole("button", { name: /^done/i }).first().waitFor({ timeout: SLOW_MS });
  };
  await signIn();
  return person(page, "resident", address, signIn);
}

function person(page: Page, side: CheckSide, address: string, signInAgain?: () => Promise<void>): Person {
  const app = side === "family" ? "family" : "kiosk";
  return {
    page,
    async toWaitingRoom(visitId) {
      await page.goto(`${address}/${app}/visits/${visitId}/live`);
      await press(page, /waiting room/i);
      await page.getByRole("button", { name: /^(join|come back in)/i }).waitFor({ timeout: SLOW_MS });
    },
    join: () => press(page, /^(join|come back in)/i),
    async firstFrameMs() {
      await page.waitForFunction(() => window.throughlineCheck.firstFrameMs !== null, undefined, { timeout: SLOW_MS });
      return (await page.evaluate(() => window.throughlineCheck.firstFrameMs)) ?? Number.NaN;
    },
    // One's own picture on the far side's place would be a fault, not a fast line.
    latencies: (seconds) => latenciesOf(page, side === "family" ? "resident" : "family", seconds),
    async leave() {
      await press(page, /^leave/i);
      await press(page, /^leave the visit$/i);
    },
    async timeline(visitId) {
      const path = `/api/${side === "family" ? "outside" : "inside"}/visits/${visitId}`;
      // A kiosk signs out by itself when nobody touches it, as it should while a recording is made: then the person signs in again.
      for (let turn = 0; ; turn++) {
        const told = page.waitForResponse((response) => new URL(response.url()).pathname === path, { timeout: SLOW_MS });
        const out = page.getByRole("button", { name: /^next$/i }).waitFor({ timeout: SLOW_MS });
        told.catch(() => {});
        out.catch(() => {});
        await page.goto(`${address}/${app}/visits/${visitId}`);
        const response = await Promise.any([told, out.then(() => undefined)]);
        if (response?.ok()) return sharedLines(((await response.json()) as { timeline: { code: string }[] }).timeline);
        if (turn > 0 || !signInAgain) throw new Error(`the ${side} side could not read its visit`);
        await out;
        await signInAgain();
      }
    },
  };
}

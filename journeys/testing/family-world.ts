import assert from "node:assert/strict";
import { readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { PassThrough } from "node:stream";
import type { BrowserContext, Page } from "playwright-core";
import { inWorld } from "#server/commands/in-world.ts";
import { cancelDue } from "#server/domains/visits/index.ts";
import { startServer } from "#server/main.ts";
import { systemClock } from "#server/platform/clock.ts";
import { type Config, readConfig } from "#server/platform/config.ts";
import { createLog } from "#server/platform/log.ts";
import { launchPageBrowser } from "#server/testing/browser.ts";
import { newDataFolder } from "./data-folder.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TABS_MAX = 80;

export interface Look {
  locale?: "en-US" | "es-US";
  colorScheme?: "light" | "dark";
  width?: number;
  height?: number;
}
/** A demonstration on a port of its own, as `npm start` makes one, and a phone to walk through it. */
export interface FamilyWorld {
  address: string;
  /** With which a command beside the server opens the same data. */
  config: Config;
  /** A phone of its own: 360 px wide, in New York, where the jail's clock is two hours behind. */
  phone(look?: Look): Promise<{ context: BrowserContext; page: Page }>;
  /** Signs the phone in through a door of the demonstration. */
  enter(context: BrowserContext, door: string): Promise<void>;
  /** Reads an answer of the API as that phone. */
  read<Answer>(context: BrowserContext, path: string): Promise<Answer>;
  /** What is due by then happens now: the machine's own clock goes on as it does, and nobody waits for it. */
  minutesLater(minutes: number): Promise<void>;
  close(): Promise<void>;
}

/** Starts a world and a browser; one serves a file of journeys. */
export async function startFamilyWorld(): Promise<FamilyWorld> {
  const folder = await newDataFolder("throughline-journey-");
  const config = readConfig({ THROUGHLINE_DATA: folder, PORT: "0", LOG_LEVEL: "error" });
  const server = await startServer(config, createLog(config.logLevel, new PassThrough().resume()), () => {});
  const browser = await launchPageBrowser();
  const { address } = server;
  return {
    address,
    config,
    async phone({ locale = "en-US", colorScheme = "light", width = 360, height = 740 } = {}) {
      const context = await browser.newContext({
        // Without a graphics card, drawing is most of what a page costs; nobody looks at these dots.
        deviceScaleFactor: 0.5,
        locale,
        colorScheme,
        viewport: { width, height },
        timezoneId: "America/New_York",
        permissions: ["camera", "microphone"],
        reducedMotion: "reduce",
      });
      return { context, page: await context.newPage() };
    },
    async enter(context, door) {
      const answer = await context.request.post(`${address}/api/demo/doors/${door}`, { headers: { origin: address } });
      assert.equal(answer.status(), 204);
    },
    async read(context, where) {
      return (await (await context.request.get(`${address}${where}`)).json()) as never;
    },
    async minutesLater(minutes) {
      const clock = { ...systemClock, now: () => systemClock.now().add({ minutes }) };
      await inWorld(config, async (ctx) => void (await cancelDue({ ...ctx, clock, now: clock.now })));
    },
    async close() {
      await browser.close();
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Moves by the Tab key alone until the focus stands on what has this role and name. */
export async function tabTo(page: Page, role: "link" | "button" | "textbox" | "combobox" | "radio", name: string | RegExp): Promise<void> {
  const wanted = page.getByRole(role, { name }).first();
  await wanted.waitFor();
  for (let step = 0; step < TABS_MAX; step++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`the Tab key never reached the ${role} ${name}`);
}

/** What axe finds on the page, one line a finding, and whether the page can be pushed sideways. */
export async function flaws(page: Page): Promise<string[]> {
  const { width } = page.viewportSize()!;
  // In one piece: what stands under the bar at the bottom for the moment is no flaw of the page.
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height: Math.max(3000, height + 200) });
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const run = (
      globalThis as unknown as { axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }
    ).axe.run;
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const { violations } = await run({ runOnly: tags });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
  });
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  await page.setViewportSize({ width, height: 740 });
  return over > 0 ? [...found, `wider than the screen by ${over} px`] : found;
}

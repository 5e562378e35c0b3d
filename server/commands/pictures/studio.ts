import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Browser, BrowserContext } from "playwright-core";
import { startServer } from "#server/main.ts";
import { type Config, readConfig } from "#server/platform/config.ts";
import { openServerLog } from "#server/platform/log-file.ts";
import { launchBrowser } from "#server/testing/browser.ts";
import { type Portrait, portraitScript } from "./portrait.ts";

export const locales = ["en", "es"] as const;
export type Locale = (typeof locales)[number];

/** A demonstration of its own, and a browser to look at it. */
export interface Studio {
  browser: Browser;
  address: string;
  /** With which a command beside the server opens the same data. */
  config: Config;
  /** A new person's browser: their language, and the painted picture that their camera shows. */
  person(locale: Locale, portrait?: Portrait): Promise<BrowserContext>;
  close(): Promise<void>;
}

/** Starts a server on a folder that goes away with the studio; its world is new each time. */
export async function openStudio(say: (line: string) => void): Promise<Studio> {
  const dataDir = mkdtempSync(path.join(tmpdir(), "throughline-pictures-"));
  const config = readConfig({ THROUGHLINE_DATA: dataDir, PORT: "0", LOG_LEVEL: "warn" });
  const server = await startServer(config, openServerLog(config), say).catch((error: unknown) => {
    rmSync(dataDir, { recursive: true, force: true });
    throw error;
  });
  const close = async () => {
    await server.close();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const browser = await launchBrowser();
    return {
      browser,
      address: server.address,
      config,
      async person(locale, portrait) {
        const context = await browser.newContext({
          locale: locale === "es" ? "es-US" : "en-US",
          timezoneId: "America/Chicago",
          permissions: ["camera", "microphone"],
          reducedMotion: "reduce",
        });
        context.setDefaultTimeout(30_000);
        if (portrait) await context.addInitScript(portraitScript(portrait));
        return context;
      },
      async close() {
        await browser.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Goes in by one of the demonstration's doors, as the page at `/` does. */
export async function enterDoor(context: BrowserContext, address: string, id: string): Promise<void> {
  const answer = await context.request.post(`${address}/api/demo/doors/${id}`, { headers: { origin: address } });
  if (!answer.ok()) throw new Error(`the door of ${id} did not open: ${answer.status()}`);
}

/** What the API answers to the person of this context. */
export async function read<Answer>(context: BrowserContext, url: string): Promise<Answer> {
  const answer = await context.request.get(url);
  if (!answer.ok()) throw new Error(`${url} answered ${answer.status()}`);
  return (await answer.json()) as Answer;
}

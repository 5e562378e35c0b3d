import { mkdirSync } from "node:fs";
import path from "node:path";
import type { Page } from "playwright-core";
import type { Locale } from "./studio.ts";

interface Size {
  width: number;
  height: number;
}
const PHONE = { width: 360, height: 740 };
const DESK = { width: 1280, height: 800 };
const UPRIGHT = { width: 1080, height: 1920 };
const WIDE = { width: 1920, height: 1080 };
const LONGEST = 12_000;
const themes = ["light", "dark"] as const;
export const sizesOf = (app: string): readonly Size[] => (app === "kiosk" ? [PHONE, DESK, UPRIGHT, WIDE] : [PHONE, DESK, UPRIGHT]);
/** The screens an app is made for first: enough for pages that are built like others. */
const ownSizesOf = (app: string): readonly Size[] =>
  ({ family: [PHONE], public: [PHONE, DESK], staff: [DESK], kiosk: [UPRIGHT, WIDE] })[app] ?? sizesOf(app);

/** Takes pictures and counts them. */
export interface Camera {
  /** Whether anybody wants a screen; asked before the way to it is gone. */
  wants(name: string): boolean;
  /** Goes to a screen if it is wanted and takes it in every size and both themes; one that cannot be reached costs no other. */
  take(page: Page, name: string, locale: Locale, reach?: () => Promise<unknown>): Promise<void>;
  /** The same in the app's own sizes only. */
  takeOwn(page: Page, name: string, locale: Locale, reach?: () => Promise<unknown>): Promise<void>;
  missed(what: string, error: unknown): void;
  taken(): number;
  missedCount(): number;
}

/** A camera that writes into `out`, of screens whose name has `only` in it. */
export function openCamera({ out, only, say }: { out: string; only: string; say: (line: string) => void }): Camera {
  let taken = 0;
  let missed = 0;
  const note = (what: string, error: unknown) => {
    missed++;
    say(`Missed ${what}: ${(error as Error).message.split("\n").slice(0, 3).join(" ")}`);
  };
  const taking =
    (sizes: (app: string) => readonly Size[]): Camera["take"] =>
    async (page, name, locale, reach) => {
      if (!name.includes(only)) return;
      const [app = "", screen = ""] = name.split("/");
      mkdirSync(path.join(out, app), { recursive: true });
      try {
        await reach?.();
        await settle(page);
        for (const size of sizes(app)) {
          await page.setViewportSize(size);
          // A kiosk and a live visit are one screen each; all else is shown as long as it is, bars at its very bottom included.
          if (app !== "kiosk" && !screen.startsWith("live")) {
            const height = await page.evaluate(() => document.documentElement.scrollHeight);
            await page.setViewportSize({ width: size.width, height: Math.min(Math.max(size.height, height), LONGEST) });
          }
          for (const theme of themes) {
            await page.emulateMedia({ colorScheme: theme });
            // A page that just grew by thousands of pixels is not painted everywhere yet.
            await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))));
            const file = path.join(out, app, `${screen}-${size.width}x${size.height}-${locale}-${theme}.png`);
            await page.screenshot({ path: file, animations: "disabled" });
            taken++;
          }
        }
      } catch (error) {
        note(`${name}, ${locale}`, error);
        // What stood there instead tells more than a time-out does.
        mkdirSync(path.join(out, "missed"), { recursive: true });
        await page.screenshot({ path: path.join(out, "missed", `${app}-${screen}-${locale}.png`) }).catch(() => {});
      }
    };
  return {
    // A folder's name asks for anything in it.
    wants: (name) => name.includes(only) || (name.endsWith("/") && only.startsWith(name)),
    take: taking(sizesOf),
    takeOwn: taking(ownSizesOf),
    missed: note,
    taken: () => taken,
    missedCount: () => missed,
  };
}

/** Waits until what is loading is there: a heading, no grey shapes, the typefaces. The gallery shows grey shapes for ever. */
export async function settle(page: Page): Promise<void> {
  await page.locator("h1, [role=alert]").first().waitFor({ state: "attached" });
  await page.waitForFunction(
    () =>
      (location.pathname.startsWith("/gallery") || document.querySelector(".skeleton, [aria-busy='true']") === null) &&
      document.fonts.status === "loaded",
  );
}

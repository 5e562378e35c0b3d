import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

interface Axe {
  axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
}

/** Everything wrong with the page as it stands, one line a fault: axe's findings, words that are too small, a page wider than the screen. */
export async function faults(page: Page, textPxMin: number): Promise<string[]> {
  await page.waitForFunction(() => document.querySelector(".skeleton") === null && document.fonts.status === "loaded");
  // By the debugger's own channel: the page's policy refuses foreign scripts.
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe);
  return page.evaluate(
    async ({ rules, min }) => {
      const { violations } = await (globalThis as unknown as Axe).axe.run({ runOnly: rules });
      const found = violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
      const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const small = new Map<string, string>();
      while (words.nextNode()) {
        const text = words.currentNode.textContent?.trim();
        const element = words.currentNode.parentElement;
        if (!text || !element?.checkVisibility({ visibilityProperty: true }) || element.closest(".hidden, [aria-hidden=true]")) continue;
        const px = Number.parseFloat(getComputedStyle(element).fontSize);
        if (px < min) small.set(`${px} px: ${element.className}`, text.slice(0, 60));
      }
      found.push(...[...small].map(([size, text]) => `small words, ${size}: ${text}`));
      const over = document.documentElement.scrollWidth - innerWidth;
      if (over > 0) found.push(`wider than the screen by ${over} px`);
      return found;
    },
    { rules: RULES, min: textPxMin },
  );
}

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { after, test } from "node:test";
import type { Page } from "playwright-core";
import { openBrowser } from "#web/testing/browser.ts";
import { buildPages, servePages } from "#web/testing/built-pages.ts";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const built = await buildPages(["gallery"]);
const site = await servePages(built.folder);
const browser = await openBrowser();
after(async () => {
  await browser.close();
  await site.close();
  await built.remove();
});

interface Look {
  app: "public" | "kiosk";
  theme: "light" | "dark";
  locale: "en-US" | "es-US";
  width: number;
}
const looks: Look[] = [
  { app: "public", theme: "light", locale: "en-US", width: 360 },
  { app: "public", theme: "dark", locale: "es-US", width: 1280 },
  { app: "kiosk", theme: "light", locale: "es-US", width: 1080 },
  { app: "kiosk", theme: "dark", locale: "en-US", width: 1080 },
];

/** The gallery as a reader sees it; `broken` fills with everything the browser complained of. */
async function open({ app, theme, locale, width }: Look): Promise<{ page: Page; broken: string[] }> {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: theme,
    locale,
    timezoneId: "America/New_York",
    bypassCSP: false,
  });
  const page = await context.newPage();
  const broken: string[] = [];
  page.on("pageerror", (error) => broken.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") broken.push(message.text());
  });
  await page.goto(`${site.url}/gallery`);
  await page.locator("h1").waitFor();
  if (app === "kiosk") await page.locator('input[value="kiosk"]').check();
  return { page, broken };
}

/** What axe finds, one line a finding. Run through the debugger's own channel: the page's policy refuses foreign scripts. */
async function findings(page: Page): Promise<string[]> {
  await page.evaluate(await axeSource);
  const { violations } = await page.evaluate(() =>
    (
      globalThis as unknown as { axe: { run: (options: object) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }
    ).axe.run({
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }),
  );
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}
const axeSource = import("node:fs/promises").then(({ readFile }) => readFile(axe, "utf8"));

for (const look of looks) {
  const name = `${look.app}, ${look.theme}, ${look.locale}, ${look.width} px`;
  test(`${name}: axe finds nothing, nothing is refused by the policy, nothing is wider than the screen`, async () => {
    const { page, broken } = await open(look);
    assert.deepEqual(await findings(page), []);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(overflow <= 0, `${overflow} px too wide`);
    assert.equal(await page.locator("html").getAttribute("lang"), look.locale.slice(0, 2));
    assert.deepEqual(broken, []);
    await page.context().close();
  });
}

test("a dialog holds the keyboard, and gives it back to the button that opened it", async () => {
  const { page, broken } = await open({ app: "public", theme: "light", locale: "en-US", width: 1280 });
  const opener = page.getByRole("button", { name: "Open the dialog" });
  await opener.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("alertdialog", { name: "Cancel Saturday 2:00 pm?" });
  await dialog.waitFor();
  assert.deepEqual(await findings(page), []);
  for (let press = 0; press < 5; press++) {
    await page.keyboard.press("Tab");
    assert.ok(await dialog.evaluate((element) => element.contains(document.activeElement)), "the focus left the dialog");
  }
  await page.keyboard.press("Escape");
  assert.ok(await dialog.isVisible(), "a question that must be answered was closed by Escape");
  await dialog.getByRole("button", { name: "Keep it" }).click();
  await dialog.waitFor({ state: "detached" });
  assert.ok(await opener.evaluate((element) => element === document.activeElement));
  assert.deepEqual(broken, []);
  await page.context().close();
});

test("a toast can be taken back by keyboard, and breaks no rule", async () => {
  const { page, broken } = await open({ app: "public", theme: "dark", locale: "en-US", width: 360 });
  await page.getByRole("button", { name: "Show the toast" }).press("Enter");
  const undo = page.getByRole("button", { name: "Undo" });
  await undo.waitFor();
  assert.deepEqual(await findings(page), []);
  await undo.press("Enter");
  await undo.waitFor({ state: "detached" });
  assert.deepEqual(broken, []);
  await page.context().close();
});

test("the calendar is one stop for the Tab key, and arrows go from free day to free day", async () => {
  const { page } = await open({ app: "public", theme: "light", locale: "en-US", width: 360 });
  const focused = () => page.evaluate(() => document.activeElement?.querySelector(".hidden")?.textContent);
  await page.getByRole("button", { name: "Saturday, November 28: 5 free times" }).focus();
  await page.keyboard.press("ArrowUp");
  assert.equal(await focused(), "Saturday, November 21: 1 free time");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  assert.equal(await focused(), "Wednesday, November 25: 2 free times", "the full Tuesday is passed over");
  await page.keyboard.press("Enter");
  assert.equal(await page.locator('.day[aria-pressed="true"]').getAttribute("data-day"), "2026-11-25");
  await page.keyboard.press("Tab");
  assert.notEqual(await page.evaluate(() => document.activeElement?.className), "day");
  await page.context().close();
});

test("changing the language changes every sentence, the page's language, and the next visit", async () => {
  const { page } = await open({ app: "public", theme: "light", locale: "en-US", width: 360 });
  await page.getByRole("button", { name: "Español" }).click();
  await page.getByRole("heading", { name: "Partes", exact: true }).waitFor();
  assert.equal(await page.locator("html").getAttribute("lang"), "es");
  await page.reload();
  await page.getByRole("heading", { name: "Partes", exact: true }).waitFor();
  await page.context().close();
});

test("on the kiosk everything that can be pressed is 64 px or more", async () => {
  const { page } = await open({ app: "kiosk", theme: "light", locale: "en-US", width: 1080 });
  const small = await page.evaluate(() =>
    [...document.querySelectorAll("main button, main a.button, main .check, main .place-choice")]
      .map((element) => ({ words: element.textContent, height: Math.round(element.getBoundingClientRect().height) }))
      .filter(({ height }) => height < 64),
  );
  assert.deepEqual(small, []);
  await page.context().close();
});

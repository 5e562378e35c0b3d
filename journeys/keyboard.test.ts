import assert from "node:assert/strict";
import { after, test } from "node:test";
import type { Page } from "playwright-core";
import { DEMO_PASSWORD } from "#server/demo/people.ts";
import { startFamilyWorld } from "./testing/family-world.ts";
import { contact, SLOW_MS } from "./testing/people.ts";

const world = await startFamilyWorld();
after(() => world.close());

const STOPS_MAX = 60;

/** What the focus stands on: its words, and whether somebody who looks at the screen can see that. */
async function standing(page: Page): Promise<{ name: string; seen: boolean }> {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLElement;
    const box = element.getBoundingClientRect();
    const drawn = (one: Element | null) => {
      if (!one) return false;
      const style = getComputedStyle(one);
      return (style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
    };
    const inSight = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    // A radio button that is drawn by its label shows the focus there.
    const marked = drawn(element) || drawn(element.closest("label")) || drawn(element.nextElementSibling) || drawn(element.parentElement);
    const name = (element.getAttribute("aria-label") ?? element.textContent?.trim()) || element.getAttribute("name") || element.tagName;
    return { name, seen: inSight && marked };
  });
}

/** Presses Tab until the focus stands on what `wanted` finds; every stop on the way is in sight and marked. */
async function tabTo(page: Page, wanted: string): Promise<void> {
  const target = page.locator(wanted).first();
  await target.waitFor();
  for (let stop = 0; stop < STOPS_MAX; stop++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
    const { name, seen } = await standing(page);
    assert(seen, `at ${new URL(page.url()).pathname} the focus on “${name}” can be seen`);
  }
  assert.fail(`the Tab key never came to ${wanted} at ${page.url()}`);
}

test("a contact signs in, books and reads the visit's own page without touching the screen, and always sees where they stand", async () => {
  const { context, page } = await world.phone();
  page.setDefaultTimeout(SLOW_MS);
  const vera = contact("proof");
  await page.goto(`${world.address}/family/sign-in`);
  await tabTo(page, "input[name=email]");
  await page.keyboard.type(vera.email);
  await tabTo(page, "input[name=password]");
  await page.keyboard.type(DEMO_PASSWORD);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: `Hello, ${vera.givenName}` }).waitFor();

  await tabTo(page, "main a[href$='/family/book']");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Whom do you want to visit?" }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.id), "main", "a new page is read from its beginning");
  await tabTo(page, "main .rows a");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: /^Pick a time/ }).waitFor();

  await tabTo(page, "button.day[tabindex='0']");
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await tabTo(page, ".place-choice input:not([disabled])");
  await page.keyboard.press("Space");
  await tabTo(page, ".bottom button");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Is this right?" }).waitFor();
  await tabTo(page, ".bottom button");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Your visit is booked" }).waitFor();

  await tabTo(page, "a[href*='/family/visits/']:not([href$='/live'])");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "What happened" }).waitFor();
  await tabTo(page, "button[data-kind=stop-second]");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Keep the visit" }).waitFor();
  await page.keyboard.press("Escape");
  await page.locator(".dialog").waitFor({ state: "detached" });
  // A frame later; that it never does is a failure.
  await page.locator("button[data-kind=stop-second]:focus", { hasText: "Cancel this visit" }).waitFor();
  await context.close();
});

/** Controls of a page that nobody may need a pointer for; of radio buttons and lists that the arrow keys walk, the one that Tab comes to. */
const CONTROLS = "a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), textarea:not([disabled]), summary";
const PAGE_STOPS_MAX = 400;

/** Walks once around a page by Tab: every control is come to, and each stop can be seen. */
async function walk(page: Page, where: string): Promise<void> {
  await page.goto(`${world.address}${where}`);
  await page.locator("main h1").waitFor();
  await page.waitForLoadState("networkidle");
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  let stops = 0;
  for (; stops < PAGE_STOPS_MAX; stops++) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return "around";
      // A day's field has stops within, which the browser marks itself.
      if (element.getAttribute("data-walked") === "last") return "within";
      if (element.hasAttribute("data-walked")) return "around";
      for (const one of document.querySelectorAll("[data-walked=last]")) one.setAttribute("data-walked", "");
      element.setAttribute("data-walked", "last");
      return "new";
    });
    if (stop === "around") break;
    if (stop === "within") continue;
    const { name, seen } = await standing(page);
    assert(seen, `at ${where} the focus on “${name}” can be seen`);
  }
  assert(stops > 0 && stops < PAGE_STOPS_MAX, `at ${where} the focus goes around`);
  const missed = await page.evaluate((controls) => {
    const stands = (element: HTMLElement) => element.tabIndex >= 0 && element.checkVisibility({ visibilityProperty: true });
    const another = (element: HTMLElement) =>
      element instanceof HTMLInputElement && element.type === "radio" && document.querySelector(`[name="${element.name}"][data-walked]`);
    return [...document.querySelectorAll<HTMLElement>(controls)]
      .filter((element) => stands(element) && !element.hasAttribute("data-walked") && !another(element))
      .map((element) => element.outerHTML.slice(0, 120));
  }, CONTROLS);
  assert.deepEqual(missed, [], `at ${where} Tab comes to every control`);
}

test("every control of the pages about money is reached by Tab alone, at the desk, on the phone and in public, and the focus is always seen", async () => {
  const { context, page } = await world.phone({ width: 1280, height: 800 });
  page.setDefaultTimeout(SLOW_MS);
  await world.enter(context, "walsh");
  const { facilities } = await world.read<{ facilities: { id: string }[] }>(context, "/api/staff/me");
  for (const name of ["prices", "money", "credits"]) await walk(page, `/staff/at/${facilities[0]?.id}/${name}`);
  await context.close();
  const phone = await world.phone();
  phone.page.setDefaultTimeout(SLOW_MS);
  await world.enter(phone.context, "rosa");
  for (const where of ["/family/wallet", "/public/law", "/public/credits", `/public/facilities/${facilities[0]?.id}`])
    await walk(phone.page, where);
  await phone.context.close();
});

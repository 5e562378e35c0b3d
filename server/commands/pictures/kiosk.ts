import type { Page } from "playwright-core";
import type { Camera } from "./camera.ts";
import { enterDoor, type Locale, read, type Studio } from "./studio.ts";

const WARNED_MS_MAX = 70_000;
const TRIES_MAX = 5;

interface Demo {
  bookingNumber: string;
  pin: string;
}

/** The kiosk's screens, from the enrolment to the lock after wrong tries. */
export async function kioskScreens(studio: Studio, camera: Camera, locale: Locale): Promise<void> {
  if (!camera.wants("kiosk/")) return;
  const { address, person } = studio;
  const context = await person(locale);
  const page = await context.newPage();
  const see = (name: string, reach?: () => Promise<unknown>) => camera.take(page, `kiosk/${name}`, locale, reach);
  await page.goto(`${address}/kiosk`);
  await page.locator(".enrol-steps").waitFor();
  await see("enrol");
  const demo = await becomeKiosk(page);
  const anew = async () => {
    await page.goto(`${address}/kiosk`);
    await page.locator(".demo-numbers, .home").first().waitFor();
  };
  /** The first screen of who is signed in; nobody stays signed in while pictures are taken for a minute. */
  const home = async () => {
    await anew();
    if (await page.locator(".demo-numbers").isVisible()) await signInAtKiosk(page, demo, locale);
    else await speak(page, locale);
  };
  const press = (selector: string) => page.locator(selector).click();

  await see("sign-in", anew);
  await see("sign-in-letters", async () => {
    await press(".asking-keys button[data-kind=quiet]");
    await page.locator(".asking-keys .key").nth(20).waitFor();
  });
  await see("sign-in-refused", async () => {
    await anew();
    await type(page, demo.bookingNumber);
    await page.keyboard.press("Enter");
    await type(page, "987654");
    await page.locator(".asking-steps .banner, .asking-steps [role=alert]").first().waitFor();
  });
  await see("help", async () => {
    await anew();
    await page.locator(".kiosk-foot button").first().click();
    await page.locator(".demo-numbers").waitFor({ state: "detached" });
  });
  await see("first-use", async () => {
    await anew();
    await page.locator(".kiosk-foot button").last().click();
    await page.locator(".demo-numbers").waitFor({ state: "detached" });
  });

  await see("home", home);
  await see("wallet", async () => {
    await home();
    await page.locator(".kiosk-title .button").click();
    await page.locator("#history + *").waitFor();
  });
  await see("rights", async () => {
    await home();
    await page.locator(".home-tiles button").nth(1).click();
    await page.locator(".home").waitFor({ state: "detached" });
  });
  await see("people", async () => {
    await home();
    await page.locator(".home-tiles button").nth(2).click();
    await page.locator(".person-cards").first().waitFor();
  });
  await see("lawyer", async () => {
    await home();
    await page.locator(".home-tiles button").nth(3).click();
    await page.locator(".lawyer").waitFor();
  });
  const visits = async () => {
    await home();
    await page.locator(".home-tiles button").first().click();
    await page.locator(".lists").waitFor();
  };
  const oneOf = async (list: "coming" | "past") => {
    await visits();
    const rows = page.locator(`section[aria-labelledby=${list}] button`);
    await (list === "coming" ? rows.last() : rows.first()).click();
    await page.waitForURL(/\/visits\/./);
    await page.locator(".timeline").waitFor();
  };
  await see("visits", visits);
  await see("visit-past", () => oneOf("past"));
  await see("visit-coming", () => oneOf("coming"));
  await see("cancel", async () => {
    await oneOf("coming");
    await page.locator("button[data-kind=stop], button[data-kind=stop-second]").first().click();
    await page.locator("input[type=radio]").first().waitFor();
  });
  await see("idle", async () => {
    await home();
    // Signed in anew: pages that were only loaded are no touches, and the server's own clock may be further on.
    await page.locator(".kiosk-foot button").last().click();
    await page.locator(".demo-numbers").waitFor();
    await signInAtKiosk(page, demo, locale);
    // Nothing to press: the warning comes by itself when nobody touches the screen.
    await page.locator(".dialog.idle").waitFor({ timeout: WARNED_MS_MAX });
  });
  await see("unreachable", async () => {
    await anew();
    await context.setOffline(true);
    await page.locator("[hidden]:has(h1)").first().waitFor({ state: "attached", timeout: WARNED_MS_MAX });
  });
  await context.setOffline(false);
  await see("locked", async () => {
    await anew();
    // Somebody may still be signed in; the kiosk was unreachable and could not say so.
    if (await page.locator(".home").isVisible()) await page.locator(".kiosk-foot button").last().click();
    await page.locator(".demo-numbers").waitFor();
    await lockOut(page, await somebodyElse(studio, locale));
  });
  await context.close();
}

/** The booking number of a resident whom no other picture needs. */
async function somebodyElse({ address, person }: Studio, locale: Locale): Promise<string> {
  const staff = await person(locale);
  await enterDoor(staff, address, "boone");
  const { facilities } = await read<{ facilities: { id: string }[] }>(staff, `${address}/api/staff/me`);
  const { rows } = await read<{ rows: { bookingNumber: string; pinSet: boolean }[] }>(
    staff,
    `${address}/api/staff/facilities/${facilities[0]?.id}/residents?search=&limit=50`,
  );
  await staff.close();
  const unused = rows.filter(({ pinSet }) => !pinSet).map(({ bookingNumber }) => bookingNumber);
  const found = unused[locale === "en" ? 0 : 1];
  if (!found) throw new Error("the demonstration has residents who were never here");
  return found;
}

/** Tries wrong PINs until the number is locked at this kiosk. */
async function lockOut(page: Page, bookingNumber: string): Promise<void> {
  await type(page, bookingNumber);
  await page.keyboard.press("Enter");
  for (let tries = 0; tries < TRIES_MAX && !(await page.locator(".kiosk-message").isVisible()); tries++) {
    await type(page, `98765${tries}`);
    await page.locator(".asking-steps .banner, .asking-steps [role=alert], .kiosk-message").first().waitFor();
  }
  await page.locator(".kiosk-message").waitFor();
}

/** Makes the page's browser the demonstration's kiosk, by the button for that; tells who may sign in. */
export async function becomeKiosk(page: Page): Promise<Demo> {
  const told = page.waitForResponse((response) => response.url().endsWith("/api/demo/station"));
  await page.locator(".card[data-kind=line] button").click();
  const demo = (await (await told).json()) as Demo;
  await page.locator(".demo-numbers").waitFor();
  return demo;
}

/** Signs the demonstration's resident in with a keyboard's keys, and lets the screen speak `locale`. */
export async function signInAtKiosk(page: Page, { bookingNumber, pin }: Demo, locale: Locale): Promise<void> {
  await type(page, bookingNumber);
  await page.keyboard.press("Enter");
  await type(page, pin);
  await page.locator(".home").waitFor();
  await speak(page, locale);
}

async function speak(page: Page, locale: Locale): Promise<void> {
  if ((await page.locator("html").getAttribute("lang")) === locale) return;
  await page.locator(`.kiosk-foot button:has(span[lang=${locale}])`).click();
  await page.locator(`html[lang=${locale}]`).waitFor({ state: "attached" });
}

async function type(page: Page, keys: string): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

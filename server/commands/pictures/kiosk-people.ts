import type { Page } from "playwright-core";
import type { Camera } from "./camera.ts";
import { becomeKiosk, signInAtKiosk } from "./kiosk.ts";
import type { Locale, Studio } from "./studio.ts";

/** How a resident names somebody outside, one question a screen, and what a kiosk says that has lost its key. */
export async function kioskPeopleScreens(studio: Studio, camera: Camera, locale: Locale): Promise<void> {
  if (!camera.wants("kiosk/")) return;
  const { address, person } = studio;
  const context = await person(locale);
  const page = await context.newPage();
  const see = (name: string, reach?: () => Promise<unknown>) => camera.takeOwn(page, `kiosk/${name}`, locale, reach);
  await page.goto(`${address}/kiosk`);
  const demo = await becomeKiosk(page);
  await signInAtKiosk(page, demo, locale);
  await page.goto(`${address}/kiosk/people/name`);
  await see("name-who", () => page.locator(".name-step").waitFor());
  const choose = async (at: number) => {
    await page.locator(".choices label").nth(at).click();
    await page.locator(".choices .actions .button").click();
  };
  const type = async (word: string) => {
    for (const letter of word) await page.keyboard.press(letter);
    await page.locator(".typed .button").click();
  };
  await choose(4);
  await see("name-given", () => page.locator(".typing").waitFor());
  await type("Ana");
  await type("Delgado");
  await page.keyboard.type("0412");
  await see("name-birth");
  await type("1996");
  await see("name-way", () => page.locator(".choices .actions").waitFor());
  await choose(0);
  await see("name-email", () => page.locator(".typing[data-kind=email]").waitFor());
  await type("ana@example.org");
  await see("name-check", () => page.locator(".actions .button").first().waitFor());
  await lose(studio, page);
  await see("lost-key", async () => {
    await page.goto(`${address}/kiosk`);
    await page.locator(".asking").waitFor();
  });
  await context.close();
}

/** Gives the demonstration's station to another machine: this one's key is worth nothing from then on. */
async function lose({ address, person }: Studio, page: Page): Promise<void> {
  const other = await person("en");
  const kiosk = await other.newPage();
  await kiosk.goto(`${address}/kiosk`);
  await becomeKiosk(kiosk);
  await other.close();
  await page.goto("about:blank");
}

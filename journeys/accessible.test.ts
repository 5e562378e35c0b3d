import assert from "node:assert/strict";
import { after, test } from "node:test";
import type { BrowserContext, Page } from "playwright-core";
import { byTurns } from "#server/testing/by-turns.ts";
import { startFamilyWorld } from "./testing/family-world.ts";
import { faults } from "./testing/looked.ts";
import { SLOW_MS } from "./testing/people.ts";

const world = await startFamilyWorld();
after(() => world.close());

const all = ["en-US", "es-US"] as const;
const locales = byTurns(all, all.length);
/** As wide as a small phone, and in one piece: what stands under the bar at the bottom for the moment is no fault of the page. */
const PHONE = { width: 360, height: 6000 };
const DESK = { width: 1440, height: 900 };
const KIOSK = { width: 1080, height: 1920 };
/** Staff and the public have table heads and notes of 14 px; nobody reads smaller words than these. */
const textPxMin = { family: 16, staff: 14, public: 14, kiosk: 20 } as const;
const NOBODY = "00000000-0000-7000-8000-000000000000";

type App = keyof typeof textPxMin;
type See = (where: string, reach?: () => Promise<unknown>) => Promise<void>;
type Look = { page: Page; context: BrowserContext; see: See };

/** One browser of an app: each page it is shown is looked at. */
async function look(app: App, size: { width: number; height: number }, locale: (typeof all)[number], walk: (look: Look) => Promise<void>) {
  const { context, page } = await world.phone({ locale, ...size });
  page.setDefaultTimeout(SLOW_MS);
  const wrong: string[] = [];
  // Every page in both languages and in both themes, and not in all four pairs: words and colours do not meet.
  const colorScheme = locale === "en-US" ? "light" : "dark";
  await page.emulateMedia({ colorScheme });
  const see: See = async (where, reach) => {
    if (reach) await reach();
    else await page.goto(`${world.address}${where}`);
    await page.getByRole("heading").first().waitFor();
    wrong.push(...(await faults(page, textPxMin[app])).map((fault) => `${where}, ${colorScheme}: ${fault}`));
  };
  await walk({ page, context, see });
  await context.close();
  assert.deepEqual(wrong, []);
}

for (const locale of locales) {
  test(`the family's pages at 360 px, ${locale}: no fault, no small words, nothing to push sideways`, () =>
    look("family", PHONE, locale, async ({ context, see }) => {
      for (const where of ["sign-in", "sign-up", "forgot", "confirm#token=none", "reset#token=none"]) await see(`/family/${where}`);
      await world.enter(context, "rosa");
      const [person] = await world.read<{ id: string }[]>(context, "/api/outside/connections");
      const visits = await world.read<{ id: string; status: string }[]>(context, "/api/outside/visits");
      const past = visits.find(({ status }) => status === "completed");
      const coming = visits.find(({ status }) => status === "booked");
      assert(person && past && coming);
      for (const where of [
        "",
        "/people",
        "/people/add",
        `/people/${person.id}`,
        "/book",
        `/book/${person.id}`,
        "/visits",
        "/account",
        "/help",
        "/check",
      ])
        await see(`/family${where}`);
      for (const where of ["/account/letters", "/account/id", "/account/name", "/account/guests", "/my-data", "/wallet"])
        await see(`/family${where}`);
      for (const where of [past.id, coming.id, `${coming.id}/booked`, `${past.id}/live`, NOBODY]) await see(`/family/visits/${where}`);
    }));

  test(`the door, its letters, the public record and the parts at 360 px, ${locale}: no fault`, () =>
    look("public", PHONE, locale, async ({ context, page, see }) => {
      const facilities = await world.read<{ id: string }[]>(context, `/api/public/facilities?locale=${locale.slice(0, 2)}`);
      for (const where of ["/", "/public", `/public/facilities/${facilities[0]?.id}`, "/public/promises", "/public/nowhere"])
        await see(where);
      for (const where of ["/record", `/record/${facilities[0]?.id}`, "/keeping", "/law", "/letters#token=none"])
        await see(`/public${where}`);
      await see("/#outbox", async () => {
        await page.goto("about:blank");
        await page.goto(`${world.address}/#outbox`);
      });
    }));

  test(`the staff's pages on a desk, ${locale}: no fault`, () =>
    look("staff", DESK, locale, async ({ context, page, see }) => {
      for (const where of ["sign-in", "forgot", "invitation#token=none", "reset#token=none"]) await see(`/staff/${where}`);
      await world.enter(context, "walsh");
      const { facilities } = await world.read<{ facilities: { id: string }[] }>(context, "/api/staff/me");
      const at = `/staff/at/${facilities[0]?.id}`;
      for (const where of ["", "/live", "/approvals", "/residents", "/stations", "/staff", "/record", "/account"])
        await see(`${at}${where}`);
      await see(`${at}/visits/${NOBODY}`);
      const api = `/api/staff/facilities/${facilities[0]?.id}`;
      const [station] = await world.read<{ id: string }[]>(context, `${api}/stations`);
      const { rows: residents } = await world.read<{ rows: { id: string }[] }>(context, `${api}/residents?search=Delgado&limit=5`);
      assert(station && residents[0]);
      for (const where of ["/policy", "/prices", "/money", "/roster", "/keeping", "/staff/review", "/record/exports"])
        await see(`${at}${where}`);
      for (const where of ["?view=repairs", "?view=groups", `/${station.id}`]) await see(`${at}/stations${where}`);
      await see(`${at}/residents/${residents[0].id}`);
      for (const where of ["/staff", "/keeping", "/stations"])
        await see(`${where}, its dialog`, async () => {
          await page.goto(`${world.address}${at}${where}`);
          await page.locator(".head .button").last().click();
          await page.getByRole("dialog").waitFor();
        });
    }));

  test(`the kiosk's pages on its own screen, ${locale}: no fault, no words under 20 px`, () =>
    look("kiosk", KIOSK, locale, async ({ page, see }) => {
      await see("/kiosk");
      const told = page.waitForResponse((response) => response.url().endsWith("/api/demo/station"));
      await see("sign-in", async () => {
        await page.locator(".card[data-kind=line] button").click();
        await page.locator(".demo-numbers").waitFor();
      });
      const demo = (await (await told).json()) as { bookingNumber: string; pin: string };
      await see("home", async () => {
        for (const key of [...demo.bookingNumber, "Enter", ...demo.pin]) await page.keyboard.press(key);
        await page.locator(".home").waitFor();
      });
      const go = async (tile: number) => {
        await page.locator(".home-tiles button").nth(tile).click();
        await page.locator(".home").waitFor({ state: "detached" });
      };
      await see("wallet", async () => {
        await page.locator(".kiosk-title .button").click();
        await page.locator("#history + *").waitFor();
      });
      await see("rights", async () => {
        await page.locator(".kiosk-foot button").first().click();
        await page.locator(".home").waitFor();
        await go(1);
      });
      await see("visits", async () => {
        await page.locator(".kiosk-foot button").first().click();
        await page.locator(".home").waitFor();
        await go(0);
      });
      await see("visit", async () => {
        await page.locator("section[aria-labelledby=past] button").first().click();
        await page.locator("section[aria-labelledby=past]").waitFor({ state: "detached" });
        await page.locator(".lists").waitFor();
      });
      await see("/kiosk/people");
      await see("/kiosk/people/name");
      await see("its letters", async () => {
        await page.locator(".choices label").nth(4).click();
        await page.locator(".choices .actions .button").click();
        await page.locator(".typing").waitFor();
      });
    }));
}

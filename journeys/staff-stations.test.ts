import assert from "node:assert/strict";
import { after, test } from "node:test";
import type { Page } from "playwright-core";
import { DESK, sitAtDesk } from "./testing/desk.ts";
import { startFamilyWorld } from "./testing/family-world.ts";
import { faults } from "./testing/looked.ts";
import { SLOW_MS } from "./testing/people.ts";

const world = await startFamilyWorld();
after(() => world.close());

const TEXT_PX_MIN = 14;
const NAME = "B-09";

async function wallScreen(): Promise<Page> {
  const { page } = await world.phone({ width: 1080, height: 1920 });
  page.setDefaultTimeout(SLOW_MS);
  await page.goto(`${world.address}/kiosk`);
  await page.getByRole("heading", { name: /^(Set up this kiosk|Sign in)$/ }).waitFor();
  return page;
}

/** Types a code with the keys on the screen, as whoever mounts it does. */
async function typeCode(screen: Page, code: string): Promise<void> {
  for (const key of code.replaceAll(/[\s-]/g, "")) await screen.getByRole("button", { name: key, exact: true }).click();
  await screen.getByRole("button", { name: "Set up", exact: true }).click();
}

test("a new station gets its name and a code, a screen becomes it, another screen takes its place, and a code works once", async () => {
  const { context } = await world.phone(DESK);
  const desk = await sitAtDesk(context, world.address, "walsh");
  const { page } = desk;
  await page.goto(`${desk.at}/stations`);
  const row = page.getByRole("row").filter({ hasText: NAME });
  const openAdding = () => page.getByRole("button", { name: "Add a station" }).click();
  const adding = page.getByRole("dialog", { name: "Add a station" });
  const add = adding.getByRole("button", { name: "Add it and make its code" });

  await openAdding();
  await add.click();
  await adding.getByText("Please fill this in.").waitFor();
  await adding.getByLabel("Name").fill(NAME);
  await adding.getByLabel("Unit").selectOption({ label: "Unit B" });
  await adding.getByLabel("Kind").selectOption({ label: "Booth" });
  await add.click();
  const slip = page.getByRole("alertdialog", { name: `Setup code for ${NAME}` });
  await slip.getByText(`At the screen on the wall open ${world.address}/kiosk.`).waitFor();
  await slip.getByText(/^It works once, until /).waitFor();
  const code = (await slip.locator(".big-code").innerText()).trim();
  await slip.getByRole("button", { name: "I have given it on" }).click();
  for (const words of ["Unit B", "Booth", "Not set up"]) await row.getByText(words, { exact: true }).waitFor();

  // An officer with a phone in the hall sees the same, without pushing it sideways.
  await page.setViewportSize({ width: 390, height: 844 });
  assert.deepEqual(await faults(page, TEXT_PX_MIN), []);
  assert.ok(await page.locator(".table-scroll").evaluate((table) => table.scrollWidth <= table.clientWidth));
  await page.setViewportSize(DESK);

  // Nobody can have two stations with one name on the wall.
  await openAdding();
  await adding.getByLabel("Name").fill(NAME);
  await add.click();
  await adding.getByRole("alert").waitFor();
  await adding.getByRole("button", { name: "Go back" }).click();

  const first = await wallScreen();
  await typeCode(first, code);
  await first.getByRole("heading", { name: "Sign in" }).waitFor();
  await first.getByText(new RegExp(NAME)).first().waitFor();
  await row.getByText("Works", { exact: true }).first().waitFor();

  // The screen broke, say: a new one is hung up in its place.
  await row.getByRole("button", { name: `Replace the screen of ${NAME}` }).click();
  const ask = page.getByRole("dialog", { name: `Replace the screen of ${NAME}?` });
  await ask.getByText(`The screen that is ${NAME} now stops working at once.`).waitFor();
  await ask.getByRole("button", { name: "Make the code" }).click();
  const second = await wallScreen();
  const newer = (await slip.locator(".big-code").innerText()).trim();
  await slip.getByRole("button", { name: "I have given it on" }).click();
  await typeCode(second, newer);
  await second.getByRole("heading", { name: "Sign in" }).waitFor();
  await first.getByRole("heading", { name: "Set up this kiosk again" }).waitFor();
  await first.getByText(new RegExp(`This was .*${NAME}`)).waitFor();
  await first.getByText(/press “Replace”/).waitFor();

  // Whoever found the slip of paper later has nothing.
  await typeCode(first, newer);
  await first.getByRole("alert").first().waitFor();
  await first.getByRole("heading", { name: "Set up this kiosk" }).waitFor();
  await row.getByText("Works", { exact: true }).first().waitFor();

  // The station's own page.
  await page.getByRole("link", { name: NAME }).click();
  await page.getByRole("heading", { name: `Station ${NAME}` }).waitFor();
  assert.deepEqual(await faults(page, TEXT_PX_MIN), []);

  // A browser whose storage of keys was cleared says how to set it up again, and which station it was.
  await second.evaluate(
    () => new Promise((resolve) => Object.assign(indexedDB.deleteDatabase("throughline-station"), { onsuccess: resolve })),
  );
  await second.reload();
  await second.getByRole("heading", { name: "Set up this kiosk again" }).waitFor();
  await second.getByText(new RegExp(`This was .*${NAME}`)).waitFor();
});

import assert from "node:assert/strict";
import { after, test } from "node:test";
import type { Page } from "playwright-core";
import { startFamilyWorld } from "./testing/family-world.ts";
import { faults } from "./testing/looked.ts";
import { contact, SLOW_MS } from "./testing/people.ts";

const world = await startFamilyWorld();
after(() => world.close());

const TEXT_PX_MIN = 20;
const TARGET_PX_MIN = 64;

/** Makes the page's browser the demonstration's kiosk, signs its resident in with keys, and lets the screen speak this language. */
async function comeIn(page: Page, language: "en" | "es"): Promise<void> {
  page.setDefaultTimeout(SLOW_MS);
  const told = page.waitForResponse((response) => response.url().endsWith("/api/demo/station"));
  await page.goto(`${world.address}/kiosk`);
  await page.locator(".card[data-kind=line] button").click();
  const demo = (await (await told).json()) as { bookingNumber: string; pin: string };
  await page.locator(".demo-numbers").waitFor();
  for (const key of [...demo.bookingNumber, "Enter", ...demo.pin]) await page.keyboard.press(key);
  await page.locator(".home").waitFor();
  // A resident has a language of their own, which the screen takes on.
  if ((await page.locator("html").getAttribute("lang")) !== language)
    await page.locator(`.kiosk-foot button:has(span[lang=${language}])`).click();
}

test("a resident reads who is connected and who waits, and the staff's answer with its reason while the page is open", async () => {
  const hall = await world.phone({ width: 1080, height: 1920 });
  const kiosk = hall.page;
  await comeIn(kiosk, "en");
  const [rosa, ana] = [contact("rosa"), contact("ana")];
  await kiosk.getByRole("button", { name: /^Your people\s+1 connected, 1 waiting$/ }).click();
  await kiosk.getByRole("heading", { name: "Your people" }).waitFor();
  await kiosk.getByRole("region", { name: "Connected", exact: true }).getByRole("heading", { name: rosa.name }).waitFor();
  const waiting = kiosk.getByRole("region", { name: "Waiting for an answer" });
  await waiting.getByRole("heading", { name: "Your brother or sister" }).waitFor();
  await waiting.getByText("You see the name here once staff have checked it.").waitFor();
  // The resident has named her, and reads that; what she typed of herself is not shown before staff have checked it.
  await kiosk.getByRole("region", { name: "You asked for" }).getByText(ana.name).first().waitFor();
  assert.equal((await waiting.innerText()).includes(ana.name), false, "a name that nobody has checked is not shown");
  await waiting.getByText("Staff will look at it. The answer shows here.").waitFor();
  await kiosk.getByRole("button", { name: "Is your visit with your lawyer?" }).waitFor();
  assert.deepEqual(await faults(kiosk, TEXT_PX_MIN), []);

  const desk = await world.phone({ width: 1440, height: 900 });
  await world.enter(desk.context, "boone");
  const { facilities } = await world.read<{ facilities: { id: string }[] }>(desk.context, "/api/staff/me");
  const at = `/api/staff/facilities/${facilities[0]?.id}/connections`;
  const { rows } = await world.read<{ rows: { id: string; contact: { name: string } }[] }>(desk.context, at);
  const asked = rows.find((row) => row.contact.name === ana.name);
  const words = "Please send us a copy of your ID card.";
  const answer = await desk.context.request.post(`${world.address}${at}/${asked?.id}/reject`, {
    headers: { origin: world.address },
    data: { reason: "name_differs", words },
  });
  assert.equal(answer.status(), 204);
  await desk.context.close();

  const apart = kiosk.getByRole("region", { name: "Not connected" });
  await apart.getByRole("heading", { name: ana.name }).waitFor();
  await apart.getByText("The name they gave is not the one on record.").waitFor();
  await waiting.getByText("Nobody is waiting.").waitFor();
  assert.equal((await kiosk.locator("body").innerText()).includes(words), false, "what staff wrote to the family is the family's");
  await hall.context.close();
});

test("whoever's visit is with a lawyer is told that it is recorded and whom to ask: on the first page, and beside the button that says so", async () => {
  for (const { language, ask, recorded } of [
    { language: "en", ask: "Is your visit with your lawyer?", recorded: /Visits here are recorded, and staff may watch them\./ },
    {
      language: "es",
      ask: "¿Su visita es con su abogado o abogada?",
      recorded: /Las visitas aquí se graban, y el personal puede mirarlas\./,
    },
  ] as const) {
    const hall = await world.phone({ width: 1080, height: 1920 });
    const { page } = hall;
    await comeIn(page, language);
    const question = page.getByRole("button", { name: ask });
    assert.ok(((await question.boundingBox())?.height ?? 0) >= TARGET_PX_MIN);
    await question.click();
    await page.getByRole("heading", { name: ask }).waitFor();
    await page.getByText(recorded).waitFor();
    assert.deepEqual(await faults(page, TEXT_PX_MIN), []);
    await page.locator(".kiosk-foot button").first().click();

    // In the waiting room the answer opens where it stands: nobody leaves for it.
    await page.locator(".soon .button").first().click();
    await page.locator(".check-words .button").first().click();
    await question.waitFor();
    assert.ok(((await question.boundingBox())?.height ?? 0) >= TARGET_PX_MIN);
    assert.equal(await page.getByText(recorded).count(), 0);
    await question.click();
    await page.getByText(recorded).waitFor();
    assert.equal(await question.getAttribute("aria-expanded"), "true");
    assert.deepEqual(await faults(page, TEXT_PX_MIN), []);
    await hall.context.close();
  }
});

import assert from "node:assert/strict";
import { after, test } from "node:test";
import type { Page } from "playwright-core";
import { startFamilyWorld } from "./testing/family-world.ts";
import { SLOW_MS } from "./testing/people.ts";

const world = await startFamilyWorld();
after(() => world.close());

const PIN = "482915";
const IDLE_MS_MAX = 120_000;
const TRIES_MAX = 5;

/** Presses keys on the screen, one by one, as a finger does. */
async function touch(page: Page, keys: string): Promise<void> {
  for (const key of keys.replaceAll(/[\s-]/g, "")) await page.getByRole("button", { name: key, exact: true }).click();
}

test("a screen becomes a kiosk, a resident chooses a PIN, is locked out by wrong tries, let in by staff, and signed out when nobody is there", async () => {
  const desk = await world.phone({ width: 1440, height: 900 });
  await world.enter(desk.context, "walsh");
  const staff = desk.page;
  staff.setDefaultTimeout(SLOW_MS);
  const { facilities } = await world.read<{ facilities: { id: string }[] }>(desk.context, "/api/staff/me");
  const at = `${world.address}/staff/at/${facilities[0]?.id}`;
  const { rows } = await world.read<{ rows: { givenName: string; familyName: string; bookingNumber: string; pinSet: boolean }[] }>(
    desk.context,
    `/api/staff/facilities/${facilities[0]?.id}/residents?search=&limit=50`,
  );
  const resident = rows.find(({ pinSet }) => !pinSet);
  assert(resident, "somebody has not been here before");
  const name = `${resident.givenName} ${resident.familyName}`;
  const codeShown = async () => (await staff.locator(".big-code").innerText()).trim();

  // Staff make a code for the screen; whoever holds it makes the screen a kiosk.
  await staff.goto(`${at}/stations`);
  const setUp = staff.getByRole("button", { name: /^Set up / }).first();
  const stationName = ((await setUp.getAttribute("aria-label")) ?? "").replace(/^Set up /, "");
  await setUp.click();
  await staff.getByRole("dialog").getByRole("button").first().click();
  const stationCode = await codeShown();
  const hall = await world.phone({ width: 1080, height: 1920 });
  const kiosk = hall.page;
  kiosk.setDefaultTimeout(SLOW_MS);
  await kiosk.goto(`${world.address}/kiosk`);
  await touch(kiosk, stationCode);
  await kiosk.getByRole("button", { name: "Set up", exact: true }).click();
  await kiosk.getByRole("heading", { name: "Sign in" }).waitFor();

  // First use: the code that staff give, and a PIN that only the resident knows.
  await staff.goto(`${at}/residents?find=${resident.bookingNumber}`);
  await staff.getByRole("button", { name: `Make a code for ${name}` }).click();
  await staff.getByRole("dialog").getByRole("button", { name: "Make the code" }).click();
  const code = await codeShown();
  await kiosk.getByRole("button", { name: /^I have a code/ }).click();
  await touch(kiosk, resident.bookingNumber);
  await kiosk.getByRole("button", { name: "Next" }).click();
  await touch(kiosk, code);
  await kiosk.getByRole("button", { name: "Next" }).click();
  await touch(kiosk, PIN);
  await touch(kiosk, "111222");
  await kiosk.getByText("The two PINs are not the same.").waitFor();
  await touch(kiosk, PIN + PIN);
  await kiosk.getByRole("heading", { name: `Hello, ${resident.givenName}` }).waitFor();

  // No link leads out of a kiosk, whoever wrote it.
  const here = kiosk.url();
  for (const href of ["https://law.example/", "/public/law", "/kiosk-worker.js"]) {
    await kiosk.evaluate((to) => {
      const link = Object.assign(document.createElement("a"), { href: to, textContent: "Away" });
      document.body.prepend(link);
      link.click();
      link.remove();
    }, href);
    assert.equal(kiosk.url(), here);
  }
  await kiosk.getByRole("heading", { name: `Hello, ${resident.givenName}` }).waitFor();

  // What this browser carries is worth nothing in another: the sign-in belongs to the kiosk's own key.
  const copied = await world.phone({ width: 1080, height: 1920 });
  copied.page.setDefaultTimeout(SLOW_MS);
  await copied.context.addCookies(await hall.context.cookies());
  const asked = await copied.context.request.get(`${world.address}/api/inside/me`);
  assert.equal(asked.status(), 401);
  assert.equal((await hall.context.cookies()).length > 0, true, "there was a cookie to copy");
  await copied.page.goto(`${world.address}/kiosk`);
  await copied.page.getByRole("heading", { name: "Set up this kiosk" }).waitFor();
  await copied.context.close();

  await kiosk.getByRole("button", { name: "Done: sign out" }).click();
  await kiosk.getByText("You are signed out. Nothing of yours is left on this screen.").waitFor();

  // Somebody else guesses.
  await touch(kiosk, resident.bookingNumber);
  await kiosk.getByRole("button", { name: "Next" }).click();
  for (let tries = 1; tries <= TRIES_MAX; tries++) {
    await touch(kiosk, `90000${tries}`);
    if (tries < TRIES_MAX) await kiosk.getByText("The booking number or the PIN is wrong.").waitFor();
  }
  await kiosk.getByRole("heading", { name: "This number is locked" }).waitFor();
  await kiosk.getByText("Any officer can open it again.").waitFor();
  await kiosk.getByRole("button", { name: "Back to the sign-in" }).click();
  await touch(kiosk, resident.bookingNumber);
  await kiosk.getByRole("button", { name: "Next" }).click();
  await touch(kiosk, PIN);
  await kiosk.getByRole("heading", { name: "This number is locked" }).waitFor();

  await staff.goto(`${at}/residents?find=${resident.bookingNumber}`);
  await staff.getByRole("button", { name: `Unlock ${name}` }).click();
  await staff.getByText("Unlocked. They can sign in now.").first().waitFor();
  await kiosk.getByRole("button", { name: "Back to the sign-in" }).click();
  await touch(kiosk, resident.bookingNumber);
  await kiosk.getByRole("button", { name: "Next" }).click();
  await touch(kiosk, PIN);
  await kiosk.getByRole("heading", { name: `Hello, ${resident.givenName}` }).waitFor();
  await kiosk.getByText(/5 wrong tries with your number/).waitFor();

  // Staff sign them out from a desk: within seconds the screen says so and why, and nothing of them is left.
  await staff.goto(`${at}/stations`);
  await staff.getByRole("link", { name: stationName, exact: true }).click();
  await staff.getByRole("main").getByRole("button", { name: "Sign out", exact: true }).click();
  const ask = staff.getByRole("dialog", { name: `Sign out ${name} at ${stationName}?` });
  await ask.getByLabel("The unit is closing").check();
  await ask.getByRole("button", { name: "Sign out", exact: true }).click();
  await staff.getByText("1 person is signed out.").first().waitFor();
  await kiosk.getByText(/^Staff signed you out/).waitFor();
  assert.match(await kiosk.getByText(/^Staff signed you out/).innerText(), /the unit is closing/i);
  assert.doesNotMatch(await kiosk.locator("body").innerText(), new RegExp(resident.givenName), "nothing of the person is left");
  await touch(kiosk, resident.bookingNumber);
  await kiosk.getByRole("button", { name: "Next" }).click();
  await touch(kiosk, PIN);
  await kiosk.getByRole("heading", { name: `Hello, ${resident.givenName}` }).waitFor();

  // Nobody touches the screen.
  const warning = kiosk.getByRole("alertdialog", { name: "Are you still there?" });
  await warning.waitFor({ timeout: IDLE_MS_MAX });
  await kiosk.getByText("You were signed out, because nobody touched the screen.").waitFor({ timeout: IDLE_MS_MAX });
  await warning.waitFor({ state: "detached" });
  assert.doesNotMatch(await kiosk.locator("body").innerText(), new RegExp(resident.givenName), "nothing of the person is left");
  await hall.context.close();
  await desk.context.close();
});

import assert from "node:assert/strict";
import { after, test } from "node:test";
import type { Page } from "playwright-core";
import { DEMO_PASSWORD } from "#server/demo/people.ts";
import { appCode, DESK, letterTo, linkIn, sitAtDesk } from "./testing/desk.ts";
import { startFamilyWorld } from "./testing/family-world.ts";
import { SLOW_MS } from "./testing/people.ts";

const world = await startFamilyWorld();
after(() => world.close());
const PASSWORD = "maple-kettle-orbit-9";
const EMAIL = "pia.keys@alder.example";
// A passkey belongs to a name, never to a number.
const address = world.address.replace("127.0.0.1", "localhost");

/** Gives the browser a phone's own lock: it holds passkeys, and its owner's finger is always there. */
async function withScreenLock(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  const options = { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true } as const;
  await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: { ...options, isUserVerified: true, automaticPresenceSimulation: true },
  });
}

test("a family adds a passkey on a phone, signs in with it without typing, and removes it", async () => {
  const { context, page } = await world.phone();
  page.setDefaultTimeout(SLOW_MS);
  await withScreenLock(page);
  const entered = await context.request.post(`${address}/api/demo/doors/rosa`, { headers: { origin: address } });
  assert.equal(entered.status(), 204);
  const { email } = (await (await context.request.get(`${address}/api/outside/me`)).json()) as { email: string };
  await page.goto(`${address}/family/account`);
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await page.getByLabel("Name of this passkey").fill("My phone");
  await page.getByLabel("Your password, once more").fill("somebody at an open screen");
  await page.getByRole("button", { name: "Make the passkey" }).click();
  await page.getByText("The e-mail or the password is wrong.").waitFor();
  await page.getByLabel("Your password, once more").fill(DEMO_PASSWORD);
  await page.getByRole("button", { name: "Make the passkey" }).click();
  await page.getByText("Not used yet").waitFor();
  // Rosa reads letters in Spanish.
  assert.match((await letterTo(context, address, email, /llave de acceso/)).text, /contraseña nueva/);

  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await page.getByRole("heading", { name: /^Hello, Rosa/ }).waitFor();

  await page.goto(`${address}/family/account`);
  await page
    .getByText(/Last used: Today/)
    .first()
    .waitFor();
  await page.getByRole("button", { name: "Remove the passkey My phone" }).click();
  await page.getByRole("button", { name: "Remove it" }).click();
  await page.getByText("My phone", { exact: true }).waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await page.getByText("This passkey does not open an account here.").waitFor();
  await context.close();
});

test("staff add a passkey with a fresh code and then sign in with one press", async () => {
  const boss = await sitAtDesk((await world.phone(DESK)).context, address, "walsh");
  const { id } = { id: crypto.randomUUID() };
  const invited = await boss.context.request.post(`${address}/api/staff/facilities/${boss.facilityId}/staff`, {
    headers: { origin: address },
    data: { id, email: EMAIL, givenName: "Pia", familyName: "Keys", role: "supervisor", locale: "en" },
  });
  assert.equal(invited.status(), 201, await invited.text());
  const { context, page } = await world.phone(DESK);
  page.setDefaultTimeout(SLOW_MS);
  await withScreenLock(page);
  await page.goto(linkIn(await letterTo(boss.context, address, EMAIL, /./)).replace("127.0.0.1", "localhost"));
  await page.getByLabel("New password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Save the password and go on" }).click();
  await page.getByRole("img", { name: /Set-up code/ }).waitFor();
  const secret = (await page.locator(".secret code").allInnerTexts()).join("");
  const spent = appCode(secret);
  await page.getByLabel("Code from the app").fill(spent);
  await page.getByRole("button", { name: "Check the code" }).click();
  await page.getByLabel("I have kept the codes").check();
  await page.getByRole("button", { name: "Go to work" }).click();

  await page.getByRole("link", { name: "Your account" }).click();
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await page.getByLabel("Code from your authenticator").fill(spent);
  await page.getByRole("button", { name: "Make the passkey" }).click();
  await page.getByText("This code is not right.").waitFor();
  await page.getByLabel("Code from your authenticator").fill(appCode(secret, "next"));
  await page.getByRole("button", { name: "Make the passkey" }).click();
  await page.getByText("Not used yet").waitFor();

  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await page.getByRole("heading", { name: "Needs you" }).waitFor();
  await context.close();
  await boss.context.close();
});

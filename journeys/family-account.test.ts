import assert from "node:assert/strict";
import { after, test } from "node:test";
import { inWorld } from "#server/commands/in-world.ts";
import { notify } from "#server/domains/notifications/index.ts";
import { inTransaction } from "#server/platform/context.ts";
import { letterTo } from "./testing/desk.ts";
import { startFamilyWorld, tabTo } from "./testing/family-world.ts";

const world = await startFamilyWorld();
after(() => world.close());
const PASSWORD = "correct horse battery staple";

test("a newcomer makes an account, confirms it by the letter's link and signs in, with the keyboard alone", async () => {
  const { context, page } = await world.phone();
  await page.goto(`${world.address}/family`);
  await tabTo(page, "link", "Make an account");
  await page.keyboard.press("Enter");
  const typed = { "First name": "Ana", "Last name": "Vega", Month: "May", Day: "4", Year: "1990", "E-mail": "ana.vega@example.org" };
  for (const [label, words] of Object.entries(typed)) {
    await tabTo(page, label === "Month" ? "combobox" : "textbox", label);
    await page.keyboard.type(words);
  }
  await tabTo(page, "textbox", "New password");
  await page.keyboard.type("short");
  await page.keyboard.press("Enter");
  await page.getByText("It needs 12 characters or more.").waitFor();

  // What was typed is there after a reload; the password never is.
  await page.reload();
  assert.equal(await page.getByLabel("E-mail").inputValue(), "ana.vega@example.org");
  assert.equal(await page.getByLabel("New password").inputValue(), "");
  await tabTo(page, "textbox", "New password");
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Check your e-mail" }).waitFor();

  const link = await letterLink(context, "ana.vega@example.org");
  await page.goto(link);
  await tabTo(page, "button", "Confirm my e-mail");
  await page.keyboard.press("Enter");
  await tabTo(page, "link", "Sign in");
  await page.keyboard.press("Enter");
  await tabTo(page, "textbox", "E-mail");
  await page.keyboard.type("ana.vega@example.org");
  await tabTo(page, "textbox", "Password");
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Hello, Ana" }).waitFor();

  async function letterLink(of: typeof context, to: string): Promise<string> {
    for (let look = 0; look < 60; look++) {
      const box = await world.read<{ to: string; text: string }[]>(of, "/api/demo/outbox");
      const found = /http\S+\/family\/confirm#\S+/.exec(box.find((letter) => letter.to === to)?.text ?? "")?.[0];
      if (found) return found;
      await page.waitForTimeout(500);
    }
    throw new Error("no letter came");
  }
});

test("a link to a page asks to sign in first, and then leads to that page", async () => {
  const { page } = await world.phone();
  await page.goto(`${world.address}/family/visits`);
  await page.waitForURL(/sign-in\?back=/);
  await page.getByText("we take you to the page you asked for").waitFor();
});

test("signing out forgets everything, and the back button shows nothing of the account", async () => {
  const { context, page } = await world.phone();
  await world.enter(context, "rosa");
  await page.goto(`${world.address}/family/account`);
  await page.getByText("rosa.delgado@").waitFor();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL(/sign-in/);
  await page.goBack();
  await page.waitForURL(/sign-in/);
  assert.equal(await page.getByText("rosa.delgado@").count(), 0);
});

test("whoever says “I am a lawyer” is told that visits here are recorded and whom to ask; no relationship offers it", async () => {
  const { context, page } = await world.phone();
  await world.enter(context, "rosa");
  await page.goto(`${world.address}/family/people/add`);
  const offered = await page.getByLabel("Who are you to your person?").locator("option").allInnerTexts();
  assert.deepEqual(
    offered.filter((words) => /lawyer|attorney|legal/i.test(words)),
    [],
  );
  await page.getByLabel("I am a lawyer").check();
  await page.getByText("Visits here are recorded, and staff may watch them.").waitFor();
  await page.getByText("Ask the facility’s visiting office for a private legal visit.").waitFor();
});

test("whoever wants no reminders stops them from the letter's own link without signing in, undoes it, and finds the letter in the list", async () => {
  const { context, page } = await world.phone();
  await world.enter(context, "rosa");
  const { accountId, email } = await world.read<{ accountId: string; email: string }>(context, "/api/outside/me");
  const visits = await world.read<{ id: string; status: string; startsAt: string }[]>(context, "/api/outside/visits");
  const coming = visits.find(({ status, startsAt }) => status === "booked" && Date.parse(startsAt) > Date.now() + 3_600_000);
  assert(coming, "Rosa has a visit to come");
  // A reminder comes by itself a day before; this one comes now, whatever the hour of the test.
  await inWorld(world.config, (ctx) =>
    inTransaction(ctx, (tx) =>
      notify(tx, { accountId, template: "visit.reminder_day", facts: { visitId: coming.id }, usefulUntil: tx.now() }),
    ),
  );
  const letter = await letterTo(context, world.address, email, /Reminder|Recordatorio/);
  const link = /http\S+\/public\/letters#token=\S+/.exec(letter.text)?.[0];
  assert(link, "its foot has the link that stops it");

  // Another browser, signed in nowhere; the page speaks the language that Rosa's letters have.
  const stranger = await world.phone();
  await stranger.page.goto(link);
  const stop = stranger.page.getByRole("button", { name: /Stop these letters|Detener estas cartas/ });
  await stop.click();
  await stranger.page.getByText(/Stopped\. Reminders no longer come|Detenidas\. Ya no llegan recordatorios/).waitFor();
  await page.goto(`${world.address}/family/account/letters`);
  await page.getByRole("checkbox", { name: "Stop all of these", checked: true }).waitFor();
  await stranger.page.getByRole("button", { name: /Undo|Deshacer/ }).click();
  await stop.waitFor();

  await page.reload();
  await page.getByRole("checkbox", { name: "Stop all of these", checked: false }).waitFor();
  const row = page.getByRole("listitem").filter({ hasText: "Reminder the day before a visit" });
  await row.getByText("Sent", { exact: true }).waitFor();
  await row.getByRole("button", { name: "Send again: Reminder the day before a visit" }).waitFor();
});

import assert from "node:assert/strict";
import { after, test } from "node:test";
import type { Page } from "playwright-core";
import { inWorld } from "#server/commands/in-world.ts";
import { DEMO_PASSWORD, emailOf, staff } from "#server/demo/people.ts";
import { practiceCard } from "#server/domains/money/payments/practice.ts";
import { keepReconciled, readStatements } from "#server/domains/money/payments/reconcile.service.ts";
import { appCode, DESK, letterTo, linkIn, sitAtDesk } from "./testing/desk.ts";
import { flaws, startFamilyWorld } from "./testing/family-world.ts";
import { SLOW_MS } from "./testing/people.ts";

const world = await startFamilyWorld();
after(() => world.close());

const PASSWORD = "maple-kettle-orbit-9";
const TESS = { given: "Tess", family: "Okafor", email: "tess.okafor@alder.example" };

async function atDesk(door: string) {
  const { context } = await world.phone(DESK);
  return sitAtDesk(context, world.address, door);
}

/** A window of somebody who is not signed in anywhere. */
async function window(): Promise<Page> {
  const { page } = await world.phone(DESK);
  page.setDefaultTimeout(SLOW_MS);
  return page;
}

/** From the link in the letter to the recovery codes; the page has opened already. Answers with what the person keeps. */
async function setUp(page: Page): Promise<{ secret: string; codes: string[] }> {
  await page.getByRole("heading", { name: "Set up your account" }).waitFor();
  await page.getByLabel("New password", { exact: true }).fill("too short");
  await page.getByRole("button", { name: "Save the password and go on" }).click();
  await page.getByText(/^This is too short/).waitFor();
  await page.getByLabel("New password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Save the password and go on" }).click();

  await page.getByRole("heading", { name: "Set up the second step" }).waitFor();
  const secret = (await page.locator(".secret code").allInnerTexts()).join("");
  await page.getByLabel("Code from the app").fill("12");
  await page.getByRole("button", { name: "Check the code" }).click();
  await page.getByText("This needs the six numbers that your app shows.").waitFor();
  await page.getByLabel("Code from the app").fill(appCode(secret));
  await page.getByRole("button", { name: "Check the code" }).click();

  await page.getByRole("heading", { name: "Keep these codes" }).waitFor();
  const codes = await page.locator("ol.codes code").allInnerTexts();
  assert.equal(new Set(codes).size, codes.length);
  assert.ok(await page.getByRole("button", { name: "Go to work" }).isDisabled(), "nobody goes on without the codes");
  await page.getByLabel("I have kept the codes").check();
  await page.getByRole("button", { name: "Go to work" }).click();
  await page.getByRole("heading", { name: "Needs you" }).waitFor();
  return { secret, codes };
}

async function firstStep(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel("E-mail at work").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

async function secondStep(page: Page, code: string, kind: "app" | "recovery"): Promise<void> {
  await page.getByRole("heading", { name: "Second step" }).waitFor();
  if (kind === "recovery") await page.getByRole("button", { name: "I don’t have my phone" }).click();
  await page.getByLabel(kind === "recovery" ? "Recovery code" : "Code from the app").fill(code);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

test("a colleague comes in by an invitation, signs in with app and recovery code, and is out at once when the role is taken away", async () => {
  const desk = await atDesk("walsh");
  const { page } = desk;
  await page.goto(`${desk.at}/staff`);
  await page.getByRole("button", { name: "Invite a colleague" }).click();
  const dialog = page.getByRole("dialog", { name: "Invite a colleague" });
  await dialog.getByRole("button", { name: "Send the invitation" }).click();
  await dialog.getByText("Please fill this in.").first().waitFor();
  await dialog.getByLabel("Given name").fill(TESS.given);
  await dialog.getByLabel("Family name").fill(TESS.family);
  await dialog.getByLabel("E-mail at work").fill(TESS.email);
  await dialog.getByLabel("Role here").selectOption({ label: "Supervisor" });
  await dialog.getByText("All of an officer, and stations, recordings and the record.").waitFor();
  await dialog.getByRole("button", { name: "Send the invitation" }).click();
  await page.getByText(`The invitation to ${TESS.email} is on its way.`).first().waitFor();
  const row = page.getByRole("row").filter({ hasText: TESS.email });
  await row.getByText("Invited", { exact: true }).waitFor();

  const tess = await window();
  const link = linkIn(await letterTo(desk.context, world.address, TESS.email, /./));
  await tess.goto(link);
  const { secret, codes } = await setUp(tess);
  await tess.getByRole("link", { name: "Stations" }).waitFor();
  assert.equal(await tess.getByRole("button", { name: "Invite a colleague" }).count(), 0);

  // The link is used up.
  const late = await window();
  await late.goto(link);
  await late.getByLabel("New password", { exact: true }).fill(PASSWORD);
  await late.getByRole("button", { name: "Save the password and go on" }).click();
  await late.getByRole("alert").getByText(/link/).first().waitFor();
  await late.context().close();

  await tess.getByRole("button", { name: "Sign out" }).click();
  await tess.getByRole("heading", { name: "Sign in to work" }).waitFor();
  await firstStep(tess, TESS.email, PASSWORD);
  await secondStep(tess, appCode(secret, "next"), "app");
  await tess.getByRole("heading", { name: "Needs you" }).waitFor();
  await tess.getByRole("button", { name: "Sign out" }).click();
  await firstStep(tess, TESS.email, PASSWORD);
  await secondStep(tess, codes[0] ?? "", "recovery");
  await tess.getByRole("heading", { name: "Needs you" }).waitFor();
  await tess.getByRole("link", { name: "Residents" }).click();
  await tess.getByRole("heading", { name: "Residents", level: 1 }).waitFor();

  // Nobody touches Tess’s window from here on.
  await page.reload();
  await row.getByText("Active", { exact: true }).waitFor();
  await row.getByRole("button", { name: `Take away the role Supervisor of ${TESS.given} ${TESS.family}` }).click();
  await page.getByRole("dialog").getByText("is signed out everywhere at once").waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Take the role away" }).click();
  await tess.getByRole("heading", { name: "Sign in to work" }).waitFor({ timeout: 5_000 });
  assert.doesNotMatch(await tess.locator("body").innerText(), /Booking number/, "nothing of the page is left");
  await row.waitFor({ state: "detached" });

  await firstStep(tess, TESS.email, PASSWORD);
  await tess.getByRole("alert").first().waitFor();
  assert.equal(await tess.getByRole("heading", { name: "Second step" }).count(), 0, "the password alone opens nothing any more");
  await desk.context.close();
  await tess.context().close();
});

test("a lost phone: one colleague asks, another agrees, and a link leads to a new authenticator; nobody agrees alone", async () => {
  const lost = staff.find(({ key }) => key === "iyer");
  assert(lost);
  const name = `${lost.givenName} ${lost.familyName}`;
  const phone = await atDesk("iyer");
  await phone.page.goto(phone.at);
  await phone.page.getByRole("heading", { name: "Needs you" }).waitFor();

  const [asks, agrees] = [await atDesk("boone"), await atDesk("walsh")];
  await asks.page.goto(`${asks.at}/staff`);
  await agrees.page.goto(`${agrees.at}/staff`);
  await agrees.page.getByRole("row").filter({ hasText: name }).waitFor();
  await asks.page.getByRole("button", { name: `Reset for a lost phone: ${name}` }).click();
  await asks.page.getByRole("dialog").getByText(`Speak with ${name} first`).waitFor();
  await asks.page.getByRole("dialog").getByRole("button", { name: "Ask for the reset" }).click();
  const asked = asks.page.getByRole("row").filter({ hasText: name });
  await asked.getByText("You asked for a reset. A colleague must agree.").waitFor();
  assert.equal(await asked.getByRole("button", { name: /Agree/ }).count(), 0, "whoever asks can’t agree");
  assert.equal(await phone.page.getByRole("heading", { name: "Needs you" }).count(), 1, "nothing happened yet");

  await agrees.page.getByText("Kim Boone asked for a reset.").waitFor();
  await agrees.page.getByRole("button", { name: `Agree to the reset for ${name}` }).click();
  await agrees.page.getByRole("dialog").getByRole("button", { name: "Reset the second step" }).click();
  await agrees.page.getByText(`Done. ${name} gets a link now.`).first().waitFor();
  await phone.page.getByRole("heading", { name: "Sign in to work" }).waitFor({ timeout: 5_000 });

  // Password and the old phone are worth nothing now.
  await firstStep(phone.page, emailOf(lost), DEMO_PASSWORD);
  await phone.page.getByRole("alert").first().waitFor();
  await phone.page.goto(linkIn(await letterTo(agrees.context, world.address, emailOf(lost), /./)));
  const { secret } = await setUp(phone.page);
  await phone.page.getByRole("button", { name: "Sign out" }).click();
  await firstStep(phone.page, emailOf(lost), PASSWORD);
  await secondStep(phone.page, appCode(secret, "next"), "app");
  await phone.page.getByRole("heading", { name: "Needs you" }).waitFor();
  for (const { context } of [phone, asks, agrees]) await context.close();
});

test("each role is looked at on one page, and a colleague who leaves is out of every window within seconds", async () => {
  const [boss, leaver] = [await atDesk("walsh"), await atDesk("iyer")];
  const who = staff.find(({ key }) => key === "iyer");
  assert(who);
  const name = `${who.givenName} ${who.familyName}`;
  await leaver.page.goto(leaver.at);
  await leaver.page.getByRole("heading", { name: "Needs you" }).waitFor();

  const { page } = boss;
  await page.goto(`${boss.at}/staff`);
  await page.getByRole("link", { name: "Review of access" }).click();
  await page.getByRole("heading", { name: "Who may do what here" }).waitFor();
  await page.getByRole("button", { name: "Review now" }).click();
  await page.getByRole("row").filter({ hasText: "Your own: another lead decides" }).waitFor();
  assert.ok(await page.getByRole("button", { name: "Finish the review" }).isDisabled(), "nobody signs off what nobody decided");
  const line = page.getByRole("row").filter({ hasText: name });
  await line.getByRole("button", { name: /^Confirm the role / }).click();
  await line.getByText("Confirmed", { exact: true }).waitFor();

  await page.getByRole("link", { name: "Staff", exact: true }).click();
  const row = page.getByRole("row").filter({ hasText: name });
  await row.getByRole("button", { name: `${name} leaves` }).focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: `${name} leaves?` });
  await dialog.getByText("After a last day of work").click();
  await dialog.getByRole("button", { name: "End all access after that day" }).click();
  await dialog.getByText("Please fill this in.").waitFor();
  await dialog.getByText("Now, within a second").click();
  await dialog.getByRole("button", { name: "End all access now" }).click();
  await leaver.page.getByRole("heading", { name: "Sign in to work" }).waitFor({ timeout: 5_000 });
  await page.getByText(`${name} has no access any more.`).first().waitFor();
  await row.waitFor({ state: "detached" });
  for (const { context } of [boss, leaver]) await context.close();
});

test("whoever leaves the desk is asked, then signed out; what was typed and the page are there again after signing in", async () => {
  const { context, page, at } = await atDesk("walsh");
  await page.clock.install();
  await page.goto(`${at}/staff`);
  await page.getByRole("button", { name: "Invite a colleague" }).click();
  await page.getByLabel("Given name").fill("Nora");
  await page.clock.fastForward("28:30");
  const asked = page.getByRole("dialog", { name: "Are you still there?" });
  await asked.getByRole("button", { name: "Stay signed in" }).click();
  await asked.waitFor({ state: "detached" });
  await page.clock.fastForward("28:30");
  await asked.waitFor();
  await page.clock.fastForward("02:00");
  await page.getByText("You were signed out because nobody was here for 30 minutes.").waitFor();
  assert.match(page.url(), /back=[^&]*staff/);
  await world.enter(context, "walsh");
  await page.goto(`${at}/staff`);
  await page.getByRole("button", { name: "Invite a colleague" }).click();
  assert.equal(await page.getByLabel("Given name").inputValue(), "Nora");
  await context.close();
});

test("an administrator sets a price: above the cap it is refused with the law, below it stands, and anyone reads it beside the cap", async () => {
  const desk = await atDesk("walsh");
  const { page } = desk;
  // Which law holds is a matter of the day on which this runs.
  const prices = `/api/public/facilities/${desk.facilityId}/prices`;
  const { prices: before } = await world.read<{ prices: { law: { cap: { microsPerMinute: number; law: string } } }[] }>(
    desk.context,
    prices,
  );
  const cap = before[0]?.law.cap ?? assert.fail("the demonstration stands under a law");
  const atMost = `$${(cap.microsPerMinute / 1_000_000).toFixed(2)} a minute`;
  const above = (cap.microsPerMinute / 1_000_000 + 0.01).toFixed(2);
  await page.goto(`${desk.at}/prices`);
  const set = page.locator("section", { has: page.getByRole("heading", { name: "Set a price" }) });
  await set.getByText(`At most ${atMost}`).waitFor();
  await set.getByLabel("Dollars a minute").fill(above);
  await set.getByText(`Above the cap of ${atMost}. It can’t be saved.`).waitFor();
  await set.getByRole("button", { name: `Video visits: set $${above} a minute` }).click();
  await set.getByRole("alert").getByText(`${cap.law} allows at most`).waitFor();

  await set.getByLabel("Dollars a minute").fill("0.125");
  await set.getByLabel("Agency").fill("20");
  await set.getByText("Together 120 %. It has to be 100 %.").waitFor();
  await set.getByLabel("Family").fill("80");
  await set.getByText("20 minutes cost at most $2.56, taxes included.").waitFor();
  await set.getByRole("button", { name: /^Video visits: set \$0.125 a minute/ }).click();
  const now = page.locator("section", { has: page.getByRole("heading", { name: "Prices today" }) });
  await now.getByText("$0.125 a minute").waitFor();
  await now.getByText("Who pays: Agency 20 %, Family 80 %").waitFor();
  await page
    .locator("section", { has: page.getByRole("heading", { name: "Earlier prices" }) })
    .getByText("$0.11 a minute")
    .waitFor();

  const anyone = await window();
  await anyone.goto(`${world.address}/public/facilities/${desk.facilityId}`);
  const row = anyone.getByRole("row", { name: /Video visits/ });
  await row.getByText("$0.125 a minute").waitFor();
  await row.getByText(`At most ${atMost}`).waitFor();
  await anyone.getByText("None. The system knows no other fee.").waitFor();

  const tax = page.getByRole("row", { name: /Alder city communications tax\s*Video visits/ });
  await tax.getByRole("button", { name: "End Alder city communications tax" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("It was never right: take it back from its first day").click();
  await dialog.getByText(/^\$\d+\.\d\d goes back, for (one visit|\d+ visits).*: \$\d+\.\d\d to families/).waitFor();
  await dialog.getByRole("button", { name: "Cancel" }).click();
});

test("whoever sees the money of the whole agency reads the card company's payouts beside our books, and what to do where they differ", async () => {
  const arrivesAt = Temporal.Now.instant().subtract({ hours: 72 });
  const line = { id: "txn_1", kind: "charge", sourceId: null, subjectId: "pi_of_nobody_here", cents: 1000, feeCents: 21, payoutId: "po_1" };
  const statements = { ...practiceCard, payouts: async () => [{ id: "po_1", cents: 979, arrivesAt }], linesOf: async () => [line] };
  await inWorld(world.config, async (ctx) => {
    await readStatements(ctx, statements);
    await keepReconciled(ctx);
  });
  const desk = await atDesk("park");
  const { page } = desk;
  await page.goto(`${desk.at}/money`);
  await page.getByRole("link", { name: "Card payouts and our books" }).click();
  await page.getByRole("heading", { name: "Card payouts and our books", level: 1 }).waitFor();
  const differs = page.getByRole("table", { name: "Each difference with its next step" }).getByRole("row", { name: /pi_of_nobody_here/ });
  await differs.getByText("Only the card company has it").waitFor();
  await differs.getByText("Look it up at the card company by their id.").waitFor();
  await page.getByRole("row", { name: /po_1.*\$0\.21.*\$9\.79.*1 difference/ }).waitFor();
  assert.deepEqual(await flaws(page), []);
  await desk.context.close();
});

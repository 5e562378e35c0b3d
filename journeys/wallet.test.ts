import assert from "node:assert/strict";
import { after, test } from "node:test";
import type { z } from "zod";
import type { OwnPlan } from "#contracts/plans.ts";
import type { VisitCard } from "#contracts/visits.ts";
import { DEMO_PASSWORD, emailOf } from "#server/demo/people.ts";
import { flaws, startFamilyWorld, tabTo } from "./testing/family-world.ts";

const world = await startFamilyWorld();
after(() => world.close());

test("a mother adds $10 in two taps by the practice card, sees it on every page, and has it all back by one tap", async () => {
  const { context, page } = await world.phone();
  await world.enter(context, "rosa");
  await page.goto(`${world.address}/family`);
  // Her balance stands in the head of every page, and leads to the wallet.
  await page.getByRole("link", { name: /Wallet, free to use: \$\d/ }).click();
  await page.getByRole("heading", { name: "Wallet", level: 1 }).waitFor();
  const { freeCents: before } = await world.read<{ freeCents: number }>(context, "/api/outside/wallet");
  await page.getByRole("button", { name: "$10", exact: true }).click();
  await page.getByText("This is a demonstration: no card is asked for and no money moves.").waitFor();
  await page.getByRole("button", { name: "Add $10.00 by practice card" }).click();
  await page.getByText("$10.00 is in your wallet.").waitFor();
  const dollars = (cents: number) => `$${(cents / 100).toFixed(2)}`;
  await page.getByRole("link", { name: `Wallet, free to use: ${dollars(before + 1000)}` }).waitFor();
  const line = page.getByRole("listitem").filter({ hasText: "You added money" }).first();
  await line.getByText("$10.00").waitFor();
  assert.deepEqual(await flaws(page), []);

  await page.getByRole("button", { name: `Give me back ${dollars(before + 1000)}` }).click();
  await page.getByText("went back to your card.").waitFor();
  await page.getByRole("listitem").filter({ hasText: "Back to your card" }).first().waitFor();
  const { freeCents } = await world.read<{ freeCents: number }>(context, "/api/outside/wallet");
  assert.equal(freeCents, 0);
  await page.getByText("Nothing is free to give back now.").waitFor();

  // What is kept for a booked visit can be had back from here as well.
  const { kept } = await world.read<{ kept: { for: string; cents: number }[] }>(context, "/api/outside/wallet");
  const booked = kept.filter((each) => each.for === "visit").map(({ cents }) => cents);
  assert.ok(booked.length > 0, "she has booked a visit");
  await page
    .getByRole("button", { name: /^Cancel this visit and free / })
    .first()
    .click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel the visit" }).click();
  await page.getByRole("button", { name: /^Give me back / }).waitFor();
  const { freeCents: freed } = await world.read<{ freeCents: number }>(context, "/api/outside/wallet");
  assert.ok(booked.includes(freed), `${freed} cents are free again`);
  assert.deepEqual(await flaws(page), []);
});

test("another amount is typed as people write it; what makes no sense is said at once, and the keyboard alone is enough", async () => {
  const { context, page } = await world.phone({ locale: "es-US" });
  await world.enter(context, "rosa");
  await page.goto(`${world.address}/family/wallet`);
  await tabTo(page, "button", "Otra cantidad");
  await page.keyboard.press("Enter");
  await tabTo(page, "textbox", "¿Cuántos dólares?");
  await page.keyboard.type("doce");
  await page.getByText("Escriba una cantidad como 20 o 12.50.").waitFor();
  await page.getByLabel("¿Cuántos dólares?").fill("0,50");
  await tabTo(page, "button", /Añadir .*0[.,]50/);
  await page.keyboard.press("Enter");
  await page.getByText("Es menos de lo que se puede añadir.").waitFor();
  await page.getByLabel("¿Cuántos dólares?").fill("12,50");
  await tabTo(page, "button", /Añadir .*12[.,]50/);
  await page.keyboard.press("Enter");
  await page.getByText(/12[.,]50 ya está en su monedero/).waitFor();
});

test("a mother keeps her card, adds from it in two taps, has money added automatically up to a month's most, reads her month as a page, and has the card forgotten", async () => {
  const { context, page } = await world.phone();
  await world.enter(context, "rosa");
  await page.goto(`${world.address}/family/wallet`);
  await page.getByText("No card is kept here, so nothing is ever taken automatically.").waitFor();
  await page.getByRole("button", { name: "$10", exact: true }).click();
  const keep = page.getByRole("checkbox", { name: /^Keep this card/ });
  assert.equal(await keep.isChecked(), false);
  await keep.check();
  await page.getByRole("button", { name: "Add $10.00 by practice card" }).click();
  await page.getByText("Visa ending in 4242").first().waitFor();
  await page.getByRole("button", { name: "$5", exact: true }).click();
  await page.getByRole("button", { name: "Use another card" }).waitFor();
  await page.getByRole("button", { name: "Add $5.00 from Visa ending in 4242" }).click();
  await page.getByText("$5.00 is in your wallet.").waitFor();
  await page.getByLabel("At most in a month").selectOption({ label: "$100.00" });
  await page.getByText("When less than $5.00 is free, $25.00 is added from Visa ending in 4242, at most $100.00 in a month.").waitFor();
  const turnOn = page.getByRole("button", { name: "Turn it on" });
  assert.equal(await turnOn.isDisabled(), true, "nobody turns it on without the password");
  await page.getByText(`In this demonstration everybody’s password is ${DEMO_PASSWORD}.`).waitFor();
  await page.getByLabel("Your password").fill(DEMO_PASSWORD);
  await turnOn.click();
  await page.getByText("$0.00 of $100.00 added automatically this month.").waitFor();
  assert.deepEqual(await flaws(page), []);

  await page.getByRole("link", { name: "Look at this month" }).click();
  await page.getByRole("heading", { name: /^Your wallet in / }).waitFor();
  await page.getByText("In the wallet after").waitFor();
  await page.getByRole("listitem").filter({ hasText: "You added money" }).first().waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true);
  assert.deepEqual(await flaws(page), []);
  await page.getByRole("link", { name: "Back to the wallet" }).click();

  await page.getByRole("button", { name: "Remove this card" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove this card" }).click();
  await page.getByText("No card is kept here, so nothing is ever taken automatically.").waitFor();
});

test("a mother buys minutes together: their price is kept and not taken and ended it all comes back", async () => {
  const { context, page } = await world.phone();
  await world.enter(context, "rosa");
  await page.goto(`${world.address}/family/wallet`);
  await page.getByRole("button", { name: "$10", exact: true }).click();
  await page.getByRole("button", { name: "Add $10.00 by practice card" }).click();
  await page.getByText("$10.00 is in your wallet.").waitFor();
  const wallet = () => world.read<{ cents: number; freeCents: number }>(context, "/api/outside/wallet");
  const before = await wallet();
  await page.locator("#plans, section[aria-labelledby=plans]").getByRole("button").first().click();
  const asked = page.getByRole("dialog");
  assert.deepEqual(await flaws(page), []);
  await asked.getByRole("button").first().click();
  await asked.waitFor({ state: "detached" });
  const bought = await wallet();
  assert.equal(bought.cents, before.cents, "nothing is taken");
  assert.equal(bought.freeCents, before.freeCents - 410, "the price of 40 minutes is kept, with its tax");
  await page
    .getByText(/^40\smin/)
    .first()
    .waitFor();

  await page.getByRole("button", { name: /^End / }).click();
  await asked.getByRole("button").first().click();
  await asked.waitFor({ state: "detached" });
  assert.deepEqual(await wallet(), before);
  await context.close();
});

test("of a visit that came from a plan the bill says so, and the plan's own minutes are that many fewer", async () => {
  const { context, page } = await world.phone();
  const grace = { email: emailOf({ givenName: "Grace", familyName: "Abara" }), password: DEMO_PASSWORD };
  const entered = await context.request.post(`${world.address}/api/outside/sign-in`, { data: grace, headers: { origin: world.address } });
  assert.equal(entered.ok(), true);
  const visits = await world.read<z.infer<typeof VisitCard>[]>(context, "/api/outside/visits");
  const visit = visits.find(({ cost }) => cost?.settled && cost.planSeconds > 0);
  assert.ok(visit, "a visit of hers has used her plan");
  await page.goto(`${world.address}/family/visits/${visit.id}`);
  const bill = page.getByRole("region", { name: "What it cost" });
  await bill.getByText("From the plan", { exact: true }).waitFor();
  await bill.getByText("No money: it came from the plan.").waitFor();
  assert.equal(visit.cost?.takenCents, 0);
  assert.deepEqual(await flaws(page), []);
  const { plans } = await world.read<{ plans: OwnPlan[] }>(context, "/api/outside/wallet/plans");
  const [plan] = plans;
  assert.ok(plan && plan.usedSeconds >= visit.cost.planSeconds);
  assert.equal(plan.leftSeconds + plan.keptSeconds + plan.usedSeconds, plan.minutes * 60);
  await page.goto(`${world.address}/family/wallet`);
  await page.getByText(/^Used so far: /).waitFor();
  await context.close();
});

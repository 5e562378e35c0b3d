import assert from "node:assert/strict";
import { after, test } from "node:test";
import type { BrowserContext } from "playwright-core";
import { newId } from "#server/platform/id.ts";
import { startFamilyWorld } from "./testing/family-world.ts";
import { SLOW_MS, signInByPage } from "./testing/people.ts";

const world = await startFamilyWorld();
after(() => world.close());

const PER_WEEK = 3;
interface Place {
  sessionTemplateId: string;
  startsAt: string;
  day: string;
  free: boolean;
}
interface Days {
  days: { day: string; places: Place[] }[];
}

/** Books in another window of the same person, faster than this one. */
async function bookElsewhere(context: BrowserContext, connectionId: string, { sessionTemplateId, startsAt }: Place): Promise<void> {
  const headers = { origin: world.address };
  const hold = { id: newId(), connectionId, sessionTemplateId, startsAt };
  const held = await context.request.post(`${world.address}/api/outside/holds`, { headers, data: hold });
  assert.equal(held.status(), 201, await held.text());
  const booked = await context.request.post(`${world.address}/api/outside/visits`, {
    headers,
    data: { id: newId(), holdId: hold.id, atMostCents: 10_000 },
  });
  assert.equal(booked.status(), 201, await booked.text());
}

/** The Monday of the week that holds a day: the demonstration's facilities count their weeks from Monday. */
function weekOf(day: string): string {
  const date = Temporal.PlainDate.from(day);
  return date.subtract({ days: date.dayOfWeek - 1 }).toString();
}

test("a time that can't be booked any more shows all reasons at once, each with its way out, and the next time that works", async () => {
  const { context, page } = await world.phone();
  await signInByPage(page, world.address, "proof", "en");
  const [tomas] = await world.read<{ id: string }[]>(context, "/api/outside/connections");
  assert(tomas);
  const { days } = await world.read<Days>(context, `/api/outside/connections/${tomas.id}/places`);
  const free = days.map(({ places }) => places.filter((place) => place.free)).filter((places) => places.length > PER_WEEK);
  const places = free.find((some) => free.some((others) => weekOf(others[0]!.day) > weekOf(some[0]!.day)));
  assert(places?.[0], "a day with free places, and a later week with some");

  // The page is open, and shows the time as free.
  await page.goto(`${world.address}/family/book/${tomas.id}?day=${places[0].day}`);
  await page.locator(".place-choice:not([data-state=full])").first().click();
  for (const place of places.slice(0, PER_WEEK)) await bookElsewhere(context, tomas.id, place);
  await page.getByRole("button", { name: /^Keep .* for me$/ }).click();

  await page.getByRole("heading", { level: 1, name: /can’t be booked$/ }).waitFor();
  await page.getByRole("heading", { name: "3 reasons" }).waitFor();
  for (const [reason, way] of [
    ["All visits of that week are used.", "Another week works"],
    ["Your person has something else at that time.", "Another time works"],
    ["You have another visit at that time.", "You can fix this"],
  ] as const) {
    const item = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: reason }) });
    assert.match(await item.innerText(), new RegExp(way), `“${reason}” says what to do`);
  }
  await page.getByText("Nothing was booked and nothing was charged.").first().waitFor();
  await page.getByRole("link", { name: "See your visits" }).waitFor();
  await page.getByRole("link", { name: /Whom can I ask/ }).waitFor();

  await page.getByRole("button", { name: "See all free times" }).click();
  await page.getByRole("heading", { level: 1, name: /^Pick a time/ }).waitFor();
  // The list is fresh: what was taken says so, once it has been asked for anew.
  await page.locator(".place-choice").first().and(page.locator("[data-state=full]")).waitFor();
  await context.close();
});

test("a wrong password and an unknown person get one answer, which leads on", async () => {
  const { context, page } = await world.phone();
  page.setDefaultTimeout(SLOW_MS);
  const answers: string[] = [];
  for (const email of ["vera.linde@demo.throughline.test", "nobody.at.all@demo.throughline.test"]) {
    await page.goto(`${world.address}/family/sign-in`);
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel(/^Password/).fill("wrong-wrong-wrong");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByText("The e-mail or the password is wrong.").waitFor();
    answers.push(await page.locator("main").innerText());
  }
  assert.equal(answers[0], answers[1]);
  await page.getByRole("link", { name: "I forgot my password" }).waitFor();
  await context.close();
});

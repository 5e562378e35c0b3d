import assert from "node:assert/strict";
import { after, test } from "node:test";
import { startFamilyWorld, tabTo } from "./testing/family-world.ts";

const world = await startFamilyWorld();
after(() => world.close());

interface Place {
  startsAt: string;
  free: boolean;
}
interface Days {
  days: { day: string; free: number; places: Place[] }[];
}

/** A phone that is Rosa's, standing at the calendar of a day with free places far from her other visits. */
async function atCalendar() {
  const { context, page } = await world.phone();
  await world.enter(context, "rosa");
  const [person] = await world.read<{ id: string; status: string }[]>(context, "/api/outside/connections");
  assert(person);
  const { days } = await world.read<Days>(context, `/api/outside/connections/${person.id}/places`);
  const day = days.filter(({ free }) => free > 3).at(-1);
  assert(day, "the demonstration has free days");
  await page.goto(`${world.address}/family/book/${person.id}?day=${day.day}`);
  await page.locator(".place-choice").first().waitFor();
  return { context, page, day };
}

test("Rosa books a visit with the keyboard alone, from the first page to the calendar file", async () => {
  const { context, page } = await world.phone();
  await world.enter(context, "rosa");
  await page.goto(`${world.address}/family`);
  await tabTo(page, "link", "Book a visit");
  await page.keyboard.press("Enter");
  await tabTo(page, "link", /^Mateo Delgado/);
  await page.keyboard.press("Enter");
  await tabTo(page, "button", /free time/);
  // The calendar is one stop of the Tab key; the arrows go from free day to free day.
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await tabTo(page, "radio", /am for you|pm for you|noon for you/);
  await page.keyboard.press("Space");
  await tabTo(page, "button", /^Keep .* for me$/);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Is this right?" }).waitFor();
  await page.getByText(/Kept for you:/).waitFor();
  await tabTo(page, "button", /^Book /);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Your visit is booked" }).waitFor();
  const calendar = await page.getByRole("link", { name: "Put it in my calendar" }).getAttribute("href");
  const file = await context.request.get(`${world.address}${calendar}`);
  assert.match(await file.text(), /^BEGIN:VCALENDAR/);
});

test("a kept time is kept across a reload, and going back gives it free again", async () => {
  const { page } = await atCalendar();
  await page.locator(".place-choice").nth(1).click();
  await page.reload();
  await page.getByRole("button", { name: /^Keep .* for me$/ }).click();
  await page.getByRole("heading", { name: "Is this right?" }).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: "Is this right?" }).waitFor();
  const released = page.waitForResponse((response) => response.request().method() === "DELETE");
  await page.goBack();
  assert.equal((await released).status(), 204);
});

test("a time that can’t be booked shows every reason with its way out, and the next time that works", async () => {
  const first = await atCalendar();
  const second = await first.context.newPage();
  await second.goto(first.page.url());
  for (const page of [first.page, second]) await page.locator(".place-choice").nth(2).click();
  await second.getByRole("button", { name: /^Keep .* for me$/ }).click();
  await second.getByRole("heading", { name: "Is this right?" }).waitFor();

  const { page } = first;
  await page.getByRole("button", { name: /^Keep .* for me$/ }).click();
  await page.getByRole("heading", { name: "2 reasons" }).waitFor();
  const title = page.getByRole("heading", { level: 1 });
  assert.match(await title.innerText(), /can’t be booked$/);
  assert.equal(await title.evaluate((element) => element === document.activeElement), true, "the reader stands at the reason");
  await page.getByText("Your person has something else at that time.").waitFor();
  await page.getByText("You have another visit at that time.").waitFor();
  await page.getByText("Nothing was booked and nothing was charged.").first().waitFor();
  await page.getByRole("button", { name: /^Keep .* for me$/ }).click();
  await page.getByRole("heading", { name: "Is this right?" }).waitFor();
});

test("cancelling says what is lost, and the record tells it to all sides", async () => {
  const { context, page } = await world.phone();
  await world.enter(context, "rosa");
  const visits = await world.read<{ id: string; canCancel: boolean }[]>(context, "/api/outside/visits");
  const visit = visits.filter(({ canCancel }) => canCancel).at(-1);
  assert(visit);
  await page.goto(`${world.address}/family/visits/${visit.id}`);
  await page.getByRole("button", { name: "Cancel this visit" }).click();
  await page.getByText(/You lose this time: it is free for others at once, and Mateo is told/).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Cancel this visit" }).click();
  await page.getByLabel("Somebody is unwell").check();
  await page.getByRole("button", { name: "Cancel the visit" }).click();
  await page.getByRole("list", { name: "What happened" }).getByText("You cancelled the visit").waitFor();
  await page.getByText("Reason: somebody is unwell").first().waitFor();
});

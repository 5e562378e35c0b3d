import assert from "node:assert/strict";
import { after, test } from "node:test";
import { flaws, startFamilyWorld, tabTo } from "./testing/family-world.ts";

const world = await startFamilyWorld();
after(() => world.close());

interface Visit {
  id: string;
  status: string;
  opensAt: string;
  startsAt: string;
  endsAt: string;
}

test("the visit with the keyboard alone: check, waiting room, join by a button that says “recorded”, mute, type, leave, come back", async () => {
  const { context, page } = await world.phone();
  await world.enter(context, "rosa");
  const visits = await world.read<Visit[]>(context, "/api/outside/visits");
  const open = visits.find(({ opensAt, endsAt }) => Date.parse(opensAt) <= Date.now() && Date.now() < Date.parse(endsAt));
  assert(open, "the demonstration has a visit that can be joined now");
  await page.goto(`${world.address}/family/visits/${open.id}/live`);
  await page.getByText("Microphone works").waitFor();
  assert.deepEqual(await flaws(page), []);
  await tabTo(page, "button", "Go to the waiting room");
  await page.keyboard.press("Enter");

  await page.getByRole("heading", { name: "Waiting room" }).waitFor();
  await page.getByText("You are here").waitFor();
  await page.getByText("Mateo is not here yet").waitFor();
  assert.deepEqual(await flaws(page), []);
  const join = page.getByRole("button", { name: "Join — this visit is recorded" });
  await join.and(page.locator(":enabled")).waitFor({ timeout: 60_000 });
  await tabTo(page, "button", "Join — this visit is recorded");
  await page.keyboard.press("Enter");

  await page.getByText("Waiting for Mateo").waitFor();
  await page.getByText("This visit is recorded").waitFor();
  assert.equal(await page.locator("video[data-far]").count(), 1);
  assert.deepEqual(await flaws(page), []);
  await tabTo(page, "button", "Mute");
  await page.keyboard.press("Enter");
  assert.equal(await page.getByRole("button", { name: "Mute" }).getAttribute("aria-pressed"), "true");
  await page.getByRole("status").filter({ hasText: "Your microphone is off." }).waitFor({ state: "attached" });

  await tabTo(page, "button", "Chat");
  await page.keyboard.press("Enter");
  await page.keyboard.type("I am here");
  await page.keyboard.press("Enter");
  await page.getByRole("log").getByText("I am here").waitFor();
  assert.deepEqual(await flaws(page), []);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Chat" }).and(page.locator(":focus")).waitFor();

  await tabTo(page, "button", "Leave");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Leave this visit?" }).waitFor();
  await tabTo(page, "button", "Leave the visit");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "You left" }).waitFor();
  await tabTo(page, "button", "Come back in");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Go to the waiting room" }).click();
  await page.getByRole("button", { name: "Come back in — this visit is recorded" }).waitFor();

  await page.goto(`${world.address}/family/visits/${open.id}`);
  const record = page.getByRole("list", { name: "What happened" });
  for (const line of ["You checked camera and sound", "You said yes to the recording", "You joined", "You left"])
    await record.getByText(line, { exact: true }).first().waitFor();
});

test("a second window takes the visit over, and the first one says so", async () => {
  const { context, page } = await world.phone();
  await world.enter(context, "rosa");
  const visits = await world.read<Visit[]>(context, "/api/outside/visits");
  const open = visits.find(({ opensAt, endsAt }) => Date.parse(opensAt) <= Date.now() && Date.now() < Date.parse(endsAt));
  assert(open);
  const other = await context.newPage();
  for (const window of [page, other]) {
    await window.goto(`${world.address}/family/visits/${open.id}/live`);
    await window.getByRole("button", { name: "Go to the waiting room" }).click();
    await window.getByText("You are here").waitFor();
  }
  await page.getByRole("heading", { name: "This visit is open in another window." }).waitFor();
});

test("a phone is checked on any day: camera, microphone, speaker and the line both ways, in words, kept with its date and shown with the next visit", async () => {
  const { context, page } = await world.phone();
  await world.enter(context, "rosa");
  await page.goto(`${world.address}/family/help`);
  await page.getByRole("link", { name: "Check my phone or computer" }).click();
  await page.getByRole("button", { name: "Begin the check" }).click();
  await page.getByRole("button", { name: "Play two notes" }).click();
  await page.getByRole("button", { name: "Yes", exact: true }).click();
  await page.getByText("Microphone works").waitFor();
  assert.deepEqual(await flaws(page), []);
  const see = page.getByRole("button", { name: "See what was found" });
  await see.and(page.locator(":enabled")).waitFor({ timeout: 60_000 });
  await see.click();
  for (const part of ["Your camera works.", "Your microphone hears you.", "Your speaker plays."]) await page.getByText(part).waitFor();
  await page.getByText("The figures").click();
  for (const figure of ["You to the visit", "The visit to you", "There and back", "Straight"])
    await page.getByText(figure, { exact: true }).waitFor();
  assert.deepEqual(await flaws(page), []);
  const { last } = await world.read<{ last: { line: { measured: Record<string, number | null> } } }>(
    context,
    "/api/outside/equipment-checks",
  );
  const { sentKbps, receivedKbps, sentLostPercent } = last.line.measured;
  assert.ok(Number(sentKbps) > 50 && Number(receivedKbps) > 50 && sentLostPercent !== null, JSON.stringify(last));
  const visits = await world.read<Visit[]>(context, "/api/outside/visits");
  await page.goto(`${world.address}/family/visits/${visits.find(({ status }) => status === "booked")?.id}`);
  await page.getByText(/Your phone or computer was checked: Today/).waitFor();
});

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { flaws, startFamilyWorld } from "./testing/family-world.ts";

const world = await startFamilyWorld();
after(() => world.close());

for (const look of [{ locale: "en-US" }, { locale: "es-US", colorScheme: "dark" }] as const)
  test(`every family page at 360 px, ${look.locale}: axe finds nothing, nothing runs out of the screen, nothing breaks`, async () => {
    const { context, page } = await world.phone(look);
    const broken: string[] = [];
    page.on("pageerror", (error) => broken.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error" && !/status of 401/.test(message.text())) broken.push(message.text());
    });
    const looked: string[] = [];
    const see = async (where: string) => {
      await page.goto(`${world.address}/family${where}`);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await page.waitForLoadState("networkidle");
      const wrong = await flaws(page);
      looked.push(...wrong.map((words) => `${where}: ${words}`));
    };
    for (const where of ["/sign-in", "/sign-up", "/forgot", "/confirm#token=none", "/reset#token=none"]) await see(where);

    await world.enter(context, "rosa");
    const [person] = await world.read<{ id: string }[]>(context, "/api/outside/connections");
    const visits = await world.read<{ id: string; status: string }[]>(context, "/api/outside/visits");
    const past = visits.find(({ status }) => status === "completed");
    const coming = visits.find(({ status }) => status === "booked");
    assert(person && past && coming);
    for (const where of ["", "/visits", "/people", "/people/add", "/account", "/help", "/check", "/book"]) await see(where);
    await see(`/people/${person.id}`);
    await see(`/book/${person.id}`);
    for (const visit of [past, coming]) await see(`/visits/${visit.id}`);
    await see(`/visits/${coming.id}/booked`);
    await see(`/visits/${past.id}/live`);
    await see("/people/00000000-0000-7000-8000-000000000000");
    assert.deepEqual(looked, []);
    assert.deepEqual(broken, []);
  });

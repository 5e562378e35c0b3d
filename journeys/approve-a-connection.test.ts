import assert from "node:assert/strict";
import { after, test } from "node:test";
import { startFamilyWorld } from "./testing/family-world.ts";
import { contact, SLOW_MS, signInByPage } from "./testing/people.ts";

const world = await startFamilyWorld();
after(() => world.close());

const KIND_WORDS = "Please write to us which booking number you meant.";

test("an officer approves one request and refuses another with a reason; both families read the answer and why", async () => {
  const desk = await world.phone({ width: 1440, height: 900 });
  desk.page.setDefaultTimeout(SLOW_MS);
  await world.enter(desk.context, "boone");
  const { facilities } = await world.read<{ facilities: { id: string }[] }>(desk.context, "/api/staff/me");
  const { page } = desk;
  await page.goto(`${world.address}/staff/at/${facilities[0]?.id}/approvals`);
  const [ana, sam] = [contact("ana"), contact("c12")];
  const queue = page.getByRole("list", { name: "Waiting" });

  await queue.getByRole("link", { name: ana.name }).click();
  await page.getByRole("heading", { name: `${ana.name} asks to visit` }).waitFor();
  const decision = page.getByRole("region", { name: "Your decision" });
  await decision.getByLabel("Approve", { exact: true }).check();
  await decision.getByLabel("Details match the record").check();
  await decision.getByRole("button", { name: `Approve ${ana.name}` }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: `Approve ${ana.name}` })
    .click();
  await page.getByText(`${ana.name} is approved, and is told now.`).first().waitFor();

  await queue.getByRole("link", { name: sam.name }).click();
  await page.getByRole("heading", { name: `${sam.name} asks to visit` }).waitFor();
  await decision.getByLabel("Do not approve").check();
  await decision.getByRole("button", { name: `Refuse ${sam.name}` }).click();
  assert.equal(await page.getByRole("dialog").count(), 0, "no answer goes out without a reason");
  await decision.getByLabel("Not enough details").check();
  await decision.getByLabel(/^Words to the family/).fill(KIND_WORDS);
  await decision.getByText(`The facility adds: ${KIND_WORDS}`).waitFor();
  await decision.getByRole("button", { name: `Refuse ${sam.name}` }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: `Refuse ${sam.name}` })
    .click();
  await page.getByText(`${sam.name} is refused, and is told why.`).first().waitFor();
  await queue.getByRole("link", { name: sam.name }).waitFor({ state: "detached" });
  await desk.context.close();

  // Each reads it on their own phone; nobody has to ask.
  for (const { key, language, status, told } of [
    { key: "ana", language: "es", status: "Aprobad", told: "" },
    { key: "c12", language: "en", status: "Not approved", told: KIND_WORDS },
  ] as const) {
    const phone = await world.phone({ locale: language === "es" ? "es-US" : "en-US" });
    await signInByPage(phone.page, world.address, key, language);
    const [connection] = await world.read<{ id: string }[]>(phone.context, "/api/outside/connections");
    await phone.page.goto(`${world.address}/family/people/${connection?.id}`);
    await phone.page.getByText(status).first().waitFor();
    if (told) await phone.page.getByText(told).waitFor();
    if (told) await phone.page.getByText("There were not enough details to be sure.").waitFor();
    const outbox = await phone.context.newPage();
    outbox.setDefaultTimeout(SLOW_MS);
    await outbox.goto(`${world.address}/#outbox`);
    const letter = outbox
      .locator("article")
      .filter({ hasText: contact(key).email })
      .first();
    await letter.waitFor();
    if (told) assert.match(await letter.innerText(), new RegExp(KIND_WORDS.replaceAll(".", "\\.")));
    await phone.context.close();
  }
});

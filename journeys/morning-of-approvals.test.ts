import assert from "node:assert/strict";
import { after, test } from "node:test";
import { sitAtDesk } from "./testing/desk.ts";
import { flaws, startFamilyWorld } from "./testing/family-world.ts";
import { until } from "./testing/pair.ts";
import { contact, SLOW_MS } from "./testing/people.ts";

const world = await startFamilyWorld();
after(() => world.close());

const KIND_WORDS = "Please write to us which booking number you meant.";

async function atDesk(door: string) {
  const { context } = await world.phone({ width: 1280, height: 800 });
  return sitAtDesk(context, world.address, door);
}

test("a morning of approvals by keys alone: overdue first, pictures on asking, a yes and a no with reasons; the overseer reads who looked", {
  timeout: 4 * SLOW_MS,
}, async () => {
  const desk = await atDesk("iyer");
  const { page } = desk;
  const [ana, sam] = [contact("ana"), contact("c12")];
  // Drawn while the world starts: whoever is quicker waits for them.
  await until("the pictures of everybody who sent some", async () => {
    const at = `/api/staff/facilities/${desk.facilityId}/connections`;
    const { rows } = await world.read<{ rows: { id: string; contact: { name: string } }[] }>(desk.context, at);
    const [one, other] = [ana, sam].map(({ name }) => rows.find((row) => row.contact.name === name)?.id);
    const of = async (id: string | undefined) => (await world.read<{ pictures: string[] }>(desk.context, `${at}/${id}`)).pictures.length;
    return (await of(one)) === 3 && (await of(other)) === 3 ? true : undefined;
  });
  await page.goto(`${desk.at}/approvals`);
  await page.getByRole("heading", { name: `${sam.name} asks to visit` }).waitFor();
  await page
    .getByText(/Overdue since/)
    .first()
    .waitFor();
  assert.equal(await page.locator(".id-pictures img").count(), 0, "no picture is looked at by itself");
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keys" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });

  await page.keyboard.press("c");
  await page.getByText("You look at this").first().waitFor();
  await page.keyboard.press("p");
  const front = page.getByRole("img", { name: `Front of the ID of ${sam.name}` });
  await front.waitFor();
  await until("the front of the ID is drawn", async () =>
    (await front.evaluate((img: HTMLImageElement) => img.naturalWidth)) > 300 ? true : undefined,
  );
  assert.deepEqual(await flaws(page), []);
  await page.setViewportSize({ width: 1280, height: 800 });

  // A no: reason by the arrow keys, words typed, asked once more.
  await page.keyboard.press("r");
  await page.getByLabel("Name is not the same").and(page.locator(":focus")).waitFor();
  await page.keyboard.press("Enter");
  assert.equal(await page.getByRole("dialog").count(), 0, "no answer goes out without a reason");
  await page.keyboard.press("ArrowDown");
  await page.getByLabel("Not enough details").and(page.locator(":checked")).waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.type(KIND_WORDS);
  await page.getByText(`The facility adds: ${KIND_WORDS}`).waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page
    .getByRole("dialog")
    .getByRole("button", { name: `Refuse ${sam.name}` })
    .and(page.locator(":focus"))
    .waitFor();
  await page.keyboard.press("Enter");
  await page.getByText(`${sam.name} is refused, and is told why.`).first().waitFor();

  // The next one is there by itself.
  await page.getByRole("heading", { name: `${ana.name} asks to visit` }).waitFor();
  await page.getByText("name and birth date are the same").waitFor();
  await page.keyboard.press("a");
  await page.getByLabel("Details match the record").and(page.locator(":focus")).waitFor();
  await page.keyboard.press("Space");
  await page.keyboard.press("Enter");
  await page
    .getByRole("dialog")
    .getByRole("button", { name: `Approve ${ana.name}` })
    .and(page.locator(":focus"))
    .waitFor();
  await page.keyboard.press("Enter");
  await page.getByText(`${ana.name} is approved, and is told now.`).first().waitFor();
  await page.getByRole("list", { name: "Waiting" }).getByRole("link", { name: ana.name }).waitFor({ state: "detached" });
  await desk.context.close();

  const overseer = await atDesk("quist");
  await overseer.page.goto(`${overseer.at}/record?what=id_picture.viewed`);
  await overseer.page.getByRole("row").filter({ hasText: "Dev Iyer" }).first().waitFor();
  const { rows } = await world.read<{ rows: { what: string; actorName: string | null }[] }>(
    overseer.context,
    `/api/staff/facilities/${desk.facilityId}/audit?what=id_picture.viewed&limit=50`,
  );
  assert.deepEqual(
    rows.map(({ actorName }) => actorName),
    ["Dev Iyer", "Dev Iyer", "Dev Iyer"],
    "three pictures of one person, and none of the other",
  );
  await overseer.context.close();

  for (const { key, status } of [
    { key: "c12", status: "rejected" },
    { key: "ana", status: "approved" },
  ] as const) {
    const phone = await world.phone();
    const { email } = contact(key);
    const letters = await until(`a letter to ${email}`, async () => {
      const all = await world.read<{ to: string; text: string }[]>(phone.context, "/api/demo/outbox");
      const own = all.filter(({ to }) => to === email);
      return own.length > 0 ? own : undefined;
    });
    if (status === "rejected") assert.ok(letters.some(({ text }) => text.includes(KIND_WORDS)));
    await phone.context.close();
  }
});

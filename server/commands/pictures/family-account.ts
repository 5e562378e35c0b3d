import sharp from "sharp";
import { contacts, DEMO_PASSWORD, emailOf, named } from "#server/demo/people.ts";
import { type Camera, settle } from "./camera.ts";
import { signInToFamily } from "./family.ts";
import { enterDoor, type Locale, read, type Studio } from "./studio.ts";

const PICTURE = { width: 1200, height: 800, channels: 3, background: "#6b8f71" } as const;
const pages = [
  ["letters", "/account/letters"],
  ["id-pictures", "/account/id"],
  ["guests", "/account/guests"],
  ["my-data", "/my-data"],
  ["wallet", "/wallet"],
] as const;

/** What belongs to the reader's own account: letters, ID pictures, guests, the own data; and the ways to name somebody inside. */
export async function familyAccountScreens(studio: Studio, camera: Camera, locale: Locale): Promise<void> {
  if (!camera.wants("family/")) return;
  const { address, person } = studio;
  const context = await person(locale);
  await enterDoor(context, address, "rosa");
  const page = await context.newPage();
  const see = (name: string, reach: () => Promise<unknown>) => camera.takeOwn(page, `family/${name}`, locale, reach);
  for (const [name, where] of pages) await see(name, () => page.goto(`${address}/family${where}`));
  await see("add-person-number", async () => {
    await page.goto(`${address}/family/people/add`);
    await page.locator("input[type=radio]").nth(1).click({ force: true });
    await page.locator("input[name=bookingNumber]").waitFor();
  });
  await see("my-data-asked", async () => {
    await page.goto(`${address}/family/my-data`);
    await settle(page);
    await page.locator("main .button[data-kind=second]").first().click();
    await page.locator("[role=status] .banner").waitFor();
  });
  await see("guests-some", async () => {
    await page.goto(`${address}/family/account/guests`);
    await page.locator("input[name=givenName]").fill("Lucía");
    await page.locator("input[name=familyName]").fill("Delgado");
    await page.locator("select[name=birthMonth]").selectOption("5");
    await page.locator("input[name=birthDay]").fill("4");
    await page.locator("input[name=birthYear]").fill("2019");
    await page.locator("form button[type=submit]").click();
    await page.locator("li.sign-in").first().waitFor();
  });
  await context.close();
  await newcomer(studio, camera, locale);
}

/** Who has asked and waits: the request itself, what else is needed, and the pictures on their way. */
async function newcomer({ address, person }: Studio, camera: Camera, locale: Locale): Promise<void> {
  const [mateo] = named;
  const asker = contacts.find(({ key }) => key === (locale === "en" ? "c8" : "c7"));
  if (!asker) throw new Error("the demonstration has this contact");
  const context = await person(locale);
  const page = await context.newPage();
  const see = (name: string, reach: () => Promise<unknown>) => camera.takeOwn(page, `family/${name}`, locale, reach);
  await signInToFamily(page, address, emailOf(asker), DEMO_PASSWORD);
  await page.waitForURL((url) => !url.pathname.endsWith("/sign-in"));
  await see("add-person-asked", async () => {
    await page.goto(`${address}/family/people/add`);
    const jail = page.locator("select option", { hasText: "Alder" }).first();
    await jail.waitFor({ state: "attached" });
    await page
      .locator("select")
      .first()
      .selectOption((await jail.getAttribute("value")) ?? "");
    await page.locator("input[name=givenName]").fill(mateo.givenName);
    await page.locator("input[name=familyName]").fill(mateo.familyName);
    const [year = "", month = "", day = ""] = mateo.birthDate.split("-").map((part) => String(Number(part)));
    await page.locator("select[name=birthMonth]").selectOption(month);
    await page.locator("input[name=birthDay]").fill(day);
    await page.locator("input[name=birthYear]").fill(year);
    await page.locator("select[name=relationship]").selectOption("friend");
    await page.locator("form button[type=submit]").click();
    await page.locator("form").waitFor({ state: "detached" });
  });
  const connections = await read<{ id: string; status: string }[]>(context, `${address}/api/outside/connections`);
  const waiting = connections.find(({ status }) => status === "requested" || status === "under_review");
  if (waiting) await see("person-waiting", () => page.goto(`${address}/family/people/${waiting.id}`));
  await see("id-pictures-sent", async () => {
    await page.goto(`${address}/family/account/id`);
    await settle(page);
    const buffer = await sharp({ create: PICTURE }).jpeg().toBuffer();
    for (const at of [0, 1, 2]) {
      const part = page.locator("section.card").nth(at);
      await part.locator("input[capture]").setInputFiles({ name: "photo.jpg", mimeType: "image/jpeg", buffer });
      await part.locator(".pill[data-tone=good]").waitFor();
    }
  });
  await context.close();
}

import assert from "node:assert/strict";
import { after, test } from "node:test";
import sharp from "sharp";
import { facilities, named } from "#server/demo/people.ts";
import { flaws, startFamilyWorld } from "./testing/family-world.ts";
import { SLOW_MS } from "./testing/people.ts";

const world = await startFamilyWorld();
after(() => world.close());
const [resident] = named;
const jail = facilities.find(({ key }) => key === resident.facility);
const LETTER_TRIES = 60;
const [email, password] = ["lucia.vega@example.org", "cuatro palabras que no van juntas"];

test("in Spanish on a phone: from the sign-up over the ID pictures to an approval with its reason, and to a day to book", async () => {
  const { context, page } = await world.phone({ locale: "es-US" });
  page.setDefaultTimeout(SLOW_MS);
  const label = (name: string) => page.getByLabel(name, { exact: true });
  const see = async () => {
    await page.waitForFunction(() => document.querySelector(".skeleton") === null);
    assert.deepEqual(await flaws(page), [], page.url());
  };

  await page.goto(`${world.address}/family/sign-up`);
  await label("Nombre").fill("Lucía");
  await label("Apellido").fill("Vega");
  await page.locator("[name=birthMonth]").selectOption({ label: "Mayo" });
  await label("Día").fill("4");
  await label("Año").fill("2012");
  await label("Correo electrónico").fill(email);
  await label("Contraseña nueva").fill(password);
  await page.getByRole("button", { name: "Hacer mi cuenta" }).click();
  // Too young: why, and who can sign up instead.
  await page.getByText("Las cuentas son para personas de 18 años o más.").waitFor();
  await page.getByText("Pida a un adulto de su familia que se registre.").waitFor();
  await label("Año").fill("1990");
  await page.getByRole("button", { name: "Hacer mi cuenta" }).click();
  await page.getByText(email).waitFor();
  await page.goto(await confirmLink());
  await page.getByRole("button", { name: "Confirmar mi correo" }).click();
  await page.getByRole("link", { name: "Entrar" }).click();
  await label("Correo electrónico").fill(email);
  await label("Contraseña").fill(password);
  await page.getByRole("button", { name: "Entrar", exact: true }).click();
  await page.getByRole("heading", { name: "Hola, Lucía" }).waitFor();

  await page.getByRole("link", { name: "Agregar una persona" }).first().click();
  const facility = page.getByLabel("¿Dónde está su persona?");
  const there = facility.locator("option", { hasText: jail?.name ?? "" });
  await there.waitFor({ state: "attached" });
  await facility.selectOption((await there.getAttribute("value")) ?? "");
  await page.getByLabel("Nombre de su persona").fill(resident.givenName);
  await page.getByLabel("Apellido de su persona").fill(resident.familyName);
  const [year, month, day] = resident.birthDate.split("-").map(Number);
  await page.locator("[name=birthMonth]").selectOption(String(month));
  await label("Día").fill(String(day));
  await label("Año").fill(String(year));
  await page.getByLabel("¿Quién es usted para su persona?").selectOption({ label: "Soy una amistad" });
  await see();
  await page.getByRole("button", { name: "Enviar la petición" }).click();
  await page.getByText("No decimos si esa persona está allí.").waitFor();
  await see();

  await page.getByRole("link", { name: "Enviar mis fotos de identificación" }).click();
  const photo = await sharp({ create: { width: 1200, height: 800, channels: 3, background: "#6b8f71" } })
    .jpeg()
    .toBuffer();
  for (const name of ["Frente de su identificación", "Reverso de su identificación", "Su cara"]) {
    const part = page.getByRole("region", { name, exact: true });
    await part.locator("input[capture]").setInputFiles({ name: "foto.jpg", mimeType: "image/jpeg", buffer: photo });
    await part.getByText("Enviada", { exact: true }).waitFor();
  }
  await page.getByText("Ya están las tres. No tiene que hacer nada más").waitFor();
  await see();
  await page.getByRole("link", { name: "Ver mis personas" }).click();
  await page.getByRole("link", { name: new RegExp(resident.familyName) }).click();
  await page.getByText("Tendrá una respuesta a más tardar el").waitFor();
  await see();

  await approve();
  await page.goto(`${world.address}/family`);
  await page.getByText(`${resident.givenName}: Aprobada`).click();
  await page.getByText("Sus datos coinciden.").waitFor();
  await page.getByText("Bienvenida, Lucía.").waitFor();
  await see();
  await page.getByRole("link", { name: `Reservar una visita con ${resident.givenName}` }).click();
  await page
    .getByRole("gridcell")
    .or(page.getByRole("button", { name: /noviembre|diciembre|enero/i }))
    .first()
    .waitFor();
  await context.close();

  async function confirmLink(): Promise<string> {
    for (let look = 0; look < LETTER_TRIES; look++) {
      const box = await world.read<{ to: string; text: string }[]>(context, "/api/demo/outbox");
      const found = /http\S+\/family\/confirm#\S+/.exec(box.find(({ to }) => to === email)?.text ?? "")?.[0];
      if (found) return found;
      await page.waitForTimeout(500);
    }
    throw new Error("no letter came");
  }

  async function approve(): Promise<void> {
    const desk = await world.phone();
    await world.enter(desk.context, "boone");
    const { facilities } = await world.read<{ facilities: { id: string }[] }>(desk.context, "/api/staff/me");
    const at = `/api/staff/facilities/${facilities[0]?.id}/connections`;
    const { rows } = await world.read<{ rows: { id: string; contact: { name: string } }[] }>(desk.context, at);
    const asked = rows.find(({ contact }) => contact.name === "Lucía Vega");
    const detail = await world.read<{ pictures: string[] }>(desk.context, `${at}/${asked?.id}`);
    assert.deepEqual(detail.pictures.toSorted(), ["back", "front", "selfie"]);
    const answer = await desk.context.request.post(`${world.address}${at}/${asked?.id}/approve`, {
      headers: { origin: world.address },
      data: { reason: "matches_id", words: "Bienvenida, Lucía." },
    });
    assert.equal(answer.status(), 204);
    await desk.context.close();
  }
});

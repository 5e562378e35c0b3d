import assert from "node:assert/strict";
import { after, test } from "node:test";
import type { BrowserContext, Page } from "playwright-core";
import { DESK, type Desk, letterTo, sitAtDesk } from "./testing/desk.ts";
import { startFamilyWorld } from "./testing/family-world.ts";
import { faults } from "./testing/looked.ts";
import { contact, SLOW_MS, signInByPage } from "./testing/people.ts";

const world = await startFamilyWorld();
after(() => world.close());

const TEXT_PX_MIN = 14;
const NOTE = "Wall by the gate is being painted";
interface OwnVisit {
  id: string;
  day: string;
}

/** Makes a browser the resident's kiosk of the demonstration and signs Mateo in with the keys on the screen. */
async function kioskOfMateo(): Promise<Page> {
  const { context, page } = await world.phone({ width: 1080, height: 1920 });
  page.setDefaultTimeout(SLOW_MS);
  const answer = await context.request.post(`${world.address}/api/demo/station`, { headers: { origin: world.address } });
  const { code, bookingNumber, pin } = (await answer.json()) as { code: string; bookingNumber: string; pin: string };
  const touch = async (keys: string) => {
    for (const key of keys.replaceAll(/[\s-]/g, "")) await page.getByRole("button", { name: key, exact: true }).click();
  };
  await page.goto(`${world.address}/kiosk`);
  await touch(code);
  await page.getByRole("button", { name: "Set up", exact: true }).click();
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await touch(bookingNumber);
  await page.getByRole("button", { name: "Next" }).click();
  await touch(pin);
  await page.getByRole("heading", { name: /Mateo/ }).waitFor();
  return page;
}

/** Rosa writes down little Leo and books a far day on which he comes along, in Spanish on her phone. */
async function bookedWithLeo({ context, page }: { context: BrowserContext; page: Page }): Promise<OwnVisit> {
  await page.goto(`${world.address}/family/account/guests`);
  await page.getByLabel("Nombre", { exact: true }).fill("Leo");
  await page.getByLabel("Apellido").fill("Delgado");
  await page.locator("[name=birthMonth]").selectOption("5");
  await page.locator("[name=birthDay]").fill("4");
  await page.locator("[name=birthYear]").fill("2019");
  await page.getByRole("button", { name: "Agregar a la lista" }).click();
  await page.getByText("Leo Delgado", { exact: true }).first().waitFor();
  const [person] = await world.read<{ id: string }[]>(context, "/api/outside/connections");
  const places = `/api/outside/connections/${person?.id}/places`;
  const { days } = await world.read<{ days: { day: string; free: number }[] }>(context, places);
  await page.goto(`${world.address}/family/book/${person?.id}?day=${days.filter(({ free }) => free > 0).at(-1)?.day}`);
  await page.locator(".place-choice:not([data-state=full])").first().click();
  await page.getByRole("button", { name: /^Guardarme/ }).click();
  await page.getByRole("checkbox", { name: "Leo Delgado (menor)" }).check();
  await page.getByText("A una visita pueden venir hasta 4 personas, contándole a usted.", { exact: false }).waitFor();
  assert.deepEqual(await faults(page, TEXT_PX_MIN), []);
  await page.getByRole("button", { name: /^Reservar/ }).click();
  await page.getByText("Usted, Leo Delgado (menor)").waitFor();
  const visitId = /visits\/([\w-]+)\/booked/.exec(page.url())?.[1];
  return world.read<OwnVisit>(context, `/api/outside/visits/${visitId}`);
}

/** Staff approve Ana to visit Mateo; Rosa asks her to the visit by her address, and Ana says yes on a phone of her own. */
async function anaComes(rosa: Page, visitId: string, desk: Desk): Promise<Page> {
  // Tall, so that the tabs at the bottom cover nothing that is looked at.
  const ana = await world.phone({ locale: "en-US", height: 2200 });
  await signInByPage(ana.page, world.address, "ana", "en");
  const [hers] = await world.read<{ id: string }[]>(ana.context, "/api/outside/connections");
  const approve = `${world.address}/api/staff/facilities/${desk.facilityId}/connections/${hers?.id}/approve`;
  const headers = { origin: world.address };
  assert.equal((await desk.context.request.post(approve, { headers, data: { reason: "matches_id" } })).status(), 204);
  await rosa.getByRole("button", { name: "Preguntarle" }).click();
  await rosa.getByText("Escriba una dirección completa, como nombre@example.org").waitFor();
  for (const email of [contact("ana").email, "nobody@example.org"]) {
    await rosa.getByLabel("Su correo electrónico").fill(email);
    await rosa.getByRole("button", { name: "Preguntarle" }).click();
    await rosa.getByRole("button", { name: `Anular la petición a ${email}` }).waitFor();
  }
  assert.equal(await rosa.getByText("Preguntado. Aún sin respuesta.").count(), 2, "one answer for every address");
  assert.deepEqual(await faults(rosa, TEXT_PX_MIN), []);
  await ana.page.goto(`${world.address}/family`);
  await ana.page.getByText(/Rosa Delgado asks you to come to a visit with Mateo Delgado/).waitFor();
  assert.deepEqual(await faults(ana.page, TEXT_PX_MIN), []);
  await ana.page.getByRole("link", { name: "See it and answer" }).click();
  await ana.page.getByText("If you say yes, Rosa, everybody else who comes, Mateo and the facility’s staff read your name.").waitFor();
  assert.deepEqual(await faults(ana.page, TEXT_PX_MIN), []);
  await ana.page.getByRole("button", { name: "Yes, I’m coming" }).click();
  await ana.page.getByRole("button", { name: "Step out of this visit" }).waitFor();
  assert.match(ana.page.url(), new RegExp(`/visits/${visitId}$`));
  assert.deepEqual(await faults(ana.page, TEXT_PX_MIN), []);
  await rosa.reload();
  await rosa.getByText("Ana Delgado", { exact: true }).waitFor();
  return ana.page;
}

test("a family brings a child, whom resident and staff read of; a supervisor cancels with a reason: both sides read it, by page and by letter, and never the note", async () => {
  const phone = await world.phone({ locale: "es-US" });
  await signInByPage(phone.page, world.address, "rosa", "es");
  const coming = await bookedWithLeo(phone);
  assert.match((await letterTo(phone.context, world.address, contact("rosa").email, /reservada/i)).text, /Vienen: usted y Leo \(menor\)/);
  // Both sides have the visit open before anything happens.
  await phone.page.goto(`${world.address}/family/visits/${coming.id}`);
  await phone.page.getByRole("button", { name: "Cancelar esta visita" }).waitFor();
  const { context } = await world.phone(DESK);
  const desk = await sitAtDesk(context, world.address, "boone");
  const ana = await anaComes(phone.page, coming.id, desk);
  const kiosk = await kioskOfMateo();
  await kiosk.goto(`${world.address}/kiosk/visits/${coming.id}`);
  await kiosk.getByText("Rosa Delgado reservó esta visita").waitFor();
  await kiosk.getByText("Rosa y 1 invitado: Leo (menor). Desde otra casa: Ana Delgado").waitFor();

  const { page } = desk;
  await page.goto(`${desk.at}?day=${coming.day}`);
  await page.locator(`[data-visit="${coming.id}"]`).click();
  await page.getByRole("heading", { level: 1, name: "Mateo Delgado and Rosa Delgado" }).waitFor();
  await page.getByText(/^Ana Delgado, from a home of their own; Leo Delgado, child, age \d+$/).waitFor();
  await page.getByRole("button", { name: "Cancel this visit" }).click();
  const dialog = page.getByRole("dialog", { name: /^Cancel the visit of Mateo Delgado/ });
  await dialog.getByRole("button", { name: "Cancel the visit" }).click();
  await dialog.getByText("Choose one").waitFor();
  await dialog.getByLabel("The facility needs the time or the room").check();
  await dialog.getByText("Staff cancelled the visit. Reason: the facility needed the time or the room.").waitFor();
  await dialog.getByLabel(/^Note for the record of staff/).fill(NOTE);
  assert.deepEqual(await faults(page, TEXT_PX_MIN), []);
  await dialog.getByRole("button", { name: "Cancel the visit" }).click();
  await page.getByText("Cancelled. Both sides are told.").first().waitFor();
  await page.getByText("Reason: the facility needed the time or the room").first().waitFor();
  assert.equal(await page.getByRole("button", { name: "Cancel this visit" }).count(), 0);
  await page.getByRole("link", { name: "Record", exact: true }).click();
  await page.getByRole("row").filter({ hasText: "Cancelled a visit" }).first().waitFor();

  // The other two pages learn it by themselves, each in its reader's language.
  for (const side of [phone.page, kiosk]) await side.getByText("el centro necesitó la hora o la sala").first().waitFor();
  await ana.getByText("the facility needed the time or the room").first().waitFor();
  const letter = await letterTo(phone.context, world.address, contact("rosa").email, /cancel/i);
  assert.match(letter.text, /necesita el horario o la sala/);
  for (const words of [await phone.page.locator("body").innerText(), await kiosk.locator("body").innerText(), letter.text])
    assert.doesNotMatch(words, new RegExp(NOTE), "the note is for staff only");
});

test("an officer refuses a request with a reason, finds it again among what was decided, and the family reads why", async () => {
  const { context } = await world.phone(DESK);
  const desk = await sitAtDesk(context, world.address, "boone");
  const { page } = desk;
  await page.goto(`${desk.at}/approvals`);
  const queue = page.getByRole("list", { name: "Waiting" });
  const sam = contact("c12");
  const phone = await world.phone();
  await signInByPage(phone.page, world.address, "c12", "en");
  const [connection] = await world.read<{ id: string }[]>(phone.context, "/api/outside/connections");
  await phone.page.goto(`${world.address}/family/people/${connection?.id}`);

  await queue.getByRole("link", { name: sam.name }).click();
  await page.getByRole("heading", { name: `${sam.name} asks to visit` }).waitFor();
  const decision = page.getByRole("region", { name: "Your decision" });
  await decision.getByLabel("Do not approve").check();
  await decision.getByLabel("Name is not the same").check();
  await decision.getByText("The reason: the name you gave is not the one on record.").waitFor();
  await decision.getByRole("button", { name: `Refuse ${sam.name}` }).click();
  const sure = page.getByRole("dialog", { name: `Refuse ${sam.name}` });
  await sure.getByRole("button", { name: `Refuse ${sam.name}` }).click();
  await queue.getByRole("link", { name: sam.name }).waitFor({ state: "detached" });
  await page.getByRole("link", { name: "Decided" }).click();
  await page.getByRole("link", { name: sam.name }).click();
  await page.getByText("Not approved").first().waitFor();

  await phone.page.reload();
  await phone.page.getByText("Not approved").first().waitFor();
  await phone.page.getByText(/name you gave is not the one on record/).waitFor();
});

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { DESK, sitAtDesk } from "./testing/desk.ts";
import { startFamilyWorld } from "./testing/family-world.ts";
import { faults } from "./testing/looked.ts";
import { signInByPage } from "./testing/people.ts";

const world = await startFamilyWorld();
after(() => world.close());

const TEXT_PX_MIN = 14;
interface OwnVisit {
  id: string;
  status: string;
  startsAt: string;
}

test("a release flags the coming visit, taking it back takes the flag away, and after an hour the visit is cancelled and the family reads why; two records become one, and two again", async () => {
  const phone = await world.phone();
  await signInByPage(phone.page, world.address, "rosa", "en");
  const visits = await world.read<OwnVisit[]>(phone.context, "/api/outside/visits");
  const coming = visits.find(({ status, startsAt }) => status === "booked" && Date.parse(startsAt) > Date.now() + 7_200_000);
  assert(coming, "Rosa has a visit to come");
  await phone.page.goto(`${world.address}/family/visits/${coming.id}`);
  await phone.page.getByRole("button", { name: "Cancel this visit" }).waitFor();

  const { context } = await world.phone(DESK);
  const { page, at } = await sitAtDesk(context, world.address, "boone");
  const mateo = async () => {
    await page.goto(`${at}/residents?who=${mateoIs}`);
    await page.getByRole("link", { name: "Mateo Delgado" }).click();
    await page.getByRole("heading", { level: 1, name: "Mateo Delgado" }).waitFor();
  };
  let mateoIs = "here";
  const decide = async (title: string, act: string, reason: string) => {
    await page.getByRole("button", { name: act, exact: true }).click();
    const dialog = page.getByRole("dialog", { name: title });
    await dialog.getByLabel("Reason").selectOption({ label: reason });
    await dialog.getByRole("button", { name: act, exact: true }).click();
    await dialog.waitFor({ state: "detached" });
  };
  const flags = page.getByRole("region", { name: "Visits that no longer fit" });
  const flagged = flags.getByRole("heading", { name: "Mateo Delgado was released" }).first();

  await mateo();
  await page.getByRole("button", { name: "Release", exact: true }).click();
  const asked = page.getByRole("dialog", { name: "Release Mateo Delgado?" });
  await asked.getByRole("button", { name: "Release", exact: true }).click();
  await asked.getByText("This is needed.").waitFor();
  await asked.getByRole("button", { name: "Go back" }).click();
  await decide("Release Mateo Delgado?", "Release", "Bail");
  await page.getByText(/^Can be taken back until/).waitFor();
  assert.deepEqual(await faults(page, TEXT_PX_MIN), []);
  await page.goto(`${at}/visits/${coming.id}`);
  await flagged.waitFor();

  mateoIs = "earlier";
  await mateo();
  await decide("Take back the release of Mateo Delgado?", "Take the release back", "Correcting a mistake");
  await page.getByText("Here now").waitFor();
  await page.goto(at);
  await page.getByRole("heading", { name: "Needs you" }).waitFor();
  await flagged.waitFor({ state: "detached" });
  await page.goto(`${at}/visits/${coming.id}`);
  await page.getByRole("button", { name: "Cancel this visit" }).waitFor();

  mateoIs = "here";
  await mateo();
  await decide("Release Mateo Delgado?", "Release", "Time served");
  await page.goto(at);
  await flagged.waitFor();
  await world.minutesLater(59);
  assert.equal((await world.read<OwnVisit>(phone.context, `/api/outside/visits/${coming.id}`)).status, "booked", "nothing before the hour");
  await world.minutesLater(61);
  await phone.page.reload();
  await phone.page
    .getByText(/the resident has been released/)
    .first()
    .waitFor();
  await page.reload();
  await flagged.waitFor({ state: "detached" });

  // Somebody wrote him down a second time when he came back.
  await page.goto(`${at}/residents`);
  await page.getByRole("button", { name: "Admit somebody" }).click();
  const admit = page.getByRole("dialog");
  await admit.getByLabel("Given name").fill("Mateo");
  await admit.getByLabel("Family name").fill("Delgado");
  await admit.getByLabel(/booking number/i).fill("24999");
  await admit.getByRole("button", { name: "Admit", exact: true }).click();
  // Asked first: whoever was here before is admitted again, and not written down anew.
  await admit.getByText("This is somebody else with the same name").click();
  await admit.getByRole("button", { name: "Admit", exact: true }).click();
  await admit.waitFor({ state: "detached" });
  mateoIs = "here";
  await mateo();
  const outside = page.getByRole("region", { name: "People outside" });
  await outside.getByText("Nobody is connected yet.").waitFor();
  await page.getByRole("button", { name: /^Compare with/ }).click();
  const compare = page.getByRole("dialog", { name: "Are these two the same person?" });
  await compare
    .getByRole("row", { name: /Booking numbers here/ })
    .getByText("24999")
    .waitFor();
  await compare.getByText(/You can make them two again at any time/).waitFor();
  assert.deepEqual(await faults(page, TEXT_PX_MIN), []);
  await compare.getByRole("button", { name: "Same person: make them one" }).click();
  await outside.getByText("Rosa Delgado").waitFor();
  await page.getByRole("button", { name: "Make them two again" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Make them two again" }).click();
  await outside.getByText("Nobody is connected yet.").waitFor();
  await page.getByRole("button", { name: /^Compare with/ }).waitFor();
});

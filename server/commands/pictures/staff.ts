import type { Page } from "playwright-core";
import type { Camera } from "./camera.ts";
import { enterDoor, type Locale, read, type Studio } from "./studio.ts";

/** The staff's screens: the sign-in, a shift supervisor's day, and an agency's choice of facility. */
export async function staffScreens(studio: Studio, camera: Camera, locale: Locale): Promise<void> {
  if (!camera.wants("staff/")) return;
  await signedOut(studio, camera, locale);
  await onShift(studio, camera, locale, "boone", "");
  await onShift(studio, camera, locale, "walsh", "-administrator");
  const { address, person } = studio;
  const context = await person(locale);
  await enterDoor(context, address, "park");
  const page = await context.newPage();
  await camera.take(page, "staff/choose-facility", locale, () => page.goto(`${address}/staff`));
  await context.close();
}

async function signedOut({ address, person }: Studio, camera: Camera, locale: Locale): Promise<void> {
  const context = await person(locale);
  const page = await context.newPage();
  for (const where of ["sign-in", "forgot", "invitation#token=none", "reset#token=none"])
    await camera.take(page, `staff/${where.split("#")[0]}`, locale, () => page.goto(`${address}/staff/${where}`));
  await camera.take(page, "staff/sign-in-refused", locale, async () => {
    await page.goto(`${address}/staff/sign-in`);
    await page.locator("input[type=email]").fill("nobody@demo.throughline.test");
    await page.locator("input[type=password]").fill("not-this-one-at-all");
    await page.locator("button[type=submit]").click();
    await page.locator("main [role=alert], main .banner").first().waitFor();
  });
  await context.close();
}

async function onShift({ address, person }: Studio, camera: Camera, locale: Locale, door: string, suffix: string): Promise<void> {
  const context = await person(locale);
  await enterDoor(context, address, door);
  const { facilities } = await read<{ facilities: { id: string }[] }>(context, `${address}/api/staff/me`);
  const facilityId = facilities[0]?.id ?? "";
  const at = `${address}/staff/at/${facilityId}`;
  const page = await context.newPage();
  const see = (name: string, reach: () => Promise<unknown>) => camera.take(page, `staff/${name}${suffix}`, locale, reach);
  for (const name of ["approvals", "residents", "stations", "staff", "record", "account"])
    await see(name, () => page.goto(`${at}/${name}`));
  await see("today", () => page.goto(at));
  if (suffix === "") {
    const board = await boardOf(page, address, facilityId);
    const over = board.find(({ status }) => status === "completed" || status === "missed");
    const coming = board.find(({ status }) => status === "booked");
    if (over) await see("visit-over", () => page.goto(`${at}/visits/${over.id}`));
    if (coming) await see("visit-coming", () => page.goto(`${at}/visits/${coming.id}`));
    await see("nothing-here", () => page.goto(`${address}/staff/at/00000000-0000-7000-8000-000000000000`));
  }
  await context.close();
}

/** Yesterday's and tomorrow's visits, to have one of each kind. */
async function boardOf(page: Page, address: string, facilityId: string): Promise<{ id: string; status: string }[]> {
  const days = [-3, -2, -1, 0, 1, 2, 3].map((step) => new Date(Date.now() + step * 86_400_000).toISOString().slice(0, 10));
  const found: { id: string; status: string }[] = [];
  for (const day of days) {
    const answer = await page.context().request.get(`${address}/api/staff/facilities/${facilityId}/board?day=${day}`);
    if (answer.ok()) found.push(...((await answer.json()) as { visits: { id: string; status: string }[] }).visits);
  }
  return found;
}

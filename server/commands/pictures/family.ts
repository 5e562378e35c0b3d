import { type Camera, settle } from "./camera.ts";
import { enterDoor, type Locale, type Studio } from "./studio.ts";

/** The screens of the family app. */
export async function familyScreens({ address, person }: Studio, camera: Camera, locale: Locale): Promise<void> {
  if (!camera.wants("family/home")) return;
  const context = await person(locale);
  await enterDoor(context, address, "rosa");
  const page = await context.newPage();
  await page.goto(`${address}/family`);
  await settle(page);
  await camera.take(page, "family/home", locale);
  await context.close();
}

import { type Camera, settle } from "./camera.ts";
import { enterDoor, type Locale, type Studio } from "./studio.ts";

/** The screens of the kiosk app. */
export async function kioskScreens({ address, person }: Studio, camera: Camera, locale: Locale): Promise<void> {
  if (!camera.wants("kiosk/home")) return;
  const context = await person(locale);
  await enterDoor(context, address, "mateo");
  const page = await context.newPage();
  await page.goto(`${address}/kiosk`);
  await settle(page);
  await camera.take(page, "kiosk/home", locale);
  await context.close();
}

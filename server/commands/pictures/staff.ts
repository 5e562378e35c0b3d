import { type Camera, settle } from "./camera.ts";
import { enterDoor, type Locale, type Studio } from "./studio.ts";

/** The screens of the staff app. */
export async function staffScreens({ address, person }: Studio, camera: Camera, locale: Locale): Promise<void> {
  if (!camera.wants("staff/home")) return;
  const context = await person(locale);
  await enterDoor(context, address, "boone");
  const page = await context.newPage();
  await page.goto(`${address}/staff`);
  await settle(page);
  await camera.take(page, "staff/home", locale);
  await context.close();
}

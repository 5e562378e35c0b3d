import type { Camera } from "./camera.ts";
import { type Locale, read, type Studio } from "./studio.ts";

/** The pages that need nobody's name: the door, its letters, the public record, the parts, the page for old browsers. */
export async function openScreens({ address, person }: Studio, camera: Camera, locale: Locale): Promise<void> {
  const context = await person(locale);
  const facilities = await read<{ id: string }[]>(context, `${address}/api/public/facilities?locale=${locale}`);
  const pages = [
    ["door/door", "/"],
    ["door/letters", "/#outbox"],
    ["door/old-browser", "/unsupported.html"],
    ["public/home", "/public"],
    ["public/facility", `/public/facilities/${facilities[0]?.id}`],
    ["public/promises", "/public/promises"],
    ["public/nothing-here", "/public/nowhere"],
    ["gallery/parts", "/gallery"],
  ] as const;
  const newer = [
    ["public/record", "/public/record"],
    ["public/seals", `/public/record/${facilities[0]?.id}`],
    ["public/keeping", "/public/keeping"],
    ["public/law", "/public/law?state=NY"],
    ["public/letters-unknown", "/public/letters#token=none"],
  ] as const;
  const page = await context.newPage();
  const reach = (where: string) => async () => {
    await page.goto("about:blank");
    await page.goto(`${address}${where}`);
  };
  for (const [name, where] of pages) await camera.take(page, name, locale, reach(where));
  for (const [name, where] of newer) await camera.takeOwn(page, name, locale, reach(where));
  await context.close();
}

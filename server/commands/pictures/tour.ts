import { mkdirSync, statSync } from "node:fs";
import path from "node:path";
import type { Page } from "playwright-core";
import sharp, { type OverlayOptions } from "sharp";
import { settle } from "./camera.ts";
import { openVisit } from "./live.ts";
import { enterDoor, read, type Studio } from "./studio.ts";
import { fillBoard } from "./tour-board.ts";

const HEIGHT = 720;
const MARGIN = 48;
const GAP = 40;
const CORNER = 22;
const EDGE = "#D9D2C3";
const PAPER = "#F1EBDF";

/** One visit, seen by the family, by the resident and by staff, side by side; answers with the size of the picture in bytes. */
export async function takeTour(studio: Studio, file: string): Promise<number> {
  const { address, person } = studio;
  const visit = await openVisit(studio, "en");
  const desk = await person("en");
  try {
    await enterDoor(desk, address, "boone");
    const { facilities } = await read<{ facilities: { id: string }[] }>(desk, `${address}/api/staff/me`);
    const facilityId = facilities[0]?.id ?? "";
    await fillBoard(studio.config, facilityId);
    const staff = await desk.newPage();
    await staff.setViewportSize({ width: 1440, height: 900 });
    await staff.goto(`${address}/staff/at/${facilityId}`);
    await settle(staff);
    await visit.family.setViewportSize({ width: 360, height: 740 });
    await visit.kiosk.setViewportSize({ width: 1080, height: 1920 });
    await visit.settled();
    const shots = [await shot(visit.family), await shot(visit.kiosk), await shot(staff)];
    const layers: OverlayOptions[] = [];
    let left = MARGIN;
    for (const { input, width } of shots) {
      layers.push({ input, left, top: MARGIN });
      left += width + GAP;
    }
    mkdirSync(path.dirname(file), { recursive: true });
    await sharp({ create: { width: left - GAP + MARGIN, height: HEIGHT + 2 * MARGIN, channels: 3, background: PAPER } })
      .composite(layers)
      .png({ palette: true, quality: 90, effort: 10 })
      .toFile(file);
    return statSync(file).size;
  } finally {
    await desk.close();
    await visit.close();
  }
}

/** What a page shows, as high as the others, with round corners and an edge. */
async function shot(page: Page): Promise<{ input: Buffer; width: number }> {
  await page.emulateMedia({ colorScheme: "light" });
  const resized = await sharp(await page.screenshot({ animations: "disabled" }))
    .resize({ height: HEIGHT })
    .toBuffer({ resolveWithObject: true });
  const { width } = resized.info;
  const frame = (fill: string, stroke: string) =>
    Buffer.from(
      `<svg width="${width}" height="${HEIGHT}"><rect x="1" y="1" width="${width - 2}" height="${HEIGHT - 2}" rx="${CORNER}" fill="${fill}" stroke="${stroke}" stroke-width="2"/></svg>`,
    );
  const input = await sharp(resized.data)
    .ensureAlpha()
    .composite([{ input: frame("#fff", "#fff"), blend: "dest-in" }, { input: frame("none", EDGE) }])
    .png()
    .toBuffer();
  return { input, width };
}

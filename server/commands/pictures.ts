import { rmSync } from "node:fs";
import path from "node:path";
import type { Command } from "./command.ts";
import { openCamera } from "./pictures/camera.ts";
import { familyScreens } from "./pictures/family.ts";
import { familyAccountScreens } from "./pictures/family-account.ts";
import { kioskScreens } from "./pictures/kiosk.ts";
import { kioskPeopleScreens } from "./pictures/kiosk-people.ts";
import { liveScreens } from "./pictures/live.ts";
import { openScreens } from "./pictures/open.ts";
import { staffScreens } from "./pictures/staff.ts";
import { staffDeskScreens } from "./pictures/staff-desk.ts";
import { locales, openStudio } from "./pictures/studio.ts";
import { takeTour } from "./pictures/tour.ts";

const ROOT = path.join(import.meta.dirname, "..", "..");
const OUT = path.join(ROOT, "pictures", "out");
const TOUR = path.join(ROOT, "docs", "pictures", "tour.png");
const apps = [
  openScreens,
  familyScreens,
  familyAccountScreens,
  kioskScreens,
  kioskPeopleScreens,
  liveScreens,
  staffScreens,
  staffDeskScreens,
];

export const command: Command = {
  usage: "pictures [--only family/home] [--tour]",
  summary:
    "Takes a picture of every screen of every app, in its sizes, both languages, light and dark, on a demonstration of its own, into pictures/out.",
  options: {
    only: { type: "string", help: "Only screens whose app/screen name has this in it" },
    tour: { type: "boolean", default: false, help: "Only the one picture of the README, into docs/pictures" },
  },
  async run({ values, say }) {
    const studio = await openStudio(say);
    try {
      if (values.tour) {
        const bytes = await takeTour(studio, TOUR);
        return { ok: true, result: `${path.relative(ROOT, TOUR)}, ${Math.round(bytes / 1024)} KiB` };
      }
      const only = typeof values.only === "string" ? values.only : "";
      if (only === "") rmSync(OUT, { recursive: true, force: true });
      const camera = openCamera({ out: OUT, only, say });
      for (const screens of apps)
        for (const locale of locales) {
          // One screen that cannot be reached must not cost all pictures after it.
          await screens(studio, camera, locale).catch((error: unknown) => camera.missed(`${screens.name}, ${locale}`, error));
        }
      const missed = camera.missedCount();
      return {
        ok: missed === 0 && camera.taken() > 0,
        result: `${camera.taken()} pictures in ${path.relative(ROOT, OUT)}, ${missed} screens missed`,
      };
    } finally {
      await studio.close();
    }
  },
};

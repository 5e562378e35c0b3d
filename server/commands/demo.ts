import { bearWorld, mayBeDemo } from "#server/demo/birth.ts";
import { systemClock } from "#server/platform/clock.ts";
import { bringUpToDate, openData } from "#server/platform/data.ts";
import { openDatabase } from "#server/platform/database.ts";
import type { Command } from "./command.ts";

export const command: Command = {
  usage: "demo",
  summary: "Fills an empty database with the demonstration world: invented people, two facilities, two weeks of history.",
  async run({ config }) {
    const data = await openData(config, "command");
    try {
      await bringUpToDate(data, systemClock.now());
      if (!mayBeDemo(config, data.embedded))
        return { ok: false, result: "A demonstration is born only on the embedded database, on loopback and without PUBLIC_URL." };
      const db = openDatabase(data.appUrl, { max: 2 });
      try {
        const world = await bearWorld(db, "demo", systemClock.now());
        if (world.kind === "real")
          return { ok: false, result: "This world was born real, and a world is never turned. Use another THROUGHLINE_DATA." };
        return {
          ok: true,
          result: world.born ? "The demonstration world is filled. Next: npm start" : "This is a demonstration world already.",
        };
      } finally {
        await db.destroy();
      }
    } finally {
      await data.close();
    }
  },
};

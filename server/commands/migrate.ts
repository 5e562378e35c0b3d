import { systemClock } from "#server/platform/clock.ts";
import { bringUpToDate, openData } from "#server/platform/data.ts";
import type { Command } from "./command.ts";

export const command: Command = {
  usage: "migrate",
  summary: "Brings the database to the newest version. Needs DATABASE_OWNER_URL where DATABASE_URL is set.",
  async run({ config, say }) {
    const data = await openData(config, "command");
    try {
      const applied = await bringUpToDate(data, systemClock.now());
      for (const name of applied) say(name);
      return {
        ok: true,
        result: applied.length === 0 ? "Nothing to do: the database is up to date." : `${applied.length} migrations applied.`,
      };
    } finally {
      await data.close();
    }
  },
};

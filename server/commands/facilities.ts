import { sql } from "kysely";
import { systemClock } from "#server/platform/clock.ts";
import { bringUpToDate, openData } from "#server/platform/data.ts";
import { openDatabase } from "#server/platform/database.ts";
import type { Command } from "./command.ts";

export const command: Command = {
  usage: "facilities",
  summary: "Lists the facilities, a line each: id, name.",
  async run({ config, say }) {
    const data = await openData(config, "command");
    try {
      await bringUpToDate(data, systemClock.now());
      const db = openDatabase(data.appUrl, { max: 1 });
      try {
        const { rows } = await sql<{ id: string; name: string }>`select id, name from facilities.facility order by name, id`.execute(db);
        const lines = rows.map(({ id, name }) => `${id}  ${name}`);
        for (const line of lines.slice(0, -1)) say(line);
        return { ok: true, result: lines.at(-1) ?? "There are no facilities yet." };
      } finally {
        await db.destroy();
      }
    } finally {
      await data.close();
    }
  },
};

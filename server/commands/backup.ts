import path from "node:path";
import { keeping } from "#contracts/keeping.ts";
import { makeBackup } from "#server/platform/backup/make.ts";
import { BackupError } from "#server/platform/backup/manifest.ts";
import { systemClock } from "#server/platform/clock.ts";
import { openData } from "#server/platform/data.ts";
import { pendingMigrations } from "#server/platform/migrate.ts";
import { VERSION } from "#server/platform/version.ts";
import type { Call, Command } from "./command.ts";

export const OWNER_NEEDED = "The whole database is read as its owner: set DATABASE_OWNER_URL beside DATABASE_URL.";

/** A folder as it was typed, as a whole path; undefined when it was left out. */
export const folderOf = (value: Call["values"][string]): string | undefined =>
  typeof value === "string" && value !== "" ? path.resolve(value) : undefined;

export const command: Command = {
  usage: "backup --to FOLDER",
  summary: `Copies database and blobs into a new folder in FOLDER, beside a running server or without one. Every backup is sealed with a key of its own, which the nightly deletion deletes after ${keeping.backup_key.days} days: then it is noise.`,
  options: {
    to: { type: "string", help: "Where backups lie, a folder each" },
    keys: { type: "string", help: "Where their keys lie [THROUGHLINE_BACKUP_KEYS, or backup-keys in the data folder]" },
  },
  async run({ config, values, positionals, say }) {
    const to = folderOf(values.to);
    if (positionals.length > 0) return { ok: false, result: `"${positionals[0]}" belongs to no option. Nothing was backed up.` };
    if (to === undefined) return { ok: false, result: "Say where: --to /mnt/backups. Nothing was backed up." };
    const data = await openData(config, "command");
    try {
      if (!data.ownerUrl) return { ok: false, result: OWNER_NEEDED };
      if ((await pendingMigrations(data.ownerUrl)).length > 0)
        return { ok: false, result: 'The database is older than this version. Run "npx throughline migrate" first.' };
      const { folder, content } = await makeBackup({
        ownerUrl: data.ownerUrl,
        dataDir: config.dataDir,
        to,
        keys: folderOf(values.keys) ?? config.backupKeysDir,
        keepDays: keeping.backup_key.days,
        version: VERSION,
        now: systemClock.now(),
      });
      const rows = content.tables.reduce((sum, table) => sum + table.rows, 0);
      say(`${content.tables.length} tables, ${rows} rows, ${content.blobs.count} files. Its key is kept until ${content.keepUntil}.`);
      return { ok: true, result: folder };
    } catch (error) {
      if (error instanceof BackupError) return { ok: false, result: `Not backed up: ${error.message}.` };
      throw error;
    } finally {
      await data.close();
    }
  },
};

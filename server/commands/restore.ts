import { rm } from "node:fs/promises";
import path from "node:path";
import { mayBeDemo } from "#server/demo/birth.ts";
import * as audit from "#server/domains/audit/index.ts";
import { endAllSignIns } from "#server/domains/identity/index.ts";
import { eraseDue } from "#server/domains/keeping/index.ts";
import { withholdDue } from "#server/domains/notifications/index.ts";
import { settleRestored } from "#server/domains/visits/index.ts";
import { registerKeeping } from "#server/keeping.ts";
import { BackupError } from "#server/platform/backup/manifest.ts";
import { proveBackup, restoreBackup } from "#server/platform/backup/restore.ts";
import { openBlobs } from "#server/platform/blobs.ts";
import { systemClock } from "#server/platform/clock.ts";
import type { Config } from "#server/platform/config.ts";
import { inTransaction } from "#server/platform/context.ts";
import { bringUpToDate, openData } from "#server/platform/data.ts";
import { createKeeping } from "#server/platform/keeping.ts";
import { HeldError, holderOf } from "#server/platform/lock.ts";
import { folderOf, OWNER_NEEDED } from "./backup.ts";
import type { Command } from "./command.ts";
import { inWorld } from "./in-world.ts";

export const command: Command = {
  usage: "restore --from FOLDER",
  summary:
    "Brings a backup back into an empty world, or with --replace in place of the one that is there. All of it is checked first; afterwards every sign-in is ended, and what was due in the meantime is deleted.",
  options: {
    from: { type: "string", help: "A backup's folder, or the folder in which backups lie: then the newest" },
    keys: { type: "string", help: "Where their keys lie [THROUGHLINE_BACKUP_KEYS, or backup-keys in the data folder]" },
    replace: { type: "boolean", help: "Delete the world that is there, for good" },
  },
  async run({ config, values, positionals, say }) {
    const from = folderOf(values.from);
    if (positionals.length > 0) return { ok: false, result: `"${positionals[0]}" belongs to no option. Nothing was restored.` };
    if (from === undefined) return { ok: false, result: "Say from where: --from /mnt/backups. Nothing was restored." };
    try {
      return await restore(config, { from, keys: folderOf(values.keys) ?? config.backupKeysDir, replace: values.replace === true }, say);
    } catch (error) {
      if (error instanceof BackupError) return { ok: false, result: `Nothing was restored: ${error.message}.` };
      throw error;
    }
  },
};

async function restore(config: Config, asked: { from: string; keys: string; replace: boolean }, say: (line: string) => void) {
  const holder = holderOf(config.dataDir);
  if (holder?.role === "server") throw new HeldError(holder, config.dataDir);
  const backup = await proveBackup(asked.from, asked.keys);
  const { tables, world, madeAt } = backup.content;
  say(
    `${path.basename(backup.folder)} is whole: made ${madeAt}, ${tables.reduce((sum, { rows }) => sum + rows, 0)} rows, ${backup.blobs.length} files.`,
  );
  const data = await openData(config, "command");
  try {
    if (!data.ownerUrl) return { ok: false, result: OWNER_NEEDED };
    // A demonstration lets anybody in without a password: it stays where one may be born.
    if (world === "demo" && !mayBeDemo(config, data.embedded))
      throw new BackupError("it holds a demonstration, which opens only on the embedded database, on loopback and without PUBLIC_URL");
    await bringUpToDate(data, systemClock.now());
    await restoreBackup(backup, { ownerUrl: data.ownerUrl, dataDir: config.dataDir, replace: asked.replace });
    // What the engine was writing belongs to the world before.
    if (asked.replace) await rm(path.join(config.dataDir, "recordings"), { recursive: true, force: true });
  } finally {
    await data.close();
  }
  return settle(config, say, Temporal.Instant.from(madeAt));
}

const MINUTES_PER_DAY = 24 * 60;

/** How old a backup is, in the largest unit that says something. */
function ageOf(age: Temporal.Duration): string {
  const minutes = Math.max(0, Math.round(age.total("minutes")));
  if (minutes < 120) return `${minutes} minutes`;
  return minutes < 2 * MINUTES_PER_DAY ? `${Math.round(minutes / 60)} hours` : `${Math.round(minutes / MINUTES_PER_DAY)} days`;
}

/**
 * A sign-in that was ended after the backup was made would stand again, a stolen one included: so none does. What was due in between goes
 * now, not tomorrow night.
 */
async function settle(config: Config, say: (line: string) => void, madeAt: Temporal.Instant) {
  return inWorld(config, async (ctx) => {
    const { signInsEnded, letters, visits, reminders } = await inTransaction(ctx, async (tx) => {
      const facts = { signInsEnded: await endAllSignIns(tx, "restored"), letters: await withholdDue(tx), ...(await settleRestored(tx)) };
      await audit.record(tx, { what: "world.restored", facts: { ...facts, madeAt: madeAt.toString() } });
      return facts;
    });
    say(`The backup is ${ageOf(systemClock.now().since(madeAt))} old: what happened since is not in it.`);
    say(`${letters} letters and ${reminders} reminders that were due are not sent again: they may have gone out before.`);
    if (visits > 0)
      say(
        `${visits} visits were to begin by now: what became of them is not known here. They end as missed or without a record, and no family is written to.`,
      );
    say("Overseers who have a newer head of the record will see that this one is older: tell them.");
    const keeping = createKeeping();
    registerKeeping(keeping, openBlobs(path.join(config.dataDir, "blobs")));
    const { erased, held, failed } = await eraseDue(ctx, keeping);
    say(`${signInsEnded} sign-ins ended. ${erased} rows and files were due and are deleted, ${held} are held.`);
    if (failed.length > 0) return { ok: false, result: `Restored, but not all that was due could be deleted: ${failed.join(", ")}.` };
    return { ok: true, result: "Restored, compared and ready. Next: npm start" };
  });
}

import { isIP } from "node:net";
import { sql } from "kysely";
import { type Config, ConfigError } from "#server/platform/config.ts";
import type { Db } from "#server/platform/database.ts";
import { fillDemoWorld } from "./world.ts";

export type WorldKind = "demo" | "real";

/** A demonstration is born only where nobody else can reach it: on the embedded database, on loopback, without a public address. */
export const mayBeDemo = (config: Config, embedded: boolean): boolean => embedded && !config.publicUrlGiven && isLoopback(config.host);

const isLoopback = (host: string): boolean => host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));

/**
 * What kind of world this database holds; one that holds none yet is born here, and never turned afterwards. Where none may be
 * born a demonstration, none is opened either: its doors ask for no password.
 */
export async function bearWorld(db: Db, wanted: WorldKind, now: Temporal.Instant): Promise<{ kind: WorldKind; born: boolean }> {
  return db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('world.birth', 0))`.execute(trx);
    const known = await trx.selectFrom("world.birth").select("kind").executeTakeFirst();
    if (known?.kind === "demo" && wanted === "real")
      throw new ConfigError([
        "PUBLIC_URL, HOST: this data folder holds a demonstration, which lets anybody in without a password. Leave both unset, or choose another folder with THROUGHLINE_DATA.",
      ]);
    if (known) return { kind: known.kind, born: false };
    await trx.insertInto("world.birth").values({ one: true, kind: wanted, bornAt: now }).execute();
    if (wanted === "demo") await fillDemoWorld(trx, now);
    return { kind: wanted, born: true };
  });
}

import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import type { Config } from "./config.ts";
import { type Embedded, embeddedAccess, startEmbeddedPostgres } from "./embedded-postgres.ts";
import { type DataLock, holderOf, lockData } from "./lock.ts";
import { migrate, pendingMigrations } from "./migrate.ts";

/** The database of a data folder, open for this process. */
export interface Data {
  appUrl: string;
  /** The owner's way in; missing where an outside database keeps it from the server. */
  ownerUrl?: string;
  embedded: boolean;
  /** True for a command beside a running server: the database is the server's, and stays when we end. */
  joined: boolean;
  /** Tells others where this server listens. */
  listening(port: number): void;
  close(): Promise<void>;
}

/** The database does not answer, or lets nobody in. */
export class DatabaseUnreachableError extends Error {
  constructor(where: string, cause: unknown) {
    super(`the database at ${where} cannot be reached: ${reasonOf(cause)}`, { cause });
    this.name = "DatabaseUnreachableError";
  }
}

const JOIN_MS_MAX = 20_000;
const JOIN_EVERY_MS = 200;

/** Takes the data folder and opens its database; a command beside a running server joins the server's. */
export async function openData(config: Config, role: "server" | "command"): Promise<Data> {
  if (config.databaseUrl) return openOutside(config, config.databaseUrl, role);
  const folder = path.join(config.dataDir, "postgres");
  if (role === "command" && holderOf(config.dataDir)?.role === "server") return join(folder);
  const lock = await lockData(config.dataDir, role);
  try {
    const embedded = await startEmbeddedPostgres(folder);
    return toData(embedded, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Brings the database to the newest version where we hold the owner's way in; where not, refuses an old database. */
export async function bringUpToDate(data: Data, at: Temporal.Instant): Promise<string[]> {
  if (data.ownerUrl) return migrate(data.ownerUrl, { at, appRole: new URL(data.appUrl).username });
  const pending = await pendingMigrations(data.appUrl);
  if (pending.length === 0) return [];
  throw new Error(`the database lacks ${pending.length} migrations: run "npx throughline migrate" with DATABASE_OWNER_URL set`);
}

function toData(embedded: Embedded, lock: DataLock): Data {
  return {
    appUrl: embedded.urlFor("app"),
    ownerUrl: embedded.urlFor("owner"),
    embedded: true,
    joined: false,
    listening: lock.listening,
    async close() {
      await embedded.stop();
      lock.release();
    },
  };
}

async function openOutside(config: Config, appUrl: string, role: "server" | "command"): Promise<Data> {
  await reach(appUrl);
  if (config.databaseOwnerUrl) await reach(config.databaseOwnerUrl);
  const lock = role === "server" ? await lockData(config.dataDir, role) : undefined;
  return {
    appUrl,
    ...(config.databaseOwnerUrl ? { ownerUrl: config.databaseOwnerUrl } : {}),
    embedded: false,
    joined: false,
    listening: (port) => lock?.listening(port),
    close: async () => lock?.release(),
  };
}

async function join(folder: string): Promise<Data> {
  for (let waitedMs = 0; ; waitedMs += JOIN_EVERY_MS) {
    // Read again each time: a server that is just starting writes its port there.
    const urlFor = embeddedAccess(folder);
    try {
      if (!urlFor) throw new Error("the server has no database yet");
      await reach(urlFor("app"));
      return { appUrl: urlFor("app"), ownerUrl: urlFor("owner"), embedded: true, joined: true, listening: () => {}, close: async () => {} };
    } catch (error) {
      if (waitedMs >= JOIN_MS_MAX) throw error;
      await delay(JOIN_EVERY_MS);
    }
  }
}

async function reach(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on("error", () => {});
  try {
    await client.connect();
  } catch (cause) {
    const { hostname, port, pathname } = new URL(url);
    throw new DatabaseUnreachableError(`${hostname}:${port || 5432}${pathname}`, cause);
  } finally {
    await client.end().catch(() => {});
  }
}

function reasonOf(cause: unknown): string {
  const { code, message, errors } = cause as { code?: string; message?: string; errors?: { message: string }[] };
  if (code === "ECONNREFUSED") return "nothing listens there";
  return message || errors?.[0]?.message || code || "no reason given";
}

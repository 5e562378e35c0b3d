import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { createInterface } from "node:readline";
import { openScene, type Scene } from "#server/commands/check/scene.ts";
import { findPair, readyVisit } from "#server/demo/keeper.ts";
import { contacts, DEMO_PASSWORD, emailOf } from "#server/demo/people.ts";
import { listIntervals } from "#server/domains/visits/live/live.store.ts";
import { insertAsked } from "#server/domains/visits/party/contacts.store.ts";
import { type Config, readConfig } from "#server/platform/config.ts";
import { openData } from "#server/platform/data.ts";
import { type Db, openDatabase } from "#server/platform/database.ts";
import { newId } from "#server/platform/id.ts";
import { ensureMediaAddress } from "#server/testing/media-address.ts";
import { newDataFolder } from "./data-folder.ts";
import { openDisk } from "./disk.ts";

const CLI = path.join(import.meta.dirname, "..", "..", "server", "cli.ts");
const CLOCK = path.join(import.meta.dirname, "stepped-clock.ts");
const START_MS_MAX = 120_000;

/** One line of a visit's record, as it is stored. */
export interface Line {
  id: string;
  code: string;
  at: number;
  facts: Readonly<Record<string, unknown>>;
}

/** A whole server with the demonstration's people, as a process of its own: it can be killed, and started again on the same data. */
export interface LiveSite {
  address: string;
  /** A place in the data folder, also where the server sees a disk there that nobody else sees. */
  folder(...parts: string[]): string;
  start(): Promise<void>;
  /** kill -9: database and media engine die with it. */
  kill(): Promise<void>;
  enginePid(): number;
  /** The server's clock is so much ahead of the machine's from now on, or behind it, until the server dies. */
  setClock(aheadMs: number): void;
  /** What the server is set to: for what makes more rooms in its database. */
  config: Config;
  /** Its database, for one look or one piece of work; only while the server runs. */
  look<T>(work: (db: Db) => Promise<T>): Promise<T>;
  /** The two people and what the check reads of them; only while the server runs. */
  withScene<T>(work: (scene: Scene) => Promise<T>): Promise<T>;
  /** A visit of theirs that can be joined now, in a place that ends in `minutes` minutes or up to one before. */
  visitOf(minutes: number): Promise<string>;
  /** Somebody else whom the resident knows said yes to this visit; answers with how they sign in. */
  comesAlong(visitId: string): Promise<{ email: string; password: string }>;
  connectedMs(visitId: string): Promise<number>;
  timeline(visitId: string): Promise<Line[]>;
  /** What the visit and its live session say of themselves. */
  standing(visitId: string): Promise<{ visit: string; outcome: string | null; session: string | null; ending: string | null }>;
  close(): Promise<void>;
}

export interface LiveSiteOptions {
  /** Puts the recordings on a disk of their own with this much room. */
  recordingDiskMegabytes?: number;
}

/** Starts the server on fresh data; `close` ends it and takes the data away. */
export async function startLiveSite(options: LiveSiteOptions = {}): Promise<LiveSite> {
  ensureMediaAddress();
  const data = await newDataFolder("throughline-live-");
  const port = await lastingPort();
  const { PATH = "", NODE_COMPILE_CACHE } = process.env;
  const env = { PATH, HOME: data, THROUGHLINE_DATA: data, PORT: String(port), LOG_LEVEL: "info" };
  const config = readConfig(env);
  // A server that was killed is back sooner when it need not compile anew.
  const compiled = NODE_COMPILE_CACHE ? { NODE_COMPILE_CACHE } : {};
  let server: ChildProcess | undefined;
  const megabytes = options.recordingDiskMegabytes;
  const disk = megabytes ? await openDisk(path.join(data, "recordings"), megabytes) : undefined;

  async function start(): Promise<void> {
    const [program = "", ...parts] = [...(disk?.within ?? []), process.execPath, "--import", CLOCK, CLI, "start"];
    // The fourth is a line between us: should this process die, the server hears it and ends too.
    server = spawn(program, parts, { env: { ...env, ...compiled }, stdio: ["ignore", "pipe", "pipe", "ipc"] });
    await saysReady(server);
  }
  async function end(signal: "SIGKILL" | "SIGTERM"): Promise<void> {
    const child = server;
    server = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  }
  async function look<T>(work: (db: Db) => Promise<T>): Promise<T> {
    const opened = await openData(config, "command");
    const db = openDatabase(opened.appUrl, { max: 1 });
    try {
      return await work(db);
    } finally {
      await db.destroy();
      await opened.close();
    }
  }

  const takeAway = () => {
    disk?.close();
    rmSync(data, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  };
  await start().catch((error) => {
    takeAway();
    throw error;
  });
  return {
    address: `http://localhost:${port}`,
    folder: (...parts) => path.join(`/proc/${server?.pid}/root`, data, ...parts),
    start,
    kill: () => end("SIGKILL"),
    setClock: (clockAheadMs) => void server?.send({ clockAheadMs }),
    config,
    look,
    enginePid: () => Number(readFileSync(path.join(data, "media", "engine.pid"), "utf8")),
    async withScene(work) {
      const scene = await openScene(config);
      if (!scene) throw new Error("a fresh server on loopback is a demonstration");
      try {
        return await work(scene);
      } finally {
        await scene.close();
      }
    },
    visitOf: (minutes) =>
      look(async (db) => {
        const pair = await findPair(db, "proof");
        if (!pair) throw new Error("the demonstration has this pair");
        return db.transaction().execute((trx) => readyVisit(trx, pair, Temporal.Now.instant(), minutes));
      }),
    comesAlong: (visitId) =>
      look(async (db) => {
        const person = contacts.find(({ key, to }) => key !== "proof" && to.some(({ resident }) => resident === "proof"));
        const address = person && emailOf(person);
        const visit = await db.selectFrom("visits.visit").selectAll().where("id", "=", visitId).executeTakeFirstOrThrow();
        const { connectionId, contactId } = await db
          .selectFrom("contacts.connection as connection")
          .innerJoin("contacts.contact as contact", "contact.id", "connection.contactId")
          .innerJoin("identity.account as account", "account.id", "contact.accountId")
          .select(["connection.id as connectionId", "contact.id as contactId"])
          .where("account.email", "=", address ?? "")
          .where("connection.residentId", "=", visit.residentId)
          .executeTakeFirstOrThrow();
        const { agencyId, facilityId, contactId: askedBy, startsAt, endsAt } = visit;
        const at = Temporal.Now.instant();
        const said = { status: "accepted" as const, askedAt: at, acceptedAt: at, endedAt: null, releasedAt: null };
        await db.transaction().execute((trx) =>
          insertAsked(trx, {
            id: newId(),
            agencyId,
            facilityId,
            visitId,
            askedBy,
            address: address!,
            startsAt,
            endsAt,
            contactId,
            connectionId,
            ...said,
          }),
        );
        return { email: address!, password: DEMO_PASSWORD };
      }),
    connectedMs: (visitId) =>
      look(async (db) => (await listIntervals(db, visitId)).reduce((sum, run) => sum + Math.max(0, run.to - run.from), 0)),
    timeline: (visitId) =>
      look(async (db) => {
        const rows = await db
          .selectFrom("visits.timeline")
          .selectAll()
          .where("visitId", "=", visitId)
          .orderBy("at")
          .orderBy("id")
          .execute();
        return rows.map(({ id, code, at, facts }) => ({ id, code, at: at.epochMilliseconds, facts: facts as Line["facts"] }));
      }),
    standing: (visitId) =>
      look(async (db) => {
        const row = await db
          .selectFrom("visits.visit as visit")
          .leftJoin("visits.live_session as session", "session.visitId", "visit.id")
          .select(["visit.status as visit", "visit.outcome", "session.status as session", "session.ending"])
          .where("visit.id", "=", visitId)
          .executeTakeFirstOrThrow();
        return row;
      }),
    async close() {
      await end("SIGTERM");
      takeAway();
    },
  };
}

const PORTS = { from: 10_000, count: 10_000 };

/** A free port that stays free while the server is dead: outside the range from which the kernel gives ports to others, and the engine's. */
async function lastingPort(): Promise<number> {
  const port = PORTS.from + Math.floor(Math.random() * PORTS.count);
  const trial = createServer();
  const taken = await new Promise<boolean>((resolve) => {
    trial.once("error", () => resolve(true)).listen(port, "127.0.0.1", () => resolve(false));
  });
  await new Promise((resolve) => trial.close(resolve));
  return taken ? lastingPort() : port;
}

/** Whether the engine that had this pid has a successor: the file is written when that is born. */
export function isAnother(engine: number, { enginePid }: Pick<LiveSite, "enginePid">): boolean {
  try {
    return enginePid() !== engine;
  } catch {
    return false;
  }
}

async function saysReady(child: ChildProcess): Promise<void> {
  const said: string[] = [];
  const ready = Promise.withResolvers<void>();
  const late = setTimeout(() => ready.reject(new Error(`the server did not start in time:\n${said.join("\n")}`)), START_MS_MAX);
  const hear = (line: string) => {
    said.push(line);
    if (line.includes("Throughline is at")) ready.resolve();
  };
  for (const stream of [child.stdout, child.stderr]) if (stream) createInterface({ input: stream }).on("line", hear);
  child.once("exit", () => ready.reject(new Error(`the server ended while it started:\n${said.join("\n")}`)));
  await ready.promise.finally(() => clearTimeout(late));
}

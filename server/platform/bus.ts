import pg from "pg";
import { newId } from "./id.ts";
import type { Log } from "./log.ts";

/** News between sockets and servers. A ping says "look again at this id" and carries nothing else. */
export interface Bus {
  publish(topic: string, id: string): void;
  /** Hears every later ping of the topic, from this server and others; returns how to stop. */
  subscribe(topic: string, hear: (id: string) => void): () => void;
}

export interface RunningBus extends Bus {
  close(): Promise<void>;
}

type Ping = readonly [topic: string, id: string];

const CHANNEL = "throughline_pings";
/** A NOTIFY carries at most 8,000 bytes; a ping is well under 100. */
const PINGS_PER_NOTIFY_MAX = 60;
const WAITING_MAX = 10_000;
const RECONNECT_MS = 500;
const RECONNECT_MS_MAX = 15_000;

/** A bus within this process only. */
export function localBus(): Bus & { deliver(ping: Ping): void } {
  const hearers = new Map<string, Set<(id: string) => void>>();
  const deliver = ([topic, id]: Ping) => {
    for (const hear of [...(hearers.get(topic) ?? [])]) hear(id);
  };
  return {
    deliver,
    // Not within the caller's own turn: whoever publishes never runs whoever hears.
    publish: (topic, id) => queueMicrotask(() => deliver([topic, id])),
    subscribe(topic, hear) {
      const set = hearers.get(topic) ?? new Set();
      hearers.set(topic, set.add(hear));
      return () => {
        set.delete(hear);
        if (set.size === 0) hearers.delete(topic);
      };
    },
  };
}

/**
 * A bus between all servers of one database, over a connection of its own. Here a ping is heard at once, elsewhere after
 * one batched NOTIFY: a notify inside business transactions would make their commits wait for one another.
 */
export async function openBus(url: string, log: Log): Promise<RunningBus> {
  const local = localBus();
  const self = newId();
  const waiting: Ping[] = [];
  let client: pg.Client | undefined;
  let sending: Promise<void> | undefined;
  let closed = false;

  async function connect(): Promise<void> {
    const next = new pg.Client({ connectionString: url, keepAlive: true, application_name: "throughline bus" });
    next.on("error", () => {});
    next.on("end", () => {
      if (client === next) client = undefined;
      if (!closed) void reconnect();
    });
    next.on("notification", ({ payload }) => {
      const { from, pings } = JSON.parse(payload ?? "{}") as { from: string; pings: Ping[] };
      if (from !== self) for (const ping of pings) local.deliver(ping);
    });
    await next.connect();
    await next.query(`listen ${CHANNEL}`);
    client = next;
    flush();
  }

  async function reconnect(): Promise<void> {
    for (let waitMs = RECONNECT_MS; !closed; waitMs = Math.min(waitMs * 2, RECONNECT_MS_MAX)) {
      await new Promise((resolve) => setTimeout(resolve, waitMs).unref());
      if (closed) return;
      try {
        return await connect();
      } catch {
        log.warn({ part: "bus" }, "the database does not answer the bus");
      }
    }
  }

  function flush(): void {
    if (!client || sending || waiting.length === 0) return;
    const pings = waiting.splice(0, PINGS_PER_NOTIFY_MAX);
    sending = client
      .query("select pg_notify($1, $2)", [CHANNEL, JSON.stringify({ from: self, pings })])
      .then(
        () => {},
        () => {
          waiting.unshift(...pings);
        },
      )
      .finally(() => {
        sending = undefined;
        // Deferred, so that pings of the same turn leave in one NOTIFY.
        if (client) setImmediate(flush);
      });
  }

  await connect();
  return {
    subscribe: local.subscribe,
    publish(topic, id) {
      local.publish(topic, id);
      // Servers look at the rows again by themselves now and then, so the oldest ping may be lost rather than memory.
      if (waiting.length >= WAITING_MAX) waiting.shift();
      waiting.push([topic, id]);
      setImmediate(flush);
    },
    async close() {
      closed = true;
      await sending;
      await client?.end();
    },
  };
}

import type { WebSocket } from "@fastify/websocket";
import type { z } from "zod";
import { AppError } from "#server/platform/errors.ts";
import type { Log } from "#server/platform/log.ts";

/** Intents a page may send in a burst, and each second: signalling comes in bursts, evidence once a second. */
const BURST_MAX = 300;
const PER_SECOND = 40;
const PING_MS = 5000;
/** So many pings without an answer, and the line is dead: a loss of some seconds heals by itself, a new line would take longer. */
const UNANSWERED_MAX = 2;
const OUT_BYTES_MAX = 4 * 1024 * 1024;
/** What a page has said and nobody has come to yet; more than this no page of ours ever says at once. */
const WAITING_BYTES_MAX = 2 * 1024 * 1024;
/** A page that does not answer our close is cut off after this long. */
const CLOSE_MS_MAX = 2000;

/**
 * Reads one socket: checks each message's shape and pace, hands it on in order, and answers a refusal with its codes.
 * Nothing is taken from a socket that floods; it is closed. From the moment we close one it is heard no more, whatever its page
 * goes on to say, and `closed` is called at once.
 */
export function readSocket<S extends z.ZodType>(
  socket: WebSocket,
  options: { schema: S; log: Log; hear: (message: z.output<S>) => Promise<void>; closed: () => void },
): { send(message: unknown): void; close(): void } {
  let tokens = BURST_MAX;
  let countedAt = performance.now();
  let unanswered = 0;
  let over = false;
  let waiting = 0;
  const end = () => {
    if (over) return;
    over = true;
    clearInterval(ping);
    options.closed();
  };
  const close = (code: number, why?: string) => {
    socket.close(code, why);
    const late = setTimeout(() => socket.terminate(), CLOSE_MS_MAX);
    socket.once("close", () => clearTimeout(late));
    end();
  };
  const send = (message: unknown) => {
    // A page that does not read any more must not fill our memory: it comes back by itself.
    if (socket.bufferedAmount > OUT_BYTES_MAX) return socket.terminate();
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
  };
  const refuse = (error: unknown) => {
    if (error instanceof AppError) return send({ type: "refused", codes: error.codes, facts: error.facts });
    options.log.error({ err: error }, "a live message failed");
    send({ type: "refused", codes: ["server.broken"], facts: {} });
  };
  const ping = setInterval(() => {
    if (unanswered++ >= UNANSWERED_MAX) return socket.terminate();
    socket.ping();
    // A page cannot see pings: this tells it that the line is whole.
    send({ type: "beat" });
  }, PING_MS);
  socket.on("pong", () => {
    unanswered = 0;
  });
  socket.on("message", (bytes: Buffer) => {
    if (over) return;
    unanswered = 0;
    const now = performance.now();
    tokens = Math.min(BURST_MAX, tokens + ((now - countedAt) / 1000) * PER_SECOND) - 1;
    countedAt = now;
    if (tokens < 0 || waiting + bytes.length > WAITING_BYTES_MAX) return close(1008, "too many messages");
    const message = parse(options.schema, bytes);
    if (!message) return refuse(new AppError(["request.invalid"]));
    waiting += bytes.length;
    options
      .hear(message)
      .catch(refuse)
      .finally(() => {
        waiting -= bytes.length;
      });
  });
  socket.on("error", () => {});
  socket.on("close", end);
  return { send, close: () => close(1000) };
}

function parse<S extends z.ZodType>(schema: S, bytes: Buffer): z.output<S> | undefined {
  try {
    const read = schema.safeParse(JSON.parse(bytes.toString("utf8")));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}

import { randomUUID } from "node:crypto";
import { WebSocket } from "ws";

/** How long the engine may take over one request before it counts as stuck. */
export const REQUEST_TIMEOUT_MS = 8000;
const KEEPALIVE_MS = 20_000;
const CONNECT_TIMEOUT_MS = 2000;

export interface Jsep {
  type: "offer" | "answer";
  sdp: string;
  e2ee?: boolean;
}
type Json = Record<string, unknown>;
export interface Reply {
  data: Json;
  jsep?: Jsep;
}
/** What the engine says unasked about one handle: `webrtcup`, `hangup`, `media`, `slowlink`, or a plugin's `event` with its data. */
export interface HandleEvent {
  janus: string;
  data: Json;
  message: Json;
  jsep?: Jsep;
}

/** A refusal or a silence of the engine; `code` is the engine's own number, 0 when it did not answer. */
export interface EngineError extends Error {
  code: number;
}
export function engineError(code: number, message: string): EngineError {
  return Object.assign(new Error(message), { name: "EngineError", code });
}
export function isEngineError(error: unknown): error is EngineError {
  return error instanceof Error && error.name === "EngineError";
}

export interface Handle {
  /** Sends a body to the plugin and gives back its answer; throws `EngineError`. */
  ask(body: Json, jsep?: Jsep, timeoutMs?: number): Promise<Reply>;
  trickle(candidate: object): Promise<void>;
  /** Ends the handle and its media; never throws, and answers `false` when it was gone already. */
  detach(): Promise<boolean>;
}
export type Plugin = "janus.plugin.videoroom" | "janus.plugin.echotest";
export interface Session {
  attach(onEvent: (event: HandleEvent) => void, plugin?: Plugin): Promise<Handle>;
  destroy(): Promise<void>;
}
export interface Client {
  session(): Promise<Session>;
  close(): void;
}

interface Pending {
  resolve(message: Json): void;
  reject(error: Error): void;
  timer: NodeJS.Timeout;
  /** An `ack` is only the first half of the answer. */
  whole: boolean;
}

/** Opens the engine's socket. `onStuck` is told when a request stays unanswered, `onClose` when the socket ends. */
export async function connect(socketPath: string, apiSecret: string, on: { stuck(): void; close(): void }): Promise<Client> {
  const socket = new WebSocket(`ws+unix:${socketPath}:/`, "janus-protocol", { handshakeTimeout: CONNECT_TIMEOUT_MS });
  await new Promise<void>((resolve, reject) => socket.once("open", resolve).once("error", reject));

  const pending = new Map<string, Pending>();
  const handlers = new Map<number, (event: HandleEvent) => void>();
  const sessions = new Set<number>();

  function request(message: Json, whole = false, timeoutMs = REQUEST_TIMEOUT_MS): Promise<Json> {
    return new Promise((resolve, reject) => {
      if (socket.readyState !== WebSocket.OPEN) return reject(engineError(0, "the engine is gone"));
      const transaction = randomUUID();
      const timer = setTimeout(() => {
        pending.delete(transaction);
        reject(engineError(0, "the engine did not answer"));
        on.stuck();
      }, timeoutMs);
      pending.set(transaction, { resolve, reject, timer, whole });
      socket.send(JSON.stringify({ ...message, transaction, apisecret: apiSecret }));
    });
  }

  function settle(transaction: string, message: Json): boolean {
    const waiting = pending.get(transaction);
    if (!waiting || (message.janus === "ack" && waiting.whole)) return Boolean(waiting);
    pending.delete(transaction);
    clearTimeout(waiting.timer);
    const failure = failureOf(message);
    if (failure) waiting.reject(failure);
    else waiting.resolve(message);
    return true;
  }

  socket.on("message", (bytes) => {
    const message = JSON.parse(String(bytes)) as Json;
    if (typeof message.transaction === "string" && settle(message.transaction, message)) return;
    handlers.get(Number(message.sender))?.(toEvent(message));
  });
  // ws reports each failure as `close` too; without a listener an `error` would end our process.
  socket.on("error", () => undefined);
  socket.on("close", () => {
    clearInterval(keepalive);
    for (const { reject, timer } of pending.values()) {
      clearTimeout(timer);
      reject(engineError(0, "the engine is gone"));
    }
    pending.clear();
    handlers.clear();
    on.close();
  });
  const keepalive = setInterval(() => {
    for (const session_id of sessions) request({ janus: "keepalive", session_id }).catch(() => undefined);
  }, KEEPALIVE_MS).unref();

  async function attach(
    session_id: number,
    onEvent: (event: HandleEvent) => void,
    plugin: Plugin = "janus.plugin.videoroom",
  ): Promise<Handle> {
    const answer = await request({ janus: "attach", session_id, plugin });
    const handle_id = idOf(answer);
    handlers.set(handle_id, onEvent);
    const address = { session_id, handle_id };
    return {
      ask: async (body, jsep, timeoutMs) =>
        toEvent(await request({ janus: "message", ...address, body, ...(jsep ? { jsep } : {}) }, true, timeoutMs)),
      trickle: async (candidate) => void (await request({ janus: "trickle", ...address, candidate })),
      detach: async () => {
        handlers.delete(handle_id);
        return request({ janus: "detach", ...address }).then(
          () => true,
          () => false,
        );
      },
    };
  }

  async function session(): Promise<Session> {
    const session_id = idOf(await request({ janus: "create" }));
    sessions.add(session_id);
    return {
      attach: (onEvent, plugin) => attach(session_id, onEvent, plugin),
      destroy: async () => {
        sessions.delete(session_id);
        await request({ janus: "destroy", session_id }).catch(() => undefined);
      },
    };
  }

  return { session, close: () => socket.terminate() };
}

function idOf(message: Json): number {
  return Number((message.data as Json | undefined)?.id);
}

function toEvent(message: Json): HandleEvent & Reply {
  const data = (message.plugindata as { data?: Json } | undefined)?.data ?? {};
  const jsep = message.jsep as Jsep | undefined;
  return { janus: String(message.janus), data, message, ...(jsep ? { jsep } : {}) };
}

function failureOf(message: Json): EngineError | undefined {
  const core = message.error as { code?: number; reason?: string } | undefined;
  if (message.janus === "error") return engineError(core?.code ?? 0, core?.reason ?? "refused");
  const { data } = toEvent(message);
  // The plugin's own refusals come as events that have an error code.
  return typeof data.error_code === "number" ? engineError(data.error_code, String(data.error)) : undefined;
}

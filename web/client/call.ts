import type { z } from "zod";
import type { AnswerOf, Endpoint } from "#contracts/endpoint.ts";
import { isProblem, type Problem, problem } from "./problem.ts";

/** What a browser needs of an endpoint; the rest is types. */
export interface Wire<E extends Endpoint = Endpoint> {
  id: string;
  method: Endpoint["method"];
  path: string;
  /** Never there at run time: carries the types of what goes in and comes out. */
  readonly of?: E;
}

type Part<E extends Endpoint, Name extends "params" | "query" | "body"> = E[Name] extends z.ZodType
  ? Record<string, never> extends z.input<E[Name]>
    ? { [K in Name]?: z.input<E[Name]> }
    : { [K in Name]: z.input<E[Name]> }
  : unknown;
/** The parts that an endpoint takes, each with its type. */
export type Input<E extends Endpoint> = Part<E, "params"> & Part<E, "query"> & Part<E, "body"> & { signal?: AbortSignal };
type Args<E extends Endpoint> = Record<string, never> extends Input<E> ? [input?: Input<E>] : [input: Input<E>];

/** Adds proof of the station to a request; the kiosk sets it, see `signRequests()`. */
export type Signer = (request: { method: string; path: string; body: string }) => Promise<Record<string, string>>;
let sign: Signer | undefined;
/** From now on every request carries what the signer answers (the kiosk's station proof over the exact bytes sent). */
export function signRequests(signer: Signer | undefined): void {
  sign = signer;
}

/** How a text of an answer is shown, where that is not as it came; an app sets it, see `showTexts()`. */
let shown: ((text: string) => string) | undefined;
/** From now on every text of an answer is what this makes of it (staff read words where a closed account's name was). */
export function showTexts(show: ((text: string) => string) | undefined): void {
  shown = show;
}

const TIMEOUT_MS = 15_000;
const ATTEMPTS_MAX = 3;
const RETRY_AFTER_MS = [300, 900];

/** Path and query of a request; a parameter missing from `params` is a fault of the caller. */
export function urlOf(path: string, params: Record<string, unknown> = {}, query: Record<string, unknown> = {}): string {
  const filled = path.replace(/:(\w+)/g, (_, name: string) => {
    if (params[name] === undefined) throw new Error(`${path} needs ${name}`);
    return encodeURIComponent(String(params[name]));
  });
  const asked = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== "");
  return asked.length === 0 ? filled : `${filled}?${new URLSearchParams(asked.map(([name, value]) => [name, String(value)]))}`;
}

/**
 * Asks the server, and answers with what the contract promises or throws a `Problem`. Reading is tried three times when the
 * network fails or the server is busy. Writing is tried once: an act has an id of its own, so the caller may press again.
 */
export async function call<E extends Endpoint>(wire: Wire<E>, ...[input]: Args<E>): Promise<AnswerOf<E>> {
  const { params, query, body, signal } = (input ?? {}) as {
    params?: Record<string, unknown>;
    query?: Record<string, unknown>;
    body?: unknown;
    signal?: AbortSignal;
  };
  const request = { method: wire.method, path: urlOf(wire.path, params, query), body: body === undefined ? "" : JSON.stringify(body) };
  const attempts = wire.method === "GET" ? ATTEMPTS_MAX : 1;
  for (let attempt = 1; ; attempt++) {
    try {
      return (await once(request, signal)) as AnswerOf<E>;
    } catch (caught) {
      if (attempt >= attempts || !isProblem(caught) || !passing(caught)) throw caught;
      await wait(RETRY_AFTER_MS[attempt - 1] ?? 0, signal);
    }
  }
}

/** Whether the same question may well be answered a moment later. */
const passing = (caught: Problem): boolean =>
  caught.codes[0] === "client.offline" || caught.codes[0] === "client.timeout" || caught.status === 502 || caught.status === 503;

async function once(
  { method, path, body }: { method: string; path: string; body: string },
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  const headers = {
    accept: "application/json",
    ...(body === "" ? {} : { "content-type": "application/json" }),
    ...(await sign?.({ method, path, body })),
  };
  let response: Response;
  let text: string;
  try {
    response = await fetch(path, {
      method,
      headers,
      credentials: "same-origin",
      signal: both(timeout, signal),
      ...(body === "" ? {} : { body }),
    });
    text = await response.text();
  } catch (cause) {
    // Who stopped asking does not want to read why.
    if (signal?.aborted) throw cause;
    throw problem([timeout.aborted ? "client.timeout" : "client.offline"]);
  }
  const answer = parse(text);
  if (response.ok) return shown ? withTexts(answer, shown) : answer;
  const refused = (answer ?? {}) as { codes?: string[]; facts?: Record<string, unknown>; requestId?: string };
  const { codes = [response.status >= 500 ? "server.busy" : "client.broken"], facts = {}, requestId } = refused;
  throw problem(codes, { facts, status: response.status, ...(requestId ? { requestId } : {}) });
}

function withTexts(answer: unknown, show: (text: string) => string): unknown {
  if (typeof answer === "string") return show(answer);
  if (Array.isArray(answer)) return answer.map((one) => withTexts(one, show));
  if (typeof answer !== "object" || answer === null) return answer;
  return Object.fromEntries(Object.entries(answer).map(([name, value]) => [name, withTexts(value, show)]));
}

function parse(text: string): unknown {
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    // A proxy's own page instead of an answer: told by its status.
    return null;
  }
}

/** Either of two signals; `AbortSignal.any` is younger than the oldest browsers served. */
function both(one: AbortSignal, two: AbortSignal | undefined): AbortSignal {
  if (!two) return one;
  const controller = new AbortController();
  for (const signal of [one, two]) {
    if (signal.aborted) controller.abort(signal.reason);
    else signal.addEventListener("abort", () => controller.abort(signal.reason), { once: true });
  }
  return controller.signal;
}

const wait = (ms: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });

/** The bytes of a picture, asked for once and with what every request carries. */
export async function callBytes(path: string): Promise<Blob> {
  const headers = (await sign?.({ method: "GET", path, body: "" })) ?? {};
  const response = await fetch(path, { headers, credentials: "same-origin", signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw problem(["client.broken"], { status: response.status });
  return response.blob();
}

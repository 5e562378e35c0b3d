import { type DestinationStream, type Logger, pino } from "pino";
import type { Config } from "./config.ts";

export type Log = Logger;

const REDACTED = "[redacted]";
const DEPTH_MAX = 6;

/** Keys whose text is ours: codes, states, names of routes and jobs. Text under any other key could be a person's. */
const OWN_WORDS = new Set(
  "code codes event what status state kind realm role permission method route rule path where job topic signal constraint table type title level version phase outcome cause part address".split(
    " ",
  ),
);
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const INSTANT = /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:?\d\d))?$/;

/**
 * The one logger. What it is given it redacts itself, so that no caller can forget: numbers, ids, instants and our own
 * codes pass; names, words, e-mails, tokens, cookies and query strings do not.
 */
export function createLog(level: Config["logLevel"], destination?: DestinationStream): Log {
  const log = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: {
        level: (label) => ({ level: label }),
        log: (entry) => scrub(entry) as Record<string, unknown>,
      },
      serializers: { err: (error) => error, req: () => undefined, res: () => undefined },
      hooks: {
        logMethod(parts, method) {
          method.apply(this, parts.map((part) => (typeof part === "string" ? scrubText(part) : part)) as Parameters<typeof method>);
        },
      },
    },
    destination ?? pino.destination(1),
  );
  // pino lets a child's bindings through as they are, and children inherit this.
  const { child } = log;
  log.child = function (bindings, options) {
    return child.call(this, scrub(bindings) as typeof bindings, options) as never;
  };
  return log;
}

function scrub(value: unknown, key = "", depth = 0): unknown {
  if (value === null || value === undefined || typeof value === "number" || typeof value === "boolean") return value;
  if (typeof value === "string") return OWN_WORDS.has(key) ? scrubText(value) : ID.test(value) || INSTANT.test(value) ? value : REDACTED;
  if (value instanceof Error) return scrubError(value, depth);
  if (value instanceof Temporal.Instant) return value.toString();
  if (depth >= DEPTH_MAX || typeof value !== "object") return REDACTED;
  if (Array.isArray(value)) return value.map((item) => scrub(item, key, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, scrub(item, name, depth + 1)]));
}

// PostgreSQL quotes the offending value in its messages, and Node the offending text: what stands in quotes is left out.
function scrubError(error: Error, depth: number): unknown {
  const { code, constraint, table, codes, facts, cause } = error as Error & Record<string, unknown>;
  const frames = (error.stack ?? "").split("\n").filter((line) => line.startsWith("    at "));
  return {
    type: error.name,
    message: scrubText(error.message.replaceAll(/"[^"]*"|'[^']*'|`[^`]*`|\([^)]*\)=\([^)]*\)/g, "…")),
    ...(scrub({ code, constraint, table, codes, facts }, "", depth + 1) as object),
    stack: frames.join("\n"),
    ...(cause instanceof Error && depth < DEPTH_MAX ? { cause: scrubError(cause, depth + 1) } : {}),
  };
}

/** Takes out of a sentence what looks like an address, a token, or what follows a question mark in a URL. */
function scrubText(text: string): string {
  return (
    text
      // Bounded, so that a long word without an @ takes no long time.
      .replaceAll(/[^\s@<>"]{1,320}@[^\s@<>"]+/g, REDACTED)
      .replaceAll(/\?[^\s"]+/g, `?${REDACTED}`)
      .replaceAll(/[\w-]{24,}/g, (word) => (ID.test(word) ? word : REDACTED))
  );
}

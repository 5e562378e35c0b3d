import type { Page } from "playwright-core";
import type { Signal } from "#contracts/live.ts";
import { type Pages, startPages } from "#server/domains/media/testing/harness.ts";
import type { Line } from "./lines.ts";

/** Real browser pages whose signalling goes over these lines of the real server; a watcher's line goes by its watch id. */
export interface PagesOnLines extends Pages {
  /** A page that sends and receives over this line, under this name. */
  of(name: string, line: Line): Promise<Page>;
}

/** Starts a browser for pages with a made-up camera and microphone. */
export async function startPagesOnLines(): Promise<PagesOnLines> {
  const lines = new Map<string, Line>();
  const lineOf = (name: string): Line => lines.get(name) ?? noLine(name);
  const carry = (name: string, send: (message: Signal | { type: "rejoin" }) => void) =>
    lineOf(name).on((heard) => {
      const { message, watchId } = heard as { message?: Signal; watchId?: string };
      if (heard.type === "signal" && message && (watchId ?? name) === name) send(message);
      if (heard.type === "rejoin") send({ type: "rejoin" });
    });
  const pages = await startPages({
    // A line's own page waits as soon as the line is open.
    prepare: async (_room, name, send) => carry(name, send),
    async join(_room, name, send) {
      carry(name, send);
      lineOf(name).say({ type: "join", consent: true });
      // What was made ready for a page that was not there yet.
      const earlier = lineOf(name).heard.findLast(({ type }) => type === "signal") as { message?: Signal } | undefined;
      if (earlier?.message?.type === "offer") send(earlier.message);
    },
    watch: async (_room, name, send) => carry(name, send),
    async signal(_room, name, message) {
      const signal = message as Signal;
      lineOf(name).say(
        name === "family" || name === "resident" ? { type: "signal", message: signal } : { type: "signal", watchId: name, message: signal },
      );
    },
    leave: async () => {},
  });
  return {
    ...pages,
    of(name, line) {
      lines.set(name, line);
      return pages.page("visit", name);
    },
  };
}

function noLine(name: string): never {
  throw new Error(`${name} has no line`);
}

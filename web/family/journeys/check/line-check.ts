import type { Measured } from "#contracts/equipment.ts";
import { api } from "#web/client/api.ts";
import { call } from "#web/client/call.ts";
import { asProblem, type Problem } from "#web/client/problem.ts";
import { ECHO_SECONDS, measureLine } from "#web/live/echo-line.ts";

/** A line while it is measured, and after; `problem` says why it could not be, which is no fault of the line's. */
export interface LineSnapshot {
  status: "measuring" | "done";
  percent: number;
  measured: Measured | null;
  problem: Problem | null;
  /** Nothing can be kept: the check could not even begin. */
  refused: boolean;
}
export interface LineCheck {
  subscribe(listener: () => void): () => void;
  snapshot(): LineSnapshot;
  close(): void;
}

/** Gathering addresses and connecting take about this long before the seconds that are measured. */
const BEFORE_SECONDS = 2;
const TICK_MS = 250;
const PERCENT_MAX = 99;

/** Begins check `id` with the server and measures the line at once. */
export function openLineCheck(id: string): LineCheck {
  let state: LineSnapshot = { status: "measuring", percent: 0, measured: null, problem: null, refused: false };
  const listeners = new Set<() => void>();
  const stopping = new AbortController();
  const set = (part: Partial<LineSnapshot>) => {
    if (stopping.signal.aborted) return;
    state = { ...state, ...part };
    for (const listener of listeners) listener();
  };
  const from = performance.now();
  const ticking = setInterval(() => {
    const passed = (performance.now() - from) / 1000 / (BEFORE_SECONDS + ECHO_SECONDS);
    set({ percent: Math.min(PERCENT_MAX, Math.round(passed * 100)) });
  }, TICK_MS);

  async function measure(): Promise<void> {
    let problem: Problem | null = null;
    let refused = true;
    const exchange = async (offer: string) => {
      try {
        return (await call(api.echoOfCheck, { params: { checkId: id }, body: { offer } })).answer;
      } catch (error) {
        problem = asProblem(error);
        throw error;
      }
    };
    const measured = await call(api.beginCheck, { body: { id } })
      .then(({ servers }) => {
        refused = false;
        return measureLine({ exchange, servers }, stopping.signal);
      })
      .catch((error: unknown) => {
        problem ??= refused ? asProblem(error) : null;
        return null;
      });
    clearInterval(ticking);
    set({ status: "done", percent: 100, measured, problem, refused });
  }
  void measure();
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    snapshot: () => state,
    close() {
      clearInterval(ticking);
      stopping.abort();
    },
  };
}

import { type ChildProcess, fork } from "node:child_process";
import path from "node:path";
import type { Clip } from "#server/testing/live-people/clip.ts";
import type { LegSeen } from "#server/testing/live-people/leg.ts";
import type { Seat } from "#server/testing/live-people/leg-of-ours.ts";
import type { BareEngine } from "./bare.ts";

export type LoadWork =
  | { kind: "ours"; origin: string; mediaAddress: string; seats: Seat[] }
  | { kind: "bare"; bare: Pick<BareEngine, "socketPath" | "secrets" | "recordings">; mediaAddress: string; rooms: string[] };
export type Ask =
  | { ask: "wait"; work: LoadWork; clip: Clip }
  /** Each presses Join at a time of its own within this. */
  | { ask: "join"; withinMs: number }
  | { ask: "look" }
  | { ask: "close"; how: "leave" | "vanish" };
export interface Answer {
  seen?: LegSeen[];
  failures?: string[];
  /** By how much the sending clock was late at worst since the last look: the load could not keep up. */
  lateMs?: number;
}

const PROGRAM = path.join(import.meta.dirname, "..", "live-load.ts");

/** A few processes of made-up people that work as one. */
export interface Loads {
  pids: number[];
  /** Spreads the work over the processes, a room's two sides in one. */
  wait(work: LoadWork, clip: Clip): Promise<void>;
  join(withinMs: number): Promise<void>;
  look(): Promise<{ seen: LegSeen[]; lateMs: number }>;
  close(how: "leave" | "vanish"): Promise<LegSeen[]>;
  end(): void;
}

/** Starts them; they end with this process. */
export function startLoads(count: number): Loads {
  const children = Array.from({ length: count }, () => fork(PROGRAM, { serialization: "advanced" }));
  let asked = 0;
  const ask = (child: ChildProcess, message: Ask): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const id = ++asked;
      const done = (said: { id: number; answer: Answer }) => {
        if (said.id !== id) return;
        child.off("message", done).off("exit", died);
        resolve(said.answer);
      };
      const died = () => reject(new Error("a process of made-up people died"));
      child.on("message", done).once("exit", died);
      child.send({ id, asked: message });
    });
  const all = async (messageFor: (index: number) => Ask): Promise<Answer[]> => {
    const answers = await Promise.all(children.map((child, index) => ask(child, messageFor(index))));
    const failures = answers.flatMap((answer) => answer.failures ?? []);
    if (failures.length > 0) throw new Error(`${failures.length} made-up people failed, the first: ${failures[0]}`);
    return answers;
  };
  return {
    pids: children.flatMap(({ pid }) => (pid ? [pid] : [])),
    async wait(work, clip) {
      await all((index) => ({ ask: "wait", work: partOf(work, index, count), clip }));
    },
    async join(withinMs) {
      await all(() => ({ ask: "join", withinMs }));
    },
    async look() {
      const answers = await all(() => ({ ask: "look" }));
      return { seen: answers.flatMap(({ seen = [] }) => seen), lateMs: Math.max(...answers.map(({ lateMs = 0 }) => lateMs)) };
    },
    async close(how) {
      return (await all(() => ({ ask: "close", how }))).flatMap(({ seen = [] }) => seen);
    },
    end() {
      for (const child of children) child.kill();
    },
  };
}

function partOf(work: LoadWork, index: number, count: number): LoadWork {
  if (work.kind === "bare") return { ...work, rooms: work.rooms.filter((_, at) => at % count === index) };
  const rooms = [...new Set(work.seats.map(({ visitId }) => visitId))];
  return { ...work, seats: work.seats.filter(({ visitId }) => rooms.indexOf(visitId) % count === index) };
}

import { readdirSync, readFileSync } from "node:fs";

/** What a process, or a family of processes, has used so far. */
export interface Usage {
  cpuSeconds: number;
  residentMb: number;
}

const TICKS_PER_SECOND = 100;
const PAGE_MB = 4096 / 1024 / 1024;

interface Stat {
  parent: number;
  usage: Usage;
}

/** One process as the kernel counts it: user and system time of all its threads, and of its children that have ended. */
function statOf(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name may hold anything, so everything is counted from behind it.
    const fields = text
      .slice(text.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
    const [, parent = 0] = fields;
    const ticks = [11, 12, 13, 14].reduce((sum, at) => sum + (fields[at] ?? 0), 0);
    return { parent, usage: { cpuSeconds: ticks / TICKS_PER_SECOND, residentMb: privateMb(pid) } };
  } catch {
    return undefined;
  }
}

/** Memory that is this process's alone, so that what a family shares is not counted again for each member. */
function privateMb(pid: number): number {
  try {
    const [, resident = 0, shared = 0] = readFileSync(`/proc/${pid}/statm`, "utf8").split(" ").map(Number);
    return (resident - shared) * PAGE_MB;
  } catch {
    return 0;
  }
}

/** One process alone. */
export function usageOf(pid: number): Usage {
  return statOf(pid)?.usage ?? { cpuSeconds: 0, residentMb: 0 };
}

/** A process and everything it has started, less those of `except`. */
export function usageOfFamily(pid: number, except: readonly number[] = []): Usage {
  const stats = new Map(
    readdirSync("/proc").flatMap((name) => {
      const stat = /^\d+$/.test(name) ? statOf(Number(name)) : undefined;
      return stat ? [[Number(name), stat] as const] : [];
    }),
  );
  const isOf = (one: number): boolean => one === pid || (stats.has(one) && one > 1 && isOf(stats.get(one)?.parent ?? 0));
  let sum: Usage = { cpuSeconds: 0, residentMb: 0 };
  for (const [one, { usage }] of stats) if (!except.includes(one) && isOf(one)) sum = plus(sum, usage);
  return sum;
}

export const plus = (one: Usage, other: Usage): Usage => ({
  cpuSeconds: one.cpuSeconds + other.cpuSeconds,
  residentMb: one.residentMb + other.residentMb,
});
export const minus = (one: Usage, other: Usage): Usage => ({
  cpuSeconds: one.cpuSeconds - other.cpuSeconds,
  residentMb: one.residentMb - other.residentMb,
});

import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";

export interface TiedOptions {
  /** What it gets when we die, however we die. */
  deathSignal: "TERM" | "KILL";
  cwd?: string;
  /** Up to 19: how far it steps back behind everything else on the machine. Below 0 it goes before everything else, where that is allowed to us. */
  niceness?: number;
}

const SETPRIV = "/usr/bin/setpriv";

/** Starts a program that ends when we do and can gain no privileges; its output is piped, its input closed. Never a shell. */
export function spawnTied(program: string, args: readonly string[], { deathSignal, cwd, niceness = 0 }: TiedOptions): ChildProcess {
  const polite = niceness !== 0 ? ["nice", "-n", String(niceness), program, ...args] : [program, ...args];
  const whole = executable(SETPRIV) ? [SETPRIV, "--pdeathsig", deathSignal, "--no-new-privs", ...polite] : polite;
  const [command = program, ...rest] = whole;
  // Nothing of our environment: it holds addresses and passwords that are none of its business.
  const env = { PATH: process.env.PATH ?? "/usr/bin:/bin" };
  return spawn(command, rest, { stdio: ["ignore", "pipe", "pipe"], env, ...(cwd ? { cwd } : {}) });
}

/** True when this file is there and may be run. */
export function executable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

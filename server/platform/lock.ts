import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import lockfile from "proper-lockfile";

/** Who holds a data folder. */
export interface Holder {
  pid: number;
  role: "server" | "command";
  /** Where the server listens; 0 for a command, or while the server is still starting. */
  port: number;
  /** When the process began, in the kernel's ticks: a process number is given again, this with it is not. */
  began: string;
}

export interface DataLock {
  /** Tells others the port, once it is known. */
  listening(port: number): void;
  release(): void;
}

/** Somebody else holds the data folder. */
export class HeldError extends Error {
  readonly holder: Holder;
  constructor(holder: Holder, dataDir: string) {
    const where = holder.port > 0 ? ` on port ${holder.port}` : "";
    super(`${dataDir} is in use by a running ${holder.role} (process ${holder.pid}${where})`);
    this.name = "HeldError";
    this.holder = holder;
  }
}

const CLAIM_STALE_MS = 5_000;

/** Takes the one lock of a data folder, or throws `HeldError`; a holder that was killed does not count. */
export async function lockData(dataDir: string, role: Holder["role"]): Promise<DataLock> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = path.join(dataDir, "holder.json");
  // Two starting at once would both see a dead holder: only one at a time may look and write.
  const done = await lockfile.lock(dataDir, {
    lockfilePath: path.join(dataDir, "claim.lock"),
    stale: CLAIM_STALE_MS,
    retries: { retries: 80, factor: 1, minTimeout: 100, maxTimeout: 100 },
  });
  try {
    const earlier = holderOf(dataDir);
    if (earlier) throw new HeldError(earlier, dataDir);
    const mine: Holder = { pid: process.pid, role, port: 0, began: beginningOf(process.pid) };
    write(file, mine);
    return {
      listening: (port) => write(file, { ...mine, port }),
      release: () => rmSync(file, { force: true }),
    };
  } finally {
    await done();
  }
}

/** Who holds the data folder now; undefined when nobody does, or whoever did was killed. */
export function holderOf(dataDir: string): Holder | undefined {
  try {
    const holder = JSON.parse(readFileSync(path.join(dataDir, "holder.json"), "utf8")) as Holder;
    return isAlive(holder) ? holder : undefined;
  } catch {
    return undefined;
  }
}

function write(file: string, holder: Holder): void {
  writeFileSync(`${file}.new`, JSON.stringify(holder), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

function isAlive({ pid, began }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there, and another account's.
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  return began === beginningOf(pid);
}

/** Field 22 of /proc/<pid>/stat; a zombie has ended. Where there is no /proc the number alone must do. */
function beginningOf(pid: number): string {
  try {
    // The second field is the program's name in brackets and may hold spaces.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    return fields[0] === "Z" ? "ended" : (fields[19] ?? "");
  } catch {
    return "";
  }
}

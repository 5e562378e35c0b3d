import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, writeSync } from "node:fs";

/** A disk that only this site's servers see, one after another: it stays while one is dead, and goes with this process. */
export async function openDisk(folder: string, megabytes: number): Promise<{ within: string[]; close(): void }> {
  const user = process.getuid?.() === 0 ? [] : ["--user"];
  const asRoot = user.length > 0 ? [...user, "--map-root-user"] : [];
  const mounted = 'mkdir -p "$0" && mount -t tmpfs -o size="$1"m tmpfs "$0" && echo mounted && exec cat';
  const keeper = spawn("unshare", [...asRoot, "--mount", "sh", "-c", mounted, folder, String(megabytes)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  await once(keeper.stdout, "data");
  const same = user.length > 0 ? [...user, "--preserve-credentials"] : [];
  return { within: ["nsenter", "--target", String(keeper.pid), ...same, "--mount"], close: () => void keeper.stdin.end() };
}

/** Writes until there is not a byte left. */
export function fill(file: string): void {
  const handle = openSync(file, "w");
  for (let bytes = 1 << 20; bytes >= 1; bytes = bytes > 4096 ? bytes >> 4 : 0) {
    const block = Buffer.alloc(bytes);
    try {
      while (writeSync(handle, block) === bytes);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
    }
  }
  closeSync(handle);
}

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Browser } from "playwright-core";
import { launchBrowser } from "#server/testing/browser.ts";

/** A browser whose line can be lost: page, socket and pictures alike, in both directions, without either end being told. */
export interface WeakLine {
  launch(): Promise<Browser>;
  /** From now on nothing arrives, neither there nor from there. */
  cut(): void;
  mend(): void;
  close(): void;
}

/** Groups above this one belong to nobody. */
const GROUP_FROM = 700_000_000;

/** Marks all that this browser's group sends, and what answers it, in the kernel; needs to be root. */
export function layWeakLine(): WeakLine {
  const group = String(GROUP_FROM + process.pid);
  const folder = mkdtempSync(path.join(tmpdir(), "throughline-line-"));
  const program = path.join(folder, "chromium");
  const real = process.env.THROUGHLINE_CHROMIUM ?? "/usr/bin/chromium";
  writeFileSync(program, `#!/bin/sh\nexec setpriv --regid ${group} --clear-groups ${real} "$@"\n`, { mode: 0o755 });
  const marked = ["OUTPUT", "-t", "mangle", "-m", "owner", "--gid-owner", group, "-j", "CONNMARK", "--set-mark", group];
  // Where packets arrive, not where they are sent: a sender that is refused would know.
  const dropped = ["INPUT", "-m", "connmark", "--mark", group, "-j", "DROP"];
  let isCut = false;
  iptables("-A", ...marked);

  const line: WeakLine = {
    async launch() {
      const before = process.env.THROUGHLINE_CHROMIUM;
      process.env.THROUGHLINE_CHROMIUM = program;
      try {
        return await launchBrowser();
      } finally {
        if (before === undefined) delete process.env.THROUGHLINE_CHROMIUM;
        else process.env.THROUGHLINE_CHROMIUM = before;
      }
    },
    cut() {
      iptables("-I", ...dropped);
      isCut = true;
    },
    mend() {
      if (isCut) iptables("-D", ...dropped);
      isCut = false;
    },
    close() {
      line.mend();
      iptables("-D", ...marked);
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return line;
}

function iptables(...parts: string[]): void {
  execFileSync("iptables", ["-w", ...parts], { stdio: ["ignore", "ignore", "pipe"], timeout: 10_000 });
}

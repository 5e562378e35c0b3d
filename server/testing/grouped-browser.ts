import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Browser } from "playwright-core";
import { launchBrowser } from "./browser.ts";

/** A browser whose packets the kernel can tell from all others, by the group it runs under. */
export interface GroupedBrowser {
  group: string;
  launch(args?: string[]): Promise<Browser>;
  close(): void;
}

/** Groups above this one belong to nobody. */
const GROUP_FROM = 700_000_000;

/** Prepares such a browser; needs to be root. */
export function groupedBrowser(): GroupedBrowser {
  const group = String(GROUP_FROM + process.pid);
  const folder = mkdtempSync(path.join(tmpdir(), "throughline-line-"));
  const program = path.join(folder, "chromium");
  const real = process.env.THROUGHLINE_CHROMIUM ?? "/usr/bin/chromium";
  writeFileSync(program, `#!/bin/sh\nexec setpriv --regid ${group} --clear-groups ${real} "$@"\n`, { mode: 0o755 });
  return {
    group,
    async launch(args) {
      const before = process.env.THROUGHLINE_CHROMIUM;
      process.env.THROUGHLINE_CHROMIUM = program;
      try {
        return await launchBrowser(args);
      } finally {
        if (before === undefined) delete process.env.THROUGHLINE_CHROMIUM;
        else process.env.THROUGHLINE_CHROMIUM = before;
      }
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

import { execFileSync } from "node:child_process";
import type { Browser } from "playwright-core";
import { groupedBrowser } from "#server/testing/grouped-browser.ts";

/** A browser whose line can be lost: page, socket and pictures alike, in both directions, without either end being told. */
export interface WeakLine {
  /** The browser's group, for further rules. */
  group: string;
  launch(extraArgs?: string[]): Promise<Browser>;
  /** From now on nothing arrives, neither there nor from there. */
  cut(): void;
  mend(): void;
  /** From now on no more than this reaches the browser of sound and picture, with a queue of a third of a second before it. */
  narrow(kbps: number): void;
  /** From now on this share of sound and picture does not reach the browser. */
  lose(share: number): void;
  /** As wide and whole as ever. */
  widen(): void;
  close(): void;
}

const QUEUE_SECONDS = 0.33;

/** Marks all that this browser's group sends, and what answers it, in the kernel; needs to be root. */
export function layWeakLine(): WeakLine {
  const browser = groupedBrowser();
  const { group } = browser;
  const marked = ["OUTPUT", "-t", "mangle", "-m", "owner", "--gid-owner", group, "-j", "CONNMARK", "--set-mark", group];
  // Where packets arrive, not where they are sent: a sender that is refused would know.
  const dropped = ["INPUT", "-m", "connmark", "--mark", group, "-j", "DROP"];
  // Not by who spoke first: the engine often does. Whoever sends is known only where it sends, so what is for the browser is marked there.
  const toBrowser = ["-p", "udp", "-m", "connmark", "--mark", group, "-m", "owner", "!", "--gid-owner", group];
  const named = ["OUTPUT", "-t", "mangle", ...toBrowser, "-j", "MARK", "--set-mark", group];
  const slowed = ["OUTPUT", "-t", "mangle", ...toBrowser, "-j", "CLASSIFY", "--set-class", "1:4"];
  let isCut = false;
  let lossy: string[] | undefined;
  let narrowed = false;
  iptables("-A", ...marked);
  iptables("-A", ...named);
  // What has no class goes straight through.
  tc("qdisc", "add", "root", "handle", "1:", "htb");

  const line: WeakLine = {
    group,
    launch: browser.launch,
    cut() {
      iptables("-I", ...dropped);
      isCut = true;
    },
    mend() {
      if (isCut) iptables("-D", ...dropped);
      isCut = false;
    },
    narrow(kbps) {
      const pipe = ["parent", "1:", "classid", "1:4", "htb", "rate", `${kbps}kbit`, "burst", "3kb", "cburst", "3kb"];
      const queue = ["parent", "1:4", "handle", "40:", "bfifo", "limit", String(Math.round((kbps * 1000 * QUEUE_SECONDS) / 8))];
      tc("class", narrowed ? "change" : "add", ...pipe);
      tc("qdisc", narrowed ? "change" : "add", ...queue);
      if (!narrowed) iptables("-A", ...slowed);
      narrowed = true;
    },
    lose(share) {
      line.widen();
      lossy = [
        "INPUT",
        "-p",
        "udp",
        "-m",
        "mark",
        "--mark",
        group,
        "-m",
        "statistic",
        "--mode",
        "random",
        "--probability",
        String(share),
        "-j",
        "DROP",
      ];
      iptables("-I", ...lossy);
    },
    widen() {
      if (lossy) iptables("-D", ...lossy);
      lossy = undefined;
      if (!narrowed) return;
      narrowed = false;
      iptables("-D", ...slowed);
      tc("class", "del", "classid", "1:4");
    },
    close() {
      line.mend();
      line.widen();
      tc("qdisc", "del", "root");
      iptables("-D", ...named);
      iptables("-D", ...marked);
      browser.close();
    },
  };
  return line;
}

const QUIET = { stdio: ["ignore", "ignore", "pipe"] as ("ignore" | "pipe")[], timeout: 10_000 };

function iptables(...parts: string[]): void {
  execFileSync("iptables", ["-w", ...parts], QUIET);
}

function tc(what: "qdisc" | "class", verb: "add" | "change" | "del", ...parts: string[]): void {
  execFileSync("tc", [what, verb, "dev", "lo", ...parts], QUIET);
}

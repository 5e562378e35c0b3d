import { spawnTied } from "./janus/tied-child.ts";

export interface ToolOptions {
  timeoutMs: number;
  signal?: AbortSignal | undefined;
  onLine?(line: string): void;
}

/** Behind every live visit on the machine. */
const NICENESS = 15;
const SAID_MAX = 4000;

/** Runs a program to its end at low priority, and gives back what it printed (the last part of it); throws when it fails or takes too long. */
export async function runTool(program: string, args: readonly string[], options: ToolOptions): Promise<string> {
  const child = spawnTied(program, args, { deathSignal: "KILL", niceness: NICENESS });
  const timeout = AbortSignal.timeout(options.timeoutMs);
  const abort = options.signal ? AbortSignal.any([timeout, options.signal]) : timeout;
  const kill = () => void child.kill("SIGKILL");
  abort.addEventListener("abort", kill, { once: true });
  let printed = "";
  let complained = "";
  let line = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    printed = options.onLine ? "" : printed + text;
    const lines = (line + text).split("\n");
    line = lines.pop() ?? "";
    for (const whole of lines) options.onLine?.(whole);
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    complained = (complained + text).slice(-SAID_MAX);
  });
  try {
    const code = await new Promise<number | null>((resolve, reject) => child.once("error", reject).once("close", resolve));
    if (abort.aborted) throw new Error(`${program} was stopped: ${timeout.aborted ? "it took too long" : "nobody wants it any more"}`);
    if (code !== 0) throw new Error(`${program} failed (${code}): ${complained.trim().split("\n").at(-1) ?? ""}`);
    return printed;
  } finally {
    abort.removeEventListener("abort", kill);
  }
}

import type { ParseArgsConfig } from "node:util";
import type { Config } from "#server/platform/config.ts";

export type Option = NonNullable<ParseArgsConfig["options"]>[string] & { help: string };

export interface Call {
  config: Config;
  values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;
  positionals: readonly string[];
  /** Prints one line before the result. */
  say(line: string): void;
}

export interface Outcome {
  /** What the exit status tells. */
  ok: boolean;
  /** An exit status of its own, where whoever called reads more than yes and no out of it. */
  status?: number;
  /** The last line printed. */
  result: string;
}

/** One verb of the command line; its file is loaded only when it is asked for. */
export interface Command {
  /** How it is called, after "throughline". */
  usage: string;
  summary: string;
  options?: Readonly<Record<string, Option>>;
  run(call: Call): Promise<Outcome>;
}

import { parseArgs } from "node:util";
import type { Command, Outcome } from "#server/commands/command.ts";
import { type Config, readConfig } from "#server/platform/config.ts";
import { explain } from "#server/platform/explain.ts";

const verbs: Readonly<Record<string, { summary: string; load: () => Promise<{ command: Command }> }>> = {
  start: { summary: "Start the server", load: () => import("#server/commands/start.ts") },
  migrate: { summary: "Bring the database to the newest version", load: () => import("#server/commands/migrate.ts") },
  demo: { summary: "Fill an empty database with the demonstration world", load: () => import("#server/commands/demo.ts") },
  found: { summary: "Found a real agency and facility, and invite its administrator", load: () => import("#server/commands/found.ts") },
  admit: { summary: "Admit a resident to a facility", load: () => import("#server/commands/admit.ts") },
  release: { summary: "End a resident's stay", load: () => import("#server/commands/release.ts") },
  mail: { summary: "Take in a report about a letter, from a mail server", load: () => import("#server/commands/mail.ts") },
  "sign-on": { summary: "Let an agency's staff sign in with its own accounts", load: () => import("#server/commands/sign-on.ts") },
  roster: { summary: "Take in a list of residents from a jail's own system", load: () => import("#server/commands/roster.ts") },
  facilities: { summary: "List the facilities, a line each: id, name", load: () => import("#server/commands/facilities.ts") },
  money: { summary: "Hold the card processor's statements against our own rows", load: () => import("#server/commands/money.ts") },
  ledger: { summary: "Add up every transfer, and name each book that does not fit", load: () => import("#server/commands/ledger.ts") },
  audit: { summary: "Work out the seals of the record anew, and name what does not fit", load: () => import("#server/commands/audit.ts") },
  check: { summary: "Try a real visit between two browsers and measure it", load: () => import("#server/commands/check.ts") },
  backup: { summary: "Copy database and blobs into a folder, sealed", load: () => import("#server/commands/backup.ts") },
  restore: { summary: "Bring a backup back", load: () => import("#server/commands/restore.ts") },
  test: { summary: "Run every test", load: () => import("#server/commands/test.ts") },
  pictures: { summary: "Take a picture of every screen", load: () => import("#server/commands/pictures.ts") },
};

/** One verb of the command line with what was typed after it, in this environment; says its lines, and answers the exit status. */
export async function main([verb, ...rest]: readonly string[], env: NodeJS.ProcessEnv, say: (line: string) => void): Promise<number> {
  const found = verbs[verb ?? ""];
  if (!found) {
    const wanted = verb === undefined || verb === "help" || verb === "--help" || verb === "-h";
    for (const line of overview()) say(line);
    if (!wanted) say(`There is no "${verb}".`);
    return wanted ? 0 : 2;
  }
  let config: Config | undefined;
  try {
    const { command } = await found.load();
    const { help, ...options } = { ...command.options, help: { type: "boolean", short: "h", help: "Say this" } } as const;
    const { values, positionals } = parseArgs({ args: rest, options: { ...options, help }, allowPositionals: true });
    if (values.help) {
      for (const line of helpOf(command)) say(line);
      return 0;
    }
    config = readConfig(env);
    const outcome: Outcome = await command.run({ config, values, positionals, say });
    if (outcome.result) say(outcome.result);
    return outcome.status ?? (outcome.ok ? 0 : 1);
  } catch (error) {
    say(explain(error, config) ?? `Failed: ${(error as Error).message}`);
    // The one line is for everybody; where it came from, for whoever looks for it.
    if (env.LOG_LEVEL === "debug") say(String((error as Error).stack));
    return 1;
  }
}

function overview(): string[] {
  const lines = Object.entries(verbs).map(([name, { summary }]) => `  ${name.padEnd(12)}${summary}`);
  return ["throughline <verb> [options]", "", ...lines, "", "throughline <verb> --help says more."];
}

function helpOf(command: Command): string[] {
  const lines = Object.entries(command.options ?? {}).map(
    ([name, { help, type }]) => `  --${`${name}${type === "string" ? " …" : ""}`.padEnd(18)}${help}`,
  );
  return [`throughline ${command.usage}`, "", command.summary, ...(lines.length > 0 ? ["", ...lines] : [])];
}

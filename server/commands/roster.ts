import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { RosterPlan } from "#contracts/roster.ts";
import { facilitiesCalled } from "#server/domains/facilities/index.ts";
import { importRoster, planRoster } from "#server/domains/residents/index.ts";
import { AppError } from "#server/platform/errors.ts";
import { newId } from "#server/platform/id.ts";
import type { Command, Option, Outcome } from "./command.ts";
import { inWorld } from "./in-world.ts";
import { linesOf, sentences } from "./roster/words.ts";

const options = {
  facility: { type: "string", help: 'Its id or its name; "throughline facilities" lists them' },
  mapping: { type: "string", help: "What the columns mean: nyc, or one made on the page Roster [nyc]" },
  delta: { type: "boolean", help: "The file has news only: nobody is released for not being in it" },
  "dry-run": { type: "boolean", help: "Say what would be done, and do nothing" },
  confirm: { type: "boolean", help: "Do it although many would be released, or the list looks cut off" },
} as const satisfies Record<string, Option>;

export const command: Command = {
  usage: "roster import FILE --facility … [--mapping nyc] [--dry-run] [--confirm]",
  summary:
    "Takes in a list of residents from a jail's own system: CSV, TSV or XML. It plans first, releases only people that the same kind of list brought, and does all of it or nothing.",
  options,
  async run({ config, values, positionals, say }) {
    const [verb, file, ...more] = positionals;
    const facility = typeof values.facility === "string" ? values.facility : undefined;
    const refusals = [
      ...(verb === "import" ? [] : ["Say what to do: throughline roster import FILE --facility …"]),
      ...(verb !== "import" || (file !== undefined && more.length === 0) ? [] : ["Name one file, such as people.csv."]),
      ...(facility === undefined ? ['--facility is missing. "throughline facilities" lists them with their ids.'] : []),
      ...(file === undefined || (await isFile(file)) ? [] : [`There is no file ${file}.`]),
    ];
    if (refusals.length > 0 || file === undefined || facility === undefined) {
      for (const reason of refusals) say(reason);
      return { ok: false, result: "Nothing was changed." };
    }
    return inWorld(config, async (ctx) => {
      const named = await facilitiesCalled(ctx, facility);
      const [place] = named;
      if (!place || named.length > 1) {
        say(
          `--facility: there is ${place ? "more than one" : "none"} called "${facility}". "throughline facilities" lists them with their ids.`,
        );
        return { ok: false, result: "Nothing was changed." };
      }
      const started = performance.now();
      const asked = {
        facilityId: place.id,
        mapping: typeof values.mapping === "string" ? values.mapping : "nyc",
        kind: values.delta ? ("delta" as const) : ("full" as const),
        file: createReadStream(file),
        progress: (stage: "reading" | "planning" | "writing", rows: number) => say(`${sentences.stages[stage]} ${rows} rows`),
      };
      const dry = Boolean(values["dry-run"]);
      try {
        const told = dry
          ? await planRoster(ctx, asked)
          : await importRoster(ctx, { ...asked, id: newId(), via: "command" }, Boolean(values.confirm));
        for (const line of linesOf(told)) say(line);
        return outcome(told, dry, place.name, performance.now() - started);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        for (const code of error.codes) say(sentences.refusal(code, error.facts));
        return { ok: false, result: "Nothing was changed." };
      }
    });
  },
};

function outcome(told: RosterPlan, dry: boolean, name: string, elapsedMs: number): Outcome {
  if (told.empty) return { ok: true, result: `${name} stands as the list says already: nothing was changed.` };
  if (dry && told.confirm.length > 0)
    return { ok: true, result: "Nothing was changed. This list is taken in only with --confirm, for the reasons above." };
  if (dry) return { ok: true, result: "Nothing was changed. Say it again without --dry-run to take the list in." };
  return { ok: true, result: `${name}: the list is taken in, in ${(elapsedMs / 1000).toFixed(1)} seconds.` };
}

const isFile = (file: string) =>
  stat(file).then(
    (found) => found.isFile(),
    () => false,
  );

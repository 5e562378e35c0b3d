import { readFile } from "node:fs/promises";
import { type Break, verify } from "#server/domains/audit/index.ts";
import { checkRecordFile } from "#server/domains/oversight/index.ts";
import { systemClock } from "#server/platform/clock.ts";
import type { Config } from "#server/platform/config.ts";
import { bringUpToDate, openData } from "#server/platform/data.ts";
import { openDatabase } from "#server/platform/database.ts";
import { sealedSources } from "#server/sealed-sources.ts";
import type { Command, Option, Outcome } from "./command.ts";

const text = (help: string) => ({ type: "string", help }) as const;
const options = {
  facility: text("Only the chain of the facility with this id"),
  export: text("A person's record as a ZIP file: check that alone, without a database"),
  head: text("A head you kept elsewhere: it must still be in the chain"),
} as const satisfies Record<string, Option>;

const FAULTS_SAID_MAX = 20;
const HASH = /^[0-9a-f]{64}$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const command: Command = {
  usage: "audit verify [--facility …] [--head …] [--export FILE]",
  summary:
    "Works out every seal of the record anew, beside a running server or without one, and names the first row that was changed, added or taken away. Ends with status 1 where something does not fit.",
  options,
  async run({ config, values, positionals, say }) {
    const facilityId = values.facility?.toString().toLowerCase();
    const head = values.head?.toString().toLowerCase();
    const refused = [
      positionals.join(" ") === "verify" ? "" : 'Say "audit verify".',
      facilityId === undefined || UUID.test(facilityId) ? "" : "--facility is an id, as `throughline facilities` lists them.",
      head === undefined || HASH.test(head) ? "" : "--head is 64 letters and figures, as the public record shows it.",
    ].filter(Boolean);
    for (const reason of refused) say(reason);
    if (refused.length > 0) return { ok: false, result: "Nothing was verified." };
    return typeof values.export === "string" ? inFile(values.export, head, say) : inDatabase(config, { facilityId, head }, say);
  },
};

async function inFile(file: string, head: string | undefined, say: (line: string) => void): Promise<Outcome> {
  const checked = checkRecordFile(await readFile(file), head);
  for (const fault of checked.faults.slice(1, FAULTS_SAID_MAX)) say(`Then: ${fault}.`);
  if (checked.faults[0]) return { ok: false, result: `Broken. First: ${checked.faults[0]}.` };
  const young = checked.unsealed > 0 ? `, ${checked.unsealed} of them younger than the newest seal` : "";
  return { ok: true, result: `Whole: ${checked.rows} rows${young}, ${checked.seals} seals, head ${checked.head ?? "none"}.` };
}

async function inDatabase(
  config: Config,
  asked: { facilityId: string | undefined; head: string | undefined },
  say: (line: string) => void,
): Promise<Outcome> {
  const data = await openData(config, "command");
  try {
    await bringUpToDate(data, systemClock.now());
    const db = openDatabase(data.appUrl, { max: 2 });
    try {
      const { chains, seals, rows, erased, breaks } = await verify(db, sealedSources, asked);
      const counted = `${rows} rows under ${seals} seals in ${chains} chains${erased > 0 ? `, ${erased} of them erased on their day` : ""}`;
      for (const each of breaks.slice(1)) say(`Then: ${sentenceOf(each)}`);
      const [first] = breaks;
      return first
        ? { ok: false, result: `Broken, of ${counted}. First: ${sentenceOf(first)}` }
        : { ok: true, result: `Whole: ${counted}.` };
    } finally {
      await db.destroy();
    }
  } finally {
    await data.close();
  }
}

const sentences: Record<Break["wrong"], string> = {
  changed: "was changed after it was sealed",
  missing: "is missing, and no erasure is noted",
  added: "was added afterwards, past the record",
  order: "stands in another order than the one sealed",
  seal_changed: "the seal, or its list of rows, was changed",
  seal_missing: "the seal is missing",
  head_lost: "the chain no longer holds this head: its end was cut off or written anew",
};

/** Where it does not fit and what is wrong, in one line. */
function sentenceOf({ chain, kind, number, source, rowId, wrong }: Break): string {
  const where = [
    kind === "world" ? "chain of the whole system" : `chain of ${kind} ${chain}`,
    number === undefined ? "" : `seal ${number}`,
  ];
  const row = rowId ? `${source} ${rowId}` : "";
  return `${[...where, row].filter(Boolean).join(", ")}: ${sentences[wrong]}.`;
}

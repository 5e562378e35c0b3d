/**
 * As many random histories of the ledger as asked, each held against a plain one, then as many with servers and databases killed in the middle:
 * `node bench/ledger-histories.ts [--seeds 1000] [--from 1]` with the project's Node. A seed that fails is named, and `--from SEED --seeds 1` lives
 * it again.
 */
import { parseArgs } from "node:util";
import { liveOneByOne, liveThroughDeaths } from "#server/domains/money/ledger/testing/lives.ts";

const { values } = parseArgs({ options: { seeds: { type: "string", default: "1000" }, from: { type: "string", default: "1" } } });
const seeds = Array.from({ length: Number(values.seeds) }, (_, at) => Number(values.from) + at);
for (const [what, live] of [
  ["one by one", liveOneByOne],
  ["through deaths", liveThroughDeaths],
] as const) {
  const startedAt = performance.now();
  await live(seeds);
  process.stdout.write(
    `${seeds.length} histories ${what}, from seed ${seeds[0]}: whole, in ${((performance.now() - startedAt) / 1000).toFixed(0)} s\n`,
  );
}

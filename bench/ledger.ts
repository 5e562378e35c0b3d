/**
 * What the ledger carries a second, beside pgbench's own TPC-B on the same PostgreSQL in the same run: `node bench/ledger.ts [--seconds 10]
 * [--rounds 3]` with the project's Node. Each round runs every kind once, so that a machine that grows busy slows all alike. Debian's pgbench
 * is the client of both; the database keeps what it answers (fsync on).
 */
import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs, promisify } from "node:util";
import pg from "pg";
import { startEmbeddedPostgres } from "#server/platform/embedded-postgres.ts";
import { migratedCluster, TEMPLATE } from "#server/testing/migrated-cluster.ts";

const PGBENCH = process.env.PGBENCH ?? "/usr/lib/postgresql/15/bin/pgbench";
const WALLETS = 10_000;
const AGENCIES = 1000;
const BATCH = 64;
const CLIENTS = 8;
const SCALE = 10;
const { values } = parseArgs({ options: { seconds: { type: "string", default: "10" }, rounds: { type: "string", default: "3" } } });
const say = (line: string) => process.stdout.write(`${line}\n`);
const run = promisify(execFile);

/** Ids end in a number of six digits, so that making one costs the script no more than naming it costs a caller. */
const FIRST = 100_000;
const wallet = (number: string) => `('00000000-0000-8000-8000-000000' || ${number})::uuid`;
const agency = (number: string) => `('00000000-0000-8000-8001-000000' || ${number})::uuid`;
const HOT = "'00000000-0000-8000-8002-000000000001'::uuid";
const drawn = `\\set from random(${FIRST}, ${FIRST + WALLETS - 1})
\\set to random(${FIRST}, ${FIRST + AGENCIES - 1})
`;
const single = (to: string) => `${drawn}
select money.transfer(array[uuidv7()], array[${wallet(":from")}], array[${to}], array[1], array['charge'], array[null::uuid], array[null::uuid], '2026-01-05');
`;
const batch = (to: string) => `\\set seed random(1, 1000000000)
select money.transfer(array_agg(uuidv7()), array_agg(${wallet(`(${FIRST} + (:seed + i * 7919) % ${WALLETS})`)}), array_agg(${to}), array_agg(1::bigint), array_agg('charge'::text), array_agg(null::uuid), array_agg(null::uuid), '2026-01-05') from generate_series(1, ${BATCH}) i;
`;
/** [what it is called, its pgbench script, transfers in one transaction]; TPC-B is pgbench's own. */
const kinds: readonly [name: string, script: string | undefined, each: number][] = [
  ["TPC-B", undefined, 1],
  ["single, to many books", single(agency(":to")), 1],
  ["single, to one hot book", single(HOT), 1],
  ["64 in a call, to many books", batch(agency(`(${FIRST} + (:seed + i) % ${AGENCIES})`)), BATCH],
  ["64 in a call, to one hot book", batch(HOT), BATCH],
];

const folder = mkdtempSync(path.join(tmpdir(), "throughline-bench-"));
cpSync(await migratedCluster(), folder, { recursive: true });
const embedded = await startEmbeddedPostgres(folder);
try {
  const owner = new pg.Client({ connectionString: embedded.urlFor("owner", TEMPLATE) });
  await owner.connect();
  owner.on("error", () => undefined);
  await owner.query(`insert into identity.account (id, realm, email, locale, status, made_at)
    select ${wallet("i")}, 'outside', i || '@bench.example', 'en', 'active', '2026-01-01' from generate_series(${FIRST}, ${FIRST + WALLETS - 1}) i`);
  await owner.query(`insert into contacts.contact (id, account_id, given_name, family_name, birth_date)
    select ${wallet("i")}, ${wallet("i")}, 'Wren', 'Ledger', '1980-01-01' from generate_series(${FIRST}, ${FIRST + WALLETS - 1}) i`);
  await owner.query(`insert into money.book (id, kind, contact_id, cents, opened_at)
    select ${wallet("i")}, 'contact_wallet', ${wallet("i")}, 0, '2026-01-01' from generate_series(${FIRST}, ${FIRST + WALLETS - 1}) i`);
  await owner.query(
    `insert into facilities.agency (id, name) select ${agency("i")}, 'Agency ' || i from generate_series(${FIRST}, ${FIRST + AGENCIES - 1}) i`,
  );
  await owner.query(
    `insert into money.book (id, kind, agency_id, opened_at)
    select ${agency("i")}, 'agency', ${agency("i")}, '2026-01-01' from generate_series(${FIRST}, ${FIRST + AGENCIES - 1}) i`,
  );
  await owner.query(`insert into money.book (id, kind, opened_at) values (${HOT}, 'clearing', '2026-01-01')`);
  // Enough in each wallet that none runs dry.
  await owner.query(`select money.transfer(array_agg(uuidv7()), array_agg(${HOT}), array_agg(b.id), array_agg(100000000::bigint), array_agg('deposit'::text),
    array_agg(null::uuid), array_agg(null::uuid), '2026-01-02') from money.book b where b.guarded`);
  const url = embedded.urlFor("owner", TEMPLATE);
  await run(PGBENCH, ["-i", "-q", "-s", String(SCALE), url]);
  await owner.query("vacuum analyze");

  const perSecond = new Map(kinds.map(([name]) => [name, [] as number[]]));
  for (let round = 1; round <= Number(values.rounds); round++)
    for (const [name, script, each] of kinds) {
      await owner.query("select money.fold()");
      perSecond.get(name)!.push((await measure(url, script)) * each);
    }
  const base = middle(perSecond.get("TPC-B")!);
  say(`${CLIENTS} clients, ${values.rounds} rounds of ${values.seconds} s each; transfers a second, the middle round`);
  for (const [name, rates] of perSecond)
    say(
      `${name.padEnd(30)} ${middle(rates).toFixed(0).padStart(8)}   ${(middle(rates) / base).toFixed(2)} x TPC-B   (${rates.map((rate) => rate.toFixed(0)).join(", ")})`,
    );
  const many = (name: string) => middle(perSecond.get(name)!);
  say(
    `one hot book against many: single ${(many(kinds[2]![0]) / many(kinds[1]![0])).toFixed(2)} x, 64 in a call ${(many(kinds[4]![0]) / many(kinds[3]![0])).toFixed(2)} x`,
  );
  const startedAt = performance.now();
  const { rows } = await owner.query<{ transfers: string; faults: string }>(
    "select (select count(*) from money.transfer) as transfers, (select count(*) from money.faults()) as faults",
  );
  say(`${rows[0]!.transfers} transfers verified in ${((performance.now() - startedAt) / 1000).toFixed(1)} s: ${rows[0]!.faults} faults`);
  await owner.end();
} finally {
  await embedded.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** Transactions a second of a pgbench script, or of TPC-B. */
async function measure(url: string, script: string | undefined): Promise<number> {
  const file = path.join(folder, "script.sql");
  if (script) writeFileSync(file, script);
  const what = script ? ["-f", file] : ["-b", "tpcb-like"];
  const { stdout } = await run(PGBENCH, ["-n", "-M", "prepared", "-c", String(CLIENTS), "-j", "2", "-T", values.seconds, ...what, url]);
  const found = /tps = ([\d.]+)/.exec(stdout)?.[1];
  if (!found) throw new Error(stdout);
  return Number(found);
}

function middle(of: readonly number[]): number {
  return of.toSorted((a, b) => a - b)[Math.floor(of.length / 2)] ?? 0;
}

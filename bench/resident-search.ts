/**
 * How long staff wait for the residents' list at a facility of 100,000, beside a plain lookup by primary key through the same driver in
 * the same run: `node bench/resident-search.ts` with the project's Node. Prints p50 and p95 and the ratio to the lookup's p95.
 */
import pg from "pg";
import { signedIn } from "#server/testing/callers.ts";
import { fillWithResidents } from "#server/testing/many-residents.ts";
import { givenPeople, givenStaff } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";

const say = (line: string) => process.stdout.write(`${line}\n`);
const RESIDENTS = 100_000;
const ROUNDS = 40;

const site = await startSite();
try {
  const { agencyId, jail } = await givenPeople(site);
  await fillWithResidents(site.owner, { agencyId, facilityId: jail.id }, RESIDENTS);
  const staff = await signedIn(site, "staff", await givenStaff(site, { agencyId, facilityId: jail.id, role: "supervisor" }));
  const ask = async (search: string, after?: string) => {
    const key = after === undefined ? "" : `&after=${after}`;
    const answer = await staff("GET", `/api/staff/facilities/${jail.id}/residents?limit=50&search=${encodeURIComponent(search)}${key}`);
    if (answer.statusCode !== 200) throw new Error(answer.body);
    return answer.json<{ rows: { id: string }[] }>();
  };

  const outside = new pg.Client({ connectionString: site.ownerUrl });
  await outside.connect();
  await outside.query("create table bench_plain as select id, given_name, family_name from residents.resident");
  await outside.query("alter table bench_plain add primary key (id)");
  const { rows } = await outside.query<{ id: string }>(`select id from bench_plain order by random() limit ${ROUNDS}`);
  const lookup = await times(
    rows.map(
      ({ id }) =>
        () =>
          outside.query("select * from bench_plain where id = $1", [id]),
    ),
  );
  await outside.end();

  const deep = (await ask("N1090")).rows.at(-1)?.id;
  const asked: [what: string, acts: (() => Promise<unknown>)[]][] = [
    ["first page", rows.map(() => () => ask(""))],
    ["a deep page", rows.map(() => () => ask("", deep))],
    ["a common part of a name", rows.map((_, at) => () => ask(["mar", "anz", "hel", "quin"][at % 4]!))],
    ["a rare whole name", rows.map((_, at) => () => ask(["Martor", "Quinfa", "Videnba", "Heltemo"][at % 4]!))],
    ["two parts", rows.map((_, at) => () => ask(["mar del", "anz te", "hel vi", "quin no"][at % 4]!))],
    ["two letters", rows.map((_, at) => () => ask(["ba", "ul", "xy", "ko"][at % 4]!))],
    ["a booking number", rows.map((_, at) => () => ask(`N10${10_000 + at}`))],
    ["nobody", rows.map((_, at) => () => ask(`zzyx${at}`))],
  ];
  const reference = share(lookup, 0.95);
  say(`${RESIDENTS} residents at one facility; a lookup by primary key: p95 ${reference.toFixed(1)} ms`);
  for (const [what, acts] of asked) {
    const took = await times(acts);
    say(
      `${what.padEnd(26)} p50 ${share(took, 0.5).toFixed(1)} ms  p95 ${share(took, 0.95).toFixed(1)} ms  ${(share(took, 0.95) / reference).toFixed(1)}x`,
    );
  }
} finally {
  await site.close();
}

async function times(acts: readonly (() => Promise<unknown>)[]): Promise<number[]> {
  const took: number[] = [];
  for (const act of acts) {
    const startedAt = performance.now();
    await act();
    took.push(performance.now() - startedAt);
  }
  return took.sort((one, other) => one - other);
}

function share(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { type CompiledQuery, sql } from "kysely";
import { newId } from "#server/platform/id.ts";
import { fillWithResidents } from "#server/testing/many-residents.ts";
import { givenPeople } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";
import { listingPage, listResidents } from "./residents.store.ts";

const site = await startSite();
after(() => site.close());
const { agencyId, jail } = await givenPeople(site);
await fillWithResidents(site.owner, { agencyId, facilityId: jail.id }, 20_000);

/** Which tables PostgreSQL would read from one end to the other for this question. */
async function readWhole(query: { compile(): CompiledQuery }): Promise<string[]> {
  const { sql: text, parameters } = query.compile();
  const asked = {
    sql: `explain (format json) ${text}`,
    parameters,
    query: sql`explain`.compile(site.db).query,
    queryId: { queryId: newId() },
  };
  const { rows } = await site.db.executeQuery<{ "QUERY PLAN": unknown }>(asked);
  const found: string[] = [];
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(walk);
    if (typeof node !== "object" || node === null) return;
    const { "Node Type": type, "Relation Name": table } = node as Record<string, unknown>;
    if (type === "Seq Scan") found.push(String(table));
    Object.values(node).forEach(walk);
  };
  walk(rows);
  return found;
}

const ask = (terms: readonly string[], rest: { who?: "here" | "earlier"; after?: string } = {}) =>
  listingPage(site.db, jail.id, { terms, who: "here", limit: 51, ...rest });

for (const [what, terms] of [
  ["the first page", []],
  ["a part of a name", ["quinfa"]],
  ["two parts of a name", ["mar", "denba"]],
  ["two letters", ["zq"]],
  ["the beginning of a number", ["N10107"]],
  ["nobody", ["zzyxq"]],
] as const)
  test(`${what}: among many thousands the list is not read from one end to the other`, async () => {
    assert.deepEqual(await readWhole(ask(terms)), []);
  });

test("a page far down begins where the one before ended, by the order's own index", async () => {
  const all = await listResidents(site.db, jail.id, { terms: [], who: "here", limit: 1000 });
  const deep = all[900]?.residentId ?? "";
  assert.deepEqual(await readWhole(ask([], { after: deep })), []);
  const page = await listResidents(site.db, jail.id, { terms: [], who: "here", after: deep, limit: 99 });
  assert.deepEqual(
    page.map((row) => row.residentId),
    all.slice(901).map((row) => row.residentId),
  );
});

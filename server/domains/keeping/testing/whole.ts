import { sql } from "kysely";
import type { Db } from "#server/platform/database.ts";

/** Everything in every table, as PostgreSQL writes it. */
export async function wholeDatabase(owner: Db): Promise<Map<string, string>> {
  const { rows } = await sql<{ name: string }>`select format('%I.%I', n.nspname, c.relname) as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r' and n.nspname !~ '^(pg_|information_schema)'`.execute(
    owner,
  );
  const found = new Map<string, string>();
  for (const { name } of rows) {
    const { rows: words } = await sql<{ words: string | null }>`select string_agg(t::text, ' ') as words from ${sql.raw(name)} t`.execute(
      owner,
    );
    found.set(name, words[0]?.words ?? "");
  }
  return found;
}

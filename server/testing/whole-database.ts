import { sql } from "kysely";
import type { Site } from "./site.ts";

/** Everything in every table, the queue's own too, or in those of some names, as PostgreSQL writes it. */
export async function wholeDatabase(site: Site, names = /./): Promise<Map<string, string>> {
  const { rows } = await sql<{ name: string }>`select format('%I.%I', n.nspname, c.relname) as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r' and n.nspname !~ '^(pg_|information_schema)'`.execute(
    site.owner,
  );
  const found = new Map<string, string>();
  for (const { name } of rows.filter((row) => names.test(row.name))) {
    const { rows: words } = await sql<{ words: string | null }>`select string_agg(t::text, ' ') as words from ${sql.raw(name)} t`.execute(
      site.owner,
    );
    found.set(name, words[0]?.words ?? "");
  }
  return found;
}

import pg from "pg";

/** A table of ours, with how it is read: always the same columns in the same order of rows. */
export interface Table {
  name: string;
  columns: string[];
  /** The words after COPY that read it. */
  read: string;
  /** The words after COPY that fill it. */
  fill: string;
}

const OURS = "n.nspname !~ '^(pg_|information_schema$)' and n.nspname not in ('public', 'migrations')";

/** A session that writes every value the same way, whatever the server's settings and version. */
export async function openSession(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: "backup", connectionTimeoutMillis: 10_000 });
  await client.connect();
  await client.query(
    "set timezone = 'UTC'; set datestyle = 'ISO, MDY'; set intervalstyle = 'postgres'; set bytea_output = 'hex'; set extra_float_digits = 1; set client_encoding = 'UTF8'; set statement_timeout = 0",
  );
  return client;
}

/**
 * Every table of our schemas, the job queue's too: a job is news on its way upward, written in the same transaction as what it tells of, and would be
 * lost without it; one that has run since is run again, which every job must bear. Which migrations were applied is compared, not copied.
 */
export async function listTables(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<{ name: string; columns: string[]; order: string | null }>(`
    select format('%I.%I', n.nspname, c.relname) as name,
      (select array_agg(quote_ident(a.attname) order by a.attnum) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
      (select string_agg(quote_ident(a.attname) || case when t.typcategory = 'S' then ' collate "C"' else '' end, ', ' order by k.place)
        from pg_index i, unnest(i.indkey) with ordinality as k (attnum, place)
        join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum join pg_type t on t.oid = a.atttypid
        where i.indrelid = c.oid and i.indisprimary) as order
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and ${OURS} order by n.nspname collate "C", c.relname collate "C"`);
  return rows.map(({ name, columns, order }) => ({
    name,
    columns,
    read: `copy (select ${columns.join(", ")} from ${name} as whole order by ${order ?? 'whole::text collate "C"'}) to stdout`,
    fill: `copy ${name} (${columns.join(", ")}) from stdin`,
  }));
}

/** Where each sequence stands. */
export async function listSequences(client: pg.Client): Promise<{ name: string; value: string }[]> {
  const { rows } = await client.query<{ name: string }>(`
    select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'S' and ${OURS} order by 1`);
  const found = [];
  for (const { name } of rows) {
    const { rows: values } = await client.query<{ value: string; called: boolean }>(
      `select last_value::text as value, is_called as called from ${name}`,
    );
    if (values[0]?.called) found.push({ name, value: values[0].value });
  }
  return found;
}

/** Everything that ties tables to one another: taken away while they are filled, and put back, checked, afterwards. */
export async function listTies(client: pg.Client): Promise<{ table: string; name: string; definition: string }[]> {
  const { rows } = await client.query<{ table: string; name: string; definition: string }>(`
    select format('%I.%I', n.nspname, c.relname) as table, quote_ident(k.conname) as name, pg_get_constraintdef(k.oid) as definition
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
    where k.contype = 'f' and k.conparentid = 0 and ${OURS} order by k.oid`);
  return rows;
}

/** Which migrations the database has had, and the version of the job queue's tables. */
export async function versionsOf(
  client: pg.Client,
): Promise<{ migrations: { name: string; hash: string }[]; jobs: number; postgres: string }> {
  const migrations = await client.query<{ name: string; hash: string }>(
    'select name, hash from migrations.applied order by name collate "C"',
  );
  const jobs = await client.query<{ version: number }>("select version from pgboss.version");
  const postgres = await client.query<{ version: string }>("select current_setting('server_version') as version");
  return { migrations: migrations.rows, jobs: Number(jobs.rows[0]?.version ?? 0), postgres: postgres.rows[0]?.version ?? "" };
}

import { sql } from "kysely";
import type { Db } from "#server/platform/database.ts";

/** Lets a test's clock run ahead of the database's own where data is erased: only the owner can (migration 0030 says why). */
export async function letTimePass(owner: Db): Promise<void> {
  await sql`create or replace function keeping.latest() returns timestamptz language sql volatile as $$ select timestamptz 'infinity' $$`.execute(
    owner,
  );
}

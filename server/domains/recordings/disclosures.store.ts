import type { Insertable, Selectable } from "kysely";
import type { Db, Trx } from "#server/platform/database.ts";
import type { DisclosureTable } from "./recordings.tables.ts";

export function findDisclosure(db: Db, id: string): Promise<Selectable<DisclosureTable> | undefined> {
  return db.selectFrom("recordings.disclosure").selectAll().where("id", "=", id).executeTakeFirst();
}

/** Adds a look; the app's database role can neither change nor delete it. */
export async function insertDisclosure(trx: Trx, row: Insertable<DisclosureTable>): Promise<void> {
  await trx.insertInto("recordings.disclosure").values(row).execute();
}

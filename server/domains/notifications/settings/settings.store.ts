import type { Selectable } from "kysely";
import type { SettingTable } from "#server/domains/notifications/notifications.tables.ts";
import type { Db, Trx } from "#server/platform/database.ts";

export type SettingRow = Selectable<SettingTable>;

/** What an account has chosen about letters; undefined where it never has. */
export function findSetting(db: Db, accountId: string): Promise<SettingRow | undefined> {
  return db.selectFrom("notifications.setting").selectAll().where("accountId", "=", accountId).executeTakeFirst();
}

/** Keeps what an account chose; what is left out stays as it was, or is as usual where there was nothing. */
export async function upsertSetting(
  trx: Trx,
  accountId: string,
  usual: Pick<SettingRow, "quiet" | "quietFrom" | "quietTo">,
  change: Partial<Omit<SettingRow, "accountId">> & { changedAt: Temporal.Instant },
): Promise<void> {
  await trx
    .insertInto("notifications.setting")
    .values({ accountId, stoppedAt: null, off: [], timeZone: null, ...usual, ...change })
    .onConflict((conflict) => conflict.column("accountId").doUpdateSet(change))
    .execute();
}

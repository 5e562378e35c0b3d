import { sql } from "kysely";
import type { Db } from "#server/platform/database.ts";
import { faults, type LedgerFault } from "./ledger.store.ts";

/** A ledger of millions takes longer than any request may. */
const VERIFY_MS_MAX = 10 * 60_000;

export interface VerifiedLedger {
  transfers: number;
  books: number;
  /** Empty where every cent is where its transfers put it. */
  faults: LedgerFault[];
}

/** Adds up the whole ledger as of one instant; nothing that is moved meanwhile disturbs it. */
export function verifyLedger(db: Db): Promise<VerifiedLedger> {
  return db
    .transaction()
    .setIsolationLevel("repeatable read")
    .execute(async (trx) => {
      await sql`select set_config('statement_timeout', ${String(VERIFY_MS_MAX)}, true)`.execute(trx);
      const { rows } = await sql<{ transfers: number; books: number }>`
        select (select count(*) from money.transfer) as transfers, (select count(*) from money.book) as books`.execute(trx);
      return { ...rows[0]!, faults: await faults(trx) };
    });
}

import type { DepositRow } from "#server/domains/money/payments/payments.tables.ts";
import type { TxCtx } from "#server/platform/context.ts";
import { isStillMeant } from "./top-ups.rules.ts";
import * as store from "./top-ups.store.ts";

/**
 * Whether a deposit that was begun by itself would be begun now as well: the same card is kept, its owner has said nothing since, and all else that a beginning
 * needs still holds. Under the wallet's lock.
 */
export async function isStillWanted(tx: TxCtx, deposit: DepositRow): Promise<boolean> {
  const { id: besidesId, bookId, way } = deposit;
  const [rule, card] = [await store.findTopUp(tx.trx, bookId), await store.findCard(tx.trx, bookId)];
  if (!rule || !card || !isStillMeant(deposit, { ...rule, ...card }, tx.now())) return false;
  return (await store.listDue(tx.trx, tx.now(), way, { bookId, besidesId })).length > 0;
}

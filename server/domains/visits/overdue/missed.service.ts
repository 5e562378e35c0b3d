import { notify, registerLetter } from "#server/domains/notifications/index.ts";
import { type Ctx, inTransaction } from "#server/platform/context.ts";
import { missedLetter } from "./missed.letter.ts";
import * as store from "./missed.store.ts";

const MISSED = "visit.missed";
const BATCHES_MAX = 100;

/** Says, at start, how the letter about a missed visit is written. */
export function registerMissedLetter(): void {
  registerLetter(MISSED, missedLetter);
}

/** Writes to the family of every missed visit, once; answers with how many letters are on their way. */
export async function tellMissed(ctx: Ctx): Promise<number> {
  let told = 0;
  for (let batch = 0; batch < BATCHES_MAX; batch++) {
    const untold = await store.listUntold(ctx.db);
    for (const { id } of untold) if (await tellOne(ctx, id)) told++;
    if (untold.length === 0) break;
  }
  return told;
}

function tellOne(ctx: Ctx, visitId: string): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    const told = await store.takeMissedLetter(tx.trx, visitId);
    if (!told) return false;
    await notify(tx, { ...told, template: MISSED, facts: { visitId } });
    return true;
  });
}

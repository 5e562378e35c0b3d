import { LETTER_JOB } from "#server/domains/identity/index.ts";
import type { TxCtx } from "#server/platform/context.ts";
import { drop } from "./notifications.service.ts";
import { lockDue } from "./notifications.store.ts";

/**
 * After a backup was brought back: letters that were due, or asked for, before now were most likely sent by the world before, and are not sent again. Those whose
 * time is still to come wait on. Answers with how many.
 */
export async function withholdDue(tx: TxCtx): Promise<number> {
  const due = await lockDue(tx.trx, tx.now());
  for (const id of due) await drop(tx, id, "restored");
  return due.length + (await tx.jobs.letGoDue(tx, LETTER_JOB));
}

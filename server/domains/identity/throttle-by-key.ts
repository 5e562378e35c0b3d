import { type Ctx, inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { keyedHash } from "./secrets.ts";
import { type Limit, nextTryAt } from "./throttle.rules.ts";
import * as store from "./throttle.store.ts";
import { tooMany } from "./throttle.ts";

/**
 * Counts one try of `kind` at `key` (an id, or a network address), before it is known whether it was right; refuses with
 * `request.too_many`. For what other domains must slow down: enrolling a station, asking for a connection.
 */
export async function throttle(ctx: Ctx, kind: string, key: string, limit: Limit): Promise<void> {
  const until = await inTransaction(ctx, async (tx) => {
    const keyHash = keyedHash(tx.config.dataDir, "tries", `${kind} ${key}`);
    await store.lockKey(tx.trx, keyHash);
    const since = tx.now().subtract({ milliseconds: limit.windowMs });
    const next = nextTryAt(await store.listTries(tx.trx, kind, keyHash, since, limit.triesMax), limit);
    if (!next) await store.insertTry(tx.trx, { id: newId(), kind, keyHash, at: tx.now() });
    return next;
  });
  if (until) throw tooMany(ctx, "request.too_many", until);
}

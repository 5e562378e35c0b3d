import assert from "node:assert/strict";
import type { TxCtx } from "#server/platform/context.ts";

/** What else becomes true when an address is confirmed; `signUpId` is the sign-up whose letter did it, null where no sign-up's did. */
type Confirmed = (tx: TxCtx, whose: { accountId: string; signUpId: string | null }) => Promise<void>;

let handler: Confirmed | undefined;

/** Registers, at start, what is confirmed together with an address, in the same transaction: the names belong to a domain below this one. */
export function onConfirmed(confirmed: Confirmed): void {
  assert(!handler || handler === confirmed, "two handlers for a confirmed address");
  handler = confirmed;
}

export const confirmed: Confirmed = async (tx, whose) => handler?.(tx, whose);

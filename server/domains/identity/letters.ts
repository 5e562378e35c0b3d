import { type Ctx, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import type { LinkPurpose } from "./identity.tables.ts";
import { makeLink } from "./links.ts";

/** The job by which identity asks for a letter. Notifications stands below identity and does the sending. */
export const LETTER_JOB = "identity.letter";

/** Every letter that identity asks for, and the link that goes into it. */
export const letterLinks = {
  confirm_email: "confirm_email",
  address_known: null,
  choose_password: "reset_password",
  reset_password: "reset_password",
  password_changed: null,
  passkey_added: null,
  passkey_removed: null,
  staff_invitation: "invitation",
  staff_grant_given: null,
  staff_reset_password: "reset_password",
  staff_passkey_added: null,
  staff_passkey_removed: null,
  factor_reset: "invitation",
  access_review_due: null,
  access_review_overdue: null,
} as const satisfies Record<string, LinkPurpose | null>;
export type Letter = keyof typeof letterLinks;

/**
 * Asks, in the caller's transaction, that an account be written to. With nobody to write to, the same job is written for
 * nobody, so that an address we do not know takes as long as one we do.
 */
export async function askForLetter(
  tx: TxCtx,
  letter: Letter,
  to: { accountId: string | null; facilityId?: string; signUpId?: string },
): Promise<void> {
  const { accountId, facilityId = null, signUpId = null } = to;
  await tx.jobs.send(tx, LETTER_JOB, { deliveryId: newId(), letter, accountId, facilityId, signUpId });
}

/** Makes the secret of a letter's link when the letter is written, with the sign-up that it is of; undefined for a letter without one. */
export async function makeLetterLink(
  ctx: Ctx,
  letter: Letter,
  accountId: string,
  signUpId: string | null = null,
): Promise<string | undefined> {
  const purpose = letterLinks[letter];
  return purpose === null ? undefined : inTransaction(ctx, (tx) => makeLink(tx, accountId, purpose, signUpId));
}

import type { Ctx, TxCtx } from "#server/platform/context.ts";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import type { SignInRealm } from "./cookies.ts";
import { staffIdleBefore } from "./idle.rules.ts";
import { hashToken, newToken } from "./secrets.ts";
import * as store from "./sign-ins.store.ts";

/** The bus topic that tells, by a sign-in's id, that it has ended. */
export const SIGN_IN_REVOKED = "sign_in.revoked";

/** A sign-in also runs out by itself, and a ping from another server can be lost: a socket's is looked at again this often. */
const LOOK_AGAIN_MS = 60_000;
const LABEL_LENGTH_MAX = 120;
const SIGN_INS_SHOWN_MAX = 100;

/** How long a sign-in of each realm can last; one inside also ends when nobody does anything. */
const LIFETIME_HOURS: Record<SignInRealm, number> = { outside: 30 * 24, staff: 12, inside: 4 };

export interface Inside {
  residentId: string;
  stayId: string;
  stationId: string;
  agencyId: string;
  facilityId: string;
}

/** A sign-in just made. The token is given to the browser by `setSignInCookie` and kept nowhere. */
export interface NewSignIn {
  id: string;
  realm: SignInRealm;
  token: string;
  expiresAt: Temporal.Instant;
  /** Whether the browser keeps it when it closes. */
  lasting: boolean;
}

/** Starts a sign-in for an account, or for a resident at one station. `label` is the browser's own words for itself. */
export async function startSignIn(
  tx: TxCtx,
  wanted: { label: string; lifetime?: Temporal.DurationLike } & (
    | { realm: "outside" | "staff"; accountId: string }
    | ({ realm: "inside" } & Inside)
  ),
): Promise<NewSignIn> {
  const now = tx.now();
  const id = newId();
  const token = newToken();
  const expiresAt = now.add(wanted.lifetime ?? { hours: LIFETIME_HOURS[wanted.realm] });
  const nobody = { accountId: null, residentId: null, stayId: null, stationId: null, agencyId: null, facilityId: null };
  const { residentId, stayId, stationId, agencyId, facilityId } = wanted.realm === "inside" ? wanted : nobody;
  await store.insertSignIn(tx.trx, {
    id,
    realm: wanted.realm,
    accountId: wanted.realm === "inside" ? null : wanted.accountId,
    residentId,
    stayId,
    stationId,
    agencyId,
    facilityId,
    tokenHash: hashToken(token),
    label: wanted.label.slice(0, LABEL_LENGTH_MAX),
    madeAt: now,
    lastActiveAt: now,
    expiresAt,
  });
  return { id, realm: wanted.realm, token, expiresAt, lasting: wanted.realm === "outside" };
}

/** Ends sign-ins at once, and with them every live socket that hangs on one; tells their ids. `why` is a code. */
export async function endSignIns(tx: TxCtx, of: store.SignInsOf, why: string): Promise<string[]> {
  const ids = await store.revokeSignIns(tx.trx, of, why, tx.now());
  for (const id of ids) tx.publish(SIGN_IN_REVOKED, id);
  return ids;
}

/** Ends every sign-in there is, when the database is no longer the one in which they were made; tells how many. No server may be running. */
export const endAllSignIns = (tx: TxCtx, why: string): Promise<number> => store.revokeAll(tx.trx, why, tx.now());

/** Ends sign-ins in a transaction of its own. */
export function endSignInsNow(ctx: Ctx, of: store.SignInsOf, why: string): Promise<string[]> {
  return inTransaction(ctx, (tx) => endSignIns(tx, of, why));
}

/** Notes that whoever is signed in did something just now: for sockets, whose messages are no requests. */
export const noteUse = (ctx: Pick<Ctx, "db" | "now">, signInId: string): Promise<void> => store.touchSignIn(ctx.db, signInId, ctx.now());

/** Whether a sign-in still stands. */
export const isSignedIn = (ctx: Pick<Ctx, "db" | "now">, signInId: string): Promise<boolean> =>
  store.isStanding(ctx.db, signInId, ctx.now(), staffIdleBefore(ctx.now()));

/**
 * Calls `end` once when this sign-in ends or runs out, also when it did just before this was called: for sockets, which outlive the
 * request that let them in. Answers with how to stop watching.
 */
export function watchSignIn(ctx: Pick<Ctx, "db" | "bus" | "now" | "log">, signInId: string, end: () => void): () => void {
  let over = false;
  const finish = () => {
    if (over) return;
    stop();
    end();
  };
  const unsubscribe = ctx.bus.subscribe(SIGN_IN_REVOKED, (id) => {
    if (id === signInId) finish();
  });
  const stop = () => {
    over = true;
    clearInterval(looking);
    unsubscribe();
  };
  const look = (unreadable: () => void) =>
    isSignedIn(ctx, signInId).then(
      (standing) => standing || finish(),
      (error) => {
        ctx.log.warn({ err: error, event: "sign_in_unknown" }, "a socket's sign-in could not be read");
        unreadable();
      },
    );
  // Whoever cannot tell whether the sign-in stands lets nobody in; who is in already is not put out by a database that rests.
  void look(finish);
  const looking = setInterval(() => void look(() => {}), LOOK_AGAIN_MS).unref();
  return stop;
}

/** Where an account is signed in; `current` is the one that asks. */
export async function listSignIns(ctx: Ctx, accountId: string, currentId: string) {
  const rows = await store.listSignIns(ctx.db, accountId, ctx.now(), SIGN_INS_SHOWN_MAX);
  return rows.map((row) => ({
    id: row.id,
    madeAt: row.madeAt.toString(),
    lastActiveAt: row.lastActiveAt.toString(),
    label: row.label,
    current: row.id === currentId,
  }));
}

import type { z } from "zod";
import type { Locale } from "#contracts/common.ts";
import { IDLE_SECONDS, type InsideMe } from "#contracts/stations.ts";
import * as audit from "#server/domains/audit/index.ts";
import * as identity from "#server/domains/identity/index.ts";
import * as residents from "#server/domains/residents/index.ts";
import { type Ctx, type InsideActor, inTransaction, type StationActor, type TxCtx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { newId } from "#server/platform/id.ts";
import { statusesNow } from "./blocks/blocks.service.ts";
import {
  bareCode,
  CODE_HOURS,
  everywhereLimit,
  later,
  lockedUntil,
  newResidentCode,
  stationLimit,
  TRIES_MATTER_MS,
  weakPin,
} from "./sign-ins.rules.ts";
import * as store from "./sign-ins.store.ts";
import { lockStation } from "./stations.store.ts";

/** What came of a try: a sign-in, or why there is none. It is told only after what must be remembered of it is written. */
type Tried = { signIn: identity.NewSignIn } | { locked: Temporal.Instant } | { inactive: string } | "wrong";

interface Try {
  bookingNumber: string;
  label: string;
  wrong: "resident.sign_in_wrong" | "resident.code_wrong";
  /** What is kept of the secret that was tried. */
  kept: (credential: Awaited<ReturnType<typeof store.findCredential>>) => string | null;
  secret: string;
  /** Done once the secret was right, before the sign-in begins. */
  onRight?: (tx: TxCtx, resident: { residentId: string; agencyId: string }) => Promise<void>;
}

/** Signs a resident in at this station with booking number and PIN. */
export function signInInside(ctx: Ctx, asked: { bookingNumber: string; pin: string }, label: string): Promise<identity.NewSignIn> {
  const { bookingNumber, pin } = asked;
  return tryToSignIn(ctx, {
    bookingNumber,
    label,
    wrong: "resident.sign_in_wrong",
    kept: (credential) => credential?.pinHash ?? null,
    secret: pin,
  });
}

/** First use: a one-time code from staff sets the PIN and signs in; the code is good once. */
export async function setPin(
  ctx: Ctx,
  asked: { bookingNumber: string; code: string; pin: string },
  label: string,
): Promise<identity.NewSignIn> {
  if (weakPin(asked.pin)) throw new AppError(["resident.pin_weak"]);
  const pinHash = await identity.hashPassword(asked.pin);
  return tryToSignIn(ctx, {
    bookingNumber: asked.bookingNumber,
    label,
    wrong: "resident.code_wrong",
    kept: (credential) =>
      credential?.codeExpiresAt && Temporal.Instant.compare(credential.codeExpiresAt, ctx.now()) > 0 ? credential.codeHash : null,
    secret: bareCode(asked.code),
    onRight: async (tx, { residentId, agencyId }) => {
      await store.putCredential(tx.trx, { residentId, agencyId }, { pinHash, codeHash: null, codeExpiresAt: null });
      await audit.record(tx, { what: "resident.pin_set", subjectId: residentId });
    },
  });
}

/**
 * One try at one station. Numbers that nobody here has are treated alike in every way that can be seen: the same work, the same
 * answers, the same locks.
 */
async function tryToSignIn(ctx: Ctx, tried: Try): Promise<identity.NewSignIn> {
  const station = identity.asStation(ctx.actor);
  const number = tried.bookingNumber.trim().toUpperCase();
  const numberHash = identity.keyedHash(ctx.config.dataDir, "booking number", `${station.facilityId} ${number}`);
  const card = await residents.cardByBookingNumber(ctx, station.facilityId, number);
  const kept = tried.kept(card && (await store.findCredential(ctx.db, card.residentId)));
  // Before the transaction: it takes long on purpose, and nobody should wait for it behind a lock.
  const right = await identity.verifyPassword(tried.secret, kept);

  const outcome = await inTransaction(ctx, async (tx): Promise<Tried> => {
    await store.lockNumber(tx.trx, numberHash);
    const row = await lockStation(tx.trx, station.facilityId, station.stationId);
    const status = row ? (await statusesNow(tx, station.facilityId))(row) : "inactive";
    if (status !== "active") return { inactive: status };
    if (!card?.stayId) return strangerTry(tx, station, numberHash);

    const locked = await store.findLock(tx.trx, card.residentId, station.stationId, tx.now());
    if (locked) return { locked };
    // A code is good once, and a PIN may just have been ended by staff: what was compared must still be what is kept.
    const now = tried.kept(await store.lockCredential(tx.trx, card.residentId));
    if (!right || now !== kept) return wrongTry(tx, station, card);
    await tried.onRight?.(tx, card);
    return { signIn: await beginSignIn(tx, station, { residentId: card.residentId, stayId: card.stayId }, tried.label) };
  });

  if (outcome === "wrong") throw new AppError([tried.wrong]);
  if ("inactive" in outcome) throw new AppError(["station.not_active"], { status: outcome.inactive });
  if ("locked" in outcome) throw new AppError(["resident.locked"], { until: outcome.locked.toString() });
  return outcome.signIn;
}

/** Signs a resident in at a station; whoever was signed in there, and this resident anywhere else, no longer is. */
async function beginSignIn(
  tx: TxCtx,
  station: StationActor,
  resident: { residentId: string; stayId: string },
  label: string,
): Promise<identity.NewSignIn> {
  const { stationId, agencyId, facilityId } = station;
  await store.noteSignIn(tx.trx, resident.residentId, tx.now());
  await identity.endSignIns(tx, { residentId: resident.residentId }, "signed_in_elsewhere");
  await identity.endSignIns(tx, { stationId }, "station_taken");
  const signIn = await identity.startSignIn(tx, { realm: "inside", ...resident, stationId, agencyId, facilityId, label });
  await audit.record(tx, { what: "resident.signed_in", agencyId, facilityId, subjectId: resident.residentId, facts: { stationId } });
  return signIn;
}

async function wrongTry(tx: TxCtx, station: StationActor, resident: { residentId: string; agencyId: string }): Promise<Tried> {
  const { residentId, agencyId } = resident;
  const at = tx.now();
  await store.insertWrongTry(tx.trx, { id: newId(), residentId, agencyId, stationId: station.stationId, at });
  await audit.record(tx, { what: "resident.sign_in_failed", subjectId: residentId });
  const credential = await store.findCredential(tx.trx, residentId);
  const tries = await store.listWrongTries(tx.trx, residentId, mattersSince(at));
  const locks = locksAfter(tries, station.stationId, at, credential?.lastSignInAt);
  for (const [stationId, until] of [[station.stationId, locks.here] as const, [null, locks.everywhere] as const]) {
    if (!until) continue;
    await store.insertLockout(tx.trx, {
      id: newId(),
      agencyId,
      residentId,
      stationId,
      lockedAt: at,
      lockedUntil: until,
      unlockedAt: null,
      unlockedBy: null,
    });
    await audit.record(tx, { what: "resident.locked_out", subjectId: residentId, facts: { everywhere: stationId === null } });
  }
  const until = later(locks.here, locks.everywhere);
  return until ? { locked: until } : "wrong";
}

async function strangerTry(tx: TxCtx, station: StationActor, numberHash: Buffer): Promise<Tried> {
  const { facilityId, stationId } = station;
  const now = tx.now();
  const tries = await store.listStrangerTries(tx.trx, numberHash, mattersSince(now));
  const before = locksAfter(tries, stationId, now);
  const locked = later(before.here, before.everywhere);
  if (locked) return { locked };
  await store.insertStrangerTry(tx.trx, { id: newId(), facilityId, stationId, numberHash, at: now });
  await audit.record(tx, { what: "resident.sign_in_failed" });
  const after = locksAfter([...tries, { stationId, at: now }], stationId, now);
  // As many lines as somebody's own number leaves: how many the record has is public.
  for (const [until, everywhere] of [[after.here, false] as const, [after.everywhere, true] as const])
    if (until) await audit.record(tx, { what: "resident.locked_out", facts: { everywhere } });
  const until = later(after.here, after.everywhere);
  return until ? { locked: until } : "wrong";
}

/** What these tries lock. A resident's own sign-in starts the count at a station anew, not the slower one across stations. */
function locksAfter(
  tries: readonly { stationId: string; at: Temporal.Instant }[],
  stationId: string,
  now: Temporal.Instant,
  lastSignInAt?: Temporal.Instant | null,
) {
  const here = tries.filter((one) => one.stationId === stationId && (!lastSignInAt || Temporal.Instant.compare(one.at, lastSignInAt) > 0));
  return {
    here: lockedUntil(
      here.map((one) => one.at),
      stationLimit,
      now,
    ),
    everywhere: lockedUntil(
      tries.map((one) => one.at),
      everywhereLimit,
      now,
    ),
  };
}

const mattersSince = (now: Temporal.Instant) => now.subtract({ milliseconds: TRIES_MATTER_MS });

/** Who is signed in at this station, and what happened on their number since they last were. */
export async function insideMe(ctx: Ctx): Promise<z.infer<typeof InsideMe>> {
  const actor = identity.asInside(ctx.actor);
  const card = await residents.cardOf(ctx, actor.residentId);
  const credential = await store.findCredential(ctx.db, actor.residentId);
  if (!card?.bookingNumber) throw new AppError(["access.signed_out"]);
  return {
    residentId: card.residentId,
    givenName: card.givenName,
    familyName: card.familyName,
    name: card.residentName,
    bookingNumber: card.bookingNumber,
    locale: card.locale,
    wrongTriesSince: (credential?.toldWrongTries ?? 0) + (credential?.wrongTriesSince ?? 0),
    lastSignInAt: credential?.toldLastSignInAt?.toString() ?? null,
    idleSeconds: IDLE_SECONDS,
  };
}

/** Remembers the language a resident chose. */
export async function setInsideLocale(ctx: Ctx, locale: Locale): Promise<null> {
  const { residentId } = identity.asInside(ctx.actor);
  await inTransaction(ctx, (tx) => residents.setLocale(tx, residentId, locale));
  return null;
}

/** Signs the resident out at once, with every live socket that hangs on the sign-in. */
export async function signOutInside(ctx: Ctx): Promise<void> {
  const actor: InsideActor = identity.asInside(ctx.actor);
  await inTransaction(ctx, async (tx) => {
    await identity.endSignIns(tx, { id: actor.signInId }, "signed_out");
    await audit.record(tx, { what: "resident.signed_out", subjectId: actor.residentId });
  });
}

/** Makes a one-time code with which a resident sets a PIN: the older PIN, its sign-ins and its locks end. */
export async function makeResidentCode(ctx: Ctx, facilityId: string, residentId: string): Promise<{ code: string; expiresAt: string }> {
  const code = newResidentCode();
  const codeHash = await identity.hashPassword(code);
  const expiresAt = ctx.now().add({ hours: CODE_HOURS });
  return inTransaction(ctx, async (tx) => {
    const { agencyId } = await residentHere(tx, facilityId, residentId);
    await store.putCredential(tx.trx, { residentId, agencyId }, { pinHash: null, codeHash, codeExpiresAt: expiresAt });
    await store.endLocks(tx.trx, residentId, staffId(tx), tx.now());
    await identity.endSignIns(tx, { residentId }, "pin_ended");
    await audit.record(tx, { what: "resident.code_set", agencyId, facilityId, subjectId: residentId });
    return { code, expiresAt: expiresAt.toString() };
  });
}

/** Ends a resident's locks after wrong tries, at every station. */
export async function unlockResident(ctx: Ctx, facilityId: string, residentId: string): Promise<null> {
  await inTransaction(ctx, async (tx) => {
    const { agencyId } = await residentHere(tx, facilityId, residentId);
    await store.endLocks(tx.trx, residentId, staffId(tx), tx.now());
    await audit.record(tx, { what: "resident.unlocked", agencyId, facilityId, subjectId: residentId });
  });
  return null;
}

/** A resident of another facility gets the answer of one who is not there. */
async function residentHere(tx: TxCtx, facilityId: string, residentId: string): Promise<{ agencyId: string }> {
  const stay = await residents.currentStay(tx, residentId);
  if (stay?.facilityId !== facilityId) throw new AppError(["resident.unknown"]);
  return stay;
}

const staffId = (tx: TxCtx) => (tx.actor.realm === "staff" ? tx.actor.staffId : null);

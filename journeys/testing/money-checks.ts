import assert from "node:assert/strict";
import { verifyLedger } from "#server/domains/money/index.ts";
import type { Db } from "#server/platform/database.ts";
import type { LiveSite } from "./live-site.ts";
import { until } from "./pair.ts";

/** What a server did not settle before it died is found by another's sweep within minutes. */
const SETTLED_MS_MAX = 240_000;
const SECONDS_A_MINUTE = 60n;
const MICROS_A_CENT = 10_000n;
const USEFUL_SECONDS = 60;

/**
 * Asserts what is promised of a visit's money, whatever died meanwhile: quoted, and settled once; no cent for a second that is not stored as connected,
 * none above the quote; what was kept is kept no more; what the books moved is what the charge says; no more given back than was taken.
 */
export async function assertSettled(db: Db, visitId: string, connectedMs: number): Promise<void> {
  const quote = await db.selectFrom("money.quote").selectAll().where("subjectId", "=", visitId).executeTakeFirstOrThrow();
  const charge = await until(
    `visit ${visitId} is settled`,
    () => db.selectFrom("money.charge").selectAll().where("subjectId", "=", visitId).executeTakeFirst(),
    SETTLED_MS_MAX,
  );
  const parts = await db.selectFrom("money.quotePart").selectAll().where("subjectId", "=", visitId).execute();
  const quotedCents = sumOf(parts.map(({ priceCents, taxCents }) => priceCents + taxCents));
  const takenCents = charge.priceCents + charge.taxCents;
  assert.ok(quotedCents > 0, "the visit had a price");
  assert.ok(charge.seconds <= Math.floor(connectedMs / 1000), `${charge.seconds} s are settled, ${connectedMs} ms were connected`);
  const lawful = (BigInt(charge.seconds) * BigInt(quote.microsPerMinute)) / (SECONDS_A_MINUTE * MICROS_A_CENT);
  const due = charge.seconds < USEFUL_SECONDS ? 0 : Number(lawful);
  assert.ok(
    charge.priceCents <= due,
    `${charge.priceCents} cents for ${charge.seconds} s at ${quote.microsPerMinute} micro-dollars a minute`,
  );
  assert.ok(takenCents <= quotedCents, `${takenCents} cents were taken, at most ${quotedCents} were quoted`);

  const reserves = await db.selectFrom("money.reserve").selectAll().where("subjectId", "=", visitId).execute();
  assert.ok(reserves.length > 0 && reserves.every(({ ended }) => ended !== null), "nothing is kept for a visit that is over");
  const moved = await db.selectFrom("money.transfer").selectAll().where("subjectId", "=", visitId).execute();
  const movedAs = (...whats: string[]) => sumOf(moved.filter(({ what }) => whats.includes(what)).map(({ cents }) => cents));
  assert.equal(movedAs("charge", "tax"), takenCents);
  assert.ok(movedAs("credit") <= takenCents);
}

/** Asserts that every book of the server's database holds what its transfers put there, and all together nothing. */
export async function assertLedgerWhole(site: LiveSite): Promise<void> {
  const { transfers, faults } = await site.look(verifyLedger);
  assert.ok(transfers > 0, "money was moved");
  assert.deepEqual(faults, []);
}

const sumOf = (all: readonly number[]): number => all.reduce((sum, one) => sum + one, 0);

import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { sql } from "kysely";
import { expire, fold, openBook, release, reserve, settle, shrink, transfer } from "#server/domains/money/ledger/ledger.store.ts";
import type { Db } from "#server/platform/database.ts";
import { type Act, type PlainLedger, plainLedger, type Said } from "./model.ts";

export interface Books {
  wallets: string[];
  others: string[];
}

const STARTS_MS = Date.UTC(2026, 0, 5, 12);
const DEPOSIT_CENTS_MAX = 5000;
const ASK_TRIES_MAX = 200;
const ASK_AGAIN_MS = 50;

/** Asks the real ledger for one act. */
export async function ask(db: Db, act: Act): Promise<Said> {
  const at = Temporal.Instant.fromEpochMilliseconds(act.atMs);
  switch (act.does) {
    case "transfer":
      return (await transfer(db, [act.transfer], at))[0]!;
    case "reserve": {
      const { expiresMs, ...of } = act.reserve;
      return reserve(db, { ...of, expiresAt: Temporal.Instant.fromEpochMilliseconds(expiresMs) }, at);
    }
    case "settle":
      return settle(db, act.reserveId, act.parts, at);
    case "release":
      return release(db, act.reserveId, at);
    case "shrink":
      return shrink(db, act.reserveId, act.toCents, at);
    case "expire":
      await expire(db, at, 1000);
      return "ran";
    case "fold":
      await fold(db);
      return "ran";
  }
}

/** An id that the same numbers make again (RFC 9562, version 8: ours to fill). */
function idFrom(random: () => number): string {
  const hex = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** What a seed makes up: deposits, charges, refunds, reserves and their ends, many of them asked twice, late, or with other cents. */
export function drawActs(random: () => number, { wallets, others }: Books, many: number): Act[] {
  const below = (most: number) => Math.floor(random() * most);
  const oneOf = <T>(of: readonly T[]): T => of[below(of.length)]!;
  const acts: Act[] = [];
  const newId = () => idFrom(random);
  const reserves: { id: string; cents: number }[] = [];
  const subjectId = newId();
  let atMs = STARTS_MS;
  const kinds = {
    deposit: () => movement(oneOf(others), oneOf(wallets), 1 + below(DEPOSIT_CENTS_MAX), "deposit"),
    charge: () => movement(oneOf(wallets), oneOf(others), 1 + below(800), "charge"),
    gift: () => {
      const [from, to] = [oneOf(wallets), oneOf(wallets)];
      return from === to ? movement(oneOf(others), to, 1, "deposit") : movement(from, to, 1 + below(500), "gift");
    },
    reserve: (): Act => {
      const made = { id: newId(), cents: 1 + below(1500) };
      reserves.push(made);
      return { does: "reserve", reserve: { ...made, bookId: oneOf(wallets), subjectId, expiresMs: atMs + 1000 + below(60_000) }, atMs };
    },
    settle: (): Act => {
      const of = reserves.length > 0 ? oneOf(reserves) : { id: newId(), cents: 1 };
      const parts = Array.from({ length: below(3) }, () => 1 + below(Math.ceil(of.cents / 1.5)));
      return {
        does: "settle",
        reserveId: of.id,
        parts: parts.map((cents, at) => ({
          id: newId(),
          toId: oneOf(others),
          cents,
          what: at === 0 ? ("charge" as const) : ("tax" as const),
        })),
        atMs,
      };
    },
    release: (): Act => ({ does: "release", reserveId: reserves.length > 0 ? oneOf(reserves).id : newId(), atMs }),
    shrink: (): Act => ({ does: "shrink", reserveId: reserves.length > 0 ? oneOf(reserves).id : newId(), toCents: 1 + below(900), atMs }),
    expire: (): Act => ({ does: "expire", atMs }),
    fold: (): Act => ({ does: "fold", atMs }),
    again: (): Act => (acts.length > 0 ? { ...oneOf(acts), atMs } : { does: "fold", atMs }),
    otherwise: (): Act => {
      const before = acts.findLast((act) => act.does === "transfer");
      return before?.does === "transfer"
        ? { ...before, transfer: { ...before.transfer, cents: before.transfer.cents + 1 }, atMs }
        : { does: "fold", atMs };
    },
  };
  function movement(fromId: string, toId: string, cents: number, what: "deposit" | "charge" | "gift"): Act {
    return { does: "transfer", transfer: { id: newId(), fromId, toId, cents, what, subjectId }, atMs };
  }
  const names = Object.keys(kinds) as (keyof typeof kinds)[];
  while (acts.length < many) {
    atMs += below(4000);
    acts.push(acts.length < 4 ? kinds.deposit() : kinds[oneOf([...names, "deposit", "reserve", "settle"] as const)]());
  }
  return acts;
}

/** Wallets of as many new contacts, and four books that everybody moves. */
export async function openBooks(owner: Db, app: Db, wallets: number): Promise<Books> {
  const at = Temporal.Instant.fromEpochMilliseconds(STARTS_MS);
  const { rows } = await sql<{ id: string }>`with people as (select gen_random_uuid() as id from generate_series(1, ${wallets})),
    accounts as (insert into identity.account (id, realm, email, locale, status, made_at)
      select id, 'outside', id || '@books.example', 'en', 'active', ${at} from people returning id)
    insert into contacts.contact (id, account_id, given_name, family_name, birth_date)
    select id, id, 'Wren', 'Ledger', '1980-01-01' from accounts returning id`.execute(owner);
  const books: Books = { wallets: [], others: [] };
  for (const { id } of rows) books.wallets.push(await openBook(app, { kind: "contact_wallet", contactId: id }, at));
  for (const kind of ["clearing", "bank", "costs", "write_off"] as const) books.others.push(await openBook(app, { kind }, at));
  return books;
}

/** Lives through a seed's acts one after the other: each answer is the one that the plain ledger gives, which is returned. */
export async function liveInOrder(db: Db, books: Books, acts: readonly Act[], seed: number): Promise<PlainLedger> {
  const plain = plainLedger(
    new Map([...books.wallets.map((id) => [id, true] as const), ...books.others.map((id) => [id, false] as const)]),
  );
  for (const [at, act] of acts.entries())
    assert.equal(await ask(db, act), plain.act(act), `act ${at} of seed ${seed}: ${JSON.stringify(act)}`);
  return plain;
}

/** Asks all acts, so many at once, each until it is answered: a database that is killed meanwhile is asked again with the same ids. */
export async function liveAtOnce(db: Db, acts: readonly Act[], atOnce: number): Promise<Said[]> {
  const said: Said[] = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let at = next++; at < acts.length; at = next++) said[at] = await untilAnswered(db, acts[at]!);
    }),
  );
  return said;
}

async function untilAnswered(db: Db, act: Act): Promise<Said> {
  for (let tries = 1; ; tries++) {
    try {
      return await ask(db, act);
    } catch (error) {
      // A code of five characters that is none of these is the ledger's own fault, and asking again would not mend it.
      const code = (error as { code?: string }).code ?? "";
      if (tries >= ASK_TRIES_MAX || (/^[0-9A-Z]{5}$/.test(code) && !/^(57|08|40)/.test(code))) throw error;
      await delay(ASK_AGAIN_MS);
    }
  }
}

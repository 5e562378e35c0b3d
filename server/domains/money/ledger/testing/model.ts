import type { Released, Reserve, Reserved, Settled, Taken, Transfer, Transferred } from "#server/domains/money/ledger/ledger.store.ts";

/** One thing asked of the ledger, at an instant in epoch milliseconds. */
export type Act =
  | { does: "transfer"; transfer: Transfer; atMs: number }
  | { does: "reserve"; reserve: Omit<Reserve, "expiresAt"> & { expiresMs: number }; atMs: number }
  | { does: "settle"; reserveId: string; parts: readonly Taken[]; atMs: number }
  | { does: "release"; reserveId: string; atMs: number }
  | { does: "shrink"; reserveId: string; toCents: number; atMs: number }
  | { does: "expire"; atMs: number }
  | { does: "fold"; atMs: number };

export type Said = Transferred | Reserved | Released | Settled | "ran";

interface ModelReserve {
  bookId: string;
  cents: number;
  subjectId: string;
  left: number;
  expiresMs: number;
  ended?: "posted" | "released" | "expired";
  taken?: string;
}

/** The ledger as a few maps and sums, with none of the database's ways: what the real one is held against. */
export function plainLedger(guarded: ReadonlyMap<string, boolean>) {
  const cents = new Map([...guarded.keys()].map((id) => [id, 0]));
  const transfers = new Map<string, string>();
  const reserves = new Map<string, ModelReserve>();
  const reserved = (bookId: string) => [...reserves.values()].reduce((sum, each) => sum + (each.bookId === bookId ? each.left : 0), 0);
  const move = (from: string, to: string, by: number) => {
    cents.set(from, (cents.get(from) ?? 0) - by);
    cents.set(to, (cents.get(to) ?? 0) + by);
  };
  const end = (reserve: ModelReserve, how: ModelReserve["ended"]) => {
    reserve.left = 0;
    if (how) reserve.ended = how;
  };

  function transfer(it: Transfer): Transferred {
    const stands = transfers.get(it.id);
    const says = textOf(it);
    if (stands !== undefined) return stands === says ? "repeated" : "differs";
    if (!guarded.has(it.fromId) || !guarded.has(it.toId)) return "no_book";
    if (guarded.get(it.fromId) && (cents.get(it.fromId) ?? 0) - reserved(it.fromId) < it.cents) return "overdrawn";
    transfers.set(it.id, says);
    move(it.fromId, it.toId, it.cents);
    return "done";
  }

  function reserve({ reserve: it, atMs }: Act & { does: "reserve" }): Reserved {
    const stands = reserves.get(it.id);
    if (stands)
      return stands.bookId === it.bookId && stands.cents === it.cents && stands.subjectId === it.subjectId ? "repeated" : "differs";
    if (it.expiresMs <= atMs) return "too_late";
    if (!guarded.get(it.bookId)) return "no_book";
    for (const each of reserves.values()) if (each.bookId === it.bookId && !each.ended && each.expiresMs <= atMs) end(each, "expired");
    if ((cents.get(it.bookId) ?? 0) - reserved(it.bookId) < it.cents) return "overdrawn";
    reserves.set(it.id, { bookId: it.bookId, cents: it.cents, subjectId: it.subjectId, left: it.cents, expiresMs: it.expiresMs });
    return "done";
  }

  function settle({ reserveId, parts, atMs }: Act & { does: "settle" }): Settled {
    const it = reserves.get(reserveId);
    if (!it) return "no_reserve";
    const says = JSON.stringify(parts.map(({ id, toId, cents: part, what }) => [id, toId, part, what]).toSorted());
    if (it.ended === "posted") return it.taken === says ? "repeated" : "differs";
    if (it.ended) return "ended";
    if (it.expiresMs <= atMs) {
      end(it, "expired");
      return "ended";
    }
    const total = parts.reduce((sum, part) => sum + part.cents, 0);
    if (total > it.left) return "too_much";
    if (parts.some(({ toId }) => !guarded.has(toId))) return "no_book";
    if (parts.some(({ id }) => transfers.has(id))) return "differs";
    end(it, "posted");
    it.taken = says;
    for (const part of parts) {
      transfers.set(part.id, "part of a reserve");
      move(it.bookId, part.toId, part.cents);
    }
    return "done";
  }

  function release(reserveId: string): Released {
    const it = reserves.get(reserveId);
    if (!it) return "no_reserve";
    if (it.ended) return it.ended === "released" ? "repeated" : "ended";
    end(it, "released");
    return "done";
  }

  function shrink(reserveId: string, toCents: number): Released {
    const it = reserves.get(reserveId);
    if (!it) return "no_reserve";
    if (it.ended) return "ended";
    if (it.left <= toCents) return "repeated";
    it.left = toCents;
    return "done";
  }

  return {
    /** Does the act as the ledger should, and says what the ledger should say. */
    act(it: Act): Said {
      switch (it.does) {
        case "transfer":
          return transfer(it.transfer);
        case "reserve":
          return reserve(it);
        case "settle":
          return settle(it);
        case "release":
          return release(it.reserveId);
        case "shrink":
          return shrink(it.reserveId, it.toCents);
        case "expire":
          for (const each of reserves.values()) if (!each.ended && each.expiresMs <= it.atMs) end(each, "expired");
          return "ran";
        case "fold":
          return "ran";
      }
    },
    /** Of each book, what it holds and what is kept of it. */
    balanceOf: (bookId: string) => ({ cents: cents.get(bookId) ?? 0, reservedCents: reserved(bookId) }),
  };
}

export type PlainLedger = ReturnType<typeof plainLedger>;

const textOf = ({ fromId, toId, cents, what, subjectId, corrects }: Transfer) =>
  JSON.stringify([fromId, toId, cents, what, subjectId ?? null, corrects ?? null]);

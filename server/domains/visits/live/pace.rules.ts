import type { FromParty, Seat } from "#contracts/live.ts";

/**
 * How often one seat's page may do a thing: so many at once, and so many a second for good. Our own pages stay far below; what is made to flood
 * would fill the record, which nobody can empty, or keep the engine and everybody's screens busy.
 */
const limits = {
  enter: { burst: 40, perSecond: 0.5 },
  join: { burst: 60, perSecond: 2 },
  // Only where there is an engine to come in by: pages ask again and again for one that is away.
  come: { burst: 40, perSecond: 0.25 },
  // A line that was cut for some seconds brings its reports all at once.
  report: { burst: 40, perSecond: 3 },
  signal: { burst: 300, perSecond: 20 },
  words: { burst: 60, perSecond: 6 },
  line: { burst: 30, perSecond: 0.5 },
  equipment: { burst: 20, perSecond: 1 / 60 },
  other: { burst: 60, perSecond: 4 },
} as const;
type What = keyof typeof limits;

/** Counts what each seat's pages do in one room. */
export function createPaces() {
  const counted = new Map<string, { left: number; at: number }>();
  const lines = new Map<Seat, string>();
  const take = (seat: Seat, what: What, now: number): boolean => {
    const { burst, perSecond } = limits[what];
    const key = `${seat} ${what}`;
    const before = counted.get(key) ?? { left: burst, at: now };
    const left = Math.min(burst, before.left + (Math.max(0, now - before.at) / 1000) * perSecond);
    counted.set(key, { left: left >= 1 ? left - 1 : left, at: now });
    return left >= 1;
  };
  /** Each line is kept, sent or not: beginning one is counted apart from its letters. */
  const mayWrite = (seat: Seat, { type, id }: Extract<FromParty, { type: "chat" | "typing" }>, now: number): boolean => {
    if (!take(seat, "words", now)) return false;
    if (lines.get(seat) !== id && !take(seat, "line", now)) return false;
    if (type === "typing") lines.set(seat, id);
    else lines.delete(seat);
    return true;
  };
  return {
    mayEnter: (seat: Seat, now: number) => take(seat, "enter", now),
    mayCome: (seat: Seat, now: number) => take(seat, "come", now),
    maySay(seat: Seat, message: FromParty, now: number): boolean {
      switch (message.type) {
        case "chat":
        case "typing":
          return mayWrite(seat, message, now);
        case "evidence":
          return take(seat, "report", now);
        case "join":
        case "signal":
        case "equipment":
          return take(seat, message.type, now);
        case "together":
          // The sheet has a pace of its own.
          return true;
        default:
          return take(seat, "other", now);
      }
    },
  };
}

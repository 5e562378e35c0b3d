/** One wallet and its card's bank as a few numbers, with none of the database's ways: what the real one is held against. */
export type Act =
  | Each<"deposit" | "hold" | "spend", { cents: number }>
  | Each<"letGo" | "expire" | "dispute", { nth: number }>
  | Each<"settle" | "shrink", { nth: number; cents: number }>
  | { does: "end"; nth: number; won: boolean };

type Each<Does extends string, Of> = Does extends string ? { does: Does } & Of : never;

interface Kept {
  left: number;
  waitedForBy: Claim[];
}
interface Claim {
  owed: number;
  fromWallet: number;
  off: number;
  state: "open" | "won" | "lost";
}

/** What an act came to: the cents that it really was about; undefined where it could not be. */
export type Came = { nth: number; cents: number } | undefined;

/** A wallet that starts empty. */
export function plainWallet() {
  const deposits: { cents: number; isDisputed: boolean; since: number }[] = [];
  const kept: Kept[] = [];
  const disputes: (Claim & { of: number; since: number })[] = [];
  let time = 0;
  const sums = { cents: 0, deposited: 0, spent: 0, depositedSince: 0, spentSince: 0 };
  const free = () => sums.cents - kept.reduce((sum, { left }) => sum + left, 0);
  const open = (nth: number) => {
    const found = kept.map((one, at) => ({ one, at })).filter(({ one }) => one.left > 0);
    return found[nth % Math.max(1, found.length)];
  };

  function takeFor(claim: Claim, most: number): number {
    const part = Math.min(most, claim.owed);
    sums.cents -= part;
    Object.assign(claim, { owed: claim.owed - part, off: claim.off - part, fromWallet: claim.fromWallet + part });
    return part;
  }
  function letGo(one: Kept, cents: number): void {
    one.left -= cents;
    let rest = cents;
    for (const claim of one.waitedForBy) rest -= takeFor(claim, rest);
  }
  function leave(cents: number): void {
    sums.cents -= cents;
    sums.spent += cents;
    sums.spentSince += cents;
  }

  function act(it: Act): Came {
    time += 1;
    if (it.does === "deposit") {
      deposits.push({ cents: it.cents, isDisputed: false, since: time });
      sums.cents += it.cents;
      sums.deposited += it.cents;
      sums.depositedSince += it.cents;
      return { nth: deposits.length - 1, cents: it.cents };
    }
    if (it.does === "hold" || it.does === "spend") {
      const cents = Math.min(it.cents, free());
      if (cents === 0) return undefined;
      if (it.does === "spend") leave(cents);
      else kept.push({ left: cents, waitedForBy: [] });
      return { nth: kept.length - 1, cents };
    }
    if (it.does === "dispute") {
      const nth = it.nth % Math.max(1, deposits.length);
      const deposit = deposits[nth];
      if (!deposit || deposit.isDisputed) return undefined;
      deposit.isDisputed = true;
      const made = { of: nth, since: time, owed: deposit.cents, fromWallet: 0, off: deposit.cents, state: "open" as const };
      disputes.push(made);
      for (const one of kept) if (one.left > 0) one.waitedForBy.push(made);
      takeFor(made, free());
      Object.assign(sums, { depositedSince: 0, spentSince: 0 });
      return { nth, cents: deposit.cents };
    }
    if (it.does === "end") {
      const nth = it.nth % Math.max(1, disputes.length);
      const made = disputes[nth];
      if (!made || made.state === "won" || (made.state === "lost" && !it.won)) return undefined;
      Object.assign(made, { state: it.won ? "won" : "lost" });
      if (!it.won) return { nth, cents: 0 };
      made.owed = 0;
      sums.cents += made.fromWallet;
      let rest = made.fromWallet;
      const wasThere = deposits[made.of]!.since;
      for (const other of disputes) if (other !== made && other.since >= wasThere) rest -= takeFor(other, rest);
      return { nth, cents: made.fromWallet };
    }
    const found = open(it.nth);
    if (!found) return undefined;
    const { one, at } = found;
    if (it.does === "letGo" || it.does === "expire") {
      const cents = one.left;
      letGo(one, cents);
      return { nth: at, cents };
    }
    const cents = Math.min(it.cents, one.left - (it.does === "shrink" ? 1 : 0));
    if (it.does === "shrink") {
      letGo(one, one.left - cents);
      return { nth: at, cents };
    }
    one.left -= cents;
    leave(cents);
    letGo(one, one.left);
    return { nth: at, cents };
  }
  return { act, disputes, sums, reservedCents: () => sums.cents - free() };
}

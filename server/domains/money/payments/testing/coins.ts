/** Who had which cent, with none of the database's ways: wallets as rows of coins that each remember through whose hands they came. The oldest are spent first. */
interface Coins {
  givers: readonly number[];
  cents: number;
}

/** So many people with nothing. */
export function plainPurses(people: number) {
  const purses: Coins[][] = Array.from({ length: people }, () => []);
  const reached: Coins[][] = Array.from({ length: people }, () => []);

  function out(who: number, cents: number): Coins[] {
    const taken: Coins[] = [];
    let left = cents;
    for (const coins of purses[who]!) {
      const part = Math.min(left, coins.cents);
      if (part > 0) taken.push({ ...coins, cents: part });
      coins.cents -= part;
      left -= part;
    }
    return taken;
  }
  return {
    deposit: (who: number, cents: number) => void purses[who]!.push({ givers: [], cents }),
    spend: (who: number, cents: number) => void out(who, cents),
    give(who: number, to: number, cents: number) {
      for (const coins of out(who, cents)) {
        const passed = { ...coins, givers: [...coins.givers, who] };
        purses[to]!.push(passed);
        reached[to]!.push({ ...passed });
      }
    },
    /** What ever reached somebody through the hands of any of these. */
    reachedBy: (who: number, depositors: ReadonlySet<number>) =>
      reached[who]!.filter(({ givers }) => givers.some((giver) => depositors.has(giver))).reduce((sum, { cents }) => sum + cents, 0),
  };
}

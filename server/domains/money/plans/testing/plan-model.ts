const VISIT_SECONDS = 1200;
const USEFUL_SECONDS = 60;

interface Visit {
  /** What a minute was quoted at. */
  micros: bigint;
  kept: bigint;
  quoted: Sum;
  settled: null | { used: bigint; saved: Sum; took: bigint; charged: bigint };
  creditedCents: bigint;
  creditedSeconds: bigint;
  returned: bigint;
}
interface Sum {
  price: bigint;
  tax: bigint;
}

/**
 * One plan of one wallet, and visits of 20 minutes that may draw on it, in plain sums of its own: what the wallet holds and what of it is kept after each act. It
 * knows no database and nothing of how plans are written; a fraction is two whole numbers.
 */
export function plainPlan(of: { walletCents: number; minutes: number; priceCents: number; taxMillionths: number }) {
  const [price, millionths] = [BigInt(of.priceCents), BigInt(of.taxMillionths)];
  const all = BigInt(of.minutes) * 60n;
  const taxOf = (cents: bigint) => (cents * millionths) / 1_000_000n;
  const total = (sum: Sum) => sum.price + sum.tax;
  const min = (...those: bigint[]) => those.reduce((least, one) => (one < least ? one : least));
  const costs = (seconds: bigint, micros: bigint): Sum => {
    const cents = (seconds * micros) / 600_000n;
    return { price: cents, tax: taxOf(cents) };
  };
  const visits: Visit[] = [];
  let wallet = BigInt(of.walletCents);
  let left = all;
  let isClosing = false;
  let ended: null | { took: bigint; back: bigint } = null;

  /** What the plan asks for these visits: second by second its own rate or the visit's, all together rounded down. */
  function asks(openToo: boolean): Sum {
    let [over, under] = [0n, 1n];
    let mostPrice: bigint | null = 0n;
    let mostTax: bigint | null = 0n;
    for (const { micros, kept, settled, returned } of visits) {
      if (!settled && (!openToo || kept === 0n)) continue;
      const seconds = settled ? settled.used - returned : kept;
      // The lower of two rates in cents a second, as fractions.
      const [num, den] = price * 600_000n < micros * all ? [price, all] : [micros, 600_000n];
      [over, under] = [over * den + seconds * num * under, under * den];
      if (!settled) [mostPrice, mostTax] = [null, null];
      else if (settled.used > 0n && mostPrice !== null && mostTax !== null) {
        mostPrice += (settled.saved.price * seconds) / settled.used;
        mostTax += (settled.saved.tax * seconds) / settled.used;
      }
    }
    const cents = min(over / under, price, mostPrice ?? price);
    return { price: cents, tax: min(taxOf(cents), taxOf(price), mostTax ?? price) };
  }
  const isWaiting = () => visits.some(({ settled, kept }) => !settled && kept > 0n);
  const keptForPlan = () => (ended ? 0n : total(isClosing ? asks(true) : { price, tax: taxOf(price) }));
  const keptInAll = () => visits.reduce((sum, { settled, quoted }) => sum + (settled ? 0n : total(quoted)), keptForPlan());
  function finish() {
    if (!isClosing || ended || isWaiting()) return;
    ended = { took: total(asks(false)), back: 0n };
    wallet -= ended.took;
  }

  return {
    stands: () => ({ cents: Number(wallet), reservedCents: Number(keptInAll()) }),
    leftSeconds: () => Number(left),
    /** Books a visit; false where the wallet is short. */
    book(microsPerMinute: number): boolean {
      const micros = BigInt(microsPerMinute);
      const draws = !isClosing && costs(BigInt(VISIT_SECONDS), micros).price > 0n;
      const kept = draws ? min(left, BigInt(VISIT_SECONDS)) : 0n;
      const quoted = costs(BigInt(VISIT_SECONDS) - kept, micros);
      if (wallet - keptInAll() < total(quoted)) return false;
      left -= kept;
      visits.push({ micros, kept, quoted, settled: null, creditedCents: 0n, creditedSeconds: 0n, returned: 0n });
      return true;
    },
    settle(nth: number, connected: number) {
      const visit = visits[nth]!;
      const counted = connected < USEFUL_SECONDS ? 0n : BigInt(Math.min(connected, VISIT_SECONDS));
      const paidSeconds = counted > visit.kept ? counted - visit.kept : 0n;
      // A visit that ran over is not dearer, and its charge is of all its seconds.
      const beyond = paidSeconds === 0n ? 0n : BigInt(connected) - visit.kept;
      const [alone, took] = [costs(counted, visit.micros), costs(paidSeconds, visit.micros)];
      const used = alone.price === 0n ? 0n : min(visit.kept, counted);
      const saved = used === 0n ? { price: 0n, tax: 0n } : { price: alone.price - took.price, tax: alone.tax - took.tax };
      visit.settled = { used, saved, took: total(took), charged: total(took) > 0n ? beyond : 0n };
      wallet -= total(took);
      left += visit.kept - used;
    },
    credit(nth: number, asked: number) {
      const visit = visits[nth]!;
      const { took, charged, used } = visit.settled!;
      const seconds = BigInt(asked);
      const share = charged === 0n ? 0n : (took * min(seconds, charged) + charged - 1n) / charged;
      const cents = min(share, took - visit.creditedCents);
      const beyond = visit.creditedSeconds + seconds - charged;
      const back = min(used, beyond > 0n ? beyond : 0n) - visit.returned;
      if (cents === 0n && back <= 0n) return;
      visit.creditedCents += cents;
      visit.creditedSeconds += seconds;
      wallet += cents;
      if (back <= 0n) return;
      visit.returned += back;
      if (!ended) left += back;
      else {
        const cheaper = ended.took - ended.back - total(asks(false));
        wallet += cheaper;
        ended.back += cheaper;
      }
    },
    /** Its owner ends it. */
    end() {
      isClosing = true;
      finish();
    },
    /** What happens each minute. */
    minute() {
      if (left === 0n && !isWaiting()) isClosing = true;
      finish();
    },
  };
}

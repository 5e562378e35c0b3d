/** One line of the processor's own statement. Its sign is the processor's: what it owes us is more than nothing. */
export interface TheirLine {
  id: string;
  kind: string;
  /** The payment (or refund) that it is about, by the processor's id; null where it names none. */
  subjectId: string | null;
  cents: number;
  feeCents: number;
  /** The payout that the line belongs to. */
  payoutId?: string;
}
/** One movement of ours that the processor should know, as its statement would say it. */
export interface OurLine {
  id: string;
  kind: "deposit" | "refund" | "dispute" | "dispute_won";
  processorId: string;
  cents: number;
}
export interface Difference {
  /** `payout_sum`: what a payout is made of is not what was paid out. */
  what: "only_theirs" | "only_ours" | "other_sum" | "payout_sum";
  kind: string;
  payoutId: string | null;
  processorId: string | null;
  ourId: string | null;
  theirCents: number | null;
  ourCents: number | null;
}

const ourKind: Readonly<Record<string, OurLine["kind"]>> = {
  charge: "deposit",
  payment: "deposit",
  refund: "refund",
  payment_refund: "refund",
  dispute: "dispute",
  dispute_won: "dispute_won",
};
/** What is nobody's movement: the payout itself, its costs, and adjustments that are about no dispute. */
const besides = new Set(["payout", "stripe_fee", "adjustment", "network_cost"]);

/**
 * Holds the processor's statement against our own rows: what only one of the two has, and what both have with another sum. Ours that are younger than the
 * statement are not in `ours`: whoever asks leaves them out.
 */
export function differences(theirs: readonly TheirLine[], ours: readonly OurLine[]): Difference[] {
  const left = new Map(ours.map((line) => [`${line.kind} ${line.processorId}`, line]));
  const found: Difference[] = [];
  for (const { kind, subjectId, cents, payoutId = null } of theirs) {
    if (besides.has(kind)) continue;
    const key = `${ourKind[kind]} ${subjectId}`;
    const mine = left.get(key);
    left.delete(key);
    const both = {
      kind: ourKind[kind] ?? kind,
      payoutId,
      processorId: subjectId,
      ourId: mine?.id ?? null,
      theirCents: cents,
      ourCents: mine?.cents ?? null,
    };
    if (!mine) found.push({ what: "only_theirs", ...both });
    else if (mine.cents !== cents) found.push({ what: "other_sum", ...both });
  }
  for (const { id, kind, processorId, cents } of left.values())
    found.push({ what: "only_ours", kind, payoutId: null, processorId, ourId: id, theirCents: null, ourCents: cents });
  return found;
}

/** One payout to the operator's bank, as the processor says it, and as our own rows make it. */
export interface PayoutHeld {
  payoutId: string;
  lines: number;
  feeCents: number;
  ourCents: number;
  differences: number;
}

/** Each payout with what our own rows make of it; and those whose own lines do not add up to it. */
export function holdPayouts(
  payouts: readonly { id: string; cents: number }[],
  theirs: readonly TheirLine[],
  found: readonly Difference[],
): { held: PayoutHeld[]; wrong: Difference[] } {
  const lines = Map.groupBy(theirs, ({ payoutId }) => payoutId);
  const differing = Map.groupBy(found, ({ payoutId }) => payoutId);
  const wrong: Difference[] = [];
  const held = payouts.map(({ id, cents }) => {
    // The payout itself is a line of its own statement.
    const own = (lines.get(id) ?? []).filter(({ kind }) => kind !== "payout");
    const net = own.reduce((sum, line) => sum + line.cents - line.feeCents, 0);
    const mine = differing.get(id) ?? [];
    const off = mine.reduce((sum, { theirCents, ourCents }) => sum + (theirCents ?? 0) - (ourCents ?? 0), 0);
    const isWrong = net !== cents;
    if (isWrong)
      wrong.push({ what: "payout_sum", kind: "payout", payoutId: id, processorId: id, ourId: null, theirCents: cents, ourCents: net });
    const feeCents = own.reduce((sum, line) => sum + line.feeCents - (line.kind === "stripe_fee" ? line.cents : 0), 0);
    return { payoutId: id, lines: own.length, feeCents, ourCents: net - off, differences: mine.length + (isWrong ? 1 : 0) };
  });
  return { held, wrong };
}

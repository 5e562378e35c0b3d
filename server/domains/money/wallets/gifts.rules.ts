export type GiftState = "waiting" | "given" | "undone" | "expired";
export type GiftAct = "take" | "undo" | "expire";
const acts: Readonly<Record<GiftAct, { from: readonly GiftState[]; to: GiftState }>> = {
  take: { from: ["waiting"], to: "given" },
  // Wholly; a gift of which a part was spent stays given, with that part.
  undo: { from: ["waiting", "given"], to: "undone" },
  expire: { from: ["waiting"], to: "expired" },
};

/** The gift's next state; undefined where it may not go there from here. */
export function nextGift(state: GiftState, act: GiftAct): GiftState | undefined {
  const { from, to } = acts[act];
  return from.includes(state) ? to : undefined;
}

/** Money that came into a wallet, less what its giver took back. */
export interface CameIn {
  id: string;
  cents: number;
}

/** Money that left a wallet, less what of it came back. */
export interface WentOut {
  /** The gift that it was; null for anything else. */
  giftId: string | null;
  cents: number;
}

/** All that ever left a wallet for good, except for what givers took back. */
export function wentOutCents(wentOut: readonly WentOut[]): number {
  return wentOut.reduce((sum, { cents }) => sum + cents, 0);
}

/** A part of one thing, by where in it: from one cent until before another. */
export interface Part {
  from: number;
  until: number;
}

/** What of one thing that came into a wallet, or of a part of it, is still there, kept or free, where the oldest money is spent first. `spentCents` is all that ever left for good. */
export function unspentOf(id: string, oldestFirst: readonly CameIn[], spentCents: number, part?: Part): number {
  const { from, until } = placeOf(id, oldestFirst, part);
  return Math.max(0, until - Math.max(from, spentCents));
}

/** Money that was passed on: which of the gift it is. */
export type Passed = Part & { giftId: string; cents: number };

/** Into which gifts one thing that came in, or a part of it, was passed on, and which cents of each it is, where the oldest money is spent first; the oldest gift first. */
export function passedOn(id: string, oldestFirst: readonly CameIn[], wentOut: readonly WentOut[], part?: Part): Passed[] {
  const { from, until } = placeOf(id, oldestFirst, part);
  let spent = 0;
  return wentOut.flatMap(({ giftId, cents }) => {
    const [first, last] = [Math.max(from, spent) - spent, Math.min(until, spent + cents) - spent];
    spent += cents;
    return giftId !== null && last > first ? [{ giftId, cents: last - first, from: first, until: last }] : [];
  });
}

/** Where a thing, or a part of it, lies among all that came in. */
function placeOf(id: string, oldestFirst: readonly CameIn[], part?: Part): Part {
  const at = oldestFirst.findIndex((one) => one.id === id);
  const cents = oldestFirst[at]?.cents ?? 0;
  const before = oldestFirst.slice(0, Math.max(0, at)).reduce((sum, one) => sum + one.cents, 0);
  return { from: before + Math.min(cents, part?.from ?? 0), until: before + Math.min(cents, part?.until ?? cents) };
}

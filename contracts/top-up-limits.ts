/** How much is added by itself at once, and the most in one month, in whole US cents. */
export const topUpCents = [500, 1000, 2500, 5000] as const;
export const topUpMonthCents = [2500, 5000, 10_000, 20_000] as const;

interface Sums {
  belowCents: number;
  addCents: number;
  monthCents: number;
}

/** Whether more can be taken of the card than by what runs now: then whoever asks proves with their password who they are. Null: nothing runs. */
export const takesMore = (runs: Sums | null, chosen: Sums): boolean =>
  !runs || chosen.belowCents > runs.belowCents || chosen.addCents > runs.addCents || chosen.monthCents > runs.monthCents;

/** What a kept card may pay in 24 hours by its owner's tap alone; above it, whoever asks proves with their password who they are. */
export const CARD_OPEN_CENTS = 10_000;
/** Why a kept card did not pay: a plain no, or its bank wants to ask its owner. */
export const cardRefusals = ["declined", "authentication"] as const;
export type CardRefusal = (typeof cardRefusals)[number];

/** Why nothing is added by itself any more until the owner says so again. */
export const topUpStops = [...cardRefusals, "disputed", "gave_back"] as const;
export type TopUpStop = (typeof topUpStops)[number];

/** A demonstration's cards: one that always says yes, one that is refused without its owner, and one whose bank wants to ask its owner. */
export const practiceCards = ["4242", "0341", "3184"] as const;
export type PracticeCard = (typeof practiceCards)[number];

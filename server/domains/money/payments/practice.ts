import type { PracticeCard } from "#contracts/top-up-limits.ts";
import { AppError } from "#server/platform/errors.ts";
import type { Payment, Processor } from "./processor.ts";

const taken: Payment = { said: "paid", processorId: null, cents: null, why: null, clientSecret: null };
const untold = () => new AppError(["money.event_unsigned"]);
/** What the cards of a demonstration answer while their owner is not there. */
const answers: Readonly<Record<PracticeCard, string | null>> = { "4242": null, "0341": "card_declined", "3184": "authentication_required" };
const METHOD = "practice-";
/** No card of a demonstration ever runs out. */
const EXPIRES = { expiresMonth: 12, expiresYear: 2099 } as const;

/** A demonstration's card: every payment is taken at once, every refund arrives at once, and no money is anywhere. */
export const practiceCard: Processor = {
  way: "practice",
  publishableKey: null,
  begin: async ({ id, keepCard = false, practiceCard: lastFour = "4242" }) =>
    keepCard
      ? {
          ...taken,
          customerId: `${METHOD}${id}`,
          card: { methodId: `${METHOD}${lastFour}`, cardCode: null, brand: "visa", lastFour, ...EXPIRES },
        }
      : taken,
  look: async () => taken,
  charge: async ({ methodId, isOver }) => {
    // It keeps nothing that could be found.
    if (isOver) return { ...taken, said: "failed", why: "never_begun" };
    const why = answers[methodId.slice(METHOD.length) as PracticeCard] ?? null;
    return why ? { ...taken, said: "failed", why } : taken;
  },
  forget: async () => {},
  giveUp: async () => taken,
  refund: async () => ({ said: "done", processorId: null, why: null }),
  subjectOf() {
    throw untold();
  },
  async lookUp() {
    throw untold();
  },
  disputes: async () => [],
  payouts: async () => [],
  linesOf: async () => [],
};

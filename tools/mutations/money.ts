import type { Mutation } from "./table.ts";

/** Guards of money: prices, charges, credits, gifts and disputes. */
export const ofMoney: Readonly<Record<string, Mutation>> = {
  "a price above the cap is saved": {
    edits: [
      {
        file: "server/domains/money/tariffs/tariff.rules.ts",
        from: '[law?.cap !== undefined && microsPerMinute > law.cap.microsPerMinute, "price.above_cap"]',
        to: '[false, "price.above_cap"]',
      },
    ],
    file: "server/domains/money/tariffs/prices.routes.test.ts",
    test: "a price at the cap is set, and one millionth of a dollar above it is refused with the law and the cap",
  },
  "a charge does not ask the law again": {
    edits: [
      {
        file: "server/domains/money/rating/rating.rules.ts",
        from: "Math.min(price.microsPerMinute, capMicros ?? 0)",
        to: "price.microsPerMinute",
      },
    ],
    file: "promises/01-never-more-than-the-law-or-the-quote.test.ts",
    test: "a charge is never above its quote, its price or the law of its day, whatever is set or told between quote and charge; every cent is accounted for",
  },
  "what is kept for a visit stays when the law falls": {
    edits: [{ file: "server/domains/money/charging/shrink.service.ts", from: "allowed < leftCents &&", to: "false &&" }],
    file: "server/domains/money/tariffs/follow.race.test.ts",
    test: "before the lower cap begins nobody is told, but what is kept for visits on its days is let go at once, and for earlier days it is not",
  },
  "a message of anybody's is taken for the processor's": {
    edits: [
      {
        file: "server/domains/money/payments/stripe.ts",
        from: 'event = stripe.webhooks.constructEvent(body, signature ?? "", secret, TOLERANCE_SECONDS, undefined, at.epochMilliseconds);',
        to: "event = stripe.webhooks.constructEventWithoutVerification(body.toString()); void [secret, signature, at, TOLERANCE_SECONDS];",
      },
    ],
    file: "server/domains/money/payments/stripe.test.ts",
    test: "an event that is not signed by Stripe, or was signed long ago, changes nothing",
  },
  "a refund forgets what was asked back before": {
    edits: [
      {
        file: "server/domains/money/payments/refunds.service.ts",
        from: "{ returnedCents: deposit.returnedCents + of.cents }",
        to: "{ returnedCents: deposit.returnedCents }",
      },
    ],
    file: "server/domains/money/wallets/wallets.race.test.ts",
    test: "what goes back goes to the newest deposit first, to each at most what it gave",
  },
  "one of staff counts cash alone": {
    edits: [
      {
        file: "server/domains/money/wallets/cash.rules.ts",
        from: '[entry.enteredBy === by, "money.same_person"]',
        to: '[false, "money.same_person"]',
      },
    ],
    file: "server/domains/money/wallets/hands.race.test.ts",
    test: "cash is in the wallet once a second person has counted it: never who entered it, and once",
  },
  "a gift comes back although it was spent": {
    edits: [
      {
        file: "server/domains/money/wallets/undo.service.ts",
        from: "Math.min(await keptOf(asker, row), wallet.cents - wallet.reservedCents)",
        to: "wallet.cents && row.cents",
      },
    ],
    file: "server/domains/money/wallets/hands.race.test.ts",
    test: "a mother gives $5 to her son, once however often she presses, and takes back what he has not spent",
  },
  "a dispute forgets what is kept for a visit": {
    edits: [{ file: "server/domains/money/payments/disputes.service.ts", from: "await disputes.claim(tx.trx, row.id, bookId);", to: "" }],
    file: "server/domains/money/payments/disputes.race.test.ts",
    test: "a visit is booked, the bank takes the deposit back, the visit is cancelled: nothing of it is free to have twice",
  },
  "a tax holds though only one of staff said so": {
    edits: [{ file: "server/domains/money/tariffs/taxes.rules.ts", from: "[tax.statedBy === by, ", to: "[false, " }],
    file: "server/domains/money/tariffs/taxes.rules.test.ts",
    test: "nobody confirms what they stated themselves, and what is decided stays so",
  },
  "a tax gives back also what a credit had given back": {
    edits: [
      {
        file: "server/domains/money/tax-backs/tax-backs.rules.ts",
        from: "(cents * openOf(one)) / standingOf(one)",
        to: "cents",
      },
    ],
    file: "server/domains/money/tax-backs/tax-backs.rules.test.ts",
    test: "random credits before, between and after: a tax gives back its part of what is open, nobody ever gets more than they paid, and all seconds are all cents",
  },
  "a home's page earns credits by its own word": {
    edits: [
      {
        file: "server/domains/visits/credits/credit.rules.ts",
        from: "const sure = stretches(withoutHomesWord(seen.samples), bothOurs);",
        to: "const sure = stretches(seen.samples, bothOurs);",
      },
    ],
    file: "server/domains/visits/credits/credit.rules.test.ts",
    test: "a page that claims to send, and sends so little that the station's picture stands, earns nothing",
  },
  "a second that two things took is credited twice": {
    edits: [
      {
        file: "server/domains/visits/credits/credit.rules.ts",
        from: "ms += lengthOf(without([span], covered));",
        to: "ms += lengthOf([span]);",
      },
    ],
    file: "server/domains/visits/credits/credit.rules.test.ts",
    test: "never more is credited than the visit's own time, and no second twice, whatever the evidence",
  },
  "a cancelled visit keeps its money until somebody looks": {
    edits: [{ file: "server/domains/visits/bookings/cancel.service.ts", from: "await settleVisit(tx, visit, 0);", to: "" }],
    file: "server/domains/visits/charges/charges.endings.test.ts",
    test: "the family cancels: all that was kept is let go",
  },
  "a visit is booked for more than was shown": {
    edits: [
      {
        file: "server/domains/visits/bookings/bookings.service.ts",
        from: "if (cents > atMostCents) reasons",
        to: "if (cents > 1_000_000) reasons",
      },
      // Keeping the money looks once more, since a plan may have given its minutes to another visit meanwhile.
      {
        file: "server/domains/money/charging/quote.service.ts",
        from: "if (needCents > familyAtMostCents) throw",
        to: "if (needCents > 1_000_000) throw",
      },
    ],
    file: "promises/02-only-connected-time-is-charged.test.ts",
    test: "what was shown before is the most that is ever taken: a price that has risen since is refused, and shown anew",
  },
};

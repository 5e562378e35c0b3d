import { z } from "zod";
import { Id, Instant, Nothing } from "./common.ts";
import { endpoint } from "./endpoint.ts";
import { Zone } from "./statements.ts";
import { topUpStops } from "./top-up-limits.ts";
import { Deposit, LastFour } from "./wallets.ts";

/** A card that its owner keeps: what they know it by, and no number. */
const SavedCard = z.strictObject({
  brand: z.string(),
  lastFour: LastFour,
  expiresMonth: z.number().int(),
  expiresYear: z.number().int(),
  /** Its bank took something back: nothing is taken of it by itself. */
  disputed: z.boolean(),
});
const Rule = z.strictObject({
  belowCents: z.number().int(),
  addCents: z.number().int(),
  monthCents: z.number().int(),
  /** What was added by itself in this month, by the owner's own clock; what is on its way counts. */
  addedCents: z.number().int(),
  /** Why it has stopped until its owner says so again; null while it runs. */
  stopped: z.enum(topUpStops).nullable(),
  /** The next one would be above the month's most: it goes on then. */
  restsUntil: Instant.nullable(),
});
export const TopUp = z.strictObject({ card: SavedCard.nullable(), rule: Rule.nullable() });
export type TopUp = z.infer<typeof TopUp>;

export const topUpsOutside = {
  ownTopUp: endpoint({
    id: "ownTopUp",
    method: "GET",
    path: "/api/outside/wallet/top-up",
    permission: "wallet.own",
    summary: "The card that is kept, and when money is added by itself",
    answer: { status: 200, schema: TopUp },
    errors: [],
  }),
  chooseTopUp: endpoint({
    id: "chooseTopUp",
    method: "POST",
    path: "/api/outside/wallet/top-up",
    permission: "wallet.deposit",
    summary:
      "Have money added by itself from the kept card when less is free, at most so much a month by the clock of `zone`; or start it again. With the password, unless less is taken than by what runs",
    body: z.strictObject({
      ...{ belowCents: z.number(), addCents: z.number(), monthCents: z.number(), zone: Zone },
      password: z.string().min(1).max(200).optional(),
    }),
    answer: { status: 200, schema: TopUp },
    errors: [
      "money.no_card",
      "money.card_disputed",
      "money.top_up_choice",
      "money.top_up_over_cap",
      "money.zone_unknown",
      "money.top_up_password",
      "account.credentials_wrong",
      "account.locked",
      "request.too_many",
    ],
  }),
  endTopUp: endpoint({
    id: "endTopUp",
    method: "DELETE",
    path: "/api/outside/wallet/top-up",
    permission: "wallet.deposit",
    summary: "Have nothing added by itself any more; the card stays kept",
    answer: { status: 204, schema: Nothing },
    errors: [],
  }),
  addFromCard: endpoint({
    id: "addFromCard",
    method: "POST",
    path: "/api/outside/wallet/card/deposits",
    permission: "wallet.deposit",
    summary:
      "Add money to one's wallet from the kept card, known by its last four, $1 to $500, without any fee; once per `id`. Above $100 in 24 hours with the password",
    body: z.strictObject({ id: Id, cents: z.number(), lastFour: LastFour, password: z.string().min(1).max(200).optional() }),
    answer: { status: 201, schema: Deposit },
    errors: [
      "money.cards_off",
      "money.processor_down",
      "money.not_whole_cents",
      "money.too_little",
      "money.too_much",
      "money.no_card",
      "money.card_disputed",
      "money.card_password",
      "money.deposit_unknown",
      "money.id_taken",
      "account.credentials_wrong",
      "account.locked",
      "request.too_many",
    ],
  }),
  removeCard: endpoint({
    id: "removeCard",
    method: "DELETE",
    path: "/api/outside/wallet/card",
    permission: "wallet.deposit",
    summary: "Have the card forgotten, here and at the processor; with it ends what was added by itself",
    answer: { status: 204, schema: Nothing },
    errors: [],
  }),
};

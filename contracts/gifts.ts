import { z } from "zod";
import { Id, Instant, Nothing } from "./common.ts";
import { endpoint } from "./endpoint.ts";
import { Email } from "./identity.ts";

/** A gift as its giver sees it. Whether an address belongs to anybody is told by nothing here until somebody takes it. */
export const OwnGift = z.strictObject({
  id: Id,
  cents: z.number().int(),
  /** The resident whom it was given to; null for one by address. */
  residentName: z.string().nullable(),
  state: z.enum(["waiting", "given", "undone", "expired"]),
  /** What of it can be taken back now. */
  undoCents: z.number().int(),
  madeAt: Instant,
  expiresAt: Instant.nullable(),
});
export type OwnGift = z.infer<typeof OwnGift>;
/** A gift that waits for the reader. */
export const GiftForMe = z.strictObject({ id: Id, cents: z.number().int(), fromName: z.string(), expiresAt: Instant });

const toResident = z.strictObject({ id: Id, cents: z.number(), connectionId: Id });
const toAddress = z.strictObject({ id: Id, cents: z.number(), email: Email });

export const giftsOutside = {
  ownGifts: endpoint({
    id: "ownGifts",
    method: "GET",
    path: "/api/outside/wallet/gifts",
    permission: "gift.own",
    summary: "Gifts that one gave, newest first, and those that wait for oneself",
    answer: { status: 200, schema: z.strictObject({ given: z.array(OwnGift), forMe: z.array(GiftForMe) }) },
    errors: [],
  }),
  giveGift: endpoint({
    id: "giveGift",
    method: "POST",
    path: "/api/outside/wallet/gifts",
    permission: "gift.give",
    summary:
      "Give money from one's wallet to a connected resident, or to whoever has this address; once per `id`, with one answer for every address",
    body: z.union([toResident, toAddress]),
    answer: { status: 201, schema: OwnGift },
    errors: [
      "money.not_whole_cents",
      "money.too_little",
      "money.too_much",
      "money.wallet_short",
      "money.id_taken",
      "connection.unknown",
      "connection.not_approved",
      "request.too_many",
    ],
  }),
  undoGift: endpoint({
    id: "undoGift",
    method: "POST",
    path: "/api/outside/wallet/gifts/:giftId/undo",
    permission: "gift.give",
    summary: "Take back what of a gift has not been spent",
    params: z.strictObject({ giftId: Id }),
    answer: { status: 200, schema: OwnGift },
    errors: ["money.gift_unknown", "money.gift_spent"],
  }),
  takeGift: endpoint({
    id: "takeGift",
    method: "POST",
    path: "/api/outside/wallet/gifts/:giftId/take",
    permission: "gift.own",
    summary: "Take a gift that waits for one's own address",
    params: z.strictObject({ giftId: Id }),
    answer: { status: 204, schema: Nothing },
    errors: ["money.gift_unknown"],
  }),
};

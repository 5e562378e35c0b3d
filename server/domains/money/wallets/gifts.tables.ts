import type { Generated, Insertable, Selectable } from "kysely";
import type { GiftState } from "./gifts.rules.ts";

export interface GiftTable {
  id: string;
  fromContactId: string;
  fromBookId: string;
  /** Null until it is taken. */
  toBookId: string | null;
  connectionId: string | null;
  reserveId: string | null;
  cents: number;
  undoneCents: Generated<number>;
  state: GiftState;
  madeAt: Temporal.Instant;
  expiresAt: Temporal.Instant | null;
  endedAt: Temporal.Instant | null;
}
/** To whose address it waits, as a hash that only this server's key can make; it goes a while after the gift is over. */
interface GiftAddressRow {
  giftId: string;
  hash: Buffer;
}
export type GiftRow = Selectable<GiftTable>;
export type NewGift = Insertable<GiftTable>;

declare module "#server/platform/database.ts" {
  interface Schema {
    "money.gift": GiftTable;
    "money.giftAddress": GiftAddressRow;
  }
}

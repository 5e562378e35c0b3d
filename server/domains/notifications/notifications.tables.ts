import type { Generated } from "kysely";

/** What a letter is made from: ids and codes, never names or words. */
export type LetterFacts = Readonly<Record<string, string | number | boolean | null>>;

export interface DeliveryTable {
  id: string;
  accountId: string;
  template: string;
  facts: Generated<LetterFacts>;
  status: "queued" | "sent" | "failed";
  tries: Generated<number>;
  madeAt: Temporal.Instant;
  sentAt: Generated<Temporal.Instant | null>;
  /** A code: what the mail server or our own side answered, never an address. */
  lastError: Generated<string | null>;
}

/** A letter that a demonstration shows instead of sending. */
export interface OutboxTable {
  id: string;
  at: Temporal.Instant;
  letter: { to: string; subject: string; text: string; attachments: { name: string; type: string; text: string }[] };
}

declare module "#server/platform/database.ts" {
  interface Schema {
    "notifications.delivery": DeliveryTable;
    "notifications.outbox": OutboxTable;
  }
}

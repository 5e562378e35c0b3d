import type { Generated } from "kysely";
import type { DeliveryStatus } from "#contracts/notifications.ts";

/** What can happen to a delivery; each that does is a row with its time and code. */
export type Step = "wait" | "take" | "sent" | "retry" | "fail" | "drop" | "delay" | "delivered" | "bounce";

/** What a letter is made from: ids and codes, never names or words. */
export type LetterFacts = Readonly<Record<string, string | number | boolean | null>>;

export interface DeliveryTable {
  id: string;
  /** Null for somebody whom a resident named: `invitationId` of the facts says whom. */
  accountId: string | null;
  template: string;
  facts: Generated<LetterFacts>;
  status: DeliveryStatus;
  tries: Generated<number>;
  madeAt: Temporal.Instant;
  sentAt: Generated<Temporal.Instant | null>;
  /** A code: what the mail server or our own side answered, never an address. */
  lastError: Generated<string | null>;
  /** The visit or connection it is about, and where that is. */
  subjectId: string | null;
  agencyId: string | null;
  facilityId: string | null;
  sendAt: Temporal.Instant;
  waitsFor: Generated<"quiet_hours" | "retry" | null>;
  /** From then on it would come too late to help. */
  usefulUntil: Temporal.Instant | null;
  takenAt: Generated<Temporal.Instant | null>;
  againOf: string | null;
}

/** One step of a delivery: insert-only. */
export interface DeliveryEventTable {
  id: string;
  deliveryId: string;
  at: Temporal.Instant;
  what: Step | "asked";
  code: string | null;
  tries: number;
}

export interface SettingTable {
  accountId: string;
  stoppedAt: Temporal.Instant | null;
  off: string[];
  quiet: boolean;
  quietFrom: string;
  quietTo: string;
  timeZone: string | null;
  changedAt: Temporal.Instant;
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
    "notifications.deliveryEvent": DeliveryEventTable;
    "notifications.setting": SettingTable;
    "notifications.outbox": OutboxTable;
  }
}

import type { z } from "zod";
import type { ConnectionStatus, DecisionReason, Relationship } from "#contracts/connections.ts";

export type Status = z.infer<typeof ConnectionStatus>;

/** Waiting for a person's decision: here, and nowhere else, staff approve and reject. */
export const waiting: readonly Status[] = ["requested", "under_review"];

/** Come to an end: the two people may ask anew. The table's unique index leaves these out. */
export const over: readonly Status[] = ["rejected", "withdrawn", "ended"];

export interface ContactTable {
  id: string;
  accountId: string;
  givenName: string;
  familyName: string;
  birthDate: string;
}
export type ContactRow = ContactTable;

export interface ConnectionTable {
  id: string;
  agencyId: string;
  residentId: string;
  contactId: string;
  relationship: z.infer<typeof Relationship>;
  status: Status;
  reason: z.infer<typeof DecisionReason> | null;
  reasonWords: string | null;
  requestedAt: Temporal.Instant;
  decidedAt: Temporal.Instant | null;
  decidedBy: string | null;
}
export type ConnectionRow = ConnectionTable;

/** A view for joins: a connection with the names of both people, and where the resident is now. */
export interface ConnectionCardView {
  connectionId: string;
  agencyId: string;
  residentId: string;
  contactId: string;
  relationship: z.infer<typeof Relationship>;
  status: Status;
  accountId: string;
  contactGivenName: string;
  contactFamilyName: string;
  residentName: string;
  stayId: string | null;
  facilityId: string | null;
}

/** A view that identity publishes: where to write to an account, and whether its address was ever proved. */
export interface AccountCardView {
  accountId: string;
  realm: "outside" | "staff";
  email: string;
  locale: "en" | "es";
  emailConfirmed: boolean;
}

declare module "#server/platform/database.ts" {
  interface Schema {
    "contacts.contact": ContactTable;
    "contacts.connection": ConnectionTable;
    "identity.accountCard": AccountCardView;
    "contacts.card": ConnectionCardView;
  }
}

import type { Generated } from "kysely";

export interface EntryTable {
  id: string;
  at: Temporal.Instant;
  agencyId: string | null;
  facilityId: string | null;
  actorRealm: "outside" | "inside" | "station" | "staff" | "system" | "nobody";
  actorId: string | null;
  what: string;
  subjectId: string | null;
  facts: Generated<Record<string, unknown>>;
  requestId: string | null;
}

export interface WordsTable {
  entryId: string;
  words: string;
  keepUntil: Temporal.Instant;
}

/** A view: how an actor is called today. */
export interface ActorNameView {
  actorId: string;
  realm: string;
  name: string;
}

declare module "#server/platform/database.ts" {
  interface Schema {
    "audit.entry": EntryTable;
    "audit.words": WordsTable;
    "audit.actor_name": ActorNameView;
  }
}

import type { Generated, Selectable } from "kysely";
import type { Mapping, RosterPlan } from "#contracts/roster.ts";

interface Place {
  agencyId: string;
  facilityId: string;
}

export interface KnownAsTable {
  agencyId: string;
  source: string;
  number: string;
  residentId: string;
}

export interface SourceTable extends Place {
  id: string;
  name: string;
  /** Null where the mapping is built in. */
  mapping: Mapping | null;
  lastKey: string | null;
  madeAt: Temporal.Instant;
}

export interface ImportTable extends Place {
  id: string;
  source: string;
  kind: "full" | "delta";
  via: "command" | "staff" | "feed";
  fileHash: string;
  counts: RosterPlan["counts"];
  findings: Pick<RosterPlan, "rejected" | "warnings">;
  madeBy: string | null;
  madeAt: Temporal.Instant;
  keepUntil: Temporal.Instant;
}

export interface FeedTable extends Place {
  id: string;
  source: string;
  kind: "full" | "delta";
  way: "folder" | "https";
  place: string;
  /** What follows `?` in an address, and what is sent as the Authorization header: sealed with the server's key. */
  query: Buffer | null;
  secret: Buffer | null;
  madeAt: Temporal.Instant;
  triedAt: Temporal.Instant | null;
  takenAt: Temporal.Instant | null;
  lastHash: string | null;
  problems: Generated<string[]>;
}

export type FeedRow = Selectable<FeedTable>;

export interface RunTable extends Place {
  id: string;
  act: "plan" | "import";
  source: string;
  kind: "full" | "delta";
  state: "going" | "done" | "refused" | "lost";
  stage: "reading" | "planning" | "writing";
  rows: number;
  told: RosterPlan | null;
  problems: Generated<string[]>;
  facts: Generated<Record<string, string | number>>;
  madeBy: string | null;
  startedAt: Temporal.Instant;
  at: Temporal.Instant;
  keepUntil: Temporal.Instant;
}

declare module "#server/platform/database.ts" {
  interface Schema {
    "residents.known_as": KnownAsTable;
    "residents.roster_source": SourceTable;
    "residents.roster_import": ImportTable;
    "residents.roster_feed": FeedTable;
    "residents.roster_run": RunTable;
  }
}

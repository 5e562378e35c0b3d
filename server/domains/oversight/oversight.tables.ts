import type { Generated } from "kysely";
import type { exportPurposes, exportStatuses } from "#contracts/oversight.ts";

export interface RecordExportTable {
  id: string;
  agencyId: string;
  facilityId: string;
  residentId: string;
  askedBy: string;
  purpose: (typeof exportPurposes)[number];
  basis: string;
  status: (typeof exportStatuses)[number];
  madeAt: Temporal.Instant;
  readyAt: Generated<Temporal.Instant | null>;
  bytes: Generated<number | null>;
  sha256: Generated<string | null>;
  blobId: Generated<string | null>;
  blobKey: Generated<Buffer | null>;
  keepUntil: Temporal.Instant;
}

/** Views that other domains publish of a person, each a line of the file. */
interface CustodyLineView {
  residentId: string;
  facilityId: string;
  id: string;
  stayId: string;
  bookingNumber: string;
  kind: string;
  unitName: string | null;
  at: Temporal.Instant;
}
interface ConnectionLineView {
  residentId: string;
  id: string;
  contactId: string;
  givenName: string;
  familyName: string;
  relationship: string;
  status: string;
  reason: string | null;
  reasonWords: string | null;
  requestedAt: Temporal.Instant;
  decidedAt: Temporal.Instant | null;
}
interface VisitLineView {
  residentId: string;
  facilityId: string;
  id: string;
  stayId: string;
  connectionId: string;
  contactId: string;
  givenName: string;
  familyName: string;
  status: string;
  outcome: string | null;
  cause: string | null;
  reason: string | null;
  mode: string;
  roomKind: string;
  startsAt: Temporal.Instant;
  endsAt: Temporal.Instant;
  madeAt: Temporal.Instant;
  endedAt: Temporal.Instant | null;
}
interface DisclosureLineView {
  visitId: string;
  facilityId: string;
  id: string;
  staffName: string | null;
  purpose: string;
  basis: string;
  at: Temporal.Instant;
}

declare module "#server/platform/database.ts" {
  interface Schema {
    "oversight.recordExport": RecordExportTable;
    "residents.custodyLine": CustodyLineView;
    "contacts.connectionLine": ConnectionLineView;
    "visits.visitLine": VisitLineView;
    "recordings.disclosureLine": DisclosureLineView;
  }
}

import { type Insertable, type Selectable, sql, type Updateable } from "kysely";
import type { Db, Trx } from "#server/platform/database.ts";
import type { RecordingTable, SegmentTable } from "./recordings.tables.ts";

export type RecordingRow = Selectable<RecordingTable>;
export type SegmentRow = Selectable<SegmentTable>;
type Instant = Temporal.Instant;
export interface ExpiredRow {
  visitId: string;
  agencyId: string;
  facilityId: string;
  blobId: string;
  keepUntil: Instant;
  held: boolean;
}

const SEGMENTS_MAX = 500;
const WAITING_MAX = 1000;
const ERASED_BATCH = 200;
const unmade = ["queued", "processing"] as const;

export function findRecording(db: Db, visitId: string): Promise<RecordingRow | undefined> {
  return db.selectFrom("recordings.recording").selectAll().where("visitId", "=", visitId).executeTakeFirst();
}

export function listRecordings(db: Db, visitIds: readonly string[]) {
  return db
    .selectFrom("recordings.recording")
    .select(["visitId", "status", "progress", "failure", "blobId"])
    .where("visitId", "in", visitIds)
    .execute();
}

/** Begins a recording's row, once. */
export async function insertRecording(
  trx: Trx,
  row: Pick<Insertable<RecordingTable>, "visitId" | "facilityId" | "madeAt" | "keepUntil">,
): Promise<void> {
  await trx
    .insertInto("recordings.recording")
    .values({
      ...row,
      roomKind: "recorded",
      status: "recording",
      seconds: null,
      bytes: null,
      sha256: null,
      blobId: null,
      blobKey: null,
      failure: null,
      readyAt: null,
      leasedBy: null,
      leaseUntil: null,
    })
    .onConflict((on) => on.column("visitId").doNothing())
    .execute();
}

/** The recording, kept from changing until the transaction ends. */
export function lockRecording(trx: Trx, visitId: string): Promise<RecordingRow | undefined> {
  return trx.selectFrom("recordings.recording").selectAll().where("visitId", "=", visitId).forUpdate().executeTakeFirst();
}

export async function setRecording(db: Db, visitId: string, set: Updateable<RecordingTable>): Promise<void> {
  await db.updateTable("recordings.recording").set(set).where("visitId", "=", visitId).execute();
}

export function listSegments(db: Db, visitId: string): Promise<SegmentRow[]> {
  return db.selectFrom("recordings.segment").selectAll().where("visitId", "=", visitId).orderBy("startedAt").limit(SEGMENTS_MAX).execute();
}

export async function insertSegments(trx: Trx, rows: Insertable<SegmentTable>[]): Promise<void> {
  if (rows.length > 0) await trx.insertInto("recordings.segment").values(rows).execute();
}

/** Takes the making of a file for this worker, unless somebody else is at it; also a worker's own lease is renewed so. */
export async function takeLease(db: Db, visitId: string, lease: { worker: string; now: Instant; until: Instant }): Promise<boolean> {
  const taken = await db
    .updateTable("recordings.recording")
    .set({ status: "processing", leasedBy: lease.worker, leaseUntil: lease.until })
    .where("visitId", "=", visitId)
    .where("status", "in", unmade)
    .where((at) => at.or([at("leaseUntil", "is", null), at("leaseUntil", "<", lease.now), at("leasedBy", "=", lease.worker)]))
    .executeTakeFirst();
  return taken.numUpdatedRows > 0n;
}

/** Recordings that wait for somebody to make their file. */
export function listWaiting(db: Db, now: Instant): Promise<{ visitId: string }[]> {
  return db
    .selectFrom("recordings.recording")
    .select("visitId")
    .where("status", "in", unmade)
    .where((at) => at.or([at("leaseUntil", "is", null), at("leaseUntil", "<", now)]))
    .limit(WAITING_MAX)
    .execute();
}

/** Recordings of rooms that are open, as far as this domain has heard. */
export function listRunning(db: Db): Promise<{ visitId: string }[]> {
  return db
    .selectFrom("recordings.recording")
    .select("visitId")
    .where("status", "=", "recording")
    .orderBy("madeAt")
    .limit(WAITING_MAX)
    .execute();
}

/** Files whose day has come, those after `after`, and whether a hold keeps them. */
export async function listExpired(db: Db, now: Instant, after: string): Promise<ExpiredRow[]> {
  const { rows } = await sql<ExpiredRow>`
    select r.visit_id, v.agency_id, v.facility_id, r.blob_id, r.keep_until, keeping.is_held(v.facility_id, v.subjects, ${now}) as held
    from recordings.recording r join visits.keep_record v on v.id = r.visit_id
    where r.blob_id is not null and r.keep_until <= ${now} and r.visit_id > ${after}::uuid
    order by r.visit_id limit ${ERASED_BATCH}`.execute(db);
  return rows;
}

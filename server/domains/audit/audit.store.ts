import { type Insertable, sql } from "kysely";
import type { Db, Trx } from "#server/platform/database.ts";
import type { EntryTable, WordsTable } from "./audit.tables.ts";

/** Adds one entry; there is no way to change it later. */
export async function insertEntry(trx: Trx, row: Insertable<EntryTable>): Promise<void> {
  await trx.insertInto("audit.entry").values(row).execute();
}

/** Adds many entries of one actor and one moment in one statement. */
export async function insertEntries(
  trx: Trx,
  shared: { at: string; actorRealm: string; actorId: string | null; requestId: string | null },
  rows: readonly { id: string; what: string; subjectId: string | null; agencyId: string; facilityId: string; facts: object }[],
): Promise<void> {
  if (rows.length === 0) return;
  const { at, actorRealm, actorId, requestId } = shared;
  await sql`insert into audit.entry (id, at, actor_realm, actor_id, what, subject_id, agency_id, facility_id, facts, request_id)
    select e.id, ${at}::timestamptz, ${actorRealm}, ${actorId}::uuid, e.what, e."subjectId", e."agencyId", e."facilityId", e.facts, ${requestId}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as e (id uuid, what text, "subjectId" uuid, "agencyId" uuid, "facilityId" uuid, facts jsonb)`.execute(trx);
}

/** Adds the erasable words beside an entry. */
export async function insertWords(trx: Trx, row: WordsTable): Promise<void> {
  await trx.insertInto("audit.words").values(row).execute();
}

/** What entries are searched by, as a contract has read it. */
interface Wanted {
  limit: number;
  after?: string | undefined;
  who?: string | undefined;
  actorId?: string | undefined;
  what?: string | undefined;
  subjectId?: string | undefined;
  from?: string | undefined;
  until?: string | undefined;
}

/** The entries of a facility; or those of its agency, where that is one of `among`, which are about no facility of it. */
type Place = { facilityId: string } | { agencyOf: string; among: readonly string[] };

/** Entries that fit, newest first, with the actor's name of today; at most `limit`, those before `after` when given. */
export function listEntries(db: Db, place: Place, { limit, after, who, actorId, what, subjectId, from, until }: Wanted) {
  return db
    .selectFrom("audit.entry as entry")
    .leftJoin("audit.words as words", "words.entryId", "entry.id")
    .leftJoin("audit.actor_name as actor", (join) =>
      join.onRef("actor.actorId", "=", "entry.actorId").onRef("actor.realm", "=", "entry.actorRealm"),
    )
    .select(["entry.id", "entry.at", "entry.actorRealm", "entry.actorId", "actor.name as actorName"])
    .select(["entry.what", "entry.subjectId", "entry.facts", "words.words"])
    .where(
      "facilityId" in place
        ? sql<boolean>`entry.facility_id = ${place.facilityId}`
        : sql<boolean>`entry.facility_id is null and entry.agency_id = any(${place.among}::uuid[])
            and entry.agency_id = (select f.agency_id from facilities.facility f where f.id = ${place.agencyOf})`,
    )
    .$if(after !== undefined, (query) => query.where("entry.id", "<", after!))
    .$if(who !== undefined, (query) => query.where("actor.name", "ilike", `%${who!.replaceAll(/[\\%_]/g, "\\$&")}%`))
    .$if(actorId !== undefined, (query) => query.where("entry.actorId", "=", actorId!))
    .$if(what !== undefined, (query) => query.where("entry.what", "in", what!.split(",")))
    .$if(subjectId !== undefined, (query) => query.where("entry.subjectId", "=", subjectId!))
    .$if(from !== undefined, (query) => query.where("entry.at", ">=", Temporal.Instant.from(from!)))
    .$if(until !== undefined, (query) => query.where("entry.at", "<", Temporal.Instant.from(until!)))
    .orderBy("entry.id", "desc")
    .limit(limit)
    .execute();
}

/** One facility's entries about these things, or done by this person, oldest first; at most `limit`. */
export function listEntriesAbout(db: Db, facilityId: string, of: { ids: readonly string[]; actorId: string }, limit: number) {
  return db
    .selectFrom("audit.entry as entry")
    .leftJoin("audit.words as words", "words.entryId", "entry.id")
    .leftJoin("audit.actor_name as actor", (join) =>
      join.onRef("actor.actorId", "=", "entry.actorId").onRef("actor.realm", "=", "entry.actorRealm"),
    )
    .select([
      "entry.id",
      "entry.at",
      "entry.actorRealm",
      "actor.name as actorName",
      "entry.what",
      "entry.subjectId",
      "entry.facts",
      "words.words",
    ])
    .where("entry.facilityId", "=", facilityId)
    .where((where) => where.or([where("entry.subjectId", "in", [...of.ids]), where("entry.actorId", "=", of.actorId)]))
    .orderBy("entry.id")
    .limit(limit)
    .execute();
}

const OWN_ENTRIES_MAX = 10_000;

/** What one actor did, newest first. */
export function listEntriesOf(db: Db, realm: EntryTable["actorRealm"], actorId: string) {
  return db
    .selectFrom("audit.entry")
    .select(["at", "what"])
    .where("actorRealm", "=", realm)
    .where("actorId", "=", actorId)
    .orderBy("id", "desc")
    .limit(OWN_ENTRIES_MAX)
    .execute();
}

import type { auditStaff } from "#contracts/audit.ts";
import type { AnswerOf, QueryOf } from "#contracts/endpoint.ts";
import { type Actor, type Ctx, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { jsonb } from "#server/platform/database.ts";
import { AppError } from "#server/platform/errors.ts";
import { newId } from "#server/platform/id.ts";
import * as store from "./audit.store.ts";
import type { AuditWhat } from "./audit.vocabulary.ts";

type Search = QueryOf<typeof auditStaff.auditList>;
type Fact = string | number | boolean | null | readonly (string | number)[];

/** One thing that was done. `facts` holds ids, numbers and codes; only `words` may hold what a person wrote. */
export interface Entry {
  what: AuditWhat;
  /** To whom or what it was done. */
  subjectId?: string | undefined;
  /** Where: left out, it is the place of an actor who is inside or a station, and nowhere for all others. */
  agencyId?: string | null | undefined;
  facilityId?: string | null | undefined;
  facts?: Readonly<Record<string, Fact>> | undefined;
  words?: string | undefined;
}

const HOURS_PER_DAY = 24;
/** Three years: longer than the appeals that could ask for a reason. */
const WORDS_KEPT_DAYS = 3 * 365;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

type ManyEntry = Omit<Entry, "words"> & { agencyId: string; facilityId: string };

/** Writes down many things that were done at once, such as by a list of people: one statement, one line each. */
export async function recordMany(tx: TxCtx, entries: readonly ManyEntry[]): Promise<void> {
  const shared = { at: tx.now().toString(), actorRealm: tx.actor.realm, actorId: actorIdOf(tx.actor), requestId: tx.requestId };
  await store.insertEntries(
    tx.trx,
    shared,
    entries.map(({ what, subjectId = null, agencyId, facilityId, facts = {} }) => ({
      id: newId(),
      what,
      subjectId,
      agencyId,
      facilityId,
      facts,
    })),
  );
}

/** Writes down, in the transaction that does it, who did what to whom; answers with the entry's id. */
export async function record(tx: TxCtx, entry: Entry): Promise<string> {
  const id = newId();
  const at = tx.now();
  const { actor } = tx;
  const here = "facilityId" in actor ? actor : undefined;
  await store.insertEntry(tx.trx, {
    id,
    at,
    actorRealm: actor.realm,
    actorId: actorIdOf(actor),
    what: entry.what,
    subjectId: entry.subjectId ?? null,
    agencyId: entry.agencyId ?? here?.agencyId ?? null,
    facilityId: entry.facilityId ?? here?.facilityId ?? null,
    facts: jsonb(entry.facts ?? {}) as never,
    requestId: tx.requestId,
  });
  const words = entry.words?.trim();
  if (words) await store.insertWords(tx.trx, { entryId: id, words, keepUntil: at.add({ hours: WORDS_KEPT_DAYS * HOURS_PER_DAY }) });
  return id;
}

/** Agencies that a reader works for as a whole: of theirs, what was done to the agency itself is shown, too. */
const agenciesOf = (actor: Actor) =>
  actor.realm === "staff" ? actor.grants.filter((grant) => grant.facilityId === null).map((grant) => grant.agencyId) : [];

/**
 * One page of a facility's audit, newest first, all of `asked` held to; for who works for the whole agency, with what belongs to no one
 * facility of it, such as a role in all of them or its sign-on. Whoever calls has checked that the reader may see this facility.
 * A search for a person is written down: who looks into whom is what an overseer wants to know, and it costs one row; reading the
 * newest rows is not, since the record would then be mostly about its own readers. A name that was typed stands nowhere.
 */
export async function search(ctx: Ctx, facilityId: string, asked: Search): Promise<AnswerOf<typeof auditStaff.auditList>> {
  if (asked.after !== undefined && !UUID.test(asked.after))
    throw new AppError(["request.invalid"], { where: "querystring", fields: ["after"] });
  const by = (["who", "actorId", "subjectId"] as const).filter((name) => asked[name] !== undefined);
  const wanted = { ...asked, limit: asked.limit + 1 };
  const [ofFacility, ofAgency] = await Promise.all([
    store.listEntries(ctx.db, { facilityId }, wanted),
    store.listEntries(ctx.db, { agencyOf: facilityId, among: agenciesOf(ctx.actor) }, wanted),
  ]);
  const rows = [...ofFacility, ...ofAgency].sort((one, other) => (one.id < other.id ? 1 : -1));
  const shown = rows.slice(0, asked.limit);
  // After reading, so that a search does not find itself; where it can't be written down, nothing is answered.
  if (by.length > 0 && asked.after === undefined) await noteSearch(ctx, facilityId, asked, by);
  return {
    rows: shown.map((row) => ({ ...row, at: row.at.toString() })),
    next: rows.length > asked.limit ? (shown.at(-1)?.id ?? null) : null,
  };
}

function noteSearch(ctx: Ctx, facilityId: string, asked: Search, by: readonly string[]): Promise<string> {
  const grants = ctx.actor.realm === "staff" ? ctx.actor.grants : [];
  const agencyId = (grants.find((grant) => grant.facilityId === facilityId) ?? grants.find((grant) => grant.facilityId === null))?.agencyId;
  const subjectId = asked.subjectId ?? asked.actorId;
  return inTransaction(ctx, (tx) => record(tx, { what: "audit.searched", agencyId, facilityId, subjectId, facts: { by } }));
}

/** By which id an actor stands in the audit: an account, a resident or a station. */
export function actorIdOf(actor: Actor): string | null {
  if (actor.realm === "outside" || actor.realm === "staff") return actor.accountId;
  if (actor.realm === "inside") return actor.residentId;
  return actor.realm === "station" ? actor.stationId : null;
}

/** What one actor did, newest first: for their own export. Only their own acts, never what others did to them. */
export async function listOfActor(ctx: Ctx, realm: Actor["realm"], actorId: string) {
  const rows = await store.listEntriesOf(ctx.db, realm, actorId);
  return rows.map((row) => ({ ...row, at: row.at.toString() }));
}

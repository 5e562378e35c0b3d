import { type RawBuilder, sql } from "kysely";
import type { Trx } from "#server/platform/database.ts";
import { newId } from "#server/platform/id.ts";
import type { Where } from "./current.store.ts";
import type { PersonFacts, Plan } from "./roster.types.ts";

/** The people a plan touched, by what happened to them: for the record, and for the news. */
export interface Applied {
  admitted: Touched[];
  released: Touched[];
  moved: Touched[];
  changed: Touched[];
}
interface Touched {
  residentId: string;
  stayId: string;
}
interface Newcomer extends PersonFacts {
  number: string;
  residentId: string;
}

/** So many rows go to the database at once: a list of hundreds of thousands is never one value. */
const PART_ROWS = 10_000;

/** Runs a statement for these rows, part by part. */
async function inParts<Row extends object>(rows: readonly Row[], statement: (part: readonly Row[]) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < rows.length; at += PART_ROWS) await statement(rows.slice(at, at + PART_ROWS));
}

const rowsOf = (rows: readonly object[]): RawBuilder<unknown> => sql`${JSON.stringify(rows)}::jsonb`;
const instant = (column: string) => sql.raw(`to_timestamp(${column} / 1000.0)`);
const unitNamed = (column: string, facilityId: string) =>
  sql`(select u.id from facilities.unit u where u.facility_id = ${facilityId} and lower(u.name) = lower(${sql.raw(column)}) order by u.id limit 1)`;

/** Carries a plan out: a few statements, however many people. Ends come before beginnings, since a person has one stay at a time. */
export async function applyPlan(trx: Trx, where: Where, plan: Plan, now: Temporal.Instant): Promise<Applied> {
  const { agencyId, facilityId, source } = where;
  const events: { stayId: string; kind: "admitted" | "moved" | "released"; atMs: number }[] = [];
  const nowMs = now.epochMilliseconds;

  await inParts(plan.releases, (part) =>
    sql`update residents.stay s set released_at = ${instant('p."atMs"')}, ended_how = 'released'
      from jsonb_to_recordset(${rowsOf(part)}) as p ("stayId" uuid, "atMs" int8)
      where s.id = p."stayId" and s.facility_id = ${facilityId} and s.released_at is null`.execute(trx),
  );
  for (const { stayId, atMs } of plan.releases) events.push({ stayId, kind: "released", atMs });

  await inParts(plan.adoptions, (part) =>
    sql`update residents.stay s set source = ${source}, source_person = p.person, source_key = p.key
      from jsonb_to_recordset(${rowsOf(part)}) as p ("stayId" uuid, person text, key text)
      where s.id = p."stayId" and s.facility_id = ${facilityId} and s.source is null`.execute(trx),
  );
  await writeKnown(
    trx,
    where,
    plan.adoptions.map(({ person, residentId }) => ({ number: person, residentId })),
  );
  await inParts(plan.changes, (part) =>
    sql`update residents.stay s set admitted_at = ${instant('p."admittedMs"')},
        released_at = coalesce(${instant('p."releasedMs"')}, s.released_at),
        custody_level = p."custodyLevel", status_code = p."statusCode"
      from jsonb_to_recordset(${rowsOf(part)})
        as p ("stayId" uuid, "admittedMs" int8, "releasedMs" int8, "custodyLevel" text, "statusCode" text)
      where s.id = p."stayId" and s.facility_id = ${facilityId}`.execute(trx),
  );
  const moves = [...plan.moves, ...plan.reopens];
  await inParts(plan.reopens, (part) =>
    sql`update residents.stay s set released_at = null, ended_how = null
      from jsonb_to_recordset(${rowsOf(part)}) as p ("stayId" uuid)
      where s.id = p."stayId" and s.facility_id = ${facilityId}`.execute(trx),
  );
  await inParts(moves, (part) =>
    sql`update residents.stay s set unit_id = ${unitNamed("p.unit", facilityId)}
      from jsonb_to_recordset(${rowsOf(part)}) as p ("stayId" uuid, unit text)
      where s.id = p."stayId" and s.facility_id = ${facilityId}`.execute(trx),
  );
  for (const { stayId } of plan.moves) events.push({ stayId, kind: "moved", atMs: nowMs });
  for (const { stayId } of plan.reopens) events.push({ stayId, kind: "admitted", atMs: nowMs });
  await inParts(plan.personChanges, (part) =>
    sql`update residents.resident r set given_name = p."givenName", family_name = p."familyName", birth_date = p."birthDate"
      from jsonb_to_recordset(${rowsOf(part)}) as p ("residentId" uuid, "givenName" text, "familyName" text, "birthDate" date)
      where r.id = p."residentId" and r.agency_id = ${agencyId}`.execute(trx),
  );

  const admitted = await admitAll(trx, where, plan, events);
  await inParts(events, (part) =>
    sql`insert into residents.custody_event (id, agency_id, facility_id, stay_id, kind, unit_id, at)
      select e.id, ${agencyId}, ${facilityId}, e."stayId", e.kind, s.unit_id, ${instant('e."atMs"')}
      from jsonb_to_recordset(${rowsOf(part.map((event) => ({ id: newId(), ...event })))})
        as e (id uuid, "stayId" uuid, kind text, "atMs" int8)
      join residents.stay s on s.id = e."stayId"`.execute(trx),
  );
  return { admitted, released: plan.releases, moved: [...plan.moves, ...plan.reopens], changed: plan.changes };
}

async function admitAll(
  trx: Trx,
  where: Where,
  plan: Plan,
  events: { stayId: string; kind: "admitted" | "moved" | "released"; atMs: number }[],
): Promise<Touched[]> {
  const { agencyId, facilityId, source } = where;
  if (plan.admits.length === 0) return [];
  const ids = new Map<string, string>();
  const newcomers: Newcomer[] = [];
  const stays = plan.admits.map((admit) => {
    const { person, givenName = null, familyName = null, birthDate = null } = admit;
    const residentId = admit.residentId ?? ids.get(person) ?? newId();
    if (admit.residentId === null && !ids.has(person)) newcomers.push({ number: person, residentId, givenName, familyName, birthDate });
    ids.set(person, residentId);
    const stayId = newId();
    events.push({ stayId, kind: "admitted", atMs: admit.admittedMs });
    if (admit.releasedMs !== null) events.push({ stayId, kind: "released", atMs: admit.releasedMs });
    return { ...admit, id: stayId, residentId };
  });
  await inParts(newcomers, (part) =>
    sql`insert into residents.resident (id, agency_id, given_name, family_name, birth_date)
      select p."residentId", ${agencyId}, p."givenName", p."familyName", p."birthDate"
      from jsonb_to_recordset(${rowsOf(part)}) as p ("residentId" uuid, "givenName" text, "familyName" text, "birthDate" date)`.execute(
      trx,
    ),
  );
  await writeKnown(trx, where, newcomers);
  await inParts(stays, (part) =>
    sql`insert into residents.stay (id, agency_id, resident_id, facility_id, unit_id, booking_number, admitted_at, released_at,
      custody_level, status_code, source, source_person, source_key)
    select p.id, ${agencyId}, p."residentId", ${facilityId}, ${unitNamed("p.unit", facilityId)}, p."bookingNumber",
      ${instant('p."admittedMs"')}, ${instant('p."releasedMs"')}, p."custodyLevel", p."statusCode", ${source}, p.person, p.key
    from jsonb_to_recordset(${rowsOf(part)}) as p (id uuid, "residentId" uuid, unit text, "bookingNumber" text,
      "admittedMs" int8, "releasedMs" int8, "custodyLevel" text, "statusCode" text, person text, key text)`.execute(trx),
  );
  return stays.map(({ id, residentId }) => ({ stayId: id, residentId }));
}

async function writeKnown(trx: Trx, { agencyId, source }: Where, people: readonly { number: string; residentId: string }[]): Promise<void> {
  await inParts(people, (part) =>
    sql`insert into residents.known_as (agency_id, source, number, resident_id)
      select ${agencyId}, ${source}, p.number, p."residentId"
      from jsonb_to_recordset(${rowsOf(part)}) as p (number text, "residentId" uuid)
      on conflict (agency_id, source, number) do nothing`.execute(trx),
  );
}

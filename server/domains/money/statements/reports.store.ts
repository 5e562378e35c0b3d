import { sql } from "kysely";
import type { Payer } from "#server/domains/money/rating/rating.rules.ts";
import type { Db } from "#server/platform/database.ts";

/** Local days of a facility, both included. */
interface Days {
  facilityId: string;
  from: string;
  through: string;
}
interface Span {
  facilityId: string;
  from: Temporal.Instant;
  until: Temporal.Instant;
}
export interface ServiceRow {
  service: "audio" | "video" | "message";
  communications: number;
  connectedSeconds: number;
  chargedSeconds: number;
  priceCents: number;
  taxCents: number;
  creditCents: number;
  microsMin: number | null;
  microsMax: number | null;
}

/**
 * What communications of these local days came to, by service, and the plans that ended on them, with what came back of each. Seconds that came from a plan were charged too;
 * taxes are those that were collected and not given back.
 */
export async function byService(db: Db, { facilityId, from, through }: Days): Promise<ServiceRow[]> {
  const { rows } = await sql<ServiceRow>`
    with charged as (
      select q.service, count(*) as communications, sum(c.seconds) as connected_seconds,
        sum(c.charged_seconds + coalesce(u.used_seconds, 0)) as charged_seconds,
        sum(c.price_cents) as price_cents,
        sum(c.tax_cents - coalesce((select sum(b.cents) from money.tax_back_part b where b.subject_id = c.subject_id), 0)) as tax_cents,
        coalesce(sum((select sum(r.cents) from money.credit r where r.subject_id = c.subject_id)), 0) as credit_cents,
        min(c.micros_per_minute) filter (where c.charged_seconds > 0) as micros_min, max(c.micros_per_minute) filter (where c.nothing is distinct from 'plan') as micros_max
      from money.quote q join money.charge c on c.subject_id = q.subject_id left join money.plan_use u on u.subject_id = q.subject_id
      where q.facility_id = ${facilityId} and q.day between ${from} and ${through}
      group by q.service),
    plans as (
      select p.service, sum(p.taken_price_cents) as price_cents, sum(p.returned_cents) as credit_cents,
        sum(p.taken_tax_cents - coalesce((select sum(b.cents) from money.tax_back_part b where b.subject_id = p.id), 0)) as tax_cents,
        min(ceil(p.price_cents * 600000.0 / p.seconds)) filter (where p.used_seconds > 0) as micros_min,
        max(ceil(p.price_cents * 600000.0 / p.seconds)) filter (where p.used_seconds > 0) as micros_max
      from money.plan p where p.facility_id = ${facilityId} and p.ended_day between ${from} and ${through}
      group by p.service)
    select service, coalesce(c.communications, 0) as communications, coalesce(c.connected_seconds, 0)::bigint as connected_seconds,
      coalesce(c.charged_seconds, 0)::bigint as charged_seconds, (coalesce(c.price_cents, 0) + coalesce(p.price_cents, 0))::bigint as price_cents,
      (coalesce(c.tax_cents, 0) + coalesce(p.tax_cents, 0))::bigint as tax_cents, (coalesce(c.credit_cents, 0) + coalesce(p.credit_cents, 0))::bigint as credit_cents,
      least(c.micros_min, p.micros_min)::bigint as micros_min, greatest(c.micros_max, p.micros_max)::bigint as micros_max
    from charged c full join plans p using (service) order by service`.execute(db);
  return rows;
}

/** What each kind of payer gave for them, plans that ended among it, and what of it came back. */
export async function byPayer(
  db: Db,
  { facilityId, from, through }: Days,
): Promise<{ payer: Payer; cents: number; creditCents: number }[]> {
  const { rows } = await sql<{ payer: Payer; cents: number; creditCents: number }>`
    with parts as (
    select p.payer,
      coalesce(sum((select sum(t.cents) from money.transfer t where t.subject_id = p.subject_id and t.from_id = p.book_id and t.what in ('charge', 'tax'))), 0)::bigint as cents,
      coalesce(sum((select sum(t.cents) from money.transfer t where t.subject_id = p.subject_id and t.to_id = p.book_id and t.what in ('credit', 'correction'))), 0)::bigint as credit_cents
    from money.quote q join money.quote_part p on p.subject_id = q.subject_id
    where q.facility_id = ${facilityId} and q.day between ${from} and ${through}
    group by p.payer
    union all
    select 'family', sum(l.taken_price_cents + l.taken_tax_cents)::bigint, sum(l.returned_cents + coalesce((select sum(b.cents) from money.tax_back_part b where b.subject_id = l.id), 0))::bigint
    from money.plan l where l.facility_id = ${facilityId} and l.ended_day between ${from} and ${through} having count(*) > 0)
    select payer, sum(cents)::bigint as cents, sum(credit_cents)::bigint as credit_cents from parts group by payer order by payer`.execute(
    db,
  );
  return rows;
}

export interface InvoiceRow {
  subjectId: string;
  day: string;
  service: string;
  seconds: number;
  chargedSeconds: number;
  microsPerMinute: number;
  percent: number;
  cents: number;
  creditCents: number;
  capId: string | null;
}
const INVOICE_MAX = 100_000;

/** Communications of which the agency paid a part. */
export async function listInvoiced(db: Db, { facilityId, from, through }: Days): Promise<InvoiceRow[]> {
  const { rows } = await sql<InvoiceRow>`
    select q.subject_id, q.day, q.service, c.seconds, c.charged_seconds, c.micros_per_minute, p.percent, c.cap_id,
      coalesce((select sum(t.cents) from money.transfer t where t.subject_id = p.subject_id and t.from_id = p.book_id and t.what in ('charge', 'tax')), 0)::bigint as cents,
      coalesce((select sum(t.cents) from money.transfer t where t.subject_id = p.subject_id and t.to_id = p.book_id and t.what in ('credit', 'correction')), 0)::bigint as credit_cents
    from money.quote q join money.charge c on c.subject_id = q.subject_id join money.quote_part p on p.subject_id = q.subject_id and p.payer = 'agency'
    where q.facility_id = ${facilityId} and q.day between ${from} and ${through}
    order by q.day, q.subject_id limit ${INVOICE_MAX}`.execute(db);
  return rows;
}

/** Money that went through hands at a facility: handed in, and paid out. */
export async function byHand(db: Db, { facilityId, from, until }: Span): Promise<{ cashInCents: number; paidOutCents: number }> {
  const { rows } = await sql<{ cashInCents: number; paidOutCents: number }>`
    select coalesce((select sum(c.cents) from money.cash_entry c
        where c.facility_id = ${facilityId} and c.state = 'confirmed' and c.decided_at >= ${from} and c.decided_at < ${until}), 0)::bigint as cash_in_cents,
      coalesce((select sum(p.cents) from money.payout p
        where p.facility_id = ${facilityId} and p.state = 'paid' and p.ended_at >= ${from} and p.ended_at < ${until}), 0)::bigint as paid_out_cents`.execute(
    db,
  );
  return rows[0]!;
}

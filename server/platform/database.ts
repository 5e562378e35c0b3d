import assert from "node:assert/strict";
import { CamelCasePlugin, Kysely, PostgresDialect, type PostgresPoolClient, type RawBuilder, sql, type Transaction } from "kysely";
import pg from "pg";

/**
 * Every table, by its schema-qualified name: `"visits.visit"`. Empty here, since the platform knows no domain;
 * each domain adds its own with `declare module "#server/platform/database.ts" { interface Schema { … } }`.
 */
// biome-ignore lint/suspicious/noEmptyInterface: domains extend it by declaration merging, which a type alias cannot do.
export interface Schema {}

/** A way to the database outside any transaction. */
export type Db = Kysely<Schema>;
/** An open transaction: what must be atomic asks for this, so the compiler refuses a lock outside one. */
export type Trx = Transaction<Schema>;

export const STATEMENT_MS_MAX = 15_000;
export const LOCK_MS_MAX = 10_000;
export const IDLE_IN_TRANSACTION_MS_MAX = 30_000;
const CONNECT_MS_MAX = 5_000;
const CONNECTIONS_MAX = 12;

/** PostgreSQL's own numbers for the types that pg reads wrongly (`select oid, typname from pg_type`). */
const INT8 = 20;
const INT8_ARRAY = 1016;
const DATE = 1082;
const DATE_ARRAY = 1182;
const TIMESTAMPTZ = 1184;
const TIMESTAMPTZ_ARRAY = 1185;

/** Opens a pool that reads and writes dates, instants and whole numbers as this code means them. */
export function openDatabase(url: string, options: { max?: number } = {}): Db {
  const pool = openPool(url, options);
  const wrapped = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  return new Kysely<Schema>({
    dialect: new PostgresDialect({
      pool: {
        options: {},
        connect: async () => {
          const client = await pool.connect();
          const known = wrapped.get(client) ?? withParameters(client);
          wrapped.set(client, known);
          return known;
        },
        end: () => pool.end(),
      },
    }),
    // Keys inside a jsonb value are data, not columns: they stay as they were written.
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
}

/** A bare pg pool with this house's parsers and limits, for parts that bring their own SQL. */
export function openPool(url: string, options: { max?: number } = {}): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? CONNECTIONS_MAX,
    connectionTimeoutMillis: CONNECT_MS_MAX,
    statement_timeout: STATEMENT_MS_MAX,
    lock_timeout: LOCK_MS_MAX,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS_MAX,
    application_name: "throughline",
    types: { getTypeParser },
  });
  // An idle connection that the server closes raises here; unheard it would end the process. The next query says what is wrong.
  pool.on("error", () => {});
  // The same between two queries of a transaction, where the pool does not listen.
  pool.on("connect", (client) => client.on("error", () => {}));
  return pool;
}

/** A value for a jsonb column: pg turns a bare array into a PostgreSQL array, so it is written as text and cast. */
export function jsonb<T>(value: T): RawBuilder<T> {
  return sql<T>`${JSON.stringify(value)}::jsonb`;
}

/** pg's text parsers, with three put right: int8 as a checked number, date as text, timestamptz as an instant. */
export function getTypeParser(oid: number, format?: string): (text: string) => unknown {
  if (oid === INT8) return toSafeInteger;
  if (oid === DATE) return (text) => text;
  if (oid === TIMESTAMPTZ) return toInstant;
  if (oid === INT8_ARRAY) return (text) => listOf(text, toSafeInteger);
  if (oid === DATE_ARRAY) return (text) => listOf(text, (item) => item);
  if (oid === TIMESTAMPTZ_ARRAY) return (text) => listOf(text, toInstant);
  return pg.types.getTypeParser(oid, format as "text");
}

function listOf<T>(text: string, parse: (item: string) => T): (T | null)[] {
  const parser = pg.types.arrayParser as unknown as { create(text: string, parse: (item: string) => T): { parse(): (T | null)[] } };
  return parser.create(text, parse).parse();
}

function toSafeInteger(text: string): number {
  const value = Number(text);
  assert(Number.isSafeInteger(value), "a whole number from the database is too large to be exact");
  return value;
}

// PostgreSQL writes "2026-11-01 06:30:00.5+00", ISO 8601 but for the space and the short offset, which Temporal takes too.
function toInstant(text: string): Temporal.Instant {
  return Temporal.Instant.from(text.replace(" ", "T"));
}

/** pg would write a Temporal value as JSON, in quotes; PostgreSQL wants the bare text. */
function toParameter(value: unknown): unknown {
  if (value instanceof Temporal.Instant || value instanceof Temporal.PlainDate || value instanceof Temporal.PlainTime)
    return value.toString();
  return Array.isArray(value) ? value.map(toParameter) : value;
}

function withParameters(client: pg.PoolClient): PostgresPoolClient {
  const query = (text: unknown, parameters?: readonly unknown[]) =>
    client.query(text as string, parameters ? parameters.map(toParameter) : undefined);
  return { query, release: (error?: boolean | Error) => client.release(error) } as unknown as PostgresPoolClient;
}

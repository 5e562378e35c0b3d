import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { Readable } from "node:stream";
import { after, test } from "node:test";
import fc from "fast-check";
import { sql } from "kysely";
import { importRoster, planRoster } from "#server/domains/residents/index.ts";
import { AppError } from "#server/platform/errors.ts";
import { newId } from "#server/platform/id.ts";
import { givenPeople } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";
import { type City, cityOf } from "./testing/city.ts";

const site = await startSite({ startsAt: "2017-06-24T12:00:00Z" });
after(() => site.close());

const SECONDS_MAX = 10;

async function givenJail() {
  const { jail, agencyId, prison } = await givenPeople(site);
  const asked = (text: string, facilityId: string) => ({
    ...({ id: newId(), facilityId, mapping: "nyc", kind: "full", via: "command" } as const),
    file: Readable.from([Buffer.from(text)]),
  });
  const take = (text: string, confirm = false, facilityId = jail.id) => importRoster(site.ctx, asked(text, facilityId), confirm);
  const stays = () =>
    site.db.selectFrom("residents.stay").selectAll().where("facilityId", "=", jail.id).where("source", "=", "nyc").orderBy("id").execute();
  return { jail, prison, agencyId, take, stays, asked };
}
const open = <Row extends { releasedAt: unknown }>(rows: Row[]) => rows.filter(({ releasedAt }) => releasedAt === null);
const without = (city: City, gone: (at: number) => boolean) => city.header + city.rows.filter((_, at) => !gone(at)).join("");

/** A hash of each table's rows as text; but for the queue's own clock. */
async function tables(): Promise<Record<string, string>> {
  const { rows } = await sql<{ name: string }>`select schemaname || '.' || tablename as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema') and schemaname || '.' || tablename <> 'pgboss.version' order by 1`.execute(
    site.owner,
  );
  const hashes: Record<string, string> = {};
  for (const { name } of rows) {
    const found = await sql<{ hash: string }>`select coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as hash
      from ${sql.table(name)} t`.execute(site.owner);
    hashes[name] = found.rows[0]!.hash;
  }
  return hashes;
}

test("a city's list of 9,239 rows is taken in within ten seconds: 9,238 people, one of them with two stays; again, it changes no row", async () => {
  const city = cityOf(9239, "planted-value-x7");
  const timed = async () => {
    const given = await givenJail();
    const began = performance.now();
    return { ...given, told: await given.take(city.text), elapsedMs: performance.now() - began };
  };
  // A machine that does much else at that moment is asked once more, with a jail of its own.
  let done = await timed();
  if (done.elapsedMs >= SECONDS_MAX * 1000) done = await timed();
  const { take, stays, jail, told } = done;
  assert.ok(done.elapsedMs < SECONDS_MAX * 1000, `in under ten seconds, not ${done.elapsedMs} ms`);
  assert.deepEqual(
    [told.counts.rows, told.counts.people, told.counts.admits, told.counts.rejected, told.confirm],
    [9239, 9238, 9239, 0, []],
  );
  const kinds = Object.fromEntries(told.warnings.map((kind) => [kind.code, kind.count]));
  assert.deepEqual(kinds, { custody_level_missing: 289, column_empty: 15, earlier_stay_ended: 1 });
  const rows = await stays();
  assert.equal(new Set(rows.map(({ residentId }) => residentId)).size, 9238);
  assert.equal(open(rows).length, 9238);
  const events = await site.db
    .selectFrom("residents.custodyEvent")
    .select(["kind", sql<number>`count(*)::int`.as("count")])
    .where("stayId", "in", (from) =>
      from.selectFrom("residents.stay").select("id").where("facilityId", "=", jail.id).where("source", "=", "nyc"),
    )
    .groupBy("kind")
    .orderBy("kind")
    .execute();
  assert.deepEqual(events, [
    { kind: "admitted", count: 9239 },
    { kind: "released", count: 1 },
  ]);

  const before = await tables();
  site.clock.advance({ minutes: 15 });
  assert.equal((await take(city.text)).empty, true);
  assert.deepEqual(await tables(), before);

  await assert.rejects(take(city.text.slice(0, city.text.length / 2)), (error: AppError) => error.codes[0] === "roster.file_cut_short");
  const half = city.header + city.rows.slice(0, 4619).join("");
  await assert.rejects(take(half), (error: AppError) => error.codes[0] === "roster.confirm_needed");
  assert.deepEqual(await tables(), before);

  // A value of a column that no mapping names is nowhere: no table, no line of the log, no file.
  const { rows: names } = await sql<{ name: string }>`select schemaname || '.' || tablename as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema')`.execute(site.owner);
  for (const { name } of names) {
    const found = await sql`select 1 from ${sql.table(name)} t where t::text like '%planted-value-x7%' limit 1`.execute(site.owner);
    assert.equal(found.rows.length, 0, name);
  }
  assert.ok(!site.logged().includes("planted-value-x7"));
  for (const file of readdirSync(site.config.dataDir, { recursive: true, encoding: "utf8" })) {
    const whole = path.join(site.config.dataDir, file);
    if (statSync(whole).isFile()) assert.ok(!readFileSync(whole).includes("planted-value-x7"), file);
  }
});

test("wherever a list is cut, it is refused or changes nothing", async () => {
  const { take, stays } = await givenJail();
  const city = cityOf(60);
  await take(city.text);
  const stood = await stays();
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: city.text.length - 1 }), async (at) => {
      const told = await take(city.text.slice(0, at)).catch((error: unknown) => error);
      assert.ok(told instanceof AppError || (told as { empty: boolean }).empty, `cut at ${at}`);
    }),
    { numRuns: 120 },
  );
  for (const rows of [59, 58, 57, 30, 1])
    await assert.rejects(take(city.header + city.rows.slice(0, rows).join("")), /confirm_needed/, `${rows} whole rows`);
  assert.deepEqual(await stays(), stood);
});

test("whoever is no longer in the list is released with everything that means; at re-arrest the person is found again", async () => {
  const { take, stays, jail, agencyId } = await givenJail();
  const city = cityOf(40);
  await take(city.text);
  const gone = (await stays()).find(({ sourcePerson }) => sourcePerson === "30000000");
  const signIn = { id: newId(), residentId: gone!.residentId };
  await sql`insert into identity.sign_in (id, realm, token_hash, resident_id, stay_id, station_id, label, made_at, last_active_at, expires_at)
    select ${signIn.id}, 'inside', decode(md5(random()::text), 'hex'), ${signIn.residentId}, ${gone!.id}, ${newId()}, 'kiosk', ${site.ctx.now()}, ${site.ctx.now()},
      ${site.ctx.now().add({ hours: 1 })}`.execute(site.owner);
  site.clock.advance({ minutes: 15 });
  const told = await take(without(city, (at) => at === 0));
  assert.equal(told.counts.releases, 1);
  const released = (await stays()).find(({ id }) => id === gone!.id);
  assert.equal(released?.releasedAt?.toString(), site.ctx.now().toString());
  const ended = await site.db.selectFrom("identity.sign_in").select("revokedWhy").where("id", "=", signIn.id).executeTakeFirst();
  assert.equal(ended?.revokedWhy, "released");
  const audited = await site.owner
    .selectFrom("audit.entry")
    .select("what")
    .where("subjectId", "=", gone!.residentId)
    .where("facilityId", "=", jail.id)
    .orderBy("id")
    .execute();
  assert.deepEqual(
    audited.map(({ what }) => what),
    ["resident.admitted", "resident.released"],
  );
  const again = city.rows[0]!.replace("/2016 ", "/2017 ");
  site.clock.advance({ minutes: 15 });
  const back = await take(without(city, (at) => at === 0) + again);
  assert.deepEqual([back.counts.admits, back.counts.returns], [1, 1]);
  assert.equal(open(await stays()).filter(({ residentId }) => residentId === gone!.residentId).length, 1);
  const known = await site.db.selectFrom("residents.known_as").selectAll().where("agencyId", "=", agencyId).execute();
  assert.equal(known.length, 39);
});

test("more than a tenth are released only on somebody's word; people that no list brought are not released at all", async () => {
  const { take, stays, asked, jail } = await givenJail();
  const byHand = await site.db
    .selectFrom("residents.stay")
    .select("id")
    .where("facilityId", "=", jail.id)
    .where("releasedAt", "is", null)
    .execute();
  assert.ok(byHand.length > 0);
  const city = cityOf(40);
  await take(city.text);
  const fewer = without(city, (at) => at < 20);
  await assert.rejects(take(fewer), /confirm_needed/);
  const plan = await planRoster(site.ctx, asked(fewer, jail.id));
  assert.deepEqual(plan.confirm, ["too_many_releases"]);
  await assert.rejects(
    importRoster(site.ctx, asked(fewer, jail.id), { planHash: "another" }),
    (error: AppError) => error.codes[0] === "roster.plan_changed",
  );
  await importRoster(site.ctx, asked(fewer, jail.id), { planHash: plan.planHash });
  assert.equal(open(await stays()).length, 20);
  const still = await site.db
    .selectFrom("residents.stay")
    .select("id")
    .where("facilityId", "=", jail.id)
    .where("releasedAt", "is", null)
    .where("source", "is", null)
    .execute();
  assert.deepEqual(still.map(({ id }) => id).sort(), byHand.map(({ id }) => id).sort());
});

test("two imports at once do not interleave, and one asked twice is done once", async () => {
  const { asked, stays, jail } = await givenJail();
  const { text } = cityOf(200);
  const id = newId();
  const twice = [id, id, newId(), newId()].map((one) => importRoster(site.ctx, { ...asked(text, jail.id), id: one }, false));
  await Promise.all(twice);
  assert.equal((await stays()).length, 200);
  const imports = await site.db.selectFrom("residents.roster_import").select("id").where("facilityId", "=", jail.id).execute();
  assert.equal(imports.length, 1);
});

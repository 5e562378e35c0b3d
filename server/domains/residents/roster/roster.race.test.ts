import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { after, test } from "node:test";
import { importRoster, release } from "#server/domains/residents/index.ts";
import { mergeResidents, unmergeResidents } from "#server/domains/residents/merges/merges.service.ts";
import { mergeParts } from "#server/merge-parts.ts";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { givenPeople } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";
import { type City, cityOf } from "./testing/city.ts";

const site = await startSite({ startsAt: "2017-06-24T12:00:00Z" });
after(() => site.close());

const without = (city: City, gone: (at: number) => boolean) => city.header + city.rows.filter((_, at) => !gone(at)).join("");

async function givenList(rows: number) {
  const { jail } = await givenPeople(site);
  const city = cityOf(rows);
  const take = (text: string) =>
    importRoster(
      site.ctx,
      { id: newId(), facilityId: jail.id, mapping: "nyc", kind: "full", via: "command", file: Readable.from([Buffer.from(text)]) },
      true,
    );
  await take(city.text);
  site.clock.advance({ minutes: 15 });
  const stays = () =>
    site.db.selectFrom("residents.stay").selectAll().where("facilityId", "=", jail.id).where("source", "=", "nyc").orderBy("id").execute();
  const open = async () => (await stays()).filter(({ releasedAt }) => releasedAt === null);
  return { jail, city, take, stays, open };
}

test("whoever is released by hand while a list releases them too is released once, in the record as in the row", async () => {
  const { jail, city, take, open } = await givenList(60);
  // The third has come again and is in the list as going on.
  const going = (await open()).filter(({ sourcePerson: person }) => Number(person) < 30_000_000 + 20 * 7 && person !== "30000014");
  assert.ok(going.length > 15);
  const text = without(city, (at) => at < 20);
  const byHand = going.map(({ id }) => inTransaction(site.ctx, (tx) => release(tx, id)).catch((error: unknown) => error));
  await Promise.all([take(text), ...byHand]);
  const events = await site.db
    .selectFrom("residents.custodyEvent")
    .select(["stayId", "kind"])
    .where("facilityId", "=", jail.id)
    .where("kind", "=", "released")
    .execute();
  for (const { id } of going) assert.equal(events.filter(({ stayId }) => stayId === id).length, 1);
  const left = await open();
  assert.ok(!left.some(({ id }) => going.some((one) => one.id === id)));
});

test("thousands are released at once, more than can be locked one by one, while others go by hand", async () => {
  const { city, take, open } = await givenList(2500);
  const hand = (await open()).slice(-3);
  const text = without(city, (at) => at > 200);
  const byHand = hand.map(({ id }) => inTransaction(site.ctx, (tx) => release(tx, id)).catch((error: unknown) => error));
  await Promise.all([take(text), ...byHand]);
  assert.ok((await open()).length <= 201);
});

test("after two records became one the list goes on with the one, and after they are two again with the two", async () => {
  const { jail, city, take, stays, open } = await givenList(30);
  const numberOf = (at: number) => city.rows[at]!.split(",")[0]!;
  // The first has gone, so that the two may be made one.
  await take(without(city, (at) => at === 0));
  const of = async (at: number) => (await stays()).filter(({ sourcePerson }) => sourcePerson === numberOf(at));
  const [from, into] = [(await of(0))[0]!.residentId, (await of(4))[0]!.residentId];
  const id = newId();
  const where = { facilityId: jail.id, residentId: into };
  await mergeResidents(site.ctx, mergeParts, where, { id, fromResidentId: from });
  site.clock.advance({ minutes: 15 });
  assert.equal((await take(without(city, (at) => at === 0))).empty, true, "a list that says the same changes nothing");

  // Released under the one number, admitted under the other: the same person.
  const again = city.rows[0]!.replace("/2016 ", "/2017 ");
  const told = await take(without(city, (at) => at === 0 || at === 4) + again);
  assert.deepEqual([told.counts.admits, told.counts.returns, told.counts.releases, told.counts.rejected], [1, 1, 1, 0]);
  const back = (await of(0)).find(({ releasedAt }) => releasedAt === null);
  assert.equal(back?.residentId, into);
  const both = await take(without(city, (at) => at === 0) + again);
  assert.deepEqual(
    both.rejected.map(({ reason }) => reason),
    ["same_person"],
  );

  site.clock.advance({ minutes: 15 });
  await unmergeResidents(site.ctx, mergeParts, where, id);
  await take(without(city, (at) => at === 0 || at === 4));
  site.clock.advance({ minutes: 15 });
  const later = city.rows[0]!.replace("/2016 ", "/2017 ").replace("01/01", "03/01");
  await take(without(city, (at) => at === 0 || at === 4) + later);
  const latest = (await of(0)).find(({ releasedAt }) => releasedAt === null);
  assert.equal(latest?.residentId, from, "the number is the first person's again");
  assert.equal(new Set((await open()).map(({ residentId }) => residentId)).size, (await open()).length);
});

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { sql } from "kysely";
import { sealWaiting, verify } from "#server/domains/audit/index.ts";
import { sealedSources } from "#server/sealed-sources.ts";
import { nobody } from "#server/testing/callers.ts";
import { bearDemo, lettersTo } from "#server/testing/letters.ts";
import { givenPeople, givenStaff } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";
import { publishHeads } from "./heads.service.ts";

const site = await startSite({ startsAt: "2026-03-02T16:00:00Z", deps: { world: "demo" } });
await bearDemo(site);
after(() => site.close());

interface Head {
  chain: string;
  kind: string;
  number: number;
  total: number;
  hash: string;
}
const read = async <T>(path: string) => (await nobody(site)("GET", path)).json() as T;

test("anybody reads where each chain stood when the last day ended and at the end of each day, and nothing of today, and verify finds that head in the chain", async () => {
  const { prison, agencyId } = await givenPeople(site);
  await sealWaiting(site.ctx, sealedSources);
  assert.ok(!(await read<Head[]>("/api/public/audit")).some((each) => each.chain === prison.id));
  site.clock.advance({ hours: 24 });
  const heads = await read<Head[]>("/api/public/audit");
  const head = heads.find((each) => each.chain === prison.id);
  assert.ok(head && heads.some((each) => each.chain === agencyId && each.kind === "agency"));
  assert.deepEqual((await verify(site.db, sealedSources, { facilityId: prison.id, head: head.hash })).breaks, []);
  await publishHeads(site.ctx);
  await publishHeads(site.ctx);
  const one = await read<{ now: Head; days: (Head & { day: string })[] }>(`/api/public/audit/${prison.id}`);
  assert.deepEqual([one.now.hash, one.days.map((each) => [each.day, each.hash])], [head.hash, [["2026-03-02", head.hash]]]);
});

test("a published head that its chain no longer has is found without anybody keeping it elsewhere", async () => {
  const { prison } = await givenPeople(site);
  await sealWaiting(site.ctx, sealedSources);
  site.clock.advance({ hours: 24 });
  await publishHeads(site.ctx);
  await sql`delete from audit.sealed where chain = ${prison.id}`.execute(site.owner);
  await sql`delete from audit.seal where chain = ${prison.id}`.execute(site.owner);
  await sql`insert into audit.unsealed select facility_id, 'facility', id, 'audit.entry' from audit.entry where facility_id = ${prison.id}`.execute(
    site.owner,
  );
  await sealWaiting(site.ctx, sealedSources);
  const { breaks } = await verify(site.db, sealedSources, { facilityId: prison.id });
  assert.ok(
    breaks.some((each) => each.wrong === "head_lost"),
    JSON.stringify(breaks),
  );
});

test("overseers are mailed the heads of their own facilities every day, once, in their language", async () => {
  // What the days before were published for is told first.
  await site.runJobs();
  const mine = await givenPeople(site);
  const theirs = await givenPeople(site);
  const overseer = await givenStaff(site, { agencyId: mine.agencyId, facilityId: null, role: "overseer" });
  const officer = await givenStaff(site, { agencyId: mine.agencyId, facilityId: mine.prison.id, role: "supervisor" });
  await site.owner.updateTable("identity.account").set({ locale: "es" }).where("id", "=", overseer.accountId).execute();
  const emailOf = async ({ accountId }: { accountId: string }) =>
    (await site.owner.selectFrom("identity.account").select("email").where("id", "=", accountId).executeTakeFirstOrThrow()).email;
  await sealWaiting(site.ctx, sealedSources);
  site.clock.advance({ hours: 24 });
  await publishHeads(site.ctx);
  await site.runJobs();
  const heads = await read<Head[]>("/api/public/audit");
  const hashOf = (chain: string) => heads.find((each) => each.chain === chain)?.hash ?? "none";
  const [letter, ...more] = await lettersTo(site, await emailOf(overseer));
  assert.ok(letter);
  assert.deepEqual(more, []);
  assert.match(letter.subject, /Cómo está el registro/);
  for (const chain of [mine.prison.id, mine.jail.id, mine.agencyId]) assert.ok(letter.text.includes(hashOf(chain)), chain);
  for (const chain of [theirs.prison.id, theirs.jail.id, theirs.agencyId]) assert.ok(!letter.text.includes(hashOf(chain)), chain);
  assert.ok(letter.text.includes(mine.prison.name));
  assert.deepEqual(await lettersTo(site, await emailOf(officer)), []);
});

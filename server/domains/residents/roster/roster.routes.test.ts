import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { after, test } from "node:test";
import type { RosterPlan, RosterRun } from "#contracts/roster.ts";
import * as identity from "#server/domains/identity/index.ts";
import { planRoster } from "#server/domains/residents/index.ts";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { givenPeople, givenStaff } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";
import { lockRosters } from "./current.store.ts";
import { startRun } from "./runs.service.ts";
import { cityOf } from "./testing/city.ts";

const site = await startSite({ startsAt: "2017-06-24T12:00:00Z" });
after(() => site.close());
const city = cityOf(40);
const half = city.header + city.rows.slice(0, 20).join("");

async function givenDesk() {
  const { jail, prison, agencyId } = await givenPeople(site);
  const { accountId } = await givenStaff(site, { agencyId, facilityId: jail.id, role: "facility_administrator" });
  const { token } = await inTransaction(site.ctx, (tx) => identity.startSignIn(tx, { realm: "staff", accountId, label: "test" }));
  const headers = { origin: site.origin, cookie: `throughline_staff=${token}` };
  const at = `/api/staff/facilities/${jail.id}/roster`;
  const upload = async (path: string, payload: string, type = "text/csv") => {
    const answer = await site.app.inject({
      method: "POST",
      url: at + path,
      headers: { ...headers, "content-type": type },
      payload: Buffer.from(payload),
    });
    const { id, codes } = answer.json() as { id?: string; codes?: string[] };
    const run = id === undefined ? undefined : await ended(id);
    return { status: answer.statusCode, codes, run, ...(run?.plan as RosterPlan) };
  };
  const progress = async (id?: string) =>
    (await site.app.inject({ url: `${at}/progress${id ? `?run=${id}` : ""}`, headers })).json().run as RosterRun | null;
  const ended = async (id: string) => {
    for (;;) {
      const run = await progress(id);
      if (run?.state !== "going") return run ?? undefined;
    }
  };
  const plan = (text: string) => upload(`/plan?mapping=nyc&id=${newId()}`, text);
  const take = (text: string, planHash: string, id = newId()) => upload(`/imports?mapping=nyc&id=${id}&planHash=${planHash}`, text);
  const stays = async () =>
    site.db.selectFrom("residents.stay").selectAll().where("facilityId", "=", jail.id).where("source", "=", "nyc").execute();
  const page = async () => (await site.app.inject({ url: at, headers })).json();
  return { at, headers, upload, plan, take, stays, page, progress, jail, prison, agencyId };
}

test("a list is looked at, taken in by the plan's name, once however often it is sent, and stands in the history with who did it", async () => {
  const { plan, take, stays, page } = await givenDesk();
  const looked = await plan(city.text);
  assert.equal(looked.status, 202);
  assert.deepEqual([looked.counts.rows, looked.counts.admits, looked.empty], [40, 40, false]);
  assert.equal((await stays()).length, 0, "looking changes nothing");
  const id = newId();
  const done = await take(city.text, looked.planHash, id);
  assert.deepEqual([done.status, done.run?.state, done.counts.admits], [202, "done", 40]);
  const again = await take(city.text, looked.planHash, id);
  assert.deepEqual([again.status, again.run?.state, again.counts.admits], [202, "done", 40]);
  assert.equal((await stays()).length, 40);
  const { imports, nameless } = await page();
  assert.deepEqual([imports.length, imports[0].id, imports[0].via, imports[0].counts.admits], [1, id, "staff", 40]);
  assert.match(imports[0].by, /^Staff Member/);
  assert.equal(nameless, 39);
  const same = await plan(city.text);
  assert.ok(same.empty);
});

test("what somebody confirmed is the plan they saw: when things changed meanwhile it is refused, and so is a name that is no plan's", async () => {
  const { plan, take, stays } = await givenDesk();
  const first = await plan(city.text);
  await take(city.text, first.planHash);
  const looked = await plan(half);
  assert.deepEqual([looked.confirm, looked.counts.releases > 4], [["too_many_releases", "last_missing"], true]);
  const [going] = (await stays()).filter(({ sourcePerson, releasedAt }) => sourcePerson === "30000210" && releasedAt === null);
  const { release } = await import("#server/domains/residents/index.ts");
  await inTransaction(site.ctx, (tx) => release(tx, going!.id));
  const refused = await take(half, looked.planHash);
  assert.deepEqual([refused.run?.state, refused.run?.problems], ["refused", ["roster.plan_changed"]]);
  const open = async () => (await stays()).filter(({ releasedAt }) => releasedAt === null).length;
  assert.equal(await open(), 38);
  const fresh = await plan(half);
  assert.equal((await take(half, fresh.planHash)).run?.state, "done");
  assert.equal(await open(), 20);
});

test("what is no list is refused with its reason and changes nothing", async () => {
  const { upload, plan, stays, at, headers } = await givenDesk();
  const codes = async (text: string) => (await plan(text)).codes;
  assert.deepEqual(await codes("name;value\n1;2\n"), ["roster.columns_missing"]);
  assert.deepEqual(await codes(city.header), ["roster.file_empty"]);
  assert.deepEqual(await codes(city.text.slice(0, -9)), ["roster.file_cut_short"]);
  assert.deepEqual((await upload(`/plan?mapping=another&id=${newId()}`, city.text)).codes, ["roster.mapping_unknown"]);
  const bytes = await site.app.inject({
    ...{ method: "POST", url: `${at}/plan?mapping=nyc&id=${newId()}`, headers: { ...headers, "content-type": "text/csv" } },
    payload: Buffer.from([0xff, 0xfe, 0x80, 0x00, 0x0a]),
  });
  assert.equal(bytes.statusCode >= 400 && bytes.statusCode < 500, true, bytes.body);
  const picture = await upload(`/plan?mapping=nyc&id=${newId()}`, "x", "image/png");
  assert.ok(picture.status >= 400 && picture.status < 500);
  assert.deepEqual(await stays(), []);
});

test("a page that is loaded again finds the list that was sent, and who sent it; so does a colleague, and nobody at another facility", async () => {
  const { plan, take, progress, at, headers, prison } = await givenDesk();
  assert.equal(await progress(), null);
  const looked = await plan(city.text);
  const found = await progress();
  assert.deepEqual([found?.id, found?.act, found?.state, found?.stage, found?.rows], [looked.run?.id, "plan", "done", "planning", 40]);
  assert.deepEqual([found?.source, found?.kind, found?.plan?.planHash], ["nyc", "full", looked.planHash]);
  assert.match(found?.by ?? "", /^Staff Member/);
  assert.ok(!JSON.stringify(found).includes("30000210"), "lines and codes, no numbers of people");
  const refused = await plan(city.text.slice(0, -9));
  assert.deepEqual([refused.status, refused.codes], [422, ["roster.file_cut_short"]]);
  assert.deepEqual([(await progress())?.state, (await progress())?.problems], ["refused", ["roster.file_cut_short"]]);
  const done = await take(city.text, looked.planHash);
  assert.deepEqual([(await progress())?.id, (await progress())?.state], [done.run?.id, "done"]);
  const elsewhere = await site.app.inject({ url: `/api/staff/facilities/${prison.id}/roster/progress?run=${done.run?.id}`, headers });
  assert.ok(elsewhere.statusCode >= 400 || elsewhere.json().run === null);
  site.clock.advance({ minutes: 31 });
  assert.equal(await progress(), null, "later the page begins afresh");
  const again = await site.app.inject({ url: `${at}/progress?run=${done.run?.id}`, headers });
  assert.equal(again.json().run.state, "done");
});

test("a list whose server ended in the middle is given up after a minute, nothing was changed, and it can't be finished any more", async () => {
  const { jail, agencyId, progress, stays } = await givenDesk();
  // As a killed server leaves it: under way, and not heard of since.
  const run = { id: newId(), facilityId: jail.id, act: "import", mapping: "nyc", kind: "full", planHash: "" } as const;
  const file = Readable.from([Buffer.from(city.text)]);
  const told = await planRoster(site.ctx, { facilityId: jail.id, mapping: "nyc", kind: "full", file });
  const held = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const locked = inTransaction(site.ctx, async (tx) => {
    await lockRosters(tx.trx, { agencyId, facilityId: jail.id, source: "nyc" });
    begun.resolve();
    await held.promise;
  });
  await begun.promise;
  const sent = { ...run, planHash: told.planHash, file: Readable.from([Buffer.from(city.text)]) };
  const { finished } = await startRun(site.ctx, sent);
  assert.equal((await progress())?.state, "going");
  site.clock.advance({ seconds: 61 });
  assert.equal((await progress())?.state, "lost");
  held.resolve();
  await Promise.all([locked, finished]);
  assert.equal((await progress())?.state, "lost");
  assert.deepEqual(await stays(), [], "what was told as lost is not done afterwards");
});

test("who announces more than the limit is refused before sending it", async () => {
  const { at, headers, stays } = await givenDesk();
  const large = await site.app.inject({
    ...{ method: "POST", url: `${at}/plan?mapping=nyc&id=${newId()}`, payload: Buffer.from(city.header) },
    headers: { ...headers, "content-type": "text/csv", "content-length": "600000000" },
  });
  assert.equal(large.statusCode, 413);
  assert.deepEqual(await stays(), []);
});

test("a mapping that could never be read is refused with every field; a good one is the facility's own, and no other's", async () => {
  const { at, headers, page, upload, prison } = await givenDesk();
  const save = (body: object) => site.app.inject({ method: "POST", url: `${at}/mappings`, headers, payload: body });
  const columns = { person: "No", admittedAt: "In" };
  const bad = await save({ name: "own", format: "xml", columns, instantFormat: "when", zone: "Nowhere/Else" });
  assert.deepEqual([bad.json().codes, bad.json().facts.fields], [["roster.mapping_invalid"], "instantFormat, zone, record"]);
  assert.equal((await save({ name: "own", format: "csv", delimiter: ";", columns, instantFormat: "YYYY-MM-DD HH:mm" })).statusCode, 204);
  assert.deepEqual(
    (await page()).mappings.map((one: { mapping: { name: string } }) => one.mapping.name),
    ["own", "nyc"],
  );
  const read = await upload(`/plan?mapping=own&id=${newId()}`, "No;In\nA1;2017-06-01 10:00\n");
  assert.deepEqual([read.counts.admits, read.counts.rejected], [1, 0]);
  const elsewhere = await site.app.inject({ url: `/api/staff/facilities/${prison.id}/roster`, headers });
  assert.notEqual(elsewhere.statusCode, 200);
});

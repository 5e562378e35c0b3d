import assert from "node:assert/strict";
import { after, test } from "node:test";
import { notify, registerLetter } from "#server/domains/notifications/index.ts";
import { transfer } from "#server/domains/residents/index.ts";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { signedIn } from "#server/testing/callers.ts";
import { startMailServer } from "#server/testing/mail-server.ts";
import { givenPeople, givenStaff, type World } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";

const mail = await startMailServer();
const site = await startSite({ env: { SMTP_URL: mail.url, PUBLIC_URL: "https://visits.example" } });
after(async () => {
  await site.close();
  await mail.close();
});
registerLetter("test.again", async () => ({ subject: "News", text: "News" }));

interface Shown {
  id: string;
  kind: string;
  status: string;
  canSendAgain: boolean;
}

/** A family with one letter about their connection, which the prison's staff have written. */
async function given() {
  const world = await givenPeople(site);
  const { agencyId, prison, contacts, connections } = world;
  const [{ accountId }] = contacts;
  const about = connections[0].id;
  const id = await write(world, { connectionId: about });
  const staffAt = async (facilityId: string) =>
    signedIn(site, "staff", await givenStaff(site, { agencyId, facilityId, role: "supervisor" }));
  return { world, about, id, family: await signedIn(site, "outside", { accountId }), staff: await staffAt(prison.id), staffAt };
}
async function write({ contacts: [{ accountId }], prison }: World, facts: { connectionId: string }): Promise<string> {
  const id = await inTransaction(site.ctx, (tx) => notify(tx, { accountId, template: "test.again", facts, facilityId: prison.id }));
  await site.runJobs();
  return id;
}
const repeatsOf = (id: string) => site.owner.selectFrom("notifications.delivery").selectAll().where("againOf", "=", id).execute();
const recordOf = async (subjectId: string) =>
  (await site.owner.selectFrom("audit.entry").select("what").where("subjectId", "=", subjectId).execute()).map(({ what }) => what);

test("asked for twice at the same moment with one id, a letter is sent again once and stands in the record once", async () => {
  const { family, staff, world, id } = await given();
  const before = mail.received.length;
  const again = newId();
  const ask = () => family("POST", `/api/outside/letters/${id}/again`, { id: again });
  const answers = await Promise.all([ask(), ask()]);
  assert.deepEqual(
    answers.map(({ statusCode }) => statusCode),
    [204, 204],
  );
  assert.equal((await ask()).statusCode, 204, "and later, too");
  await site.runJobs();
  assert.equal(mail.received.length, before + 1);
  assert.deepEqual(await recordOf(again), ["letter.sent_again"]);
  const other = await staff("POST", `/api/staff/facilities/${world.prison.id}/letters/${again}/again`, { id });
  assert.deepEqual(other.json().codes, ["letter.not_again"], "an id that names another letter sends nothing");
});

test("a letter is sent again three times an hour; then the answer says when, and after that hour it goes", async () => {
  const { family, id } = await given();
  const ask = () => family("POST", `/api/outside/letters/${id}/again`, { id: newId() });
  for (let times = 0; times < 3; times++) assert.equal((await ask()).statusCode, 204);
  const refused = await ask();
  assert.deepEqual([refused.statusCode, refused.json().codes], [429, ["request.too_many"]]);
  assert.equal(refused.json().facts.retrySeconds, 3600);
  site.clock.advance({ minutes: 59 });
  assert.equal((await ask()).statusCode, 429);
  site.clock.advance({ minutes: 1 });
  assert.equal((await ask()).statusCode, 204);
  await site.runJobs();
  assert.equal((await repeatsOf(id)).length, 4);
});

test("nobody has a stranger's letter sent again, nor one that still waits, and both sides of a wall get one answer", async () => {
  const [mine, theirs] = [await given(), await given()];
  const ask = (id: string) => mine.family("POST", `/api/outside/letters/${id}/again`, { id: newId() });
  const there = mine.world.prison.id;
  const askAsStaff = (id: string) => mine.staff("POST", `/api/staff/facilities/${there}/letters/${id}/again`, { id: newId() });
  for (const refused of [await ask(theirs.id), await ask(newId()), await askAsStaff(theirs.id), await askAsStaff(newId())])
    assert.deepEqual([refused.statusCode, refused.json().codes], [404, ["letter.unknown"]]);
  mail.refuse(451);
  const waiting = await write(mine.world, { connectionId: mine.about });
  mail.refuse();
  assert.deepEqual((await ask(waiting)).json().codes, ["letter.not_again"]);
});

test("letters about a connection go with its resident to another facility of the agency, and to nobody else's", async () => {
  const { world, about, id, staff, staffAt } = await given();
  const { prison, jail, residents } = world;
  const next = await staffAt(jail.id);
  const read = async (ask: typeof staff, facilityId: string) =>
    (await ask("GET", `/api/staff/facilities/${facilityId}/letters?about=${about}`)).json() as Shown[];
  assert.deepEqual(await read(next, jail.id), [], "not before the move");
  const move = { id: newId(), facilityId: jail.id, bookingNumber: `N${residents[0].bookingNumber}` };
  await inTransaction(site.ctx, (tx) => transfer(tx, residents[0].stayId, move));
  const seen = await read(next, jail.id);
  assert.deepEqual(
    seen.map((letter) => [letter.id, letter.canSendAgain]),
    [[id, true]],
  );
  const again = newId();
  assert.equal((await next("POST", `/api/staff/facilities/${jail.id}/letters/${id}/again`, { id: again })).statusCode, 204);
  await site.runJobs();
  const entry = await site.owner.selectFrom("audit.entry").selectAll().where("subjectId", "=", again).executeTakeFirstOrThrow();
  assert.equal(entry.facilityId, jail.id, "in the record of those who did it");
  assert.deepEqual((await read(next, jail.id)).map((letter) => letter.id).sort(), [id, again].sort());
  assert.deepEqual(
    (await read(staff, prison.id)).map((letter) => letter.id),
    [id],
    "what it wrote itself stays in its sight",
  );
  const stranger = await given();
  assert.deepEqual(await read(stranger.staff, stranger.world.prison.id), []);
});

test("one's own letters come a page at a time, newest first, each once", async () => {
  const { world, family, about, id } = await given();
  const ids = [id];
  for (let more = 0; more < 4; more++) ids.unshift(await write(world, { connectionId: about }));
  const seen: string[] = [];
  for (let after = ""; ; ) {
    const answer = (await family("GET", `/api/outside/letters?limit=2${after}`)).json() as { rows: Shown[]; next: string | null };
    seen.push(...answer.rows.map((row) => row.id));
    if (answer.next === null) break;
    after = `&after=${answer.next}`;
  }
  assert.deepEqual(seen, ids);
});

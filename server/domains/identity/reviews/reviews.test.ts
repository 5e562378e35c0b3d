import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import type { accessReviews } from "#contracts/access-review.ts";
import type { AnswerOf } from "#contracts/endpoint.ts";
import type { Role } from "#contracts/permissions.ts";
import { everyFacility } from "#server/domains/facilities/index.ts";
import { newId } from "#server/platform/id.ts";
import { type Caller, signedIn } from "#server/testing/callers.ts";
import { bearDemo, lettersTo } from "#server/testing/letters.ts";
import { givenPeople, givenStaff } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";
import { callOverdue, makeDue } from "./reviews.jobs.ts";

// In Denver the second quarter begins at 06:00 UTC on the first of April.
const MARCH = "2026-03-02T15:00:00Z";
const JUST_BEFORE = "2026-04-01T05:59:59Z";
const QUARTER = "2026-04-01T06:00:00Z";
const LATE = "2026-05-01T06:00:00Z";

const site = await startSite({ startsAt: MARCH, deps: { world: "demo" } });
after(() => site.close());
await bearDemo(site);
beforeEach(() => site.clock.set(MARCH));

type Page = AnswerOf<typeof accessReviews.accessReview>;
const codes = (answer: { body: string }) => (JSON.parse(answer.body) as { codes: string[] }).codes;

const lettersOf = async ({ accountId }: { accountId: string }) => {
  const { email } = await site.owner.selectFrom("identity.account").select("email").where("id", "=", accountId).executeTakeFirstOrThrow();
  return lettersTo(site, email);
};

/** A prison in Denver with an administrator and an officer, both there since March. */
async function givenOffice() {
  const { agencyId, prison, jail } = await givenPeople(site);
  const person = (role: Role, facilityId: string | null = prison.id) => givenStaff(site, { agencyId, facilityId, role });
  const boss = await person("facility_administrator");
  const officer = await person("visitation_officer");
  const path = `/api/staff/facilities/${prison.id}/access-review`;
  /** Everything of one answer, by somebody who signs in now. */
  const as = (who: { accountId: string }) => signedIn(site, "staff", who);
  const page = async (ask: Caller) => (await ask("GET", path)).json() as Page;
  const only = (await everyFacility(site.ctx)).filter(({ facilityId }) => facilityId === prison.id);
  const decide = (ask: Caller, reviewId: string, grantId: string, decision: string) =>
    ask("POST", `${path}/${reviewId}/lines/${grantId}`, { decision });
  return { agencyId, prison, jail, person, boss, officer, path, as, page, only, decide };
}

/** The same with this quarter's review begun by the administrator. */
async function givenBegun() {
  const office = await givenOffice();
  site.clock.set(QUARTER);
  const ask = await office.as(office.boss);
  assert.equal((await ask("POST", `${office.path}/begin`, { id: newId(), scope: "facility" })).statusCode, 201);
  const part = (await office.page(ask)).parts[0]!;
  const lineOf = (who: { accountId: string }) => part.lines.find(({ accountId }) => accountId === who.accountId)!;
  return { ...office, ask, review: part.review!, lineOf };
}

test("a review is due when the quarter begins on the facility's own clock: once, with one letter to those who do it", async () => {
  const { only, boss, officer, as, page } = await givenOffice();
  site.clock.set(JUST_BEFORE);
  assert.equal(await makeDue(site.ctx, only), 0, "in Denver it is still March");
  site.clock.set(QUARTER);
  const made = await Promise.all([makeDue(site.ctx, only), makeDue(site.ctx, only)]);
  assert.equal(made[0] + made[1], 1, "two servers look at the same hour");
  await site.runJobs();
  const due = (letters: { subject: string }[]) => letters.filter(({ subject }) => subject === "Look at who may do what");
  assert.equal(due(await lettersOf(boss)).length, 1);
  assert.equal(due(await lettersOf(officer)).length, 0);
  const [part] = (await page(await as(boss))).parts;
  assert.deepEqual([part?.review?.state, part?.review?.quarter, part?.review?.doBy], ["due", "2026-Q2", "2026-04-30"]);
  assert.equal(part?.canBegin, true);
});

test("a facility whose roles were all given this quarter has nothing to look at again yet", async () => {
  site.clock.set(QUARTER);
  const { only } = await givenOffice();
  assert.equal(await makeDue(site.ctx, only), 0);
});

test("the page says of every role since when, by whom, its last use and by which ways its person signs in", async () => {
  const { as, boss, officer, page, person } = await givenOffice();
  const chief = await person("agency_administrator", null);
  site.clock.advance({ hours: 24 * 91 });
  const ask = await as(boss);
  const [part, ...others] = (await page(ask)).parts;
  assert.equal(others.length, 0, "what holds in the whole agency is not shown to a facility's own staff");
  const line = (who: { accountId: string }) => part?.lines.find(({ accountId }) => accountId === who.accountId);
  assert.equal(line(officer)?.unused, true);
  assert.equal(line(officer)?.lastSignInAt, null);
  assert.equal(line(boss)?.unused, false, "signed in just now");
  assert.equal(line(boss)?.lastSignInAt, site.clock.now().toString());
  assert.equal(line(officer)?.grantedAt, Temporal.Instant.from(MARCH).toString());
  const parts = (await page(await as(chief))).parts;
  assert.deepEqual(
    parts.map(({ scope, lines }) => [scope, lines.some(({ accountId }) => accountId === chief.accountId)]),
    [
      ["facility", false],
      ["agency", true],
    ],
  );
});

test("a role is confirmed or taken away by one lead, the own one by another, and then the review is signed off and kept", async () => {
  const { ask, boss, officer, person, review, lineOf, path, as, page, decide } = await givenBegun();
  const second = await person("supervisor");
  const other = await as(second);
  const [mine, theirs] = [lineOf(boss).grantId, lineOf(officer).grantId];
  const browser = await as(officer);
  assert.deepEqual(codes(await decide(ask, review.id, mine, "confirmed")), ["access_review.own_line"]);
  assert.deepEqual(codes(await ask("POST", `${path}/${review.id}/finish`)), ["access_review.undecided"]);
  assert.equal((await decide(ask, review.id, theirs, "taken_away")).statusCode, 204);
  assert.equal((await decide(ask, review.id, theirs, "taken_away")).statusCode, 204, "the same answer twice is one");
  assert.equal((await browser("GET", "/api/staff/me")).statusCode, 401, "taking away ends the sign-ins at once");
  assert.deepEqual(codes(await decide(other, review.id, theirs, "confirmed")), ["access_review.decided"]);
  assert.equal((await decide(other, review.id, mine, "confirmed")).statusCode, 204);
  assert.equal((await ask("POST", `${path}/${review.id}/finish`)).statusCode, 204);
  assert.equal((await ask("POST", `${path}/${review.id}/finish`)).statusCode, 204, "asked twice, done once");
  assert.deepEqual(codes(await decide(other, review.id, mine, "taken_away")), [
    "access_review.over",
    "access_review.administrators_role",
    "access_review.decided",
  ]);
  const { done, parts } = await page(ask);
  assert.deepEqual(
    done.map(({ quarter, confirmed, takenAway }) => [quarter, confirmed, takenAway]),
    [["2026-Q2", 1, 1]],
  );
  assert.equal(parts[0]?.review, null);
  assert.equal(parts[0]?.canBegin, false, "one a quarter: the page offers no second");
  assert.equal(parts[0]?.nextOn, "2026-07-01");
  const kept = (await ask("GET", `${path}/${review.id}`)).json() as AnswerOf<typeof accessReviews.doneReview>;
  const decisions = kept.lines.map(({ accountId, decision }) => [accountId, decision?.what]);
  assert.deepEqual(new Set(decisions.map(String)), new Set([`${boss.accountId},confirmed`, `${officer.accountId},taken_away`]));
  assert.deepEqual(codes(await ask("POST", `${path}/begin`, { id: newId(), scope: "facility" })), ["access_review.done_this_quarter"]);
});

test("a role given after the review began is not in it, and one that ended meanwhile holds nobody up", async () => {
  const { ask, boss, officer, person, review, lineOf, path, as, page, decide } = await givenBegun();
  const late = await person("supervisor");
  const part = (await page(ask)).parts[0]!;
  const line = part.lines.find(({ accountId }) => accountId === late.accountId)!;
  assert.equal(line.inReview, false);
  assert.equal((await decide(ask, review.id, line.grantId, "confirmed")).statusCode, 404);
  assert.equal((await decide(await as(late), review.id, lineOf(boss).grantId, "confirmed")).statusCode, 204);
  const facility = path.replace("/access-review", "");
  assert.equal((await ask("POST", `${facility}/grants/${lineOf(officer).grantId}/revoke`)).statusCode, 204);
  assert.equal((await ask("POST", `${path}/${review.id}/finish`)).statusCode, 204);
});

test("a supervisor takes no administrator's role away, and nobody the last one's", async () => {
  const { boss, person, review, lineOf, as, decide } = await givenBegun();
  const second = await as(await person("supervisor"));
  assert.deepEqual(codes(await decide(second, review.id, lineOf(boss).grantId, "taken_away")), ["access_review.administrators_role"]);
  const chief = await as(await person("agency_administrator", null));
  assert.deepEqual(codes(await decide(chief, review.id, lineOf(boss).grantId, "taken_away")), ["staff.last_administrator"]);
  assert.equal((await decide(second, review.id, lineOf(boss).grantId, "confirmed")).statusCode, 204);
});

test("an only administrator finishes the review alone: the own role is confirmed by its holder, and page, record and audit say so", async () => {
  const { ask, boss, officer, review, lineOf, path, page, decide, agencyId } = await givenBegun();
  assert.equal((await page(ask)).parts[0]?.onlyLead, true);
  assert.deepEqual(codes(await decide(ask, review.id, lineOf(boss).grantId, "taken_away")), ["access_review.own_line"]);
  assert.equal((await decide(ask, review.id, lineOf(officer).grantId, "confirmed")).statusCode, 204);
  assert.equal((await decide(ask, review.id, lineOf(boss).grantId, "confirmed")).statusCode, 204);
  assert.equal((await ask("POST", `${path}/${review.id}/finish`)).statusCode, 204);
  const kept = (await ask("GET", `${path}/${review.id}`)).json() as AnswerOf<typeof accessReviews.doneReview>;
  const alone = kept.lines.map(({ accountId, decision }) => [accountId === boss.accountId, decision?.byThemselves]);
  assert.deepEqual(new Set(alone.map(String)), new Set(["true,true", "false,false"]));
  const entries = await site.owner
    .selectFrom("audit.entry")
    .select("facts")
    .where("what", "=", "access_review.decided")
    .where("agencyId", "=", agencyId)
    .execute();
  assert.equal(entries.filter(({ facts }) => facts.byThemselves === true).length, 1);
});

test("of two leads who decide the same role at the same moment, one is heard and the other is told", async () => {
  const { ask, officer, person, review, lineOf, as, decide } = await givenBegun();
  const second = await as(await person("supervisor"));
  const { grantId } = lineOf(officer);
  const answers = await Promise.all([decide(ask, review.id, grantId, "confirmed"), decide(second, review.id, grantId, "taken_away")]);
  assert.deepEqual(answers.map(({ statusCode }) => statusCode).sort(), [204, 409]);
});

test("an overdue review is told to those who do it and to the overseer once, and stands on Today for both but not for an officer", async () => {
  const { only, boss, officer, person, prison, as } = await givenOffice();
  const overseer = await person("overseer");
  site.clock.set(QUARTER);
  await makeDue(site.ctx, only);
  const needs = async (who: { accountId: string }) => {
    const board = await (await as(who))("GET", `/api/staff/facilities/${prison.id}/board`);
    return (board.json() as { needs: { code: string }[] }).needs.map(({ code }) => code).filter((code) => code.startsWith("access_review"));
  };
  assert.deepEqual([await needs(boss), await needs(overseer), await needs(officer)], [["access_review"], [], []]);
  site.clock.set(LATE);
  assert.deepEqual(
    [await needs(boss), await needs(overseer), await needs(officer)],
    [["access_review_overdue"], ["access_review_overdue"], []],
  );
  const called = await Promise.all([callOverdue(site.ctx), callOverdue(site.ctx)]);
  assert.ok(called[0] + called[1] >= 1);
  await site.runJobs();
  for (const who of [boss, overseer]) {
    const told = (await lettersOf(who)).filter(({ subject }) => subject === "The review of roles is overdue");
    assert.equal(told.length, 1);
  }
  assert.equal(await makeDue(site.ctx, only), 0);
  site.clock.set("2026-07-02T12:00:00Z");
  assert.equal(await makeDue(site.ctx, only), 0, "the one that nobody finished comes first");
});

test("an overseer reads and decides nothing; a facility's lead neither sees nor begins the agency's review", async () => {
  const { boss, officer, person, review, lineOf, as, path, decide, jail } = await givenBegun();
  const overseer = await as(await person("overseer"));
  assert.equal((await overseer("GET", path)).statusCode, 200);
  assert.equal((await decide(overseer, review.id, lineOf(officer).grantId, "confirmed")).statusCode, 403);
  const lead = await as(boss);
  assert.equal((await lead("POST", `${path}/begin`, { id: newId(), scope: "agency" })).statusCode, 404);
  const chief = await as(await person("agency_administrator", null));
  assert.equal((await chief("POST", `${path}/begin`, { id: newId(), scope: "agency" })).statusCode, 201);
  const agencys = ((await chief("GET", path)).json() as Page).parts[1]!.review!;
  assert.equal((await lead("GET", `${path}/${agencys.id}`)).statusCode, 404);
  const there = path.replace(/facilities\/[^/]+/, `facilities/${jail.id}`);
  assert.equal(
    (await chief("GET", `${there}/${review.id}`)).statusCode,
    404,
    "another facility's review is not found under this one's path",
  );
  assert.equal((await chief("GET", `${there}/${agencys.id}`)).statusCode, 200);
});

test("an agency-wide role is taken away by another of the agency, never the last administrator's", async () => {
  const { person, as, path, page, decide } = await givenOffice();
  const [one, two] = [await person("agency_administrator", null), await person("agency_administrator", null)];
  const ask = await as(one);
  await ask("POST", `${path}/begin`, { id: newId(), scope: "agency" });
  const { review, lines } = (await page(ask)).parts[1]!;
  const grantOf = (who: { accountId: string }) => lines.find(({ accountId }) => accountId === who.accountId)!.grantId;
  const other = await as(two);
  assert.equal((await decide(ask, review!.id, grantOf(two), "taken_away")).statusCode, 204);
  assert.equal((await other("GET", "/api/staff/me")).statusCode, 401);
});

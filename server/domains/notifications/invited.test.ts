import assert from "node:assert/strict";
import { after, test } from "node:test";
import { takeReport } from "#server/domains/notifications/index.ts";
import { newId } from "#server/platform/id.ts";
import { kiosk, signedIn } from "#server/testing/callers.ts";
import { reportOf } from "#server/testing/mail-report.ts";
import { startMailServer } from "#server/testing/mail-server.ts";
import { givenContact, givenPeople, givenStaff } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";

const mail = await startMailServer();
const site = await startSite({
  env: {
    SMTP_URL: mail.url,
    MAIL_FROM: "Throughline <no-reply@visits.example>",
    MAIL_BOUNCE: "bounces@visits.example",
    PUBLIC_URL: "https://visits.example",
  },
});
after(async () => {
  await site.close();
  await mail.close();
});

async function given() {
  const { prison, jail, residents, agencyId } = await givenPeople(site);
  const [resident] = residents;
  const browser = kiosk(site, prison.stations[0]!);
  await browser.signIn(resident);
  const invite = async (givenName: string, email: string) => {
    const id = newId();
    const body = { id, givenName, familyName: "Ruiz", relationship: "friend", email };
    assert.equal((await browser.ask("POST", "/api/inside/invitations", body)).statusCode, 202);
    await site.runJobs();
    return id;
  };
  const staff = await signedIn(site, "staff", await givenStaff(site, { agencyId, facilityId: prison.id, role: "supervisor" }));
  const other = await signedIn(site, "staff", await givenStaff(site, { agencyId, facilityId: jail.id, role: "supervisor" }));
  const letters = async () => {
    const answer = await staff("GET", `/api/staff/facilities/${prison.id}/letters?about=${resident.id}`);
    return answer.json() as { id: string; named: string; kind: string; status: string; code: string | null; canSendAgain: boolean }[];
  };
  return { prison, jail, resident, browser, invite, staff, other, letters };
}

test("somebody whom a resident named is written to like everybody: each step a row, the same whether or not the address has an account", async () => {
  const { invite, letters } = await given();
  const known = await givenContact(site);
  await invite("Ida", known.email);
  await invite("Eva", "never.seen@example.org");
  const rows = await site.owner.selectFrom("notifications.delivery").selectAll().where("template", "=", "contacts.invitation").execute();
  assert.equal(rows.length, 2);
  const steps = await Promise.all(
    rows.map(async ({ id }) => {
      const found = await site.owner
        .selectFrom("notifications.deliveryEvent")
        .select(["what", "code", "tries"])
        .where("deliveryId", "=", id)
        .orderBy("id")
        .execute();
      return JSON.stringify(found);
    }),
  );
  assert.deepEqual([steps[0], JSON.parse(steps[0]!).map(({ what }: { what: string }) => what)], [steps[1], ["asked", "take", "sent"]]);
  assert.deepEqual(new Set(rows.map(({ accountId, subjectId, status }) => `${accountId} ${subjectId} ${status}`)).size, 1);
  const bodies = mail.received.map(({ raw }) => raw);
  assert.ok(bodies.some((raw) => raw.includes("never.seen@example.org")) && bodies.some((raw) => raw.includes(known.email)));
  for (const row of rows) assert.doesNotMatch(JSON.stringify(row), /@|Ida|Eva/, "no address and no name stands in a row");
  const seen = await letters();
  assert.deepEqual(new Set(seen.map(({ named, status }) => `${named} ${status}`)), new Set(["Ida Ruiz sent", "Eva Ruiz sent"]));
  assert.doesNotMatch(JSON.stringify(seen), /@/);
});

test("a letter that comes back is shown to staff where the resident named them, may be sent again by them, and to nobody elsewhere", async () => {
  const { invite, letters, staff, other, prison, jail, resident } = await given();
  await invite("Ida", "wrong.address@example.org");
  assert.equal(await takeReport(site.ctx, reportOf(mail.received.at(-1)!.from)), "bounced");
  const [came] = await letters();
  assert.deepEqual([came?.status, came?.code, came?.canSendAgain], ["bounced", "dsn_5.1.1", true]);
  const elsewhere = await other("GET", `/api/staff/facilities/${jail.id}/letters?about=${resident.id}`);
  assert.deepEqual(elsewhere.json(), []);
  const again = { id: newId() };
  assert.equal((await other("POST", `/api/staff/facilities/${jail.id}/letters/${came?.id}/again`, again)).statusCode, 404);
  const before = mail.received.length;
  const path = `/api/staff/facilities/${prison.id}/letters/${came?.id}/again`;
  for (const _twice of [1, 2]) assert.equal((await staff("POST", path, again)).statusCode, 204);
  await site.runJobs();
  assert.equal(mail.received.length, before + 1, "asked twice, written once");
});

test("whoever is taken back while the letter waits is not written to", async () => {
  const { browser, letters, resident, prison } = await given();
  const id = newId();
  const body = { id, givenName: "Ida", familyName: "Ruiz", relationship: "friend", email: "not.now@example.org" };
  assert.equal((await browser.ask("POST", "/api/inside/invitations", body)).statusCode, 202);
  assert.equal((await browser.ask("POST", `/api/inside/invitations/${id}/take-back`)).statusCode, 204);
  const before = mail.received.length;
  await site.runJobs();
  assert.equal(mail.received.length, before);
  assert.deepEqual(
    (await letters()).map(({ status, named }) => [status, named]),
    [["not_sent", null]],
    `${resident.id} at ${prison.id}`,
  );
});

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { givenPeople, givenStaff } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";
import { endAll, throughline } from "./testing/run.ts";

const site = await startSite();
const root = mkdtempSync(path.join(tmpdir(), "throughline-sign-on-"));
const secretFile = path.join(root, "secret");
writeFileSync(secretFile, "what only the provider knows\n");
after(async () => {
  endAll();
  await site.close();
  rmSync(root, { recursive: true, force: true });
});

async function signOn(...parts: string[]) {
  const env = { HOME: root, THROUGHLINE_DATA: path.join(root, "data"), DATABASE_URL: site.databaseUrl };
  const { lines, ended } = throughline(["sign-on", ...parts], env);
  return { status: await ended, lines, last: lines.at(-1) ?? "" };
}
const whole = (agencyId: string, ...more: string[]) =>
  signOn("--agency", agencyId, "--issuer", "https://id.example.org", "--client-id", "tl", "--secret-file", secretFile, ...more);
const settingOf = (agencyId: string) =>
  site.owner.selectFrom("identity.sign_on_provider").selectAll().where("agencyId", "=", agencyId).executeTakeFirst();

test("an operator sets an agency's single sign-on, the secret sealed, and ends it again", async () => {
  const { agencyId, prison } = await givenPeople(site);
  const boss = await givenStaff(site, { agencyId, facilityId: prison.id, role: "facility_administrator" });
  const { email } = await site.owner
    .selectFrom("identity.account")
    .select("email")
    .where("id", "=", boss.accountId)
    .executeTakeFirstOrThrow();
  const set = await whole(agencyId, "--domain", "Sheriff.example.org", "--required", "--break-glass", email);
  assert.deepEqual([set.status, set.last], [0, `The provider sends people back to ${site.origin}/staff/sign-on`]);
  const row = await settingOf(agencyId);
  assert.deepEqual([row?.issuer, row?.required, row?.breakGlassAccountId], ["https://id.example.org", true, boss.accountId]);
  assert.ok(!row?.secretSealed.toString("utf8").includes("what only the provider knows"));
  const off = await signOn("--agency", agencyId, "--off");
  assert.deepEqual([off.status, off.last], [0, "Passwords count again."]);
  assert.equal(await settingOf(agencyId), undefined);
});

test("a domain of another agency is refused by name, and nothing is set or taken from the other", async () => {
  const [first, second] = [await givenPeople(site), await givenPeople(site)];
  assert.equal((await whole(first.agencyId, "--domain", "county.example.org")).status, 0);
  const refused = await whole(second.agencyId, "--domain", "county.example.org", "--domain", "ours.example.org");
  assert.deepEqual([refused.status, refused.last], [1, "Nothing was set."]);
  assert.ok(
    refused.lines.some((line) => /--domain: another agency here signs its staff in with county\.example\.org\./.test(line)),
    refused.lines.join("\n"),
  );
  assert.equal(await settingOf(second.agencyId), undefined);
  assert.ok(await settingOf(first.agencyId));
});

test("every reason against a setting is said at once: the issuer, the domain, and who gets in when the provider is down", async () => {
  const { agencyId } = await givenPeople(site);
  const parts = [
    "--agency",
    agencyId,
    "--issuer",
    "http://10.0.0.1",
    "--client-id",
    "tl",
    "--secret-file",
    secretFile,
    "--domain",
    "nowhere",
  ];
  const refused = await signOn(...parts, "--required", "--break-glass", "nobody@example.org");
  assert.equal(refused.status, 1);
  for (const option of ["--issuer:", "--domain:", "--break-glass:"])
    assert.ok(
      refused.lines.some((line) => line.includes(option)),
      `${option} in ${refused.lines.join("\n")}`,
    );
  assert.equal((await signOn("--agency", "nobody")).status, 1);
});

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { newId } from "#server/platform/id.ts";
import { type Caller, signedIn } from "#server/testing/callers.ts";
import { givenContact, givenPeople, givenStaff } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";

const site = await startSite();
after(() => site.close());

const right = { givenName: "María José", familyName: "Ruiz", birthDate: "1971-06-09" };

async function given() {
  const world = await givenPeople(site);
  const contact = await givenContact(site);
  const [resident] = world.residents;
  const family = await signedIn(site, "outside", contact);
  const staff = await signedIn(
    site,
    "staff",
    await givenStaff(site, { agencyId: world.agencyId, facilityId: resident.facilityId, role: "visitation_officer" }),
  );
  const ask = async (change: object = {}) => {
    const { facilityId, bookingNumber, familyName } = resident;
    const body = { id: newId(), facilityId, bookingNumber, familyName, relationship: "parent", ...change };
    assert.equal((await family("POST", "/api/outside/connections", body)).statusCode, 202);
    return body.id;
  };
  const answer = (id: string, act: string, reason: string) =>
    staff("POST", `/api/staff/facilities/${resident.facilityId}/connections/${id}/${act}`, { reason });
  const detail = async (id: string) =>
    (await staff("GET", `/api/staff/facilities/${resident.facilityId}/connections/${id}`)).json().contact as {
      name: string;
      correctedAt: string | null;
    };
  return { family, ask, answer, detail };
}
const read = async (family: Caller) => (await family("GET", "/api/outside/name")).json() as object;
const correct = async (family: Caller, to: object = right) => {
  const answer = await family("POST", "/api/outside/name", to);
  return answer.statusCode === 204 ? "corrected" : (answer.json().codes as string[]);
};

test("a slip in one's own name is corrected by oneself; staff who decide afterwards read the right name, and that it was corrected", async () => {
  const { family, ask, answer, detail } = await given();
  const first = await ask();
  assert.equal((await detail(first)).correctedAt, null);
  assert.equal((await answer(first, "reject", "name_differs")).statusCode, 204);
  assert.equal(await correct(family), "corrected");
  assert.deepEqual(await read(family), { ...right, fixedBy: null });
  const again = await detail(await ask());
  assert.deepEqual([again.name, again.correctedAt], ["María José Ruiz", site.clock.now().toString()]);
  const noted = await site.owner.selectFrom("audit.entry").select("facts").where("what", "=", "contact.name_corrected").execute();
  assert.deepEqual(noted, [{ facts: {} }]);
});

test("while a request waits, and once a facility has agreed to it, a name stands; a request that fits nobody counts as any other", async () => {
  for (const change of [{}, { bookingNumber: "NOBODY-7" }]) {
    const { family, ask } = await given();
    await ask(change);
    assert.deepEqual(await correct(family), ["contact.name_waits"]);
    assert.deepEqual(await correct(family, { ...right, birthDate: "2020-01-01" }), ["contact.name_waits", "account.too_young"]);
  }
  const { family, ask, answer } = await given();
  assert.equal((await answer(await ask(), "approve", "matches_id")).statusCode, 204);
  assert.deepEqual(await correct(family), ["contact.name_agreed"]);
});

test("nobody tries names one after the other", async () => {
  const { family } = await given();
  for (let at = 0; at < 5; at += 1) assert.equal(await correct(family, { ...right, familyName: `Ruiz ${at}` }), "corrected");
  assert.deepEqual(await correct(family), ["request.too_many"]);
});

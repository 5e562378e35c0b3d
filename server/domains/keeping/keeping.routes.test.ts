import assert from "node:assert/strict";
import { after, test } from "node:test";
import { sealWaiting } from "#server/domains/audit/index.ts";
import { book, givenBooking } from "#server/domains/visits/testing/booking.ts";
import { newId } from "#server/platform/id.ts";
import { sealedSources } from "#server/sealed-sources.ts";
import { signedIn } from "#server/testing/callers.ts";
import { letTimePass } from "#server/testing/later.ts";
import { givenStaff } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";
import { eraseDue } from "./erasing.service.ts";

const site = await startSite();
after(() => site.close());
await letTimePass(site.owner);

async function givenLead() {
  const booking = await givenBooking(site);
  const { id: facilityId, agencyId } = booking.facility;
  const lead = await signedIn(site, "staff", await givenStaff(site, { agencyId, facilityId, role: "supervisor" }));
  const overseer = await signedIn(site, "staff", await givenStaff(site, { agencyId, facilityId: null, role: "overseer" }));
  return { booking, facilityId, lead, overseer, at: (path: string) => `/api/staff/facilities/${facilityId}${path}` };
}

test("a hold is placed once however often it is asked for, is seen by overseers, and ends once", async () => {
  const { booking, lead, overseer, at } = await givenLead();
  const [resident] = booking.world.residents;
  const asked = { id: newId(), subjectKind: "resident", subjectId: resident.id, purpose: "court_order", basis: "Case 4711" };
  for (let time = 0; time < 2; time++) assert.equal((await lead("POST", at("/holds"), asked)).statusCode, 201);
  const { rows } = (await overseer("GET", at("/holds"))).json();
  assert.equal(rows.length, 1);
  assert.equal(rows[0].subjectName, `Given ${resident.familyName}`);
  assert.equal((await overseer("POST", at(`/holds/${asked.id}/release`))).statusCode, 403);
  for (let time = 0; time < 2; time++) assert.equal((await lead("POST", at(`/holds/${asked.id}/release`))).statusCode, 200);
  const { rows: entries } = (await lead("GET", at("/audit"))).json();
  const codes = entries.map(({ what }: { what: string }) => what).filter((what: string) => what.startsWith("hold."));
  assert.deepEqual(codes, ["hold.released", "hold.placed"]);
});

test("somebody this facility has nothing about cannot be held here, nor until a day that is over", async () => {
  const { booking, lead, at } = await givenLead();
  const asked = { id: newId(), subjectKind: "resident", subjectId: booking.world.residents[2].id, purpose: "complaint", basis: "Letter" };
  const elsewhere = await lead("POST", at("/holds"), asked);
  const nobody = await lead("POST", at("/holds"), { ...asked, subjectId: newId() });
  assert.deepEqual([elsewhere.statusCode, nobody.statusCode], [404, 404]);
  assert.deepEqual(elsewhere.json().codes, nobody.json().codes);
  const until = site.clock.now().subtract({ hours: 1 }).toString();
  const past = await lead("POST", at("/holds"), { ...asked, subjectId: booking.world.residents[0].id, until });
  assert.deepEqual(past.json().codes, ["hold.until_past"]);
});

test("a held visit is passed over and said so; once the hold has ended it goes, and the report says when it was from", async () => {
  const { booking, lead, at } = await givenLead();
  const visitId = await book(booking, "2026-03-04T16:00:00Z");
  const id = newId();
  await lead("POST", at("/holds"), { id, subjectKind: "visit", subjectId: visitId, purpose: "litigation", basis: "Docket 12" });
  const there = async () => (await site.db.selectFrom("visits.visit").select("id").where("id", "=", visitId).execute()).length;
  const later = { ...site.ctx, now: () => site.clock.now().add({ hours: 24 * 1100 }) };
  const first = await eraseDue(later, site.keeping);
  assert.deepEqual(first.failed, []);
  assert.equal(await there(), 1);
  assert.ok(first.held > 0);
  // That was three years on, and nobody of then had signed in since: their accounts went, too.
  const { agencyId, id: facilityId } = booking.facility;
  const reader = await signedIn(site, "staff", await givenStaff(site, { agencyId, facilityId, role: "supervisor" }));
  assert.equal((await reader("POST", at(`/holds/${id}/release`))).statusCode, 200);
  await eraseDue(later, site.keeping);
  assert.equal(await there(), 1, "its lines in the record wait for their seal");
  await sealWaiting(site.ctx, sealedSources);
  await eraseDue(later, site.keeping);
  assert.equal(await there(), 0);
  const again = await signedIn(site, "staff", await givenStaff(site, { agencyId, facilityId, role: "supervisor" }));
  const { rows } = (await again("GET", at("/erasures?limit=200"))).json();
  const visits = rows.filter(
    ({ kind, erased, held }: { kind: string; erased: number; held: number }) => kind === "visit" && erased + held > 0,
  );
  assert.deepEqual(
    visits.map(({ erased, held, oldest }: { erased: number; held: number; oldest: string | null }) => [erased, held, oldest]),
    [
      [1, 0, "2026-03-04T16:30:00Z"],
      [0, 1, null],
    ],
  );
});

test("a kind that fails does not stop the others, and the night says which it was", async () => {
  const { lead, at } = await givenLead();
  const broken = {
    ...site.keeping,
    parts: [{ kind: "recording" as const, tables: [], erase: () => Promise.reject(new Error("the disk is gone")) }],
  };
  const { failed } = await eraseDue(site.ctx, broken);
  assert.deepEqual(failed, ["recording"]);
  const { rows } = (await lead("GET", at("/erasures?limit=200"))).json();
  const newest = rows.filter(({ at: when }: { at: string }) => when === site.clock.now().toString());
  assert.ok(newest.some(({ kind, failed: said }: { kind: string; failed: boolean }) => kind === "recording" && said));
  assert.ok(newest.some(({ kind }: { kind: string }) => kind === "reason_words"));
});

test("everybody can read how much was deleted, and nothing about whom", async () => {
  await eraseDue(site.ctx, site.keeping);
  const answer = await site.app.inject("/api/public/keeping");
  assert.equal(answer.statusCode, 200, answer.body);
  const [first] = answer.json().kinds;
  assert.deepEqual(Object.keys(first).sort(), ["erased", "kind", "lastRunAt"]);
});

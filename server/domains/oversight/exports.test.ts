import assert from "node:assert/strict";

import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { after, test } from "node:test";
import { ZipFile } from "yazl";
import { verify } from "#server/domains/audit/index.ts";
import { transfer } from "#server/domains/residents/index.ts";
import { book, givenBooking } from "#server/domains/visits/testing/booking.ts";
import { openBlobs } from "#server/platform/blobs.ts";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { sealedSources } from "#server/sealed-sources.ts";
import { signedIn } from "#server/testing/callers.ts";
import { givenConnection, givenContact, givenStaff } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";
import { checkRecordFile } from "./check-file.ts";
import { eraseExports } from "./exports.service.ts";
import { unzip } from "./unzip.ts";

const site = await startSite({ startsAt: "2026-03-02T16:00:00Z" });
after(() => site.close());

async function givenExport() {
  const booking = await givenBooking(site);
  const { prison, residents, agencyId } = booking.world;
  const visitId = await book(booking, "2026-03-04T17:00:00Z");
  const supervisor = await givenStaff(site, { agencyId, facilityId: prison.id, role: "supervisor" });
  const ask = await signedIn(site, "staff", supervisor);
  const at = `/api/staff/facilities/${prison.id}/record-exports`;
  const id = newId();
  const body = { id, bookingNumber: residents[0].bookingNumber, purpose: "court_order", basis: "Case 26-CR-118" };
  assert.equal((await ask("POST", at, body)).statusCode, 202);
  assert.equal((await ask("POST", at, body)).statusCode, 202, "asked again it is asked once");
  await site.runJobs();
  const take = () => ask("GET", `${at}/${id}/file`);
  return { booking, prison, agencyId, resident: residents[0], visitId, ask, at, id, body, take };
}
const auditOf = async (subjectId: string) =>
  (
    await site.db
      .selectFrom("audit.entry")
      .select(["what", "facts"])
      .where("subjectId", "=", subjectId)
      .where("what", "like", "record_export.%")
      .orderBy("id")
      .execute()
  ).map((row) => row.what);

test("a person's record comes as one file that proves itself, and each step of it stands in the audit", async () => {
  const { resident, visitId, take, ask, at, prison } = await givenExport();
  const zip = (await take()).rawPayload;
  const files = unzip(zip);
  assert.deepEqual([...files.keys()].sort(), ["README.txt", "index.html", "manifest.json", "proof.json", "record.json"]);
  const checked = checkRecordFile(zip);
  assert.deepEqual([checked.faults, checked.unsealed], [[], 0]);
  assert.ok(checked.rows >= 2 && checked.seals >= 1);
  const record = JSON.parse(String(files.get("record.json")));
  assert.deepEqual(
    record.visits.map((visit: { id: string }) => visit.id),
    [visitId],
  );
  assert.equal(record.visits[0].timeline[0].code, "booked");
  assert.ok(record.custody.length > 0 && record.connections.length > 0);
  assert.ok(
    record.audit.some((row: { what: string }) => row.what === "record_export.asked"),
    "that it was asked for is part of it",
  );
  assert.match(String(files.get("index.html")), /Case 26-CR-118/);
  const page = String(files.get("index.html"));
  assert.match(page, /Asked for a person’s whole record \/ Pidió el registro completo de una persona <code>record_export.asked<\/code>/);
  assert.match(
    page,
    /booked this visit \/ .+ reservó esta visita · The place was kept/,
    "a line of a visit is told, and its code stands beside it",
  );
  assert.deepEqual(await auditOf(resident.id), ["record_export.asked", "record_export.made", "record_export.taken"]);
  const [listed] = (await ask("GET", at)).json() as { status: string; basis: string }[];
  assert.deepEqual([listed?.status, listed?.basis], ["ready", "Case 26-CR-118"]);
  // The head in the file is one that the chain has, and will have.
  assert.deepEqual((await verify(site.db, sealedSources, { facilityId: prison.id, head: checked.head ?? "" })).breaks, []);
  assert.deepEqual(checkRecordFile(zip, checked.head ?? "").faults, []);
  assert.notDeepEqual(checkRecordFile(zip, "f".repeat(64)).faults, []);
});

test("a facility that a person has left takes away no connection that was asked for at another one since", async () => {
  const { ask, at, resident, booking } = await givenExport();
  const { jail } = booking.world;
  const move = { id: newId(), facilityId: jail.id, bookingNumber: `N${resident.bookingNumber}` };
  await inTransaction(site.ctx, (tx) => transfer(tx, resident.stayId, move));
  site.clock.advance({ hours: 1 });
  const later = await givenConnection(site, resident, await givenContact(site), "requested");
  const id = newId();
  const body = { id, bookingNumber: resident.bookingNumber, purpose: "hearing", basis: "Case 26-CR-119" };
  assert.equal((await ask("POST", at, body)).statusCode, 202);
  await site.runJobs();
  const record = String(unzip((await ask("GET", `${at}/${id}/file`)).rawPayload).get("record.json"));
  assert.ok(record.includes(booking.connectionId) && !record.includes(later.id));
});

test("a file in which one fact was changed no longer proves itself, wherever it was changed", async () => {
  const { take } = await givenExport();
  const zip = (await take()).rawPayload;
  const changed = async (name: string, from: RegExp, to: string, mend = true) => {
    const files = new Map([...unzip(zip)].map(([each, bytes]) => [each, String(bytes)]));
    const before = files.get(name) ?? "";
    assert.match(before, from);
    files.set(name, before.replace(from, to));
    const manifest = JSON.parse(files.get("manifest.json") ?? "");
    if (mend)
      for (const file of manifest.files)
        file.sha256 = createHash("sha256")
          .update(files.get(file.name) ?? "")
          .digest("hex");
    files.set("manifest.json", JSON.stringify(manifest));
    const again = new ZipFile();
    for (const [each, text] of files) again.addBuffer(Buffer.from(text), each);
    again.end();
    return checkRecordFile(await buffer(again.outputStream)).faults;
  };
  assert.deepEqual(await changed("index.html", /Visits/, "Visits"), []);
  for (const [name, from, to, mend] of [
    ["index.html", /booked/, "missed", false],
    ["record.json", /"code": "booked"/, '"code": "missed"', true],
    ["record.json", /"what": "visit.booked"/, '"what": "visit.missed"', true],
    ["proof.json", /\\"code\\":\\"booked\\"/, '\\"code\\":\\"missed\\"', true],
    ["proof.json", /"previousHash": "/, '"previousHash": "0', true],
    ["proof.json", /"sealedAt": "2026/, '"sealedAt": "2025', true],
  ] as const)
    assert.notDeepEqual(await changed(name, from, to, mend), [], `${name} ${from}`);
});

test("the file is encrypted, is gone after thirty days with its key, and what was written as its basis goes too", async () => {
  const { take, id, resident, ask, at } = await givenExport();
  const rows = () => site.owner.selectFrom("oversight.recordExport").selectAll().where("id", "=", id).execute();
  const [row] = await rows();
  const blobs = openBlobs(path.join(site.config.dataDir, "blobs"));
  const raw = await buffer(createReadStream(path.join(site.config.dataDir, "blobs", row!.blobId!.slice(-2), row!.blobId!)));
  assert.equal(raw.includes("manifest.json"), false, "on the disk it is noise");
  const on = (days: number) => ({ ...site.ctx, now: () => site.clock.now().add({ hours: days * 24 }) });
  await eraseExports(on(29), blobs, async () => {});
  assert.equal((await rows()).length, 1);
  const passed: string[] = [];
  await eraseExports(on(30), blobs, async (some) => void passed.push(...some.map((each) => each.outcome)));
  assert.deepEqual([await rows(), new Set(passed)], [[], new Set(["erased"])]);
  assert.equal((await take()).statusCode, 404);
  assert.deepEqual((await ask("GET", at)).json(), []);
  assert.equal((await auditOf(resident.id)).at(-1), "record_export.erased");
});

test("nobody of another facility finds the file, and officers may not ask for one", async () => {
  const { booking, prison, agencyId, id, body } = await givenExport();
  const { jail } = booking.world;
  const there = await signedIn(site, "staff", await givenStaff(site, { agencyId, facilityId: jail.id, role: "supervisor" }));
  assert.equal((await there("GET", `/api/staff/facilities/${jail.id}/record-exports/${id}/file`)).statusCode, 404);
  assert.equal((await there("GET", `/api/staff/facilities/${prison.id}/record-exports/${id}/file`)).statusCode, 404);
  assert.equal(
    (await there("POST", `/api/staff/facilities/${jail.id}/record-exports`, { ...body, id: newId() })).statusCode,
    404,
    "not booked there",
  );
  const officer = await signedIn(site, "staff", await givenStaff(site, { agencyId, facilityId: prison.id, role: "visitation_officer" }));
  assert.equal((await officer("POST", `/api/staff/facilities/${prison.id}/record-exports`, { ...body, id: newId() })).statusCode, 403);
});

test("what is no record at all is refused in plain words", () => {
  assert.throws(() => checkRecordFile(Buffer.from("no")), /no ZIP file/);
});

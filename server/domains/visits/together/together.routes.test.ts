import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { buffer } from "node:stream/consumers";
import { after, test } from "node:test";
import sharp from "sharp";
import { startSignIn } from "#server/domains/identity/index.ts";
import { unzip } from "#server/domains/oversight/unzip.ts";
import { givenAlong } from "#server/domains/visits/testing/along.ts";
import { book, givenBooking, insideOf } from "#server/domains/visits/testing/booking.ts";
import { openBlobs } from "#server/platform/blobs.ts";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { pdfOf } from "#server/platform/testing/pdf.ts";
import { signedIn } from "#server/testing/callers.ts";
import { givenStaff } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";
import { hasHidden, photograph } from "#server/testing/traces.ts";

const site = await startSite({ startsAt: "2026-03-02T15:00:00Z" });
after(() => site.close());
const DAY = "2026-03-04";

/** A family with a booked visit, under this rule for pictures of their own. */
async function given(sharedPictures: "allowed" | "reviewed" | "off" = "reviewed") {
  site.clock.set("2026-03-02T15:00:00Z");
  const booking = await givenBooking(site);
  const { facility, world } = booking;
  const { agencyId, id: facilityId } = facility;
  const as = async (role: "visitation_officer" | "facility_administrator") =>
    signedIn(site, "staff", await givenStaff(site, { agencyId, facilityId, role }));
  const [officer, lead] = [await as("visitation_officer"), await as("facility_administrator")];
  const at = (path: string) => `/api/staff/facilities/${facilityId}${path}`;
  const set = await lead("POST", at("/policy/together"), { validFrom: "2026-03-03", sharedPictures });
  assert.equal(set.statusCode, 204, set.body);
  const visitId = await book(booking, `${DAY}T16:00:00Z`);
  const mine = `/api/outside/visits/${visitId}/together`;
  const signIn = await inTransaction(site.ctx, (tx) =>
    startSignIn(tx, { realm: "outside", accountId: world.contacts[0].accountId, label: "test" }),
  );
  const bytes = (url: string, payload: Buffer | PassThrough, type: string, cookie = `throughline_outside=${signIn.token}`) =>
    site.app.inject({ method: "POST", url, payload, headers: { origin: site.origin, cookie, "content-type": type } });
  const send = async (payload: Buffer, type = "image/jpeg") => {
    const id = newId();
    const said = await booking.family("POST", `${mine}/sheets`, { id, alt: "Our dog" });
    if (said.statusCode !== 201) return said;
    return bytes(`${mine}/sheets/${id}/file`, payload, type);
  };
  return { ...booking, officer, lead, at, visitId, mine, send, bytes };
}

const picturesOf = (sheetId: string) =>
  site.owner.selectFrom("visits.togetherPicture").selectAll().where("sheetId", "=", sheetId).orderBy("number").execute();
const audited = async (subjectId: string) =>
  (await site.owner.selectFrom("audit.entry").select("what").where("subjectId", "=", subjectId).orderBy("id").execute()).map(
    ({ what }) => what,
  );

test("a family's picture loses what the camera hid in it, waits for the facility, is looked at, and its sender reads the answer", async () => {
  const { send, family, officer, at, mine, visitId } = await given();
  const sent = await send(await photograph("taken at home"));
  assert.deepEqual([sent.statusCode, sent.json().status, sent.json().pages], [201, "waiting", 1]);
  const sheetId = sent.json().id as string;
  const { sheets } = (await officer("GET", at("/together/waiting"))).json();
  assert.deepEqual([sheets.length, sheets[0].alt, sheets[0].visitId], [1, { en: "Our dog" }, visitId]);
  const looked = await officer("GET", at(`/together/sheets/${sheetId}/pictures/${sheets[0].pictureIds[0]}`));
  assert.deepEqual([looked.statusCode, looked.headers["content-type"], looked.headers["cache-control"]], [200, "image/jpeg", "no-store"]);
  assert.ok(!hasHidden(looked.rawPayload.toString("latin1")) && !looked.rawPayload.includes("taken at home"));
  const no = await officer("POST", at(`/together/sheets/${sheetId}/decide`), { decision: "refused", reason: "shows_somebody_else" });
  assert.equal(no.statusCode, 204, no.body);
  const own = (await family("GET", mine)).json();
  assert.deepEqual([own.rule, own.sheets[0].status, own.sheets[0].reason], ["reviewed", "refused", "shows_somebody_else"]);
  const again = await officer("POST", at(`/together/sheets/${sheetId}/decide`), { decision: "allowed" });
  assert.deepEqual(again.json().codes, ["together.decided"]);
  assert.deepEqual((await officer("GET", at(`/together/sheets/${sheetId}/pictures/${sheets[0].pictureIds[0]}`))).statusCode, 404);
  assert.deepEqual(
    (await audited(visitId)).filter((what) => what.startsWith("together.")),
    ["together.sheet_sent", "together.sheet_viewed", "together.sheet_refused"],
  );
  for (const words of ["Our dog", "taken at home"]) assert.ok(!site.logged().includes(words));
});

test("where the facility allows pictures, one may be put up at once; where it takes none, none is taken", async () => {
  const open = await given("allowed");
  assert.equal((await open.send(await photograph("x"))).json().status, "allowed");
  const closed = await given("off");
  assert.deepEqual((await closed.send(await photograph("x"))).json().codes, ["together.pictures_off"]);
  assert.equal((await closed.family("GET", closed.mine)).json().rule, "off");
});

test("each page of a PDF becomes a picture; of a long one the first are taken, and its sender reads that", async () => {
  const { send } = await given("allowed");
  const short = await send(pdfOf(["0 0 1 rg 0 0 300 400 re f", ""]), "application/pdf");
  assert.deepEqual([short.statusCode, short.json().pages, short.json().cut], [201, 2, false]);
  const long = await send(pdfOf(Array(14).fill("")), "application/pdf");
  assert.deepEqual([long.json().pages, long.json().cut], [12, true]);
});

test("a picture that somebody sent lies in the file of their own data, and in nobody else's", async () => {
  const { send, family, world } = await given("allowed");
  const sheetId = (await send(await photograph("ours"))).json().id as string;
  assert.equal((await family("POST", "/api/outside/own-data")).statusCode, 202);
  const other = await signedIn(site, "outside", world.contacts[1]);
  assert.equal((await other("POST", "/api/outside/own-data")).statusCode, 202);
  await site.runJobs();
  const fileOf = async (contactId: string) => {
    const { id, key, bytes } = await site.owner
      .selectFrom("contacts.file")
      .selectAll()
      .where("contactId", "=", contactId)
      .where("kind", "=", "own_data")
      .executeTakeFirstOrThrow();
    assert.ok(key && bytes !== null);
    return unzip(await buffer(openBlobs(`${site.config.dataDir}/blobs`).read({ id, key, bytes })));
  };
  const name = `drawings/${sheetId}-1.jpg`;
  const mine = await fileOf(world.contacts[0].id);
  assert.equal((await sharp(mine.get(name)).metadata()).format, "jpeg");
  const { sent } = JSON.parse(String(mine.get("drawings.json"))) as { sent: { words: object; files: string[] }[] };
  assert.deepEqual(
    sent.map(({ words, files }) => ({ words, files })),
    [{ words: { en: "Our dog" }, files: [name] }],
  );
  assert.ok(String(mine.get("index.html")).includes(`href="${name}"`));
  const theirs = await fileOf(world.contacts[1].id);
  assert.deepEqual([theirs.has(name), JSON.parse(String(theirs.get("drawings.json"))).sent], [false, []]);
});

test("what is no picture, a broken PDF and what is too heavy are refused, and nothing of them is kept", async () => {
  const { send, family, mine } = await given("allowed");
  const codes = async (payload: Buffer, type?: string) => (await send(payload, type)).json().codes;
  assert.deepEqual(await codes(Buffer.from("<html>hello, I am a picture</html>")), ["picture.not_a_picture"]);
  assert.deepEqual(await codes(Buffer.from("%PDF-1.7 and nothing"), "application/pdf"), ["together.pdf_unreadable"]);
  assert.deepEqual(await codes(Buffer.concat([await photograph("x"), Buffer.alloc(13 * 1024 * 1024)])), ["picture.too_large"]);
  assert.deepEqual((await family("GET", mine)).json().sheets, []);
});

test("each adult sends so many pictures and no more; one that is taken back makes room, and its bytes are gone", async () => {
  const { send, family, mine, visitId } = await given("allowed");
  const small = await sharp({ create: { width: 80, height: 80, channels: 3, background: "#123456" } })
    .png()
    .toBuffer();
  const ids: string[] = [];
  for (let index = 0; index < 10; index++) ids.push((await send(small, "image/png")).json().id);
  assert.deepEqual((await send(small, "image/png")).json().codes, ["together.sheets_full"]);
  const along = await signedIn(site, "outside", (await givenAlong(site, visitId)).contact);
  assert.equal((await along("POST", `${mine}/sheets`, { id: newId(), alt: "Our cat" })).statusCode, 201, "another's are no news to them");
  assert.equal((await family("DELETE", `${mine}/sheets/${ids[0]}`)).statusCode, 204);
  assert.deepEqual(await picturesOf(ids[0]!), []);
  assert.equal((await send(small, "image/png")).statusCode, 201);
});

test("a stranger, another facility's staff and a kiosk of somebody else find nothing", async () => {
  const { send, stranger, mine, at, facility, world } = await given("reviewed");
  const sheetId = (await send(await photograph("x"))).json().id as string;
  const [picture] = await picturesOf(sheetId);
  assert.deepEqual((await stranger("GET", mine)).json().codes, ["visit.unknown"]);
  assert.deepEqual((await stranger("DELETE", `${mine}/sheets/${sheetId}`)).json().codes, ["visit.unknown"]);
  assert.equal((await stranger("GET", `${mine}/pictures/${picture!.id}`)).statusCode, 404);
  const { agencyId } = world;
  const there = await signedIn(site, "staff", await givenStaff(site, { agencyId, facilityId: world.jail.id, role: "visitation_officer" }));
  assert.equal((await there("GET", at("/together/waiting"))).statusCode, 404);
  const abroad = at(`/together/sheets/${sheetId}/decide`).replace(facility.id, world.jail.id);
  assert.deepEqual((await there("POST", abroad, { decision: "allowed" })).json().codes, ["together.sheet_unknown"]);
});

test("not even its sender sees a picture that is not put up, nor one of a visit they are not in", async () => {
  const { send, family, mine } = await given("allowed");
  const sheetId = (await send(await photograph("x"))).json().id as string;
  const [picture] = await picturesOf(sheetId);
  assert.deepEqual((await family("GET", `${mine}/pictures/${picture!.id}`)).json().codes, ["together.picture_unknown"]);
});

test("staff lay a story on the shelf; both sides see its cover before a visit; taken off, its files go once no visit shows it", async () => {
  const booking = await given();
  const { lead, officer, at, family, mine, visitId, facility } = booking;
  const id = newId();
  const title = { en: "The snail", es: "El caracol" };
  assert.equal((await officer("POST", at("/together/shelf"), { id, title })).statusCode, 403);
  assert.equal((await lead("POST", at("/together/shelf"), { id, title })).statusCode, 201);
  const keeper = await givenStaff(site, { agencyId: facility.agencyId, facilityId: facility.id, role: "facility_administrator" });
  const other = await inTransaction(site.ctx, (tx) => startSignIn(tx, { realm: "staff", accountId: keeper.accountId, label: "test" }));
  const file = await booking.bytes(
    at(`/together/shelf/${id}/file`),
    pdfOf(["", ""]),
    "application/pdf",
    `throughline_staff=${other.token}`,
  );
  assert.deepEqual([file.statusCode, file.json().pages], [201, 2]);
  const [sheet] = (await family("GET", mine)).json().shelf;
  assert.deepEqual([sheet.title, sheet.pages], [title, 2]);
  assert.equal((await family("GET", `${mine}/pictures/${sheet.coverId}`)).statusCode, 200);
  const inside = await insideOf(site, booking);
  const shelf = (await inside.ask("GET", `/api/inside/visits/${visitId}/together`)).json().shelf;
  assert.equal(shelf[0].coverId, sheet.coverId);
  assert.equal((await inside.ask("GET", `/api/inside/visits/${visitId}/together/pictures/${sheet.coverId}`)).statusCode, 200);
  assert.equal((await lead("DELETE", at(`/together/shelf/${id}`))).statusCode, 204);
  assert.deepEqual((await family("GET", mine)).json().shelf, []);
  for (const part of site.keeping.parts.filter(({ kind }) => kind === "shared_picture")) await part.erase(site.ctx, async () => {});
  assert.deepEqual(await picturesOf(id), []);
});

test("a picture goes on its day, file and row, and a refused one thirty days after the answer", async () => {
  const { send, officer, at } = await given();
  const [kept, refused] = [await send(await photograph("x")), await send(await photograph("y"))].map(
    (answer) => answer.json().id as string,
  );
  await officer("POST", at(`/together/sheets/${refused}/decide`), { decision: "refused", reason: "other" });
  const erase = async () => {
    for (const part of site.keeping.parts.filter(({ kind }) => kind === "shared_picture")) await part.erase(site.ctx, async () => {});
    return [(await picturesOf(kept!)).length, (await picturesOf(refused!)).length];
  };
  assert.deepEqual(await erase(), [1, 1]);
  site.clock.advance({ hours: 24 * 31 });
  assert.deepEqual(await erase(), [1, 0]);
  site.clock.advance({ hours: 24 * 90 });
  assert.deepEqual(await erase(), [0, 0]);
});

test("one family's files do not fill the memory: a fourth that comes at the same time is refused, and is taken once one of them is whole", async () => {
  const { family, mine, bytes } = await given();
  const named = async () => {
    const id = newId();
    assert.equal((await family("POST", `${mine}/sheets`, { id, alt: "Our dog" })).statusCode, 201);
    return id;
  };
  const ids = [await named(), await named(), await named(), await named()];
  const coming = ids.map(() => new PassThrough());
  const answers = ids.map((id, index) => bytes(`${mine}/sheets/${id}/file`, coming[index]!, "image/jpeg"));
  const refused = await Promise.race(answers);
  assert.deepEqual([refused.statusCode, refused.json().codes], [429, ["request.too_many"]]);
  const picture = await photograph("taken at home");
  for (const stream of coming) stream.end(picture);
  const all = await Promise.all(answers);
  assert.deepEqual(all.map(({ statusCode }) => statusCode).toSorted(), [201, 201, 201, 429]);
  const late = ids[all.findIndex(({ statusCode }) => statusCode === 429)]!;
  assert.equal((await bytes(`${mine}/sheets/${late}/file`, picture, "image/jpeg")).statusCode, 201);
});

test("each page of a picture that staff look at stands in the audit, in whatever order they ask for them", async () => {
  const { send, officer, at, visitId } = await given();
  const sent = await send(pdfOf(["", ""]), "application/pdf");
  assert.equal(sent.statusCode, 201, sent.body);
  const { sheets } = (await officer("GET", at("/together/waiting"))).json();
  const [, second] = sheets.find(({ id }: { id: string }) => id === sent.json().id).pictureIds;
  assert.equal((await officer("GET", at(`/together/sheets/${sent.json().id}/pictures/${second}`))).statusCode, 200);
  assert.equal((await audited(visitId)).filter((what) => what === "together.sheet_viewed").length, 1);
});

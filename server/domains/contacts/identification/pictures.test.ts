import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { after, test } from "node:test";
import sharp from "sharp";
import { PICTURE_BYTES_MAX } from "#contracts/contacts.ts";
import { openBlobs } from "#server/platform/blobs.ts";
import { newId } from "#server/platform/id.ts";
import { type Caller, signedIn } from "#server/testing/callers.ts";
import { givenConnection, givenContact, givenPeople, givenStaff } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";
import { eraseFiles, keepFile } from "./pictures.service.ts";

const site = await startSite();
after(() => site.close());
const blobs = openBlobs(path.join(site.config.dataDir, "blobs"));
const SECRET = "planted-where-I-live";

const picture = (size = { width: 900, height: 600 }) =>
  sharp({ create: { ...size, channels: 3, background: "#3366aa" } })
    .withExif({ IFD0: { ImageDescription: SECRET }, IFD3: { GPSLatitude: "39/1 44/1 0/1", GPSLatitudeRef: "N" } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();

/** Sends raw bytes as somebody who is signed in. */
async function sender(account: { accountId: string }) {
  const { startSignIn } = await import("#server/domains/identity/index.ts");
  const { inTransaction } = await import("#server/platform/context.ts");
  const signIn = await inTransaction(site.ctx, (tx) => startSignIn(tx, { realm: "outside", ...account, label: "test" }));
  const headers = { origin: site.origin, cookie: `throughline_outside=${signIn.token}` };
  return (kind: string, payload: Buffer, type = "image/jpeg") =>
    site.app.inject({ method: "POST", url: `/api/outside/id-pictures/${kind}`, headers: { ...headers, "content-type": type }, payload });
}

async function given(status: "requested" | "approved" = "requested") {
  const world = await givenPeople(site);
  const contact = await givenContact(site);
  const connection = await givenConnection(site, world.residents[0], contact, status);
  const role = "visitation_officer";
  const staff = await signedIn(site, "staff", await givenStaff(site, { agencyId: world.agencyId, facilityId: world.prison.id, role }));
  const at = `/api/staff/facilities/${world.prison.id}/connections/${connection.id}`;
  const family = await signedIn(site, "outside", contact);
  return { ...world, contact, connection, staff, at, family, send: await sender(contact) };
}
const view = (staff: Caller, at: string, kind = "front") => staff("GET", `${at}/pictures/${kind}`);
const files = () => {
  const folder = path.join(site.config.dataDir, "blobs");
  return existsSync(folder) ? (readdirSync(folder, { recursive: true }) as string[]).map((name) => path.join(folder, name)) : [];
};
const rowsOf = (contactId: string) => site.owner.selectFrom("contacts.file").selectAll().where("contactId", "=", contactId).execute();

test("an ID picture is made anew: upright, without place, words or thumbnail, and only staff with a request before them see it, each look written down", async () => {
  const { send, staff, at, connection, prison } = await given();
  const sent = await picture();
  assert.match(sent.toString("latin1"), new RegExp(SECRET));
  const behind = Buffer.concat([sent, Buffer.from("PK\u0003\u0004 another file behind the picture")]);
  assert.equal((await send("front", behind)).statusCode, 201);
  const seen = await view(staff, at);
  assert.deepEqual([seen.statusCode, seen.headers["content-type"], seen.headers["cache-control"]], [200, "image/jpeg", "no-store"]);
  const facts = await sharp(seen.rawPayload).metadata();
  assert.deepEqual([facts.width, facts.height, facts.exif, facts.orientation, facts.icc], [600, 900, undefined, undefined, undefined]);
  for (const hidden of [SECRET, "another file", "Exif"]) assert.ok(!seen.rawPayload.includes(hidden), hidden);
  for (const file of files().filter((name) => statSync(name).isFile()))
    assert.ok(!readFileSync(file).includes(seen.rawPayload.subarray(0, 200)), "what lies on the disk is noise");
  const looks = await site.owner
    .selectFrom("audit.entry")
    .selectAll()
    .where("subjectId", "=", connection.id)
    .where("what", "=", "id_picture.viewed")
    .execute();
  assert.deepEqual(
    looks.map(({ facilityId, facts: said }) => [facilityId, said]),
    [[prison.id, { kind: "front" }]],
  );
});

test("what is no picture, a picture that claims too many pixels, one too small to read and one too heavy are refused", async () => {
  const { send } = await given();
  const codes = async (payload: Buffer, type?: string) => {
    const answer = await send("front", payload, type);
    return [answer.statusCode, answer.json().codes[0]];
  };
  const jpeg = await picture();
  assert.deepEqual(await codes(Buffer.from("%PDF-1.7 and so on, long enough")), [422, "picture.not_a_picture"]);
  assert.deepEqual(await codes(Buffer.concat([Buffer.from("<html><script>alert(1)</script>"), jpeg])), [422, "picture.not_a_picture"]);
  assert.deepEqual(await codes(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="900" height="900"/>')), [
    422,
    "picture.not_a_picture",
  ]);
  assert.deepEqual(await codes(jpeg.subarray(0, jpeg.length - 600)), [422, "picture.not_a_picture"]);
  assert.deepEqual(await codes(await picture({ width: 200, height: 200 })), [422, "picture.too_small"]);
  assert.deepEqual(await codes(Buffer.concat([jpeg, Buffer.alloc(PICTURE_BYTES_MAX)])), [413, "picture.too_large"]);
  assert.equal((await codes(jpeg, "image/svg+xml"))[0], 400);
  // A PNG of a few bytes that says it is 30,000 pixels wide and high.
  const bomb = await sharp({ create: { width: 400, height: 400, channels: 3, background: "#000" } })
    .png()
    .toBuffer();
  bomb.writeUInt32BE(30_000, 16);
  bomb.writeUInt32BE(30_000, 20);
  const [status, code] = await codes(bomb, "image/png");
  assert.ok(code === "picture.too_large" || code === "picture.not_a_picture", `${status} ${code}`);
});

test("who may not send is refused before a byte of the picture is read", async () => {
  const answer = await site.app.inject({
    method: "POST",
    url: "/api/outside/id-pictures/front",
    headers: { origin: site.origin, "content-type": "image/jpeg" },
    payload: await picture(),
  });
  assert.deepEqual([answer.statusCode, answer.json().codes], [401, ["access.signed_out"]]);
});

test("a new picture replaces the old one, whose bytes are gone", async () => {
  const { send, contact } = await given();
  await send("selfie", await picture());
  const [old] = await rowsOf(contact.id);
  await send("selfie", await picture({ width: 800, height: 800 }));
  const rows = await rowsOf(contact.id);
  assert.equal(rows.length, 1);
  assert.notEqual(rows[0]?.id, old?.id);
  assert.ok(!files().some((name) => name.endsWith(old!.id)) && files().some((name) => name.endsWith(rows[0]!.id)));
});

test("pictures go thirty days after the last decision that needed them, row and bytes, and not before", async () => {
  const { send, contact, connection, at, residents } = await given();
  await send("front", await picture());
  const other = await givenConnection(site, residents[1], contact, "requested");
  site.clock.advance({ hours: 24 * 40 });
  await eraseFiles(site.ctx, blobs);
  assert.equal((await rowsOf(contact.id)).length, 1, "a request waits");
  const { agencyId, facilityId } = residents[0];
  const officer = async () => signedIn(site, "staff", await givenStaff(site, { agencyId, facilityId, role: "visitation_officer" }));
  assert.equal((await (await officer())("POST", `${at}/approve`, { reason: "matches_id" })).statusCode, 204);
  const otherAt = at.replace(connection.id, other.id);
  site.clock.advance({ hours: 24 * 10 });
  assert.equal((await (await officer())("POST", `${otherAt}/reject`, { reason: "name_differs" })).statusCode, 204);
  site.clock.advance({ hours: 24 * 29 });
  await eraseFiles(site.ctx, blobs);
  const [kept] = await rowsOf(contact.id);
  assert.ok(kept);
  site.clock.advance({ hours: 24 * 2 });
  await eraseFiles(site.ctx, blobs);
  assert.deepEqual(await rowsOf(contact.id), []);
  assert.ok(!files().some((name) => name.includes(kept.id)));
  assert.match(site.logged(), /"erased":1/);
});

test("thirty days after its own answer an agency sees no picture, although another agency's request still keeps it", async () => {
  const { send, contact, connection, at, residents } = await given();
  await send("front", await picture());
  const { agencyId, facilityId } = residents[0];
  const officer = async () => signedIn(site, "staff", await givenStaff(site, { agencyId, facilityId, role: "visitation_officer" }));
  assert.equal((await (await officer())("POST", `${at}/approve`, { reason: "matches_id" })).statusCode, 204);
  const abroad = await givenPeople(site);
  await givenConnection(site, abroad.residents[0], contact, "requested");
  const seen = async () => {
    const staff = await officer();
    const detail = await staff("GET", `/api/staff/facilities/${facilityId}/connections/${connection.id}`);
    return [detail.json().pictures, (await view(staff, at)).statusCode];
  };
  site.clock.advance({ hours: 24 * 29 });
  await eraseFiles(site.ctx, blobs);
  assert.deepEqual(await seen(), [["front"], 200]);
  site.clock.advance({ hours: 24 * 2 });
  await eraseFiles(site.ctx, blobs);
  assert.equal((await rowsOf(contact.id)).length, 1, "the other agency needs it");
  assert.deepEqual(await seen(), [[], 404]);
});

test("pictures are asked for, kept and let go alike, whether or not the request fits anybody", async () => {
  const asOne = async (fits: boolean) => {
    const world = await givenPeople(site);
    const contact = await givenContact(site);
    const [resident] = world.residents;
    const family = () => signedIn(site, "outside", contact);
    const send = await sender(contact);
    await send("front", await picture());
    const bookingNumber = fits ? resident.bookingNumber : "NOBODY-9";
    const { facilityId, familyName } = resident;
    const asked = { id: newId(), facilityId, bookingNumber, familyName, relationship: "parent" };
    await (await family())("POST", "/api/outside/connections", asked);
    const own = async () => {
      const { pictures, waiting } = (await (await family())("GET", "/api/outside/id-pictures")).json();
      return [waiting, pictures.length, pictures[0]?.keepUntil];
    };
    return { own, takeBack: async () => (await (await family())("POST", `/api/outside/connections/${asked.id}/withdraw`)).statusCode };
  };
  const [fitting, nobody] = [await asOne(true), await asOne(false)];
  const alike = async () => {
    const [one, other] = [await fitting.own(), await nobody.own()];
    assert.deepEqual([one[0], one[1]], [other[0], other[1]]);
    return [one, other];
  };
  assert.deepEqual((await alike())[0]?.slice(0, 2), [true, 1]);
  assert.deepEqual([await fitting.takeBack(), await nobody.takeBack()], [204, 204]);
  site.clock.advance({ hours: 24 * 2 });
  assert.deepEqual((await alike())[0]?.slice(0, 2), [false, 1]);
  site.clock.advance({ hours: 24 * 29 });
  await eraseFiles(site.ctx, blobs);
  assert.deepEqual((await alike())[0]?.slice(0, 2), [false, 0]);
});

test("a crash between the file and its row leaves no orphan for good", async () => {
  const { contact } = await given();
  async function* dies() {
    yield Buffer.from("half a file");
    throw new Error("the disk is full");
  }
  const file = { contactId: contact.id, kind: "front" as const, source: dies(), keepUntil: (now: Temporal.Instant) => now };
  await assert.rejects(keepFile(site.ctx, blobs, file));
  // The other kind of crash: the bytes are whole, the row does not know its key yet.
  const id = newId();
  const madeAt = site.clock.now();
  const row = {
    id,
    contactId: contact.id,
    kind: "back" as const,
    key: null,
    bytes: null,
    sha256: null,
    madeAt,
    keepUntil: madeAt.add({ minutes: 60 }),
  };
  await site.db.insertInto("contacts.file").values(row).execute();
  await blobs.put(
    (async function* () {
      yield Buffer.from("whole");
    })(),
    id,
  );
  await eraseFiles(site.ctx, blobs);
  assert.equal((await rowsOf(contact.id)).length, 2, "it might still be written");
  site.clock.advance({ minutes: 61 });
  await eraseFiles(site.ctx, blobs);
  assert.deepEqual(await rowsOf(contact.id), []);
  assert.ok(!files().some((name) => name.includes(id)));
});

test("staff of another facility, and staff here once the request was taken back, get the answer of what is not there", async () => {
  const { send, at, connection, jail, agencyId, staff, family, prison } = await given();
  await send("front", await picture());
  const there = await signedIn(site, "staff", await givenStaff(site, { agencyId, facilityId: jail.id, role: "supervisor" }));
  assert.equal((await view(there, at.replace(prison.id, jail.id))).statusCode, 404);
  assert.equal((await view(staff, at, "back")).json().codes[0], "picture.unknown");
  assert.equal((await family("POST", `/api/outside/connections/${connection.id}/withdraw`)).statusCode, 204);
  assert.deepEqual((await view(staff, at)).json().codes, ["connection.unknown"]);
});

test("an agency that has answered sees nothing of pictures that are sent for another later, not even that there are any", async () => {
  const { send, at, staff, contact } = await given();
  assert.equal((await staff("POST", `${at}/reject`, { reason: "name_differs" })).statusCode, 204);
  const abroad = await givenPeople(site);
  site.clock.advance({ hours: 1 });
  const elsewhere = await givenConnection(site, abroad.residents[0], contact, "requested");
  assert.equal((await send("front", await picture())).statusCode, 201);
  assert.deepEqual((await staff("GET", at)).json().pictures, []);
  assert.deepEqual((await view(staff, at)).json().codes, ["picture.unknown"]);
  const { agencyId, prison } = abroad;
  const there = await signedIn(site, "staff", await givenStaff(site, { agencyId, facilityId: prison.id, role: "visitation_officer" }));
  assert.equal((await view(there, `/api/staff/facilities/${prison.id}/connections/${elsewhere.id}`)).statusCode, 200);
});

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import tls from "node:tls";
import type { AppError } from "#server/platform/errors.ts";
import { isInside } from "#server/platform/guarded-fetch.ts";
import { newId } from "#server/platform/id.ts";
import { signedIn } from "#server/testing/callers.ts";
import { givenPeople, givenStaff } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";
import { wholeDatabase } from "#server/testing/whole-database.ts";
import { fetchList } from "./fetching.ts";
import { fetchFeeds } from "./roster.jobs.ts";
import { cityOf } from "./testing/city.ts";
import { startPlace, TEST_CERTIFICATE } from "./testing/https-place.ts";

const folder = mkdtempSync(path.join(tmpdir(), "throughline-feeds-"));
const site = await startSite({
  startsAt: "2017-06-24T12:00:00Z",
  env: { THROUGHLINE_FEEDS: folder, THROUGHLINE_FEED_HOSTS: "localhost" },
});
// As whoever runs the server would let it trust the county's own authority.
tls.setDefaultCACertificates([...tls.getCACertificates("default"), TEST_CERTIFICATE]);
const city = cityOf(40);
const asked: { authorization: string | undefined; url: string | undefined }[] = [];
let answer: (response: ServerResponse) => void = (response) => response.end(city.text);
const place = await startPlace((incoming, response) => {
  asked.push({ authorization: incoming.headers.authorization, url: incoming.url });
  answer(response);
});
after(async () => {
  await place.close();
  await site.close();
  rmSync(folder, { recursive: true, force: true });
});

async function givenFeeds() {
  const { jail, agencyId } = await givenPeople(site);
  const staff = await signedIn(site, "staff", await givenStaff(site, { agencyId, facilityId: jail.id, role: "facility_administrator" }));
  const at = `/api/staff/facilities/${jail.id}/roster`;
  const add = async (feed: object) => {
    const id = newId();
    const done = await staff("POST", `${at}/feeds`, { id, source: "nyc", kind: "full", ...feed });
    return { id, status: done.statusCode, codes: done.statusCode === 204 ? [] : (done.json().codes as string[]) };
  };
  const page = async () => (await staff("GET", at)).json();
  const look = async () => {
    await fetchFeeds(site.ctx);
    return (await page()).feeds as { place: string; problems: string[]; takenAt: string | null }[];
  };
  const own = path.join(folder, jail.id);
  mkdirSync(own);
  return { add, page, look, staff, at, own };
}

test("a list that a jail's system leaves in the folder is taken in; a link out of the folder is not followed, and says so", async () => {
  const { add, look, page, own } = await givenFeeds();
  writeFileSync(path.join(own, "jail.csv"), city.text);
  symlinkSync("/etc/hostname", path.join(own, "link.csv"));
  assert.equal((await add({ way: "folder", place: "jail.csv" })).status, 204);
  assert.equal((await add({ way: "folder", place: "link.csv" })).status, 204);
  assert.equal((await add({ way: "folder", place: "../secret.csv" })).status, 400);
  const feeds = await look();
  const of = (name: string) => feeds.find((feed) => feed.place === name);
  assert.deepEqual([of("jail.csv")?.problems, of("jail.csv")?.takenAt], [[], site.ctx.now().toString()]);
  assert.deepEqual([of("link.csv")?.problems, of("link.csv")?.takenAt], [["roster.folder_unset"], null]);
  const { imports } = await page();
  assert.deepEqual([imports.length, imports[0].via, imports[0].counts.admits], [1, "feed", 40]);

  // Cut in half it waits for somebody, and the others are looked at all the same.
  writeFileSync(path.join(own, "jail.csv"), city.header + city.rows.slice(0, 20).join(""));
  const [later] = (await look()).filter((feed) => feed.place === "jail.csv");
  assert.deepEqual(later?.problems, ["roster.confirm_needed"]);
});

test("an own https server that the operator named is asked with its secret, which is shown to nobody; a redirect is not followed", async () => {
  const { add, look, page, staff, at } = await givenFeeds();
  const secret = "Bearer county-secret-9";
  const { id } = await add({ way: "https", place: place.address, secret });
  answer = (response) => response.end(city.text);
  const [feed] = await look();
  assert.deepEqual([feed?.problems, feed?.takenAt], [[], site.ctx.now().toString()]);
  assert.equal(asked.at(-1)?.authorization, secret);
  assert.ok(!JSON.stringify(await page()).includes("county-secret-9"));
  assert.ok(!site.logged().includes("county-secret-9"));

  answer = (response) => response.writeHead(302, { location: "https://127.0.0.1/inside" }).end();
  assert.deepEqual((await look())[0]?.problems, ["roster.not_reached"]);
  answer = (response) => response.writeHead(200, { "content-length": "100000" }).end(city.text, () => response.destroy());
  assert.notDeepEqual((await look())[0]?.problems, []);
  assert.equal((await staff("DELETE", `${at}/feeds/${id}`)).statusCode, 204);
  assert.deepEqual(await look(), []);
});

test("a key that stands in a feed's address is used and shown to nobody: not on the page, in the row, the log or the record; a password there is refused", async () => {
  const { add, look, page } = await givenFeeds();
  answer = (response) => response.end(city.text);
  const address = `${place.address}?key=planted-key-7&v=2`;
  assert.equal((await add({ way: "https", place: address })).status, 204);
  const [feed] = await look();
  assert.deepEqual([feed?.problems, asked.at(-1)?.url], [[], "/list.csv?key=planted-key-7&v=2"]);
  assert.match(feed?.place ?? "", /\/list\.csv\?…$/);
  answer = (response) => response.writeHead(500).end();
  assert.deepEqual((await look())[0]?.problems, ["roster.not_reached"]);
  assert.ok(!JSON.stringify(await page()).includes("planted-key-7"));
  assert.ok(!site.logged().includes("planted-key-7"));
  for (const [table, words] of await wholeDatabase(site)) assert.ok(!words.includes("planted-key-7"), table);
  for (const refused of [
    place.address.replace("https://", "https://county:planted-key-7@"),
    "https://:planted-key-7@county.example/list.csv",
  ]) {
    const said = await add({ way: "https", place: refused });
    assert.deepEqual(said.codes, ["roster.address_refused"]);
  }
  assert.ok(!site.logged().includes("planted-key-7"));
});

test("an address inside the server's own network is refused: by number at once, by name when it is asked", async () => {
  const { add } = await givenFeeds();
  for (const inside of ["127.0.0.1", "10.1.2.3", "192.168.0.9", "169.254.169.254", "[::1]", "[fd00::1]", "[::ffff:10.0.0.1]"])
    assert.deepEqual((await add({ way: "https", place: `https://${inside}/list.csv` })).codes, ["roster.address_refused"], inside);
  assert.equal((await add({ way: "https", place: "http://county.example/list.csv" })).status, 400);
  assert.ok(isInside("not an address"));
  await assert.rejects(fetchList(place.address, { allowed: [] }), (error: AppError) => error.codes[0] === "roster.address_refused");
});

test("a place that never answers is given up, and so is one that stops in the middle", async () => {
  answer = () => {};
  const allowed = ["localhost"];
  await assert.rejects(
    fetchList(place.address, { allowed, patienceMs: 300 }),
    (error: AppError) => error.codes[0] === "roster.not_reached",
  );
  answer = (response) => void response.write(city.header);
  const list = await fetchList(place.address, { allowed, patienceMs: 2000 });
  await assert.rejects(async () => {
    for await (const _ of list);
  });
});

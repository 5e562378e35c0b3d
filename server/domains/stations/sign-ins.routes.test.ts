import assert from "node:assert/strict";
import { after, test } from "node:test";
import { release } from "#server/domains/residents/index.ts";
import { inTransaction } from "#server/platform/context.ts";
import { kiosk, signedIn } from "#server/testing/callers.ts";
import { type GivenFacility, givenPeople, givenStaff, PIN, type World } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";

const site = await startSite();
after(() => site.close());

async function given() {
  const world = await givenPeople(site);
  const browser = kiosk(site, world.prison.stations[0]!);
  const resident = world.residents[0];
  return { ...world, browser, resident, staff: await officerAt(world, world.prison) };
}
const officerAt = async (world: Pick<World, "agencyId">, { id }: GivenFacility) =>
  signedIn(site, "staff", await givenStaff(site, { agencyId: world.agencyId, facilityId: id, role: "visitation_officer" }));

test("a resident signs in with booking number and PIN, is greeted by name, and signs out at once", async () => {
  const { browser, resident } = await given();
  const answer = await browser.signIn({ ...resident, bookingNumber: ` ${resident.bookingNumber.toLowerCase()} ` });
  assert.equal(answer.statusCode, 200);
  const cookie = answer.cookies[0]!;
  assert.deepEqual([cookie.httpOnly, cookie.sameSite, cookie.path], [true, "Strict", "/api/inside"]);
  const me = (await browser.ask("GET", "/api/inside/me")).json();
  assert.deepEqual(
    [me.familyName, me.bookingNumber, me.lastSignInAt, me.idleSeconds],
    [resident.familyName, resident.bookingNumber, null, 60],
  );
  assert.equal((await browser.ask("POST", "/api/inside/me/locale", { locale: "es" })).statusCode, 204);
  assert.equal((await browser.ask("GET", "/api/inside/me")).json().locale, "es");
  assert.equal((await browser.ask("POST", "/api/inside/sign-out")).statusCode, 204);
  assert.equal(browser.cookie(), "");
  assert.deepEqual((await browser.ask("GET", "/api/inside/me")).json().codes, ["access.signed_out"]);
});

test("whoever walks away is signed out after a minute; a touch starts the minute anew", async () => {
  const { browser, resident } = await given();
  await browser.signIn(resident);
  site.clock.advance({ seconds: 55 });
  assert.equal((await browser.ask("POST", "/api/inside/still-here")).statusCode, 204);
  site.clock.advance({ seconds: 55 });
  assert.equal((await browser.ask("GET", "/api/inside/me")).statusCode, 200);
  site.clock.advance({ seconds: 30 });
  assert.deepEqual((await browser.ask("GET", "/api/inside/me")).json().codes, ["access.signed_out"]);
});

test("five wrong PINs lock the resident at that station for 15 minutes; at another station the right one still works", async () => {
  const { browser, resident, prison } = await given();
  for (let tried = 1; tried <= 4; tried++) {
    const answer = await browser.signIn({ ...resident, pin: "111112" });
    assert.deepEqual([answer.statusCode, answer.json().codes], [401, ["resident.sign_in_wrong"]]);
  }
  const fifth = await browser.signIn({ ...resident, pin: "111112" });
  const until = site.clock.now().add({ minutes: 15 }).toString();
  assert.deepEqual([fifth.statusCode, fifth.json().codes, fifth.json().facts], [429, ["resident.locked"], { until }]);
  assert.deepEqual((await browser.signIn(resident)).json().codes, ["resident.locked"]);
  assert.equal((await kiosk(site, prison.stations[1]!).signIn(resident)).statusCode, 200);
  site.clock.advance({ minutes: 15 });
  assert.equal((await browser.signIn(resident)).statusCode, 200);
});

test("the resident is told of wrong tries since the last sign-in, and when that was", async () => {
  const { browser, resident } = await given();
  await browser.signIn(resident);
  const first = site.clock.now().toString();
  site.clock.advance({ hours: 2 });
  await browser.signIn({ ...resident, pin: "111112" });
  await browser.signIn({ ...resident, pin: "111112" });
  await browser.signIn(resident);
  const me = (await browser.ask("GET", "/api/inside/me")).json();
  assert.deepEqual([me.wrongTriesSince, me.lastSignInAt], [2, first]);
  await browser.signIn(resident);
  assert.equal((await browser.ask("GET", "/api/inside/me")).json().wrongTriesSince, 0);
});

test("fifteen wrong tries within an hour lock everywhere, staff see it and unlock", async () => {
  const { prison, resident, staff } = await given();
  const browsers = prison.stations.map((station) => kiosk(site, station));
  for (let tried = 0; tried < 15; tried++) {
    await browsers[tried % 2]!.signIn({ ...resident, pin: "111112" });
    site.clock.advance({ minutes: 3, seconds: 55 });
  }
  for (const browser of browsers) assert.deepEqual((await browser.signIn(resident)).json().codes, ["resident.locked"]);
  const list = async () =>
    (await staff("GET", `/api/staff/facilities/${prison.id}/residents?search=${resident.bookingNumber}`)).json().rows;
  assert.deepEqual(
    (await list()).map((row: { id: string; locked: boolean }) => [row.id, row.locked]),
    [[resident.id, true]],
  );
  assert.equal((await staff("POST", `/api/staff/facilities/${prison.id}/residents/${resident.id}/unlock`)).statusCode, 204);
  assert.equal((await list())[0].locked, false);
  assert.equal((await browsers[0]!.signIn(resident)).statusCode, 200);
});

test("a booking number that nobody has gets the same answers and the same locks as one that somebody has", async () => {
  const { browser, resident, residents } = await given();
  const ask = async (bookingNumber: string) => {
    const answers = [];
    for (let tried = 0; tried < 7; tried++) {
      const answer = await browser.signIn({ bookingNumber, pin: "111112" });
      const { requestId: _, ...problem } = answer.json();
      answers.push([answer.statusCode, problem]);
    }
    return answers;
  };
  const known = await ask(resident.bookingNumber);
  assert.deepEqual(await ask("NOBODY-1"), known);
  // And one that somebody in the other facility has.
  assert.deepEqual(await ask(residents[2].bookingNumber), known);
});

test("a resident signs in only where the stay is now: not at the other facility, and nowhere after release", async () => {
  const { browser, resident, residents, jail } = await given();
  assert.deepEqual((await kiosk(site, jail.stations[0]!).signIn(resident)).json().codes, ["resident.sign_in_wrong"]);
  assert.deepEqual((await browser.signIn(residents[2])).json().codes, ["resident.sign_in_wrong"]);
  await inTransaction(site.ctx, (tx) => release(tx, resident.stayId));
  assert.deepEqual((await browser.signIn(resident)).json().codes, ["resident.sign_in_wrong"]);
});

test("whoever is released while signed in no longer is", async () => {
  const { browser, resident } = await given();
  await browser.signIn(resident);
  await inTransaction(site.ctx, (tx) => release(tx, resident.stayId));
  assert.deepEqual((await browser.ask("GET", "/api/inside/visits")).json().codes, ["access.signed_out"]);
});

test("a code from staff ends the older PIN and its sign-in, sets a new PIN once, and is worthless after a day", async () => {
  const { browser, resident, prison, staff } = await given();
  await browser.signIn(resident);
  const makeCode = async () => (await staff("POST", `/api/staff/facilities/${prison.id}/residents/${resident.id}/code`)).json();
  const { code } = await makeCode();
  assert.deepEqual((await browser.ask("GET", "/api/inside/me")).json().codes, ["access.signed_out"]);
  assert.deepEqual((await browser.signIn(resident)).json().codes, ["resident.sign_in_wrong"]);
  const set = (given: string, pin: string) =>
    browser.ask("POST", "/api/inside/pin", { bookingNumber: resident.bookingNumber, code: given, pin });
  assert.deepEqual((await set(code, "777777")).json().codes, ["resident.pin_weak"]);
  assert.deepEqual((await set("00000000", "123456")).json().codes, ["resident.code_wrong"]);
  assert.equal((await set(`${code.slice(0, 4)} ${code.slice(4)}`, "123456")).statusCode, 200);
  assert.equal((await browser.ask("GET", "/api/inside/me")).statusCode, 200);
  assert.deepEqual((await set(code, "654321")).json().codes, ["resident.code_wrong"]);
  assert.equal((await browser.signIn({ ...resident, pin: "123456" })).statusCode, 200);
  const later = await makeCode();
  site.clock.advance({ hours: 24 });
  assert.deepEqual((await set(later.code, "123456")).json().codes, ["resident.code_wrong"]);
});

test("a code from staff opens a locked resident's way back", async () => {
  const { browser, resident, prison, staff } = await given();
  for (let tried = 0; tried < 5; tried++) await browser.signIn({ ...resident, pin: "111112" });
  const { code } = (await staff("POST", `/api/staff/facilities/${prison.id}/residents/${resident.id}/code`)).json();
  const answer = await browser.ask("POST", "/api/inside/pin", { bookingNumber: resident.bookingNumber, code, pin: PIN });
  assert.equal(answer.statusCode, 200);
});

test("a station that is not active signs nobody in and says what it is", async () => {
  const { browser, resident, prison } = await given();
  await site.owner.updateTable("stations.station").set({ status: "inactive" }).where("id", "=", prison.stations[0]!.id).execute();
  const answer = await browser.signIn(resident);
  assert.deepEqual([answer.statusCode, answer.json().codes, answer.json().facts], [409, ["station.not_active"], { status: "inactive" }]);
});

test("no PIN, code or booking number stands in the log, the audit or the kept tries", async () => {
  const { browser, resident, prison, staff } = await given();
  const pin = "918273";
  await browser.signIn({ ...resident, pin });
  await browser.signIn({ bookingNumber: "SECRET-NUMBER", pin });
  const { code } = (await staff("POST", `/api/staff/facilities/${prison.id}/residents/${resident.id}/code`)).json();
  const kept = JSON.stringify([
    await site.owner.selectFrom("audit.entry").selectAll().execute(),
    await site.owner.selectFrom("stations.wrongTry").selectAll().execute(),
    await site.owner.selectFrom("stations.strangerTry").selectAll().execute(),
    await site.owner.selectFrom("stations.credential").selectAll().execute(),
  ]);
  for (const secret of [pin, "SECRET-NUMBER", code]) for (const place of [kept, site.logged()]) assert.ok(!place.includes(secret));
});

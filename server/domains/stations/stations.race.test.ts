import assert from "node:assert/strict";
import { after, test } from "node:test";
import { newId } from "#server/platform/id.ts";
import { kiosk, signedIn } from "#server/testing/callers.ts";
import { givenKey, givenPeople, givenStaff, givenStation } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";

const site = await startSite();
after(() => site.close());
const { prison, jail, residents, agencyId } = await givenPeople(site);
const supervisor = await signedIn(site, "staff", await givenStaff(site, { agencyId, facilityId: prison.id, role: "supervisor" }));

test("two browsers show one enrolment code at the same moment: one becomes the station, the other hears the code is wrong", async () => {
  const station = await givenStation(site, prison);
  const made = await supervisor("POST", `/api/staff/facilities/${prison.id}/stations/${station.id}/enrolment`);
  assert.equal(made.statusCode, 201);
  const { code } = made.json();
  const rivals = Array.from({ length: 8 }, () => kiosk(site, givenKey()));
  const answers = await Promise.all(rivals.map((rival) => rival.ask("POST", "/api/inside/enrol", { code })));
  const won = answers.filter((answer) => answer.statusCode === 200);
  assert.equal(won.length, 1);
  assert.equal(won[0]!.json().id, station.id);
  for (const answer of answers.filter((one) => one.statusCode !== 200)) assert.deepEqual(answer.json().codes, ["station.code_wrong"]);
  const reads = await Promise.all(rivals.map((rival) => rival.ask("GET", "/api/inside/station")));
  assert.equal(reads.filter((answer) => answer.statusCode === 200).length, 1);
  assert.equal((await kiosk(site, station).ask("GET", "/api/inside/station")).statusCode, 404);
});

test("one resident signs in at two stations at once: one sign-in stands", async () => {
  const [first, second] = prison.stations.map((station) => kiosk(site, station)) as [ReturnType<typeof kiosk>, ReturnType<typeof kiosk>];
  const [resident] = residents;
  const answers = await Promise.all([first.signIn(resident), second.signIn(resident)]);
  assert.deepEqual(
    answers.map((answer) => answer.statusCode),
    [200, 200],
  );
  const after = await Promise.all([first.ask("GET", "/api/inside/me"), second.ask("GET", "/api/inside/me")]);
  assert.deepEqual(after.map((answer) => answer.statusCode).sort(), [200, 401]);
});

test("two residents sign in at one station at once: one sign-in stands", async () => {
  const station = prison.stations[0]!;
  const browsers = [kiosk(site, station), kiosk(site, station)] as const;
  await Promise.all([browsers[0].signIn(residents[0]), browsers[1].signIn(residents[1])]);
  const after = await Promise.all(browsers.map((browser) => browser.ask("GET", "/api/inside/me")));
  assert.deepEqual(after.map((answer) => answer.statusCode).sort(), [200, 401]);
});

test("forty wrong PINs at once are counted one by one: five are tried, then the right one is refused too", async () => {
  const station = jail.stations[0]!;
  const resident = residents[2];
  const browser = kiosk(site, station);
  const guesses = await Promise.all(Array.from({ length: 40 }, (_, index) => browser.signIn({ ...resident, pin: String(100000 + index) })));
  assert.equal(guesses.filter((answer) => answer.json().codes[0] === "resident.sign_in_wrong").length, 4);
  assert.equal(guesses.filter((answer) => answer.json().codes[0] === "resident.locked").length, 36);
  assert.deepEqual((await browser.signIn(resident)).json().codes, ["resident.locked"]);
  const tries = await site.db.selectFrom("stations.wrongTry").select("id").where("residentId", "=", resident.id).execute();
  assert.equal(tries.length, 5);
});

test("a one-time code is good for one PIN, also when it is shown twice at the same moment", async () => {
  const officer = await signedIn(site, "staff", await givenStaff(site, { agencyId, facilityId: jail.id, role: "visitation_officer" }));
  const resident = residents[3];
  const { code } = (await officer("POST", `/api/staff/facilities/${jail.id}/residents/${resident.id}/code`)).json();
  const asked = { bookingNumber: resident.bookingNumber, code };
  const answers = await Promise.all([
    kiosk(site, jail.stations[0]!).ask("POST", "/api/inside/pin", { ...asked, pin: "135791" }),
    kiosk(site, jail.stations[1]!).ask("POST", "/api/inside/pin", { ...asked, pin: "975310" }),
  ]);
  assert.deepEqual(answers.map((answer) => answer.statusCode).sort(), [200, 401]);
});

test("a station asked for twice with one id is added once, and a name is given once", async () => {
  const path = `/api/staff/facilities/${prison.id}/stations`;
  const body = { id: newId(), name: "North kiosk", unitId: prison.unitIds[0], kind: "kiosk" };
  const answers = await Promise.all([supervisor("POST", path, body), supervisor("POST", path, body)]);
  assert.deepEqual(
    answers.map((answer) => answer.statusCode),
    [201, 201],
  );
  assert.deepEqual((await supervisor("POST", path, { ...body, id: newId() })).json().codes, ["station.name_taken"]);
});

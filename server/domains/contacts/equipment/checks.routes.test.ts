import assert from "node:assert/strict";
import { after, test } from "node:test";
import { createMediaServer, type MediaServer } from "#server/domains/media/index.ts";
import { AppError } from "#server/platform/errors.ts";
import { newId } from "#server/platform/id.ts";
import { createLog } from "#server/platform/log.ts";
import { signedIn } from "#server/testing/callers.ts";
import { givenContact } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";

/** The engine at its edge: what it is asked, and whether it can. Its own echo is tested on the real one (media/echo.engine.test.ts). */
const echoes: string[] = [];
let down = false;
const media: MediaServer = {
  ...createMediaServer({ dataFolder: "unused", log: createLog("silent"), enabled: false }),
  async openEcho(id) {
    if (down) throw new AppError(["media.unavailable"], { code: "busy" });
    echoes.push(id);
    return "an answer";
  },
  closeEcho: async (id) => void echoes.splice(0, echoes.length, ...echoes.filter((one) => one !== id)),
};
const site = await startSite({ deps: { media }, env: { TURN_URLS: "turns:relay.example.org:443", TURN_SECRET: "the secret of a relay" } });
after(() => site.close());

const PATH = "/api/outside/equipment-checks";
const measured = {
  ...{ roundTripMs: 40, lostPercent: 0.5, receivedKbps: 600, soundLevel: 0.3, pictures: 190 },
  ...{ sentKbps: 700, sentLostPercent: 0, way: "relayed" },
};
const found = { camera: "works", microphone: "works", speaker: "heard", measured };
const given = async () => {
  const contact = await givenContact(site);
  return { contact, ask: await signedIn(site, "outside", contact) };
};

test("a check begins with relays for a quarter of an hour, its echo is answered, and what was found is kept with its date", async () => {
  const { ask, contact } = await given();
  assert.equal((await ask("GET", PATH)).json().last, null);
  const id = newId();
  const begun = await ask("POST", PATH, { id });
  assert.equal(begun.statusCode, 201);
  const [relay] = begun.json().servers;
  const seconds = Number(relay.username.split(":")[0]) - site.clock.now().epochMilliseconds / 1000;
  assert.deepEqual([relay.urls, seconds], [["turns:relay.example.org:443"], 15 * 60]);
  assert.deepEqual((await ask("POST", `${PATH}/${id}/echo`, { offer: "an offer" })).json(), { answer: "an answer" });
  assert.deepEqual(echoes, [contact.id]);
  const ended = (await ask("POST", `${PATH}/${id}/end`, found)).json();
  assert.deepEqual(ended, {
    ...{ id, endedAt: site.clock.now().toString(), camera: "works", microphone: "works", speaker: "heard" },
    line: { troubles: [], measured },
    good: true,
  });
  assert.deepEqual(echoes, [], "the engine holds nothing of it any more");
  site.clock.advance({ hours: 3 });
  assert.deepEqual((await ask("GET", PATH)).json().last, ended);
});

test("what is wrong is named by direction, worst first; a line that was never tried is not judged", async () => {
  const { ask } = await given();
  const checked = async (echo: boolean, body: object) => {
    const id = newId();
    await ask("POST", PATH, { id });
    if (echo) await ask("POST", `${PATH}/${id}/echo`, { offer: "an offer" });
    return (await ask("POST", `${PATH}/${id}/end`, { ...found, ...body })).json();
  };
  const weak = await checked(true, { measured: { ...measured, lostPercent: 9, sentLostPercent: 8, roundTripMs: 900 } });
  assert.deepEqual([weak.line.troubles, weak.good], [["loses_sent", "slow"], false]);
  assert.deepEqual((await checked(true, { measured: null })).line.troubles, ["nothing"]);
  down = true;
  const untried = await checked(true, { measured: null });
  down = false;
  assert.deepEqual([untried.line, untried.good], [null, false]);
});

test("a check is its maker's alone: another reads, measures and ends nothing of it, nor does anybody once it is over or old", async () => {
  const [first, second] = [await given(), await given()];
  const id = newId();
  await first.ask("POST", PATH, { id });
  const over = async (ask: typeof first.ask) => {
    for (const [path, body] of [
      [PATH, { id }],
      [`${PATH}/${id}/echo`, { offer: "an offer" }],
      [`${PATH}/${id}/end`, found],
    ] as const) {
      const answer = await ask("POST", path, body);
      assert.deepEqual([answer.statusCode, answer.json().codes], [404, ["equipment.check_over"]], path);
    }
  };
  await over(second.ask);
  assert.equal((await first.ask("POST", `${PATH}/${id}/end`, found)).statusCode, 200);
  await over(first.ask);
  assert.equal((await second.ask("GET", PATH)).json().last, null);
  const old = newId();
  await first.ask("POST", PATH, { id: old });
  site.clock.advance({ minutes: 15 });
  assert.equal((await first.ask("POST", `${PATH}/${old}/end`, found)).statusCode, 404);
});

test("the engine is asked three times in one check, and twelve checks begin in an hour: then it says when to come back", async () => {
  const { ask } = await given();
  const id = newId();
  await ask("POST", PATH, { id });
  const tries = [];
  for (let count = 0; count < 4; count++) tries.push((await ask("POST", `${PATH}/${id}/echo`, { offer: "an offer" })).statusCode);
  assert.deepEqual(tries, [200, 200, 200, 404]);
  for (let count = 1; count < 12; count++) assert.equal((await ask("POST", PATH, { id: newId() })).statusCode, 201);
  const refused = await ask("POST", PATH, { id: newId() });
  assert.deepEqual([refused.statusCode, refused.json().codes], [429, ["request.too_many"]]);
  site.clock.advance({ hours: 1, minutes: 1 });
  assert.equal((await ask("POST", PATH, { id: newId() })).statusCode, 201);
});

test("however many checks somebody begins at once, the engine holds one echo for them: there are few, and stations need them too", async () => {
  const { ask } = await given();
  const before = echoes.length;
  for (let count = 0; count < 3; count++) {
    const id = newId();
    assert.equal((await ask("POST", PATH, { id })).statusCode, 201);
    assert.equal((await ask("POST", `${PATH}/${id}/echo`, { offer: "an offer" })).statusCode, 200);
  }
  assert.equal(new Set(echoes.slice(before)).size, 1);
});

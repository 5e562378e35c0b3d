import assert from "node:assert/strict";
import { once } from "node:events";
import { after, test } from "node:test";
import { inTransaction } from "#server/platform/context.ts";
import { givenPeople, givenStaff } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";
import { noteUse, startSignIn, watchSignIn } from "./index.ts";

const site = await startSite();
after(() => site.close());

/** One staff member's browser that never signs in by itself again. */
async function givenDesk() {
  const { agencyId, prison } = await givenPeople(site);
  const { accountId } = await givenStaff(site, { agencyId, facilityId: prison.id, role: "supervisor" });
  const signIn = await inTransaction(site.ctx, (tx) => startSignIn(tx, { realm: "staff", accountId, label: "desk" }));
  const ask = async (method: "GET" | "POST", path: string) => {
    const headers = { origin: site.origin, cookie: `throughline_staff=${signIn.token}` };
    return (await site.app.inject({ method, url: `/api/staff${path}`, headers })).statusCode;
  };
  return { ask, signIn, facilityId: prison.id };
}

test("staff who do nothing for half an hour are signed out by the server, though their page goes on asking all the time", async () => {
  const { ask, facilityId } = await givenDesk();
  for (let minutes = 0; minutes < 30; minutes += 5) {
    assert.equal(await ask("GET", `/facilities/${facilityId}/board`), 200);
    site.clock.advance({ minutes: 5 });
  }
  assert.equal(await ask("GET", "/me"), 200, "what a page could not tell in time is forgiven");
  site.clock.advance({ minutes: 2 });
  assert.equal(await ask("GET", "/me"), 401);
  assert.equal(await ask("POST", "/me/active"), 401, "too late is too late");
});

test("whoever is at the page stays signed in, by saying so once in a while, until the sign-in itself runs out", async () => {
  const { ask } = await givenDesk();
  for (let minutes = 0; minutes < 11 * 60; minutes += 20) {
    assert.equal(await ask("POST", "/me/active"), 204);
    site.clock.advance({ minutes: 20 });
  }
  assert.equal(await ask("GET", "/me"), 200);
  site.clock.advance({ hours: 2 });
  assert.equal(await ask("POST", "/me/active"), 401);
});

test("whoever watches a live visit is there: the socket notes it, and the sign-in and the socket stand", async (t) => {
  t.mock.timers.enable({ apis: ["setInterval"] });
  const { ask, signIn } = await givenDesk();
  const socket = new EventTarget();
  const closed = once(socket, "close");
  watchSignIn(site.ctx, signIn.id, () => socket.dispatchEvent(new Event("close")));
  for (let minutes = 0; minutes < 60; minutes += 15) {
    site.clock.advance({ minutes: 15 });
    await noteUse(site.ctx, signIn.id);
  }
  assert.equal(await ask("GET", "/me"), 200);
  site.clock.advance({ minutes: 32 });
  // Nobody asks anything any more: the socket looks by itself.
  t.mock.timers.tick(60_000);
  await closed;
});

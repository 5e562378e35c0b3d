import assert from "node:assert/strict";
import { once } from "node:events";
import { after, test } from "node:test";
import { WebSocket } from "ws";
import { FromParty, FromStaff, intentPermissions, livePaths } from "#contracts/live.ts";
import { permissions, roles } from "#contracts/permissions.ts";
import { startSignIn } from "#server/domains/identity/index.ts";
import { insideOf } from "#server/domains/visits/testing/booking.ts";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { givenBothPlaces } from "#server/testing/both-places.ts";
import { makeProof } from "#server/testing/callers.ts";
import { givenStaff } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";

/** Every socket message that the running server has, as everybody. What contracts/permissions.ts does not allow is refused. */

const site = await startSite({ startsAt: "2026-03-02T16:00:00Z" });
const sockets: WebSocket[] = [];
after(() => {
  for (const socket of sockets) socket.terminate();
  return site.close();
});
const { booking, world, here, there, visitHere, colleague } = await givenBothPlaces(site);

const address = await site.listen();
const socketUrl = (path: string) => address.replace("http", "ws") + path;

/** Opens a socket; answers with what it heard until it closed or, once let in, with its first messages. */
async function open(
  path: string,
  headers: Record<string, string>,
): Promise<{ status: number; socket?: WebSocket; heard: { type: string; codes?: string[] }[] }> {
  const socket = new WebSocket(socketUrl(path), { headers: { origin: site.origin, ...headers } });
  sockets.push(socket);
  const heard: { type: string; codes?: string[] }[] = [];
  socket.on("message", (bytes) => heard.push(JSON.parse(String(bytes))));
  socket.on("error", () => {});
  const status = await Promise.race([
    once(socket, "open").then(() => 101),
    new Promise<number>((resolve) =>
      socket.on("unexpected-response", (request, response) => {
        request.destroy();
        resolve(response.statusCode ?? 0);
      }),
    ),
  ]);
  return { status, socket, heard };
}
const cookieOf = async (realm: "outside" | "staff", { accountId }: { accountId: string }) => {
  const signIn = await inTransaction(site.ctx, (tx) => startSignIn(tx, { realm, accountId, label: "test" }));
  return `throughline_${realm}=${signIn.token}`;
};

test("sockets let in nobody of another realm, and none without a sign-in", async () => {
  const family = await cookieOf("outside", world.contacts[0]);
  const officer = await cookieOf("staff", colleague);
  const kioskCookie = (await insideOf(site, booking)).cookie();
  const paths = {
    outside: `${livePaths.outside}?visit=${visitHere}`,
    staff: livePaths.staff.replace(":facilityId", here.id),
  };
  for (const [path, cookies] of [
    [paths.outside, ["", officer, kioskCookie]],
    [paths.staff, ["", family, kioskCookie]],
  ] as const)
    for (const cookie of cookies) {
      const { status, socket } = await open(path, cookie ? { cookie } : {});
      assert.equal(status, 401, `${path} with ${cookie.split("=")[0]}`);
      socket?.terminate();
    }
  const elsewhere = await open(livePaths.staff.replace(":facilityId", there.id), { cookie: officer });
  assert.equal(elsewhere.status, 404);
  elsewhere.socket?.terminate();
  const foreign = await open(paths.outside, { cookie: family, origin: "https://evil.example" });
  assert.equal(foreign.status, 403, "a page of another origin");
  foreign.socket?.terminate();
});

test("a kiosk's socket that cannot answer the challenge is nobody's, whatever its cookie", async () => {
  const browser = await insideOf(site, booking);
  const path = `${livePaths.inside}?visit=${visitHere}`;
  const station = here.stations[0]!;
  const other = here.stations[1]!;
  const proofs: [string, (nonce: string) => Promise<unknown>][] = [
    ["no proof", async () => ({ type: "join", consent: true })],
    [
      "another challenge's proof",
      async () => ({ type: "proof", proof: await makeProof(station, { method: "GET", path, nonce: "stale", now: site.clock.now() }) }),
    ],
    [
      "another station's proof",
      async (nonce) => ({ type: "proof", proof: await makeProof(other, { method: "GET", path, nonce, now: site.clock.now() }) }),
    ],
  ];
  for (const [what, answer] of proofs) {
    const { socket, heard } = await open(path, { cookie: browser.cookie() });
    assert.ok(socket);
    if (heard.length === 0) await once(socket, "message");
    const { nonce } = heard[0] as unknown as { nonce: string };
    socket.send(JSON.stringify(await answer(nonce)));
    await once(socket, "close");
    assert.ok(
      heard.some((each) => each.type === "refused"),
      what,
    );
    assert.ok(!heard.some((each) => each.type === "room"), what);
  }
});

test("a stranger's visit is unknown on every socket", async () => {
  const { socket, heard } = await open(`${livePaths.outside}?visit=${visitHere}`, { cookie: await cookieOf("outside", world.contacts[1]) });
  assert.ok(socket);
  await once(socket, "close");
  assert.deepEqual(heard.find((each) => each.type === "refused")?.codes, ["visit.unknown"]);
});

/** One well-formed example of each message; a new message without one fails here. */
const staffMessages: Record<string, object> = {
  watch: { watchId: newId(), visitId: visitHere },
  unwatch: { watchId: newId() },
  signal: { watchId: newId(), message: { type: "keyframe" } },
  together: { watchId: newId() },
  warn: { id: newId(), visitId: visitHere, words: "Please" },
  mute: { id: newId(), visitId: visitHere, seat: "family", on: true, reason: "other" },
  camera_off: { id: newId(), visitId: visitHere, seat: "family", on: true, reason: "other" },
  pause: { id: newId(), visitId: visitHere, on: true, reason: "other" },
  end: { id: newId(), visitId: visitHere, reason: "other" },
};

test("every message of the staff socket needs its own permission, whoever sends it", async () => {
  const types = FromStaff.options.map((option) => option.shape.type.value);
  assert.deepEqual(types.toSorted(), Object.keys(intentPermissions.staff).toSorted());
  for (const role of roles) {
    const facilityId = role === "agency_administrator" || role === "overseer" ? null : here.id;
    const member = await givenStaff(site, { agencyId: here.agencyId, facilityId, role });
    for (const type of types) {
      const { socket, heard } = await open(livePaths.staff.replace(":facilityId", here.id), { cookie: await cookieOf("staff", member) });
      assert.ok(socket);
      assert.ok(FromStaff.safeParse({ type, ...staffMessages[type] }).success, `no example of ${type}`);
      socket.send(JSON.stringify({ type, ...staffMessages[type] }));
      // A second, malformed one: its refusal says that the first has been dealt with.
      socket.send("{}");
      while (!heard.some((each) => each.codes?.includes("request.invalid"))) await once(socket, "message");
      await new Promise((resolve) => setImmediate(resolve));
      const denied = heard.some((each) => each.codes?.includes("access.denied"));
      const rule: { roles?: readonly string[] } = permissions[intentPermissions.staff[type]];
      if (rule.roles?.includes(role)) assert.ok(!denied, `${role} ${type}`);
      else {
        while (!heard.some((each) => each.codes?.includes("access.denied"))) await once(socket, "message");
      }
      socket.terminate();
    }
  }
});

test("the messages of both sides are all known here", () => {
  const types = FromParty.options.map((option) => option.shape.type.value);
  const known = ["chat", "equipment", "evidence", "join", "leave", "proof", "seen_watch", "sending", "signal", "together", "typing"];
  assert.deepEqual(types.toSorted(), known);
});

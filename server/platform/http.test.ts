import assert from "node:assert/strict";
import { after, test } from "node:test";
import { z } from "zod";
import { Nothing } from "#contracts/common.ts";
import type { Endpoint } from "#contracts/endpoint.ts";
import { startSite } from "#server/testing/site.ts";
import { inTransaction } from "./context.ts";
import { AppError } from "./errors.ts";
import { implement } from "./http.ts";

const asked: string[] = [];
const echo = {
  id: "echo",
  method: "POST",
  path: "/api/echo/:id",
  permission: "public.read",
  summary: "Says it again",
  params: z.strictObject({ id: z.string().max(5) }),
  body: z.strictObject({ count: z.number().int() }),
  answer: { status: 201, schema: z.strictObject({ id: z.string(), count: z.number() }) },
  errors: ["visit.place_taken", "visit.day_closed"],
} as const satisfies Endpoint;
const nothing = {
  id: "nothing",
  method: "POST",
  path: "/api/nothing",
  permission: "public.read",
  summary: "Says nothing",
  answer: { status: 204, schema: Nothing },
  errors: [],
} as const satisfies Endpoint;

const site = await startSite({
  deps: {
    guard: async (request, permission) => {
      asked.push(permission);
      if (request.headers["x-refuse"]) throw new AppError(["access.denied"]);
    },
  },
  routes(app) {
    implement(app, echo, async ({ params, body }) => {
      if (body.count === 0) throw new AppError(["visit.place_taken", "visit.day_closed"], { placeId: params.id });
      if (body.count < 0) throw new Error(`Rosa's secret ${body.count}`);
      return { id: params.id, count: body.count };
    });
    implement(app, nothing, async () => null);
  },
});
const { app } = site;
after(() => site.close());

const post = (url: string, payload: object | undefined, headers: Record<string, string> = {}) =>
  app.inject({ method: "POST", url, headers: { origin: site.origin, ...headers }, ...(payload ? { payload } : {}) });

test("a good request is answered with the contract's status", async () => {
  const answer = await post("/api/echo/a", { count: 2 });
  assert.deepEqual([answer.statusCode, answer.json()], [201, { id: "a", count: 2 }]);
  const none = await post("/api/nothing", undefined);
  assert.deepEqual([none.statusCode, none.body], [204, ""]);
});

test("a refusal tells every reason at once as problem+json", async () => {
  const answer = await post("/api/echo/a", { count: 0 });
  assert.match(String(answer.headers["content-type"]), /^application\/problem\+json/);
  const { requestId, ...told } = answer.json();
  assert.deepEqual(told, {
    type: "urn:throughline:error:visit.place_taken",
    title: "visit.place_taken",
    status: 409,
    codes: ["visit.place_taken", "visit.day_closed"],
    facts: { placeId: "a" },
  });
  assert.equal(requestId, answer.headers["x-request-id"]);
});

test("what nobody expected tells the request's id and nothing else", async () => {
  const answer = await post("/api/echo/a", { count: -1 });
  assert.deepEqual([answer.statusCode, answer.json().codes, answer.json().facts], [500, ["server.broken"], {}]);
  assert.ok(!answer.body.includes("secret"));
  assert.ok(site.logged().includes(answer.json().requestId));
});

test("an unknown field, a wrong type, a broken body and another content type are refused", async () => {
  for (const payload of [{ count: 1, extra: true }, { count: "1" }, {}]) {
    const answer = await post("/api/echo/a", payload);
    assert.deepEqual([answer.statusCode, answer.json().codes], [400, ["request.invalid"]]);
  }
  assert.equal((await post("/api/echo/toolong", { count: 1 })).json().facts.where, "params");
  const headers = { origin: site.origin, "content-type": "application/json" };
  assert.equal((await app.inject({ method: "POST", url: "/api/echo/a", headers, payload: "{" })).statusCode, 400);
  const form = { ...headers, "content-type": "text/plain" };
  assert.equal((await app.inject({ method: "POST", url: "/api/echo/a", headers: form, payload: "x" })).statusCode, 400);
});

test("permission is asked before the question is read, so that a stranger learns nothing from it", async () => {
  asked.length = 0;
  const answer = await post("/api/echo/a", { nonsense: true }, { "x-refuse": "1" });
  assert.deepEqual([answer.statusCode, answer.json().codes, asked], [403, ["access.denied"], ["public.read"]]);
});

test("a page of another origin can change nothing and open no socket; nor can one that names no origin", async () => {
  for (const origin of ["https://evil.example", "null", `${site.origin}.evil.example`]) {
    const answer = await post("/api/echo/a", { count: 1 }, { origin });
    assert.deepEqual([answer.statusCode, answer.json().codes], [403, ["request.origin"]]);
  }
  assert.equal((await app.inject({ method: "POST", url: "/api/echo/a", payload: { count: 1 } })).statusCode, 403);
  const upgrade = { connection: "upgrade", upgrade: "websocket", origin: "https://evil.example" };
  assert.equal((await app.inject({ url: "/api/health", headers: upgrade })).statusCode, 403);
});

test("every answer carries the strict headers", async () => {
  for (const url of ["/api/health", "/api/none"]) {
    const { headers } = await app.inject({ url });
    const policy = String(headers["content-security-policy"]);
    assert.match(policy, /script-src 'self';/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.ok(!policy.includes("unsafe"));
    assert.match(policy, /ws:\/\/localhost:\d+/);
    assert.match(String(headers["permissions-policy"]), /geolocation=\(\)/);
    assert.deepEqual([headers["x-content-type-options"], headers["referrer-policy"]], ["nosniff", "no-referrer"]);
    assert.equal(headers["strict-transport-security"], undefined);
  }
  const secure = await startSite({ env: { PUBLIC_URL: "https://visits.example.org" } });
  const { headers } = await secure.app.inject("/api/health");
  assert.match(String(headers["strict-transport-security"]), /max-age=\d+/);
  assert.match(String(headers["content-security-policy"]), /connect-src 'self' wss:\/\/visits\.example\.org;/);
  await secure.close();
});

test("an address that cannot be read is answered like one that is not there, and says nothing of it back", async () => {
  const answer = await app.inject({ url: "/%/<script>" });
  assert.deepEqual([answer.statusCode, answer.json().codes], [404, ["request.not_found"]]);
  assert.ok(!answer.body.includes("script"));
  assert.equal(answer.headers["x-content-type-options"], "nosniff");
  assert.match(String(answer.headers["content-security-policy"]), /default-src 'none'/);
});

test("a transaction that PostgreSQL asks to repeat is repeated, and what it published is heard once, after it committed", async () => {
  const heard: string[] = [];
  const done = Promise.withResolvers<void>();
  site.bus.subscribe("tried", (id) => {
    heard.push(id);
    done.resolve();
  });
  let tries = 0;
  await inTransaction(site.ctx, async (tx) => {
    tx.publish("tried", `try-${++tries}`);
    if (tries < 3) throw Object.assign(new Error("deadlock"), { code: "40P01" });
    assert.deepEqual(heard, []);
  });
  await done.promise;
  assert.deepEqual([tries, heard], [3, ["try-3"]]);
  await assert.rejects(
    inTransaction(site.ctx, async () => {
      tries++;
      throw Object.assign(new Error("deadlock"), { code: "40P01" });
    }),
    /deadlock/,
  );
  assert.equal(tries, 3 + 4);
});

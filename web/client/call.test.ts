import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { after, beforeEach, test } from "node:test";
import { z } from "zod";
import { type Endpoint, endpoint } from "#contracts/endpoint.ts";
import { call, showTexts, signRequests, urlOf, type Wire } from "./call.ts";
import { isProblem, type Problem } from "./problem.ts";

/** As `api` hands it out. */
const wire = <E extends Endpoint>(of: E): Wire<E> => of;

const read = wire(
  endpoint({
    id: "read",
    method: "GET",
    path: "/api/thing/:id",
    permission: "public.read",
    summary: "A thing",
    params: z.strictObject({ id: z.string() }),
    query: z.strictObject({ after: z.string().optional() }),
    answer: { status: 200, schema: z.strictObject({ name: z.string() }) },
    errors: [],
  }),
);
const write = wire(
  endpoint({
    id: "write",
    method: "POST",
    path: "/api/thing",
    permission: "public.read",
    summary: "Write",
    body: z.strictObject({ name: z.string() }),
    answer: { status: 204, schema: z.null() },
    errors: ["request.invalid"],
  }),
);

type Handler = (request: IncomingMessage & { body: string }, response: ServerResponse) => void;
let answer: Handler = (_request, response) => response.end();
const asked: { method: string; url: string; body: string; headers: IncomingMessage["headers"] }[] = [];
const server = createServer(async (request, response) => {
  const body = (await Array.fromAsync(request)).join("");
  asked.push({ method: request.method ?? "", url: request.url ?? "", body, headers: request.headers });
  answer(Object.assign(request, { body }), response);
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
// A browser asks its own origin; Node's fetch has none.
const plainFetch = globalThis.fetch;
globalThis.fetch = (input, options) => plainFetch(`${origin}${input}`, options);
after(() => {
  globalThis.fetch = plainFetch;
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  asked.length = 0;
  signRequests(undefined);
});

const json = (response: ServerResponse, status: number, body: unknown) =>
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
const refused = async (asking: Promise<unknown>): Promise<Problem> => {
  const caught = await asking.then(
    () => undefined,
    (error: unknown) => error,
  );
  assert.ok(isProblem(caught), String(caught));
  return caught;
};

test("an answer comes as the contract says, from the path and query it was asked with", async () => {
  answer = (_request, response) => json(response, 200, { name: "Rosa" });
  assert.deepEqual(await call(read, { params: { id: "a/b" }, query: { after: "x y" } }), { name: "Rosa" });
  assert.equal(asked[0]?.url, "/api/thing/a%2Fb?after=x+y");
});

test("an answer without a body is null", async () => {
  answer = (_request, response) => response.writeHead(204).end();
  assert.equal(await call(write, { body: { name: "Rosa" } }), null);
  assert.equal(asked[0]?.body, '{"name":"Rosa"}');
});

test("texts are shown as the app says, wherever they stand in an answer, and nothing else is touched", async () => {
  answer = (_request, response) => json(response, 200, { name: "– –", rows: [{ by: "– –", count: 2, on: true, until: null }, "– – –"] });
  showTexts((text) => (text === "– –" ? "Closed account" : text));
  const given = await call(read, { params: { id: "a" } }).finally(() => showTexts(undefined));
  assert.deepEqual(given as unknown, {
    name: "Closed account",
    rows: [{ by: "Closed account", count: 2, on: true, until: null }, "– – –"],
  });
});

test("a refusal comes with every code, its facts and the number to ask for help with", async () => {
  answer = (_request, response) =>
    json(response, 409, { codes: ["visit.day_closed", "visit.allowance_used"], facts: { day: "2026-11-26" }, requestId: "r-1" });
  const problem = await refused(call(write, { body: { name: "" } }));
  assert.deepEqual(
    [problem.codes, problem.facts, problem.status, problem.requestId],
    [["visit.day_closed", "visit.allowance_used"], { day: "2026-11-26" }, 409, "r-1"],
  );
});

test("reading is tried again when the server is busy", async () => {
  answer = (_request, response) =>
    asked.length < 3 ? json(response, 503, { codes: ["server.busy"] }) : json(response, 200, { name: "Rosa" });
  assert.deepEqual(await call(read, { params: { id: "1" } }), { name: "Rosa" });
  assert.equal(asked.length, 3);
});

test("writing is never sent twice by itself", async () => {
  answer = (_request, response) => json(response, 503, { codes: ["server.busy"] });
  assert.deepEqual((await refused(call(write, { body: { name: "" } }))).codes, ["server.busy"]);
  assert.equal(asked.length, 1);
});

test("a refusal is not asked for again", async () => {
  answer = (_request, response) => json(response, 404, { codes: ["request.not_found"] });
  await refused(call(read, { params: { id: "1" } }));
  assert.equal(asked.length, 1);
});

test("a connection that breaks is told as being offline", async () => {
  answer = (request) => request.socket.destroy();
  assert.deepEqual((await refused(call(write, { body: { name: "" } }))).codes, ["client.offline"]);
});

test("a proxy's own page instead of an answer is told as the server being busy", async () => {
  answer = (_request, response) => response.writeHead(502, { "content-type": "text/html" }).end("<h1>Bad gateway</h1>");
  assert.deepEqual((await refused(call(write, { body: { name: "" } }))).codes, ["server.busy"]);
});

test("who stops asking hears no refusal", async () => {
  const stop = new AbortController();
  answer = () => stop.abort();
  const caught = await call(read, { params: { id: "1" }, signal: stop.signal }).catch((error: unknown) => error);
  assert.ok(!isProblem(caught));
  assert.equal(asked.length, 1);
});

test("a station's proof is made over the exact bytes sent, with the query", async () => {
  const signed: unknown[] = [];
  signRequests(async (request) => {
    signed.push(request);
    return { dpop: "proof" };
  });
  answer = (_request, response) => json(response, 200, { name: "Rosa" });
  await call(read, { params: { id: "1" }, query: { after: "2" } });
  answer = (_request, response) => response.writeHead(204).end();
  await call(write, { body: { name: "Lucía" } });
  assert.deepEqual(signed, [
    { method: "GET", path: "/api/thing/1?after=2", body: "" },
    { method: "POST", path: "/api/thing", body: asked[1]?.body },
  ]);
  assert.equal(asked[1]?.headers["dpop"], "proof");
});

test("a path with a missing part is a fault of ours, found at once", () => {
  assert.throws(() => urlOf("/api/:id", {}), /needs id/);
});

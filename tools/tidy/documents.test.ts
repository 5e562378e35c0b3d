import assert from "node:assert/strict";
import { test } from "node:test";
import { errors } from "#contracts/errors.ts";
import type { permissions } from "#contracts/permissions.ts";
import { startSite } from "#server/testing/site.ts";
import { sources, textOf } from "./sources.ts";

test("docs/errors.md tells every error code, its status, and none that does not exist", () => {
  const rows = [...textOf("docs/errors.md").matchAll(/^\| `([\w.]+)` \| (\d{3}) \| (.+?) \|/gm)];
  const told = Object.fromEntries(rows.map(([, code, status]) => [code, Number(status)]));
  assert.deepEqual(told, Object.fromEntries(Object.entries(errors).map(([code, { status }]) => [code, status])));
});

test("every error code is used, by the server or by an endpoint", () => {
  const text = sources("{server,contracts}/**/*.ts")
    .filter((file) => file !== "contracts/errors.ts" && !file.endsWith(".test.ts"))
    .map(textOf)
    .join("\n");
  assert.deepEqual(
    Object.keys(errors).filter((code) => !text.includes(`"${code}"`)),
    [],
  );
});

test("every operation of the API is documented: its id, its summary, its permission and its refusals", async (t) => {
  const site = await startSite();
  t.after(() => site.close());
  const document = site.app.swagger() as unknown as { openapi: string; paths: Record<string, Record<string, Operation>> };
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, one]) => ({ path, method, ...one })),
  );
  assert.equal(document.openapi, "3.1.0");
  assert.ok(operations.length > 0);
  for (const { path, operationId, summary, responses } of operations) {
    assert.ok(operationId && summary, `${path} has no operationId or summary`);
    const problems = Object.entries(responses).filter(([status]) => Number(status) >= 400);
    assert.ok(problems.length > 0, `${path} names no refusal`);
    for (const [status, { content }] of problems) assert.ok(content?.["application/problem+json"], `${path} ${status} is no problem+json`);
  }
  const ids = operations.map((one) => one.operationId);
  assert.equal(new Set(ids).size, ids.length, "two operations share an id");
});

test("a route that names no permission, or one that does not exist, stops the boot", async (t) => {
  const odd = "odd.act" as keyof typeof permissions;
  const site = await startSite({
    routes(app) {
      assert.throws(() => app.get("/api/open", async () => "open"), /names no permission/);
      assert.throws(() => app.get("/api/odd", { config: { permission: odd } }, async () => "odd"), /names no permission/);
    },
  });
  t.after(() => site.close());
});

interface Operation {
  operationId?: string;
  summary?: string;
  responses: Record<string, { content?: Record<string, unknown> }>;
}

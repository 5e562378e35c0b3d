import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { after, test } from "node:test";
import { freePort } from "#server/platform/free-port.ts";
import { BIN, endAll, type Run, throughline } from "./testing/run.ts";

const root = mkdtempSync(path.join(tmpdir(), "throughline-start-"));
after(() => {
  endAll();
  rmSync(root, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
});
const fresh = () => mkdtempSync(path.join(root, "data-"));

const addressIn = (line: string) => /http:\/\/\S+/.exec(line)?.[0] ?? "";
const noStack = (run: Run) => assert.ok(!run.lines.some((line) => /^\s+at /.test(line)), run.lines.join("\n"));

test("a server that was killed twice comes up on the same data, and ends in order when told to", async () => {
  const env = { THROUGHLINE_DATA: fresh(), PORT: String(await freePort()) };
  for (let round = 0; round < 2; round++) {
    const run = throughline(["start"], env);
    const address = addressIn(await run.line(/Throughline is at/));
    const health = (await (await fetch(`${address}/api/health`)).json()) as { version: string; database: { status: string } };
    assert.equal(health.database.status, "ok");
    process.kill(run.pid(), "SIGKILL");
    assert.equal(await run.ended, 1);
  }
  const run = throughline(["start"], env);
  await run.line(/Throughline is at/);
  const beside = throughline(["facilities"], env);
  assert.equal(await beside.ended, 0, beside.lines.join("\n"));
  const second = throughline(["start"], env);
  assert.equal(await second.ended, 1);
  assert.match(second.lines.at(-1) ?? "", new RegExp(`in use by a running server \\(process ${run.pid()} on port ${env.PORT}\\)`));
  noStack(second);
  run.child.kill("SIGTERM");
  assert.equal(await run.ended, 0);
});

test("when the wrapper is killed the server ends too, and gives the data back", async () => {
  const env = { THROUGHLINE_DATA: fresh(), PORT: "0" };
  const run = throughline(["start"], env);
  await run.line(/Throughline is at/);
  run.child.kill("SIGKILL");
  // Its output closes when the last process that writes there has ended.
  await run.ended;
  const next = throughline(["migrate"], env);
  assert.equal(await next.ended, 0, next.lines.join("\n"));
});

test("a port that is taken is one clear line", async (t) => {
  const other = createServer().listen(0, "127.0.0.1");
  t.after(() => other.close());
  await once(other, "listening");
  const { port } = other.address() as { port: number };
  const run = throughline(["start"], { THROUGHLINE_DATA: fresh(), PORT: String(port) });
  assert.equal(await run.ended, 1);
  assert.equal(run.lines.at(-1), `Port ${port} is taken by another program. Free it, or choose another with PORT.`);
  noStack(run);
});

test("a database that cannot be reached, and a wrong setting, are one clear line each", async () => {
  const port = await freePort();
  const away = throughline(["start"], { THROUGHLINE_DATA: fresh(), PORT: "0", DATABASE_URL: `postgres://a:secret@127.0.0.1:${port}/b` });
  assert.equal(await away.ended, 1);
  assert.deepEqual(away.lines, [`The database at 127.0.0.1:${port}/b cannot be reached: nothing listens there.`]);
  const wrong = throughline(["start"], { THROUGHLINE_DATA: fresh(), PORT: "eighty", PUBLIC_URL: "visits" });
  assert.equal(await wrong.ended, 1);
  assert.deepEqual(wrong.lines, ["PORT: must be a port, 0 to 65535", "PUBLIC_URL: must be an http or https address"]);
});

test("a full disk is one clear line", async () => {
  const folder = fresh();
  const mounted = `mount -t tmpfs -o size=6m tmpfs ${folder} && exec ${process.execPath} ${BIN} start`;
  const child = spawn("unshare", ["--user", "--map-root-user", "--mount", "sh", "-c", mounted], {
    env: { PATH: process.env.PATH, HOME: root, THROUGHLINE_DATA: folder, PORT: "0" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on("line", (line) => lines.push(line));
  const [code] = (await once(child, "close")) as [number];
  assert.equal(code, 1);
  assert.deepEqual(lines, [`The disk that holds ${folder} is full.`]);
});

test("each verb says how it is called, and one that does not exist is refused", async () => {
  for (const verb of ["start", "migrate", "found", "admit", "facilities", "test"]) {
    const run = throughline([verb, "--help"], { THROUGHLINE_DATA: root });
    assert.equal(await run.ended, 0);
    assert.match(run.lines[0] ?? "", new RegExp(`^throughline ${verb}`));
  }
  const odd = throughline(["dance"], { THROUGHLINE_DATA: root });
  assert.equal(await odd.ended, 2);
  assert.equal(odd.lines.at(-1), 'There is no "dance".');
});

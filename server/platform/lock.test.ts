import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { HeldError, holderOf, lockData } from "./lock.ts";

const root = mkdtempSync(path.join(tmpdir(), "throughline-lock-"));
after(() => rmSync(root, { recursive: true, force: true }));
const fresh = () => mkdtempSync(path.join(root, "data-"));

test("a second server hears who holds the data and on which port", async () => {
  const folder = fresh();
  const lock = await lockData(folder, "server");
  lock.listening(4321);
  await assert.rejects(lockData(folder, "server"), (error: HeldError) => {
    assert.deepEqual([error.holder.pid, error.holder.port, error.holder.role], [process.pid, 4321, "server"]);
    assert.match(error.message, new RegExp(`running server \\(process ${process.pid} on port 4321\\)`));
    return true;
  });
  lock.release();
  (await lockData(folder, "command")).release();
  assert.equal(holderOf(folder), undefined);
});

test("of many that start at once exactly one gets the data", async () => {
  const folder = fresh();
  const tries = await Promise.allSettled(Array.from({ length: 8 }, () => lockData(folder, "server")));
  assert.equal(tries.filter((one) => one.status === "fulfilled").length, 1);
  assert.ok(tries.every((one) => one.status === "fulfilled" || one.reason instanceof HeldError));
});

test("a holder that was killed does not count, at once and not after a while", async () => {
  const folder = fresh();
  const code = `import { lockData } from ${JSON.stringify(path.join(import.meta.dirname, "lock.ts"))};
    await lockData(${JSON.stringify(folder)}, "server"); process.stdout.write("held"); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module-typescript", "-e", code], { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  await assert.rejects(lockData(folder, "server"), HeldError);
  child.kill("SIGKILL");
  await once(child, "exit");
  (await lockData(folder, "server")).release();
});

test("another program that was given the dead holder's number is not taken for it", async () => {
  const folder = fresh();
  const lock = await lockData(folder, "server");
  const file = path.join(folder, "holder.json");
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), began: "1" }));
  assert.equal(holderOf(folder), undefined);
  lock.release();
});

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { PassThrough } from "node:stream";
import { after, test } from "node:test";
import { startServer } from "#server/main.ts";
import { readConfig } from "#server/platform/config.ts";
import { freePort } from "#server/platform/free-port.ts";
import { createLog } from "#server/platform/log.ts";
import { launchPageBrowser } from "#server/testing/browser.ts";
import { SLOW_MS } from "./testing/people.ts";

const folder = mkdtempSync(path.join(tmpdir(), "throughline-real-"));
const port = await freePort();
const address = `http://localhost:${port}`;
// A public address is what makes a new world a real one.
const config = readConfig({ THROUGHLINE_DATA: folder, PORT: String(port), PUBLIC_URL: address, LOG_LEVEL: "error" });
const server = await startServer(config, createLog(config.logLevel, new PassThrough().resume()), () => {});
const browser = await launchPageBrowser();
after(async () => {
  await browser.close();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

test("a real world has no doors, no demonstration kiosk and no outbox: the routes are not there", async () => {
  const world = (await (await fetch(`${address}/api/world`)).json()) as { kind: string; doors: unknown[] };
  assert.deepEqual(world, { kind: "real", doors: [] });
  for (const [method, where] of [
    ["POST", "/api/demo/doors/rosa"],
    ["POST", "/api/demo/doors/boone"],
    ["POST", "/api/demo/station"],
    ["GET", "/api/demo/outbox"],
  ] as const) {
    const answer = await fetch(`${address}${where}`, { method, headers: { origin: address } });
    assert.equal(answer.status, 404, `${method} ${where}`);
    assert.equal(answer.headers.get("set-cookie"), null);
  }
});

test("its first page only leads on: families to their sign-in, the kiosk to its set-up, staff to theirs, and no letters", async () => {
  const page = await browser.newPage({ locale: "en-US" });
  page.setDefaultTimeout(SLOW_MS);
  await page.goto(address);
  await page.getByRole("link", { name: "Sign in or sign up" }).waitFor();
  for (const name of ["Open the kiosk", "Sign in to the console", "Read the public record"])
    await page.getByRole("link", { name }).waitFor();
  const words = await page.locator("body").innerText();
  assert.doesNotMatch(words, /demonstration|Rosa|Mateo|Boone|e-mails/i);
  await page.goto(`${address}/kiosk`);
  await page.getByRole("heading", { name: "Set up this kiosk" }).waitFor();
  assert.equal(await page.getByRole("button", { name: "Make this a demonstration kiosk" }).count(), 0);
  await page.close();
});

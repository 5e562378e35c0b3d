import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import type { Measured } from "#contracts/equipment.ts";
import { newId } from "#server/platform/id.ts";
import { launchBrowser } from "#server/testing/browser.ts";
import { ownCode } from "#server/testing/own-code.ts";
import { type Harness, startHarness } from "./testing/harness.ts";

/** The web apps' own files, as they are, on the least of a page; the answer's way is this server instead of a route. */
const PAGE = `<!doctype html><meta charset="utf-8"><title>echo</title><script type="module">
import { measureLine } from "/web/live/echo-line.ts";
const exchange = async (offer) => {
  const answer = await fetch("/echo" + location.search, { method: "POST", body: offer });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.text();
};
window.measure = (seconds) => measureLine({ exchange }, new AbortController().signal, seconds);
</script>`;
const SECONDS = 3;
/** A tone of half loudness, root mean square. */
const TONE_LEVEL = 0.5 / Math.SQRT2;
const ADDRESSES = /^a=candidate:.*$/gm;

let site: Harness;
let address: string;
const http = createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://here");
  if (request.method === "POST") {
    const offer = Buffer.concat(await Array.fromAsync(request)).toString();
    const dead = searchParams.has("dead");
    // A network that lets nothing through: to each other both addresses lead nowhere (RFC 5737).
    const lost = (sdp: string) => (dead ? sdp.replace(ADDRESSES, "a=candidate:1 1 udp 2015363327 203.0.113.9 20000 typ host") : sdp);
    await site.media.openEcho(newId(), lost(offer)).then(
      (sdp) => response.end(lost(sdp)),
      (error: unknown) => response.writeHead(503).end(String(error)),
    );
    return;
  }
  const code = await ownCode(pathname);
  response.setHeader("content-type", code === undefined ? "text/html" : "text/javascript").end(code ?? PAGE);
});
before(async () => {
  site = await startHarness();
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  address = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
});
after(async () => {
  await site.close();
  http.close();
});

async function measured(browser: Browser, query = ""): Promise<Measured | null> {
  const page = await browser.newPage();
  await page.goto(`${address}/${query}`);
  await page.waitForFunction(() => "measure" in window);
  return page.evaluate((seconds) => (window as unknown as { measure(of: number): Promise<Measured | null> }).measure(seconds), SECONDS);
}
const inBrowser = async <T>(args: string[], work: (browser: Browser) => Promise<T>): Promise<T> => {
  const browser = await launchBrowser(args);
  return work(browser).finally(() => browser.close());
};

test("a screen that nobody has touched, and that has no camera: the tone comes back as loud as it went, the picture moves, and the line is measured", async () => {
  // The page may not play by itself, and every camera and microphone is refused.
  const args = ["--autoplay-policy=user-gesture-required", "--deny-permission-prompts", "--use-fake-ui-for-media-stream=deny"];
  const found = await inBrowser(args, (browser) => measured(browser));
  assert.ok(found, "something came back");
  assert.ok(found.soundLevel !== null && Math.abs(found.soundLevel - TONE_LEVEL) < TONE_LEVEL / 4, JSON.stringify(found));
  assert.ok(found.pictures > SECONDS * 5, JSON.stringify(found));
  assert.ok(Number(found.sentKbps) > 50 && found.sentLostPercent !== null && found.way === "direct", JSON.stringify(found));
  assert.ok(found.receivedKbps > 50 && found.roundTripMs < 1000 && found.lostPercent < 50, JSON.stringify(found));
});

test("a network that lets nothing through has measured nothing, and an engine that is down refuses at once", async () => {
  await inBrowser([], async (browser) => {
    assert.equal(await measured(browser, "?dead"), null);
    await site.media.stop();
    await assert.rejects(measured(browser), /media\.unavailable/);
  });
});

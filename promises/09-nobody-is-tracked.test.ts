import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { after, test } from "node:test";
import { sql } from "kysely";
import { startSignIn } from "#server/domains/identity/index.ts";
import { book, givenBooking } from "#server/domains/visits/testing/booking.ts";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { builtWeb } from "#server/platform/web-build.ts";
import { launchPageBrowser } from "#server/testing/browser.ts";
import { kiosk, nobody, signedIn } from "#server/testing/callers.ts";
import { givenConnection, givenContact, givenPeople, givenStaff, PASSWORD } from "#server/testing/people.ts";
import { sendPicture } from "#server/testing/pictures.ts";
import { startSite } from "#server/testing/site.ts";
import { hasHidden, photograph } from "#server/testing/traces.ts";

/**
 * Promise 9: nobody is tracked: no location, no voiceprints, no training on people's words, no data kept past its date.
 *
 * No page may ask where it is, nothing on a page comes from or goes to anybody else, no browser keeps anything by which it could be known again,
 * pictures lose what a camera hides in them, addresses of browsers are kept nowhere, and the log holds nothing personal. That nothing is left past
 * its date, in database, files, log or backups, is shown by whole worlds that are aged (aged-world, aged-traces and closed-account in
 * server/domains/keeping), and that every table has an answer to when its rows go beside them (catalogue.test.ts).
 */

const ROOT = path.join(import.meta.dirname, "..");
const site = await startSite({ startsAt: "2026-03-02T15:00:00Z" });
after(() => site.close());

test("no page may ask where it is, look at another screen or call anybody but its own server: every answer says so", async () => {
  for (const asked of ["/", "/family/", "/kiosk/", "/staff/", "/api/health", "/api/public/facilities", "/api/outside/me", "/nothing"]) {
    const { headers } = await nobody(site)("GET", asked);
    const policy = String(headers["permissions-policy"]);
    assert.match(policy, /geolocation=\(\)/, asked);
    assert.match(policy, /display-capture=\(\)/, asked);
    const sources = String(headers["content-security-policy"]).split(/;\s*/);
    assert.ok(sources.includes("default-src 'self'"), asked);
    const origins = new Set([site.origin, site.origin.replace(/^http/, "ws")].map((origin) => origin.replace(/:\d+$/, "")));
    for (const source of sources.flatMap((each) => each.split(" ").slice(1)))
      assert.ok(
        /^('self'|'none'|blob:)$/.test(source) ||
          origins.has(source.replace(/:\d+$/, "")) ||
          /^(ws|http):\/\/(localhost|127\.0\.0\.1)(:\d+)?$/.test(source),
        `${asked} lets a page reach ${source}`,
      );
    assert.equal(headers["referrer-policy"], "no-referrer", asked);
  }
});

test("no code of ours asks a browser where it is, or counts for somebody else who comes", () => {
  const asks = /\bgeolocation\b|watchPosition|google-analytics|gtag\(|sendBeacon|canvas.*fingerprint/i;
  for (const file of globSync("web/**/*.{ts,tsx,js,html}", { cwd: ROOT, exclude: ["**/dist/**", "**/node_modules/**"] }))
    assert.ok(!asks.test(readFileSync(path.join(ROOT, file), "utf8")), file);
});

/** Where the board's library says in the console that it was loaded twice. */
const EXPLAINS = "https://github.com/yjs/yjs/issues/438";

/** Addresses that a page would ask, places asked for, and counters, in the text of something built; names of languages (XML, JSON schema) and of pages that explain an error are no such addresses. */
function strangersIn(text: string): string[] {
  const addresses = text.replaceAll(EXPLAINS, "").match(/(?:https?|wss?):\/\/[\w.-]+/g) ?? [];
  const others = addresses.filter(
    (address) => !/^https?:\/\/(www\.w3\.org|json-schema\.org|react\.dev|simplewebauthn\.dev|localhost)$/.test(address),
  );
  // Without its protocol an address is found where a page or a style would load it.
  const loaded = text.match(/(?:src|href|url)\s*[=(]\s*["']?\/\/[\w.-]+/g) ?? [];
  const asks = text.match(/\bgeolocation\b|watchPosition|sendBeacon|google-analytics|document\.cookie\s*=/g) ?? [];
  return [...others, ...loaded, ...asks];
}

test("nothing that was built names anybody else's server, asks where it is, or writes a cookie", async () => {
  for (const [text, found] of [
    [`<script src="https://cdn.example/x.js">`, ["https://cdn.example"]],
    ["@import url(//fonts.example/a.css)", ["url(//fonts.example"]],
    ["navigator.geolocation.watchPosition(f)", ["geolocation", "watchPosition"]],
    [`<svg xmlns="http://www.w3.org/2000/svg">`, []],
  ] as const)
    assert.deepEqual(strangersIn(text), found, "the search itself works");
  const dist = await builtWeb(() => {});
  const files = globSync("**/*.{html,js,css,svg,webmanifest,json}", { cwd: dist });
  assert.ok(files.filter((file) => file.endsWith(".html")).length >= 4 && files.length > 20, files.join());
  // Card numbers must go from the page to the processor and never here: one file names it, which is fetched only where its operator set keys and
  // somebody adds money; elsewhere the content security policy would refuse it. It is asked to gather nothing about the browser.
  const cards = /(^|\/)CardForm-[\w-]+\.js$/;
  for (const file of files) {
    const text = readFileSync(path.join(dist, file), "utf8");
    assert.deepEqual(
      strangersIn(text).filter((stranger) => !(cards.test(file) && /^https:\/\/((js|docs)\.)?stripe\.com$/.test(stranger))),
      [],
      file,
    );
    if (cards.test(file)) assert.match(text, /advancedFraudSignals:\s*(!1|false)/, file);
  }
});

test("opened in a browser, no app asks another server or where it is, and none leaves anything by which the browser could be known again", async () => {
  const webDist = await builtWeb(() => {});
  const shown = await startSite({ deps: { webDist } });
  const address = await shown.listen();
  const browser = await launchPageBrowser();
  try {
    for (const app of ["/", "/family/", "/kiosk/", "/staff/"]) {
      const context = await browser.newContext();
      await context.addInitScript(`navigator.geolocation.getCurrentPosition = navigator.geolocation.watchPosition =
        () => { document.documentElement.dataset.asked = "place"; }`);
      const asked = new Set<string>();
      context.on("request", (request) => asked.add(new URL(request.url()).origin));
      const page = await context.newPage();
      await page.goto(`${address}${app}`, { waitUntil: "networkidle" });
      await page.getByRole("heading").first().waitFor();
      assert.deepEqual(
        [...asked].filter((origin) => origin !== address && origin !== "null"),
        [],
        app,
      );
      const kept = (await page.evaluate(`(async () => ({
        place: document.documentElement.dataset.asked ?? null,
        cookie: document.cookie,
        storage: [...Object.keys(localStorage), ...Object.keys(sessionStorage)],
        databases: (await indexedDB.databases()).map(({ name }) => name),
      }))()`)) as { place: string | null; cookie: string; storage: string[]; databases: string[] };
      assert.deepEqual([kept.place, kept.cookie, await context.cookies()], [null, "", []], app);
      // The choices of whoever sits there, and nothing else; a kiosk has a place for the key that makes it one.
      for (const key of kept.storage) assert.match(key, /^throughline\.(theme|locale)$/, app);
      assert.ok(kept.databases.length <= (app === "/kiosk/" ? 1 : 0), `${app}: ${kept.databases.join()}`);
      await context.close();
    }
  } finally {
    await browser.close();
    await shown.close();
  }
});

test("what a camera hides in a picture, place and words, is gone from what staff are shown and stands nowhere in the files", async () => {
  const { residents, agencyId, prison } = await givenPeople(site);
  const contact = await givenContact(site);
  const connection = await givenConnection(site, residents[0], contact, "requested");
  const officer = await givenStaff(site, { agencyId, facilityId: prison.id, role: "visitation_officer" });
  const sent = await photograph("Qhidden at home");
  assert.ok(hasHidden(sent.toString("latin1")) && sent.includes("Qhidden"), "it is hidden in what is sent");
  assert.equal((await sendPicture(site, contact, "front", sent)).statusCode, 201);
  const staff = await signedIn(site, "staff", officer);
  const seen = await staff("GET", `/api/staff/facilities/${prison.id}/connections/${connection.id}/pictures/front`);
  assert.deepEqual([seen.statusCode, seen.headers["content-type"]], [200, "image/jpeg"]);
  const shown = seen.rawPayload.toString("latin1");
  assert.ok(!hasHidden(shown) && !shown.includes("Qhidden"));
});

test("a picture that a family sends for a visit loses what the camera hid in it too, and its words are in no log", async () => {
  const booking = await givenBooking(site);
  const { facility, world } = booking;
  const visitId = await book(booking, "2026-03-05T16:00:00Z");
  const sheets = `/api/outside/visits/${visitId}/together/sheets`;
  const id = newId();
  assert.equal((await booking.family("POST", sheets, { id, alt: "Qalt of our garden" })).statusCode, 201);
  const signIn = await inTransaction(site.ctx, (tx) =>
    startSignIn(tx, { realm: "outside", accountId: world.contacts[0].accountId, label: "test" }),
  );
  const headers = { origin: site.origin, cookie: `throughline_outside=${signIn.token}`, "content-type": "image/jpeg" };
  const payload = await photograph("Qhidden in the garden");
  assert.ok(hasHidden(payload.toString("latin1")) && payload.includes("Qhidden"), "it is hidden in what is sent");
  const sent = await site.app.inject({ method: "POST", url: `${sheets}/${id}/file`, payload, headers });
  assert.equal(sent.statusCode, 201, sent.body);
  const officer = await givenStaff(site, { agencyId: facility.agencyId, facilityId: facility.id, role: "visitation_officer" });
  const staff = await signedIn(site, "staff", officer);
  const at = `/api/staff/facilities/${facility.id}/together`;
  const [waiting] = ((await staff("GET", `${at}/waiting`)).json() as { sheets: { id: string; pictureIds: string[] }[] }).sheets;
  const seen = await staff("GET", `${at}/sheets/${id}/pictures/${waiting?.pictureIds[0]}`);
  assert.deepEqual([seen.statusCode, seen.headers["content-type"]], [200, "image/jpeg"]);
  const shown = seen.rawPayload.toString("latin1");
  assert.ok(!hasHidden(shown) && !shown.includes("Qhidden"));
  assert.ok(!site.logged().includes("Qalt"), "the words beside it are in the log");
});

test("no table has a place for an address, a position, a voiceprint or a browser's fingerprint", async () => {
  const { rows } = await sql<{ name: string }>`
    select table_schema || '.' || table_name || '.' || column_name as name from information_schema.columns
    where table_schema not in ('pg_catalog', 'information_schema', 'pgboss')
      -- A whole number called so is a place in a list.
      and not (column_name = 'position' and data_type = 'integer')
      and (data_type in ('inet', 'cidr', 'macaddr', 'point')
        or column_name ~ '(^|_)(ip|ip_address|remote_address|latitude|longitude|geo|position|voiceprint|embedding|fingerprint|user_agent)($|_)')
    order by 1`.execute(site.owner);
  assert.deepEqual(rows, []);
});

test("a sign-in leaves one cookie, for its own realm's path, that no script and no other site can read", async () => {
  const booking = await givenBooking(site);
  const [contact] = booking.world.contacts;
  const answer = await nobody(site)("POST", "/api/outside/sign-in", { email: contact.email, password: PASSWORD });
  assert.equal(answer.statusCode, 200, answer.body);
  const inside = await kiosk(site, booking.facility.stations[0]!).signIn(booking.world.residents[0]);
  for (const [realm, { cookies }] of [["outside", answer] as const, ["inside", inside] as const]) {
    assert.equal(cookies.length, 1);
    const { path: where, httpOnly, sameSite } = cookies[0]!;
    assert.deepEqual([where, httpOnly, sameSite?.toLowerCase()], [`/api/${realm}`, true, "strict"]);
  }
});

test("the log of a sign-in, a booking and a cancellation holds no name, no address, no number and no secret", async () => {
  const booking = await givenBooking(site);
  const [contact] = booking.world.contacts;
  const [resident] = booking.world.residents;
  const signedIn = await nobody(site)("POST", "/api/outside/sign-in", { email: contact.email, password: PASSWORD });
  await nobody(site)("POST", "/api/outside/sign-in", { email: contact.email, password: "a wrong sentence" });
  const browser = kiosk(site, booking.facility.stations[0]!);
  await browser.signIn(resident);
  await browser.signIn({ ...resident, pin: "135790" });
  const visitId = await book(booking, "2026-03-04T16:00:00Z");
  await booking.family("GET", `/api/outside/visits/${visitId}?why=${contact.email}`);
  const note = "she asked for it on the phone";
  await booking.staff("POST", `/api/staff/facilities/${booking.facility.id}/visits/${visitId}/cancel`, { reason: "safety", note });
  await site.runJobs();
  const logged = site.logged();
  assert.match(logged, /\/api\/outside\/visits/, "something was logged");
  const secrets = [
    contact.email,
    contact.email.split("@")[0]!,
    PASSWORD,
    "a wrong sentence",
    resident.bookingNumber,
    resident.familyName,
    resident.pin,
    "135790",
    booking.facility.name,
    note,
    "127.0.0.1",
    ...signedIn.cookies.map(({ value }) => value),
  ];
  for (const secret of secrets) assert.ok(!logged.includes(secret), `${secret} is in the log`);
});

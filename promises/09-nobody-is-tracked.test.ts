import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { after, test } from "node:test";
import { sql } from "kysely";
import { book, givenBooking } from "#server/domains/visits/testing/booking.ts";
import { kiosk, nobody } from "#server/testing/callers.ts";
import { PASSWORD } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";

/**
 * Promise 9: nobody is tracked: no location, no voiceprints, no training on people's words, no data kept past its date.
 *
 * Reached so far: no page may ask where it is, nothing on a page comes from or goes to anybody else, addresses of browsers are kept nowhere,
 * and the log holds nothing personal. That nothing is left past its date, in database, files, log or backups, is shown by a whole world that is aged
 * (server/domains/keeping/aged-world.test.ts), and that every table has an answer to when its rows go beside it (catalogue.test.ts).
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

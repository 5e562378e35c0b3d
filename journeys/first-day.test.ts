import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { simpleParser } from "mailparser";
import type { APIRequestContext, Page } from "playwright-core";
import { endAll, throughline } from "#server/commands/testing/run.ts";
import { freePort } from "#server/platform/free-port.ts";
import { newId } from "#server/platform/id.ts";
import { launchPageBrowser } from "#server/testing/browser.ts";
import { startMailServer } from "#server/testing/mail-server.ts";
import { appCode, DESK, linkIn } from "./testing/desk.ts";
import { until } from "./testing/pair.ts";
import { SLOW_MS } from "./testing/people.ts";

const mail = await startMailServer();
const folder = mkdtempSync(path.join(tmpdir(), "throughline-first-day-"));
const port = await freePort();
const address = `http://localhost:${port}`;
// No PUBLIC_URL: what makes this world real is that it was founded.
const env = { HOME: folder, THROUGHLINE_DATA: path.join(folder, "data"), PORT: String(port), SMTP_URL: mail.url, LOG_LEVEL: "warn" };
const browser = await launchPageBrowser();
after(async () => {
  await browser.close();
  endAll();
  await mail.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 40, retryDelay: 100 });
});

const PASSWORD = "maple-kettle-orbit-9";
const PIN = "482915";
const JAIL = [
  "--agency",
  "Alder Department of Corrections",
  "--facility",
  "Alder County Jail",
  "--kind",
  "jail",
  "--zone",
  "America/Denver",
];
const NORA = ["--given-name", "Nora", "--family-name", "Walsh", "--email", "nora.walsh@alder.example"];
const family = {
  email: "rosa@families.example",
  password: "four words that nobody says",
  givenName: "Rosa",
  familyName: "Delgado",
  birthDate: "1968-09-30",
};

/** Runs a verb beside whatever runs; answers its last line. */
async function verb(...parts: string[]): Promise<string> {
  const { lines, ended } = throughline(parts, env);
  assert.equal(await ended, 0, lines.join("\n"));
  return lines.at(-1) ?? "";
}

/** The newest letter that the mail server took for this address. */
const letterTo = (email: string, subject: RegExp) =>
  until(`a letter to ${email} about ${subject}`, async () => {
    for (const { raw } of mail.received.filter(({ to }) => to.includes(email)).reverse()) {
      const letter = await simpleParser(raw);
      if (subject.test(letter.subject ?? "")) return { text: letter.text ?? "" };
    }
    return undefined;
  });

async function window(size: { width: number; height: number } = DESK): Promise<Page> {
  const page = await (await browser.newContext({ locale: "en-US", viewport: size })).newPage();
  page.setDefaultTimeout(SLOW_MS);
  return page;
}

async function post<T>(request: APIRequestContext, where: string, data: object): Promise<T> {
  const answer = await request.post(`${address}/api${where}`, { data, headers: { origin: address } });
  assert.ok(answer.ok(), `${where}: ${answer.status()} ${await answer.text()}`);
  return answer.status() === 204 ? (undefined as T) : ((await answer.json()) as T);
}

/** From an invitation's link to the first page at work. */
async function setUp(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.getByLabel("New password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Save the password and go on" }).click();
  await page.getByRole("heading", { name: "Set up the second step" }).waitFor();
  const secret = (await page.locator(".secret code").allInnerTexts()).join("");
  await page.getByLabel("Code from the app").fill(appCode(secret));
  await page.getByRole("button", { name: "Check the code" }).click();
  await page.getByLabel("I have kept the codes").check();
  await page.getByRole("button", { name: "Go to work" }).click();
}

test("a founded facility's first day: its administrator sets up, a kiosk and a colleague come, a resident signs in, a family books", async () => {
  const link = await verb("found", ...JAIL, ...NORA, "--unit", "Unit A", "--hours", "08:00-20:00", "--visit-minutes", "20");
  assert.ok(link.startsWith(`${address}/staff/invitation#token=`), link);
  const server = throughline(["start"], env);
  await server.line(/Throughline is at/);
  const world = (await (await fetch(`${address}/api/world`)).json()) as { kind: string; doors: unknown[] };
  assert.deepEqual(world, { kind: "real", doors: [] });
  assert.equal((await fetch(`${address}/api/demo/outbox`)).status, 404);

  // The letter went out by mail with a link of its own; the printed one is as good.
  assert.ok(linkIn(await letterTo("nora.walsh@alder.example", /Set up/)).startsWith(`${address}/staff/invitation#token=`));
  const nora = await window();
  await setUp(nora, link);
  await nora.getByRole("heading", { name: "Needs you" }).waitFor();
  await nora.getByText("Alder County Jail").first().waitFor();
  const [at = "", facilityId = ""] = /^http.*\/staff\/at\/([\w-]+)/.exec(nora.url()) ?? [];
  assert.ok(facilityId, nora.url());

  // She adds a kiosk to the unit that was named, and a screen in the hall becomes it.
  await nora.goto(`${at}/stations`);
  await nora.getByRole("button", { name: "Add a station" }).click();
  const adding = nora.getByRole("dialog", { name: "Add a station" });
  await adding.getByLabel("Name").fill("A-01");
  await adding.getByLabel("Unit").selectOption({ label: "Unit A" });
  await adding.getByRole("button", { name: "Add it and make its code" }).click();
  const codeShown = async () => (await nora.locator(".big-code").innerText()).trim();
  const kiosk = await window({ width: 1080, height: 1920 });
  const touch = async (keys: string) => {
    for (const key of keys.replaceAll(/[\s-]/g, "")) await kiosk.getByRole("button", { name: key, exact: true }).click();
  };
  await kiosk.goto(`${address}/kiosk`);
  await touch(await codeShown());
  await kiosk.getByRole("button", { name: "Set up", exact: true }).click();
  await kiosk.getByRole("heading", { name: "Sign in" }).waitFor();

  // A colleague is invited by mail.
  await post(nora.request, `/staff/facilities/${facilityId}/staff`, {
    id: newId(),
    email: "dev.iyer@alder.example",
    givenName: "Dev",
    familyName: "Iyer",
    role: "visitation_officer",
    locale: "en",
  });
  const dev = await window();
  await setUp(dev, linkIn(await letterTo("dev.iyer@alder.example", /Set up/)));
  await dev.getByText("Alder County Jail").first().waitFor();

  // A resident is admitted beside the running server, and chooses a PIN with a code from staff.
  await verb(
    "admit",
    "--facility",
    facilityId,
    "--booking-number",
    "24107",
    "--given-name",
    "Mateo",
    "--family-name",
    "Delgado",
    "--birth-date",
    "1994-03-17",
    "--unit",
    "Unit A",
  );
  await dev.goto(`${at}/residents?find=24107`);
  await dev.getByRole("button", { name: "Make a code for Mateo Delgado" }).click();
  await dev.getByRole("dialog").getByRole("button", { name: "Make the code" }).click();
  const code = (await dev.locator(".big-code").innerText()).trim();
  await kiosk.getByRole("button", { name: /^I have a code/ }).click();
  await touch("24107");
  await kiosk.getByRole("button", { name: "Next" }).click();
  await touch(code);
  await kiosk.getByRole("button", { name: "Next" }).click();
  await touch(PIN + PIN);
  await kiosk.getByRole("heading", { name: "Hello, Mateo" }).waitFor();

  // A family signs up, is approved, and books a place in the weekly hours: at the station that was added today.
  const rosa = await window();
  const { email, password } = family;
  await post(rosa.request, "/outside/sign-up", { ...family, locale: "en" });
  const token = linkIn(await letterTo(email, /address/i)).split("#token=")[1];
  await post(rosa.request, "/outside/confirm-email", { token });
  await post(rosa.request, "/outside/sign-in", { email, password });
  const connectionId = newId();
  await post(rosa.request, "/outside/connections", {
    id: connectionId,
    facilityId,
    bookingNumber: "24107",
    familyName: "Delgado",
    relationship: "parent",
  });
  await nora.goto(`${at}/approvals`);
  await nora.getByText("Rosa Delgado").first().waitFor();
  const asked = (await (await nora.request.get(`${address}/api/staff/facilities/${facilityId}/connections`)).json()) as {
    rows: { id: string }[];
  };
  await post(nora.request, `/staff/facilities/${facilityId}/connections/${asked.rows[0]?.id}/approve`, { reason: "matches_id" });
  const { days, visitMinutes } = (await (await rosa.request.get(`${address}/api/outside/connections/${connectionId}/places`)).json()) as {
    visitMinutes: number;
    days: { places: { sessionTemplateId: string; startsAt: string; localStart: string; free: boolean }[] }[];
  };
  assert.equal(visitMinutes, 20);
  const place = days.flatMap(({ places }) => places).find(({ free, localStart }) => free && localStart === "08:00");
  assert(place, "a free place in the first of the weekly hours");
  const holdId = newId();
  const { sessionTemplateId, startsAt } = place;
  await post(rosa.request, "/outside/holds", { id: holdId, connectionId, sessionTemplateId, startsAt });
  const visit = await post<{ status: string; startsAt: string }>(rosa.request, "/outside/visits", { id: newId(), holdId });
  assert.deepEqual([visit.status, visit.startsAt], ["booked", startsAt]);
  await kiosk.getByText("Rosa Delgado").first().waitFor();

  server.child.kill("SIGTERM");
  assert.equal(await server.ended, 0);
});

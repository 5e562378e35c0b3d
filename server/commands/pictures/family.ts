import type { BrowserContext, Page } from "playwright-core";
import { contacts, DEMO_PASSWORD, emailOf } from "#server/demo/people.ts";
import { newId } from "#server/platform/id.ts";
import { type Camera, settle } from "./camera.ts";
import { enterDoor, type Locale, read, type Studio } from "./studio.ts";

interface Visit {
  id: string;
  status: string;
  outcome: string | null;
  startsAt: string;
  canCancel: boolean;
}
interface Place {
  sessionTemplateId: string;
  startsAt: string;
  free: boolean;
}
interface Days {
  days: { day: string; free: number; places: Place[] }[];
}
const FREE_MIN = 4;

/** The family's screens, from the sign-in to the record of a visit. */
export async function familyScreens(studio: Studio, camera: Camera, locale: Locale): Promise<void> {
  await signedOut(studio, camera, locale);
  await asRosa(studio, camera, locale);
  await asDee(studio, camera, locale);
}

async function signedOut({ address, person }: Studio, camera: Camera, locale: Locale): Promise<void> {
  const context = await person(locale);
  const page = await context.newPage();
  for (const where of ["sign-in", "sign-up", "forgot", "confirm#token=none", "reset#token=none"])
    await see(page, camera, locale, `family/${where.split("#")[0]}`, `${address}/family/${where}`);
  await camera.take(page, "family/sign-in-refused", locale, async () => {
    await signInToFamily(page, address, "nobody@demo.throughline.test", "not-this-one-at-all");
    await page.locator("[role=alert], .banner").first().waitFor();
  });
  await camera.take(page, "family/sign-up-empty", locale, async () => {
    await page.goto(`${address}/family/sign-up`);
    await page.locator("button[type=submit]").click();
    await page.locator("[aria-invalid=true]").first().waitFor();
  });
  await camera.take(page, "family/forgot-sent", locale, async () => {
    await page.goto(`${address}/family/forgot`);
    await page.locator("input[name=email]").fill("nobody@demo.throughline.test");
    await page.locator("button[type=submit]").click();
    await page.locator("form").waitFor({ state: "detached" });
  });
  await context.close();
}

async function asRosa({ address, person }: Studio, camera: Camera, locale: Locale): Promise<void> {
  const context = await person(locale, "mother");
  await enterDoor(context, address, "rosa");
  const page = await context.newPage();
  const [mateo] = await read<{ id: string }[]>(context, `${address}/api/outside/connections`);
  const visits = await read<Visit[]>(context, `${address}/api/outside/visits`);
  const past = visits.find(({ outcome }) => outcome === "talked_with_interruptions") ?? visits.find(({ status }) => status === "completed");
  const missed = visits.find(({ status }) => status === "missed" || status === "cancelled");
  const coming = visits.filter(({ status, canCancel }) => status === "booked" && canCancel).at(-1);
  if (!mateo || !past || !missed || !coming) throw new Error("the demonstration has a past, a missed and a coming visit");
  const pages: [string, string][] = [
    ["home", ""],
    ["people", "/people"],
    ["person", `/people/${mateo.id}`],
    ["add-person", "/people/add"],
    ["book-person", "/book"],
    ["book-time", `/book/${mateo.id}`],
    ["booked", `/visits/${coming.id}/booked`],
    ["visits", "/visits"],
    ["visit-past", `/visits/${past.id}`],
    ["visit-missed", `/visits/${missed.id}`],
    ["visit-coming", `/visits/${coming.id}`],
    ["live-check-early", `/visits/${coming.id}/live`],
    ["live-over", `/visits/${past.id}/live`],
    ["account", "/account"],
    ["help", "/help"],
    ["unknown", "/visits/00000000-0000-7000-8000-000000000000"],
  ];
  for (const [name, where] of pages) await see(page, camera, locale, `family/${name}`, `${address}/family${where}`);
  await camera.take(page, "family/add-person-empty", locale, async () => {
    await page.goto(`${address}/family/people/add`);
    await settle(page);
    await page.locator("button[type=submit]").click();
    await page.locator("[aria-invalid=true]").first().waitFor();
  });
  await camera.take(page, "family/visit-cancel", locale, async () => {
    await page.goto(`${address}/family/visits/${coming.id}`);
    await page.locator("button[data-kind=stop], button[data-kind=stop-second]").first().click();
    await page.locator(".dialog").waitFor();
  });
  await booking(page, context, { address, camera, locale, connectionId: mateo.id });
  await context.close();
}

interface Booking {
  address: string;
  camera: Camera;
  locale: Locale;
  connectionId: string;
}

/** The calendar with a day, the last step, and what a family sees when another window of theirs was faster. */
async function booking(page: Page, context: BrowserContext, { address, camera, locale, connectionId }: Booking): Promise<void> {
  if (!["family/book-day", "family/book-check", "family/book-refused"].some(camera.wants)) return;
  const { days } = await read<Days>(context, `${address}/api/outside/connections/${connectionId}/places`);
  // Each language has a day of its own: what the first one books is not free for the second.
  const day = days.filter(({ free }) => free >= FREE_MIN).at(locale === "en" ? -1 : -2);
  const places = day?.places.filter(({ free }) => free) ?? [];
  if (!day || places.length < FREE_MIN) throw new Error("the demonstration has free days");
  const calendar = `${address}/family/book/${connectionId}?day=${day.day}`;
  const choose = (at: number) => page.locator(".place-choice:not([data-state=full])").nth(at).click();
  await camera.take(page, "family/book-day", locale, async () => {
    await page.goto(calendar);
    await choose(0);
  });
  await camera.take(page, "family/book-check", locale, async () => {
    await page.goto(calendar);
    await choose(0);
    await page.locator(".bottom button").click();
    await page.locator(".kept").waitFor();
  });
  await camera.take(page, "family/book-refused", locale, async () => {
    await page.goto(calendar);
    await choose(1);
    const { sessionTemplateId, startsAt } = places[1]!;
    await bookElsewhere(context, address, { connectionId, sessionTemplateId, startsAt });
    await page.locator(".bottom button").click();
    await page.locator(".whys").waitFor();
  });
}

/** Books a place as another window of this person's would. */
async function bookElsewhere(context: BrowserContext, address: string, asked: Record<string, string>): Promise<void> {
  const post = async (where: string, data: object) => {
    const answer = await context.request.post(`${address}/api/outside/${where}`, { headers: { origin: address }, data });
    if (!answer.ok()) throw new Error(`${where} answered ${answer.status()}: ${await answer.text()}`);
  };
  const holdId = newId();
  await post("holds", { id: holdId, ...asked });
  await post("visits", { id: newId(), holdId });
}

/** Dee was not approved: a page without visits, and a refusal with its reason. */
async function asDee({ address, person }: Studio, camera: Camera, locale: Locale): Promise<void> {
  if (!["family/home-nobody", "family/visits-none", "family/book-nobody", "family/person-rejected"].some(camera.wants)) return;
  const dee = contacts.find(({ key }) => key === "dee");
  if (!dee) throw new Error("the demonstration has Dee");
  const context = await person(locale);
  const page = await context.newPage();
  await signInToFamily(page, address, emailOf(dee), DEMO_PASSWORD);
  await page.waitForURL((url) => !url.pathname.endsWith("/sign-in"));
  const connections = await read<{ id: string; status: string }[]>(context, `${address}/api/outside/connections`);
  const connection = connections.find(({ status }) => status === "rejected");
  await see(page, camera, locale, "family/home-nobody", `${address}/family`);
  await see(page, camera, locale, "family/visits-none", `${address}/family/visits`);
  await see(page, camera, locale, "family/book-nobody", `${address}/family/book`);
  await see(page, camera, locale, "family/person-rejected", `${address}/family/people/${connection?.id}`);
  await context.close();
}

const see = (page: Page, camera: Camera, locale: Locale, name: string, url: string): Promise<void> =>
  camera.take(page, name, locale, () => page.goto(url));

/** Signs in by the page, as a family does that has no door. */
export async function signInToFamily(page: Page, address: string, email: string, password: string): Promise<void> {
  await page.goto(`${address}/family/sign-in`);
  await page.locator("input[name=email]").fill(email);
  await page.locator("input[name=password]").fill(password);
  await page.locator("button[type=submit]").click();
}

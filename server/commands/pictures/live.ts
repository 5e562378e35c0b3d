import type { Page } from "playwright-core";
import type { Camera } from "./camera.ts";
import { becomeKiosk, signInAtKiosk } from "./kiosk.ts";
import { enterDoor, type Locale, read, type Studio } from "./studio.ts";

const names = [
  ...["check", "waiting", "alone", "visit", "watched", "chat", "leave", "left"].map((screen) => `family/live-${screen}`),
  ...["check", "waiting", "visit", "watched", "chat", "other-left", "left"].map((screen) => `kiosk/live-${screen}`),
  ...["staff/live", "staff/live-watch"],
];

/** A live visit that two pages of this studio are in. */
export interface LiveVisit {
  family: Page;
  kiosk: Page;
  visitId: string;
  /** Waits until the line is good and some of the visit is counted: a visit's first seconds look like no other. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** Lets Rosa and Mateo meet; `seen` is told of each screen on the way. */
export async function openVisit(
  { address, person }: Studio,
  locale: Locale,
  seen: (page: Page, name: string) => Promise<void> = async () => {},
): Promise<LiveVisit> {
  const [outside, inside] = [await person(locale, "mother"), await person(locale, "son")];
  await enterDoor(outside, address, "rosa");
  const kiosk = await inside.newPage();
  await kiosk.setViewportSize({ width: 1080, height: 1920 });
  await kiosk.goto(`${address}/kiosk`);
  const demo = await becomeKiosk(kiosk);
  const visits = await read<{ id: string; startsAt: string; endsAt: string; status: string }[]>(outside, `${address}/api/outside/visits`);
  const now = Date.now();
  const visit = visits.find(
    ({ status, startsAt, endsAt }) =>
      (status === "booked" || status === "in_progress") && Date.parse(startsAt) <= now && Date.parse(endsAt) > now,
  );
  if (!visit) throw new Error("the demonstration keeps a visit ready");

  await signInAtKiosk(kiosk, demo, locale);
  await kiosk.goto(`${address}/kiosk/visits/${visit.id}/live`);
  await kiosk.locator(".check-picture video").waitFor();
  await seen(kiosk, "kiosk/live-check");
  await kiosk.locator(".check-words .button.wide").first().click();
  await kiosk.locator(".check-words [role=timer]").waitFor();
  await seen(kiosk, "kiosk/live-waiting");

  const family = await outside.newPage();
  await family.setViewportSize({ width: 360, height: 740 });
  await family.goto(`${address}/family/visits/${visit.id}/live`);
  await family.locator(".mirror video").waitFor();
  await seen(family, "family/live-check");
  await family.locator(".bottom .button").click();
  await family.locator(".two[data-there=yes]").waitFor();
  await seen(family, "family/live-waiting");
  await family.locator(".bottom .button").click();
  await family.locator(".room .deck").waitFor();
  await seen(family, "family/live-alone");
  await kiosk.locator(".check-words .button.wide").first().click();
  await Promise.all([showsFar(family), showsFar(kiosk)]);
  return {
    family,
    kiosk,
    visitId: visit.id,
    async settled() {
      await family.waitForFunction(() => /0:0[3-9]|0:[1-5]|[1-9]:/.test(document.querySelector(".deck-right")?.textContent ?? ""));
      await family.waitForFunction(() => document.querySelector(".over-top .notice .icon") === null);
    },
    async close() {
      await outside.close();
      await inside.close();
    },
  };
}

/** Waits until the other side's picture is shown. */
const showsFar = (page: Page) =>
  page.waitForFunction(() => (document.querySelector<HTMLVideoElement>("video[data-far]")?.videoWidth ?? 0) > 0);

/** A live visit from both sides, and from the desk of an officer who watches it. */
export async function liveScreens(studio: Studio, camera: Camera, locale: Locale): Promise<void> {
  if (!names.some(camera.wants)) return;
  const visit = await openVisit(studio, locale, (page, name) => camera.take(page, name, locale));
  const { family, kiosk } = visit;
  try {
    await camera.take(family, "family/live-visit", locale, () => visit.settled());
    await camera.take(kiosk, "kiosk/live-visit", locale);
    await officer(studio, camera, locale, visit);
    await camera.take(family, "family/live-chat", locale, async () => {
      await family.locator(".controls .control").nth(2).click();
      await family.locator("[data-chat=open]").waitFor();
    });
    await camera.take(kiosk, "kiosk/live-chat", locale, async () => {
      await kiosk.locator(".controls .control").nth(2).click();
      await kiosk.locator("[data-chat=open]").waitFor();
    });
    await family.locator(".control[data-kind=end]").click();
    await family.locator(".dialog").waitFor();
    await camera.take(family, "family/live-leave", locale);
    await family.locator(".dialog button[data-kind=stop]").click();
    await family.locator(".room").waitFor({ state: "detached" });
    await camera.take(family, "family/live-left", locale);
    await camera.take(kiosk, "kiosk/live-other-left", locale, () => kiosk.locator("[data-said=yes]").waitFor());
    await camera.take(kiosk, "kiosk/live-left", locale, async () => {
      await kiosk.locator(".control[data-kind=end]").click();
      await kiosk.locator(".dialog button[data-kind=stop]").click();
      await kiosk.locator(".kroom").waitFor({ state: "detached" });
    });
  } finally {
    await visit.close();
  }
}

async function officer({ address, person }: Studio, camera: Camera, locale: Locale, { family, kiosk }: LiveVisit): Promise<void> {
  const context = await person(locale);
  try {
    await enterDoor(context, address, "boone");
    const { facilities } = await read<{ facilities: { id: string }[] }>(context, `${address}/api/staff/me`);
    const page = await context.newPage();
    // Done whether or not the picture is wanted: what the two sides then see hangs on it.
    await page.goto(`${address}/staff/at/${facilities[0]?.id}/live`);
    await page.locator(".tile-pick").first().click();
    await page.locator(".panelv").waitFor();
    await camera.take(page, "staff/live", locale);
    if (!["staff/live-watch", "family/live-watched", "kiosk/live-watched"].some(camera.wants)) return;
    await page.locator(".panelv .button.wide:not([disabled])").first().click();
    await page.locator(".panelv video").first().waitFor();
    await camera.take(page, "staff/live-watch", locale);
    await camera.take(family, "family/live-watched", locale, () => family.locator("[data-tone=watch]").first().waitFor());
    await camera.take(kiosk, "kiosk/live-watched", locale, () => kiosk.locator("[data-tone=watch]").first().waitFor());
  } finally {
    await context.close();
  }
}

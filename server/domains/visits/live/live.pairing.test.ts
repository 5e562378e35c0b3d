import assert from "node:assert/strict";
import { after, test } from "node:test";
import { sql } from "kysely";
import type { FromParty } from "#contracts/live.ts";
import { launchBrowser } from "#server/testing/browser.ts";
import { byTurns } from "#server/testing/by-turns.ts";
import { launchFirefox } from "#server/testing/firefox.ts";
import { UNSAID_MS_MIN } from "./connected.rules.ts";
import { OldFromParty, OldToParty, oldTypes } from "./testing/contract-of-2026-11-23.ts";
import { givenLines, NINE, site } from "./testing/lines.ts";
import { type Between, nothingBetween, type Screen, startScreens, type Tabs, until } from "./testing/screens.ts";

const [chromium, firefox, screens] = await Promise.all([launchBrowser(), launchFirefox(), startScreens()]);
after(async () => {
  await screens.close();
  await chromium.close();
  await firefox.close();
});

/** The clock goes on from nine by the machine's own, as connected time needs. */
let ticking: ReturnType<typeof setInterval> | undefined;
async function givenVisit() {
  clearInterval(ticking);
  const visit = await givenLines();
  const from = performance.now();
  const nine = Temporal.Instant.from(NINE);
  ticking = setInterval(() => site.clock.set(nine.add({ milliseconds: Math.round(performance.now() - from) })), 20);
  return visit;
}
after(() => clearInterval(ticking));

/** Less than this is silence, more is a tone, in every browser's made-up microphone. */
const [SILENT_MAX, TONE_MIN] = [0.001, 0.01];

const connectedMs = async (visitId: string): Promise<number> => {
  const { rows } = await sql<{ ms: number }>`
    select coalesce(sum(extract(epoch from upper(during) - lower(during))) * 1000, 0)::float8 as ms
    from visits.connected_interval where visit_id = ${visitId}`.execute(site.owner);
  return rows[0]?.ms ?? 0;
};

const meet = async (family: Screen, resident: Screen) => {
  await Promise.all([family.sees("resident"), resident.sees("family")]);
};
/** How many of its reports say what came from the other, told apart from everybody else. */
const told = (screen: Screen, seat: "family" | "resident") =>
  screen.reports().filter(({ from }) => from?.some((one) => one.seat === seat && one.sound > 0 && one.frames > 0)).length;

/** A window each: what lies behind another tab draws no frames there. */
const windows: Tabs = { newPage: () => firefox.newPage({ type: "window" }) };
const pairings: [name: string, family: Tabs, resident: Tabs][] = [
  ["the family in Firefox, the kiosk in Chromium", windows, chromium],
  ["the family in Chromium, the kiosk in Firefox", chromium, windows],
  ["both in Firefox", windows, windows],
];
for (const [name, ofFamily, ofResident] of byTurns(pairings, pairings.length))
  test(`${name}: they see and hear each other, are muted, come back after a reload, and their time counts`, async () => {
    const visit = await givenVisit();
    const family = await screens.open(ofFamily, visit, "family");
    const resident = await screens.open(ofResident, visit, "resident");
    await Promise.all([family.join(), resident.join()]);
    await meet(family, resident);
    await until("the resident hears the family", async () => (await resident.loudness("family")) > TONE_MIN);
    await until("the family hears the resident", async () => (await family.loudness("resident")) > TONE_MIN);

    await family.setMicrophone(false);
    await until("nothing is heard of somebody who is muted", async () => (await resident.loudness("family")) < SILENT_MAX);
    await resident.sees("family");
    await family.setMicrophone(true);
    await until("the family is heard again", async () => (await resident.loudness("family")) > TONE_MIN);

    await family.reload();
    const before = [told(family, "resident"), told(resident, "family")] as const;
    await family.join();
    await meet(family, resident);
    await until("both tell whom they have", () => told(family, "resident") > before[0] + 2 && told(resident, "family") > before[1] + 2);
    for (const screen of [family, resident])
      assert.ok(
        screen.reports().every(({ from }) => from),
        "no report leaves its senders untold",
      );

    await until("their time is stored", async () => (await connectedMs(visit.visitId)) > 3000);
    await Promise.all([family.leave(), resident.leave()]);
    await Promise.all([family.close(), resident.close()]);
  });

/** A page that says and hears no more than pages did before a room had seats. */
const older: Between = {
  said: (message) => OldFromParty.safeParse(message).data as FromParty | undefined,
  heard: (message) => (oldTypes.has(message.type) ? message : undefined),
};

test("a page left from before a room had seats is seen and heard, its time counts, and it is told all that it was told then", async () => {
  const visit = await givenVisit();
  const family = await screens.open(chromium, visit, "family", older);
  const resident = await screens.open(chromium, visit, "resident");
  await Promise.all([family.join(), resident.join()]);
  await resident.sees("family");
  await until("their time is stored", async () => (await connectedMs(visit.visitId)) > 3000);
  assert.ok(family.reports().every((report) => !("from" in report) && !("bytes" in report)));
  await family.leave();
  await until("the other is told that it left", () =>
    resident.heard.some(({ room }) => room?.legs.some(({ seat, status }) => seat === "family" && status === "left")),
  );
  assert.deepEqual(
    family.heard.filter((message) => !OldToParty.safeParse(message).success),
    [],
  );
  await Promise.all([family.close(), resident.close()]);
});

test("a home's page that was changed to say nothing of what it gets visits for nothing no more: the engine stands in for its word", async () => {
  const visit = await givenVisit();
  const silent: Between = { ...nothingBetween, said: (message) => (message.type === "evidence" ? undefined : message) };
  const family = await screens.open(chromium, visit, "family", silent);
  const resident = await screens.open(chromium, visit, "resident");
  await Promise.all([family.join(), resident.join()]);
  await until("what the engine had in both directions counts", async () => (await connectedMs(visit.visitId)) > UNSAID_MS_MIN);
  assert.deepEqual(family.reports(), []);
  await Promise.all([family.close(), resident.close()]);
});

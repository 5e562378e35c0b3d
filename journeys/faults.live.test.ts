import assert from "node:assert/strict";
import { after, test } from "node:test";
import { makeClip } from "#server/testing/live-people/clip.ts";
import { openRoomWorld } from "#server/testing/live-people/world.ts";
import { ensureMediaAddress } from "#server/testing/media-address.ts";
import { randomFrom } from "#server/testing/random.ts";
import { check } from "./testing/fault-checks.ts";
import { type Lived, live } from "./testing/fault-rooms.ts";
import { drawRound, type PageFault, type Round, tell } from "./testing/fault-sequence.ts";
import { startLiveSite } from "./testing/live-site.ts";
import { assertLedgerWhole } from "./testing/money-checks.ts";

const { THROUGHLINE_LONG, THROUGHLINE_FAULTS_SEED, THROUGHLINE_FAULTS_ROUNDS, THROUGHLINE_FAULTS_ROOMS } = process.env;
const rounds = Number(THROUGHLINE_FAULTS_ROUNDS ?? (THROUGHLINE_LONG ? 16 : 4));
/** So many at once, each with a sequence of its own: 52 in all, and 208 where time is no matter. */
const rooms = Number(THROUGHLINE_FAULTS_ROOMS ?? 13);
/** Printed, so that what it found can be lived through again. */
const seed = Number(THROUGHLINE_FAULTS_SEED ?? Date.now() % 1_000_000);
/** What happens begins within this; then all have to find each other again. */
const LASTS_MS = 4500;
const PLACE_MINUTES = 240;
/** Above what the server wants free before it records at all (256 MB), and what all rounds record together. */
const site = await startLiveSite({ recordingDiskMegabytes: 300 + rounds * rooms });
after(() => site.close());
const mediaAddress = ensureMediaAddress();
const clip = await makeClip({ seconds: 4, pictureKbps: 120, size: "320x240" });

test(`${rounds * rooms} live visits with random faults: no second counts that either side lacked, each record is whole, what is connected is recorded or says why not, and money fits it (seed ${seed})`, async () => {
  const startedAt = performance.now();
  const random = randomFrom(seed);
  const all: { name: string; lived: Lived; round: Round; own: PageFault[] }[] = [];
  for (let index = 0; index < rounds; index++) {
    const round = drawRound(random, { index, rooms, lastsMs: LASTS_MS });
    const lived = await live(site, round, { seats: await seatsOf(rooms), mediaAddress, clip, lastsMs: LASTS_MS });
    all.push(...lived.map((room, at) => ({ name: `seed ${seed}, round ${index}, room ${at}`, lived: room, round, own: round.rooms[at]! })));
  }
  const livedAt = performance.now();
  // At the end: what a server that died left to another must have come to its end too.
  const wrong: string[] = [];
  await site.look(async (db) => {
    for (const { name, ...each } of all)
      await check(site, db, each).catch(({ message }: Error) => {
        const { refused, lateMs } = each.lived;
        wrong.push(
          `${name}: ${message}\n  all: ${tell(each.round.site)}\n  own: ${tell(each.own)}\n  heard: ${refused}; late by ${Math.round(lateMs)} ms`,
        );
      });
  });
  process.stderr.write(
    `faults: seed ${seed}; ${all.length} visits lived ${seconds(livedAt - startedAt)}, looked at in ${seconds(performance.now() - livedAt)}\n`,
  );
  assert.equal(wrong.length, 0, wrong.join("\n\n"));
  await assertLedgerWhole(site);
});

/** New visits with everybody signed in just now: a kiosk signs out whoever lets it stand. */
async function seatsOf(count: number) {
  const world = await openRoomWorld(site.config, count, PLACE_MINUTES, { priced: true });
  try {
    return await world.seats(count);
  } finally {
    // The database dies with the server, and its lines with it.
    await world.close();
  }
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

/**
 * How many live rooms one machine holds, with recording: `node bench/live-rooms.ts` with the project's Node, and one of
 * `--compare 10 [--rounds 4] [--seconds 20]` (against the bare engine, by turns), `--hold 40 [--minutes 30]`, `--start-together 40`.
 * The people in the rooms are made up by processes of their own (`--loads`), which send real VP8 and Opus packets; what they cost is printed too.
 */
import { parseArgs } from "node:util";
import { makeClip } from "#server/testing/live-people/clip.ts";
import { openRoomWorld } from "#server/testing/live-people/world.ts";
import { ensureMediaAddress } from "#server/testing/media-address.ts";
import { startBareEngine } from "./rooms/bare.ts";
import { type Bench, compare } from "./rooms/compare.ts";
import { hold } from "./rooms/hold.ts";
import { startLoads } from "./rooms/loads.ts";
import { startServerOfOurs } from "./rooms/server.ts";
import { startTogether } from "./rooms/start-together.ts";

const { values } = parseArgs({
  options: {
    compare: { type: "string" },
    hold: { type: "string" },
    "start-together": { type: "string" },
    rounds: { type: "string", default: "4" },
    seconds: { type: "string", default: "20" },
    minutes: { type: "string", default: "1" },
    loads: { type: "string", default: "1" },
  },
});
const say = (line: string) => process.stdout.write(`${line}\n`);
const wanted = { compare: Number(values.compare ?? 0), hold: Number(values.hold ?? 0), together: Number(values["start-together"] ?? 0) };
const rooms = Math.max(wanted.compare, wanted.hold, wanted.together);
if (!(rooms > 0)) {
  say("Say how many rooms: --compare 10, --hold 40 or --start-together 40.");
  process.exit(1);
}
/** Longer than any of it takes: a place that ends would end its room. */
const PLACE_MINUTES = 240;

const mediaAddress = ensureMediaAddress();
const clip = await makeClip();
const server = await startServerOfOurs();
const loads = startLoads(Number(values.loads));
try {
  const world = await openRoomWorld(server.config, rooms, PLACE_MINUTES);
  try {
    const bench: Bench = { say, clip, loads, mediaAddress, server, world };
    if (wanted.compare > 0) {
      const bare = await startBareEngine(mediaAddress);
      try {
        await compare(bench, bare, { rooms: wanted.compare, rounds: Number(values.rounds), seconds: Number(values.seconds) });
      } finally {
        await bare.stop();
      }
    }
    if (wanted.together > 0) await startTogether(bench, { rooms: wanted.together });
    if (wanted.hold > 0) await hold(bench, { rooms: wanted.hold, minutes: Number(values.minutes) });
  } finally {
    await world.close();
  }
} finally {
  loads.end();
  await server.close();
}

/** One process of made-up people, started by `live-rooms.ts` and told by it what to do; it keeps the time and counts what it costs. */
import type { Leg } from "#server/testing/live-people/leg.ts";
import { openLegOfOurs } from "#server/testing/live-people/leg-of-ours.ts";
import { openBareRoom } from "./rooms/leg-of-bare.ts";
import type { Answer, Ask } from "./rooms/loads.ts";

const TICK_MS = 10;
const REPORT_MS = 1000;

let legs: Leg[] = [];
let lateMs = 0;
let expected = performance.now();
setInterval(() => {
  const now = performance.now();
  lateMs = Math.max(lateMs, now - expected - TICK_MS);
  expected = now;
  for (const leg of legs) leg.tick(now);
}, TICK_MS);
let reports: NodeJS.Timeout[] = [];

async function open({ work, clip }: Extract<Ask, { ask: "wait" }>): Promise<string[]> {
  const { mediaAddress } = work;
  legs =
    work.kind === "ours"
      ? work.seats.map((seat) => openLegOfOurs(seat, { origin: work.origin, mediaAddress, clip }))
      : (await Promise.all(work.rooms.map((room) => openBareRoom(work.bare, room, { mediaAddress, clip })))).flat();
  return failuresOf(legs.map((leg) => leg.wait()));
}

function join(withinMs: number): Promise<string[]> {
  return failuresOf(
    legs.map(async (leg) => {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * withinMs));
      const started = leg.join();
      reports.push(setInterval(leg.report, REPORT_MS));
      await started;
    }),
  );
}

async function failuresOf(works: Promise<void>[]): Promise<string[]> {
  const done = await Promise.allSettled(works);
  return done.flatMap((each) => (each.status === "rejected" ? [String(each.reason)] : []));
}

async function act(asked: Ask): Promise<Answer> {
  if (asked.ask === "wait") return { failures: await open(asked) };
  if (asked.ask === "join") return { failures: await join(asked.withinMs) };
  if (asked.ask === "look") {
    const late = lateMs;
    lateMs = 0;
    return { seen: legs.map((leg) => leg.seen()), lateMs: late };
  }
  for (const timer of reports) clearInterval(timer);
  reports = [];
  const closing = legs;
  if (asked.how === "vanish") legs = [];
  await Promise.all(closing.map((leg) => leg.close(asked.how)));
  const seen = closing.map((leg) => leg.seen());
  legs = [];
  return { seen };
}

process.on("message", (message: { id: number; asked: Ask }) => {
  act(message.asked).then(
    (answer) => process.send?.({ id: message.id, answer }),
    (error) => process.send?.({ id: message.id, answer: { failures: [String(error)] } }),
  );
});
process.on("disconnect", () => process.exit(0));

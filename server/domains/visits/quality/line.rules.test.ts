import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Seat } from "#contracts/live-limits.ts";
import { SAMPLE_MS } from "#contracts/quality-limits.ts";
import { follow, judge, nothingShown, stretches, type Trouble, unjudged } from "./line.rules.ts";
import { emptySample, type Sample, timed } from "./samples.rules.ts";

const AT = 1_795_000_000_000;
/** Five seconds in which nothing is wrong. */
const good = (change: Partial<Sample> = {}): Sample => ({
  ...emptySample(AT),
  sound: 250,
  picture: 300,
  frames: 120,
  sentSound: 250,
  sentPicture: 300,
  made: 120,
  bytes: 350_000,
  sentBytes: 350_000,
  reportedMs: SAMPLE_MS,
  ownMs: SAMPLE_MS,
  roomMs: SAMPLE_MS,
  arrivedMs: SAMPLE_MS,
  roundTrip: 60,
  ...change,
});
const gone = (): Sample => ({ ...emptySample(AT), cutMs: SAMPLE_MS });
const pair = (family: Sample, resident: Sample) =>
  new Map<Seat, Sample>([
    ["family", family],
    ["resident", resident],
  ]);
const verdictsOn = (family: Sample, resident: Sample) => judge(unjudged, pair(family, resident)).verdicts;
const home = (how: Trouble["how"], part: Trouble["part"] = "line"): Trouble => ({ where: "home", how, part });

const time = fc.integer({ min: 0, max: SAMPLE_MS });
const anySample: fc.Arbitrary<Sample> = fc
  .record({
    ...Object.fromEntries(timed.map((name) => [name, fc.oneof(fc.constant(0), fc.constant(SAMPLE_MS), time)])),
    sound: fc.nat(300),
    picture: fc.nat(400),
    frames: fc.nat(150),
    frozenMs: fc.oneof(fc.constant(0), time),
    concealedMs: fc.oneof(fc.constant(0), time),
    lost: fc.oneof(fc.constant(0), fc.nat(300)),
    sentSound: fc.nat(300),
    sentPicture: fc.nat(400),
    sentLost: fc.oneof(fc.constant(0), fc.nat(300)),
    made: fc.nat(150),
    roundTrip: fc.oneof(fc.constant(0), fc.nat(2000)),
    takes: fc.nat(2),
  })
  .map((some) => ({ ...emptySample(AT), ...some }) as Sample);
/** Our own engine runs, and nothing is paused. */
const running = anySample.map((sample) => ({ ...sample, engineDownMs: 0, pausedMs: 0 }));

test("swapping the two sides swaps the blame: home for the facility's network, a device for the station", () => {
  const other: Record<string, string> = { home_line: "facility_network", home_device: "station" };
  fc.assert(
    fc.property(running, running, (one, two) => {
      const [straight, crossed] = [verdictsOn(one, two), verdictsOn(two, one)];
      for (const [seat, opposite] of [
        ["family", "resident"],
        ["resident", "family"],
      ] as const) {
        const [a, b] = [straight.get(seat), crossed.get(opposite)];
        assert.deepEqual([a?.how, a?.part], [b?.how, b?.part]);
        const [outside, inside] = seat === "family" ? [a, b] : [b, a];
        if (outside && inside) assert.equal(inside.where, outside.where === "server" ? "server" : other[`home_${outside.part}`]);
      }
    }),
  );
});

test("a leg whose samples are perfect is never blamed, whatever the other end does", () => {
  fc.assert(fc.property(running, (other) => assert.equal(verdictsOn(good(), other).get("family"), undefined)));
});

test("an outage of our engine is never blamed on anybody's line, nor is the time in which all come back", () => {
  fc.assert(
    fc.property(running, running, anySample, fc.integer({ min: 1, max: SAMPLE_MS }), (a, b, c, engineDownMs) => {
      const down = judge(unjudged, pair({ ...a, engineDownMs }, { ...c, roomMs: SAMPLE_MS }));
      for (const { where } of down.verdicts.values()) assert.equal(where, "server");
      const back = judge(down, pair(a, b));
      for (const { where, part } of back.verdicts.values()) if (part === "line") assert.equal(where, "server");
    }),
  );
});

test("more loss never makes a leg's verdict milder", () => {
  const grade = (trouble: Trouble | undefined) => (trouble === undefined ? 0 : trouble.how === "weak" ? 1 : 2);
  fc.assert(
    fc.property(running, running, fc.constantFrom("lost" as const, "sentLost" as const), fc.nat(300), (own, other, name, more) => {
      const before = verdictsOn(own, other).get("family");
      const after = verdictsOn({ ...own, [name]: own[name] + more }, other).get("family");
      assert.ok(grade(after) >= grade(before));
    }),
  );
});

test("loss on the way up is its sender's line, and is not held against who misses it", () => {
  const verdicts = verdictsOn(good({ sentLost: 60 }), good({ lost: 60, picture: 240 }));
  assert.deepEqual([...verdicts], [["family", home("weak")]]);
});

test("loss on the way down is the receiver's own line", () => {
  assert.deepEqual([...verdictsOn(good({ lost: 60, picture: 240 }), good())], [["family", home("weak")]]);
});

test("a picture that stands while the engine has all of the sender is the viewer's own", () => {
  assert.deepEqual(verdictsOn(good({ frozenMs: 3000, picture: 100, frames: 20 }), good()).get("family"), home("weak"));
  assert.deepEqual(verdictsOn(good({ frozenMs: 3000, frames: 20 }), good()).get("family"), home("weak", "device"));
});

test("the engine has nothing of a page that says it sends: its way up is broken", () => {
  const verdicts = verdictsOn(good({ arrivedMs: 0 }), good({ sound: 0, picture: 0, frames: 0, frozenMs: 5000 }));
  assert.deepEqual([...verdicts], [["family", home("broken")]]);
});

test("an encoder that the processor holds back is the device: a phone at home, the station inside", () => {
  assert.deepEqual(verdictsOn(good({ busyMs: 4000 }), good()).get("family"), home("weak", "device"));
  assert.deepEqual(verdictsOn(good(), good({ made: 0, sentPicture: 0 })).get("resident"), {
    where: "station",
    how: "weak",
    part: "device",
  });
});

test("somebody who turned the camera off, has none, or is muted by staff has no trouble", () => {
  const off = good({ cameraOffMs: SAMPLE_MS, made: 0, sentPicture: 0 });
  assert.deepEqual([...verdictsOn(off, good({ picture: 0, frames: 0 }))], []);
  const muted = good({ pausedMs: SAMPLE_MS });
  assert.deepEqual([...verdictsOn(muted, good({ sound: 0, picture: 0, frames: 0, frozenMs: 5000 }))], []);
});

test("one end that is cut off is its own line; both in the same five seconds are our server's; one after the other are their own", () => {
  assert.deepEqual([...verdictsOn(gone(), good({ sound: 0, picture: 0 }))], [["family", home("broken")]]);
  for (const { where } of verdictsOn(gone(), gone()).values()) assert.equal(where, "server");
  const first = judge(unjudged, pair(gone(), good()));
  assert.deepEqual(
    [...judge(first, pair(gone(), gone())).verdicts.values()].map(({ where }) => where),
    ["home", "facility_network"],
  );
});

test("several stations that fail at once are the facility's network; one that went silent among others that go on is the station", () => {
  const inside = (change: Partial<Sample>) => verdictsOn(good(), { ...gone(), ...change }).get("resident")?.where;
  assert.equal(inside({ stations: 6, stationsBad: 5 }), "facility_network");
  assert.equal(inside({ stations: 6, stationsBad: 1 }), "station");
  assert.equal(inside({}), "facility_network");
});

test("many rooms whose both ends fail at once are ours", () => {
  assert.equal(verdictsOn({ ...gone(), rooms: 5, roomsBad: 4 }, good()).get("family")?.where, "server");
});

test("on the screen a weak line is named after two samples and gone after two good ones; a break is said at once", () => {
  let shown = follow(nothingShown, home("weak"));
  assert.equal(shown.trouble, null);
  shown = follow(shown, home("weak"));
  assert.deepEqual(shown.trouble, home("weak"));
  shown = follow(shown, null);
  assert.deepEqual(shown.trouble, home("weak"));
  assert.equal(follow(shown, null).trouble, null);
  assert.deepEqual(follow(nothingShown, home("broken")).trouble, home("broken"));
});

test("afterwards the whole visit is told in stretches that lie end to end, and time without samples is in none", () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.tuple(running, running)), { maxLength: 40 }), (windows) => {
      const at = (index: number) => AT + index * SAMPLE_MS;
      const of = (which: 0 | 1) => windows.flatMap((both, index) => (both ? [{ ...both[which], at: at(index) }] : []));
      const known = windows.filter(Boolean).length;
      for (const all of stretches(
        new Map<Seat, Sample[]>([
          ["family", of(0)],
          ["resident", of(1)],
        ]),
      ).values()) {
        assert.equal(
          all.reduce((sum, { from, to }) => sum + to - from, 0),
          known * SAMPLE_MS,
        );
        for (const [index, one] of all.entries()) assert.ok(one.from < one.to && one.from >= (all[index - 1]?.to ?? 0));
      }
    }),
  );
});

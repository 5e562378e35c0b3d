import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { afterReport, freshLink, LINK_KBPS_MIN, mayBeSent, type Report, type ViewerLink } from "./viewer-link.rules.ts";

const MAX = 850;
const SECOND = 1000;

/** What a link of this size that also loses `air` of everything lets through of what is sent over it. */
function through(sentKbps: number, link: { kbps: number; air: number }): Omit<Report, "atMs"> {
  const arrived = Math.min(sentKbps, link.kbps) * (1 - link.air);
  // About a packet of a thousand bytes for each 8 kbit, and fifty of sound.
  return { kbps: arrived, lost: sentKbps > 0 ? 1 - arrived / sentKbps : 0, packets: 50 + Math.round(sentKbps / 8) };
}

/** Seconds of one link, with a publisher that holds to a new limit a second late and sends `busy` of what it may; the states after each. */
function live(seconds: readonly { kbps: number; air: number; busy?: number }[], from = freshLink(MAX), startsAtMs = 0) {
  const states: ViewerLink[] = [];
  let link = from;
  let held = from.kbps;
  for (const [at, now] of seconds.entries()) {
    const sent = held * (now.busy ?? 1);
    held = mayBeSent(link);
    link = afterReport(link, { atMs: startsAtMs + (at + 1) * SECOND, ...through(sent, now) }, MAX);
    states.push(link);
  }
  return states;
}
const many = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);
const at = (states: readonly ViewerLink[], index: number) => states.at(index)?.kbps ?? Number.NaN;

const anyLink = fc.record({
  kbps: fc.integer({ min: 0, max: 2000 }),
  air: fc.double({ min: 0, max: 1, noNaN: true }),
  busy: fc.double({ min: 0, max: 1, noNaN: true }),
});

test("whatever a link does, its limit stays between the least and the most", () => {
  fc.assert(
    fc.property(fc.array(anyLink, { maxLength: 60 }), (seconds) => {
      for (const { kbps } of live(seconds)) assert.ok(kbps >= LINK_KBPS_MIN && kbps <= MAX, String(kbps));
    }),
  );
});

test("a link that becomes small is not sent more than it carries, four seconds later", () => {
  fc.assert(
    fc.property(fc.integer({ min: 60, max: 700 }), fc.integer({ min: 1, max: 20 }), (small, before) => {
      const states = live([...many(before, { kbps: 5000, air: 0 }), ...many(4, { kbps: small, air: 0 })]);
      assert.ok(at(states, -1) <= small, `${at(states, -1)} over a link of ${small}`);
    }),
  );
});

test("a link that becomes small, with a third of a second of queue before it and what found no room asked for again, has a second with hardly a loss by the fourth", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 180, max: 400 }),
      fc.integer({ min: 500, max: MAX }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (small, busy, part) => {
        let link = freshLink(MAX);
        let [queue, again] = [0, 0];
        // The first second is in part still a wide one.
        const losses = [part, 0, 0, 0].map((wide, second) => {
          const sent = Math.min(busy, mayBeSent(link)) * (1 - wide) + again;
          const came = Math.min(queue + sent, small * (1 - wide));
          const lost = Math.max(0, queue + sent - came - small / 3);
          queue = Math.min(small / 3, queue + sent - came);
          // What is too late for its picture is not asked for.
          again = lost / 2;
          const all = sent + busy * wide;
          const said = { kbps: came + busy * wide, lost: lost / all, packets: 50 + Math.round(all / 8) };
          link = afterReport(link, { atMs: (second + 1) * SECOND, ...said }, MAX);
          return lost;
        });
        assert.ok(Math.min(...losses.slice(1)) <= small / 50, losses.map(Math.round).join(" "));
      },
    ),
  );
});

test("over a steady small link most of it is used, and seldom more than fits", () => {
  fc.assert(
    fc.property(fc.integer({ min: 60, max: 700 }), (small) => {
      const after = live(many(90, { kbps: small, air: 0 })).slice(15);
      const used = after.reduce((sum, { kbps }) => sum + Math.min(kbps, small), 0) / after.length;
      assert.ok(used > small * 0.7, `${used} of ${small}`);
      const over = after.filter(({ kbps }) => kbps > small * 1.1).length;
      assert.ok(over < after.length / 4, `${over} of ${after.length} seconds`);
    }),
  );
});

test("a link that only loses packets, and is wide enough, has its whole picture back within ten seconds", () => {
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 0.25, noNaN: true }), (air) => {
      const states = live(many(40, { kbps: 5000, air }));
      assert.ok(
        states.slice(10).every(({ kbps }) => kbps >= MAX * 0.9),
        states.map(({ kbps }) => kbps).join(" "),
      );
    }),
  );
});

test("a link that is small and loses packets is held to what it carries", () => {
  fc.assert(
    fc.property(fc.integer({ min: 100, max: 500 }), fc.double({ min: 0.02, max: 0.15, noNaN: true }), (small, air) => {
      const after = live(many(60, { kbps: small, air })).slice(15);
      const over = after.filter(({ kbps }) => kbps > small * 1.15).length;
      assert.ok(over < after.length / 3, `${over} of ${after.length}: ${after.map(({ kbps }) => kbps).join(" ")}`);
    }),
  );
});

test("when a link is wide again its picture is whole within half a minute, whatever was before", () => {
  fc.assert(
    fc.property(fc.array(anyLink, { maxLength: 60 }), (before) => {
      const states = live([...before, ...many(30, { kbps: 5000, air: 0 })]);
      assert.equal(at(states, -1), MAX);
    }),
  );
});

test("sound alone coming through a still picture is no reason to cut, and a cut of a quiet picture is bounded", () => {
  assert.equal(at(live(many(20, { kbps: 5000, air: 0, busy: 0.05 })), -1), MAX);
  assert.ok(at(live([{ kbps: 5000, air: 0.2, busy: 0.02 }]), -1) >= Math.floor(MAX * 0.12));
});

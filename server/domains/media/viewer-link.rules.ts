/**
 * How much one viewer's link may carry, felt from what the viewer's own browser says each second. The engine forwards whatever is published
 * and adapts to nobody (RFC 8836 calls what is missing there congestion control), so the room's publishers are held to what its weakest
 * viewer can take. Pure: the same reports give the same answer.
 */

/** What one viewer received in about the last second, over everybody who is sent to them. */
export interface Report {
  atMs: number;
  /** Of all RTP that came in. */
  kbps: number;
  /** Packets missing, of those that were sent: 0 to 1. */
  lost: number;
  /** How many were sent: of few, one more or less says little. */
  packets: number;
}

export interface ViewerLink {
  /** What it carries, as far as is known, of all that is sent to this viewer. */
  kbps: number;
  /** Far more was sent than fits: what waits before it must go first. */
  emptying: boolean;
  /** Loss that sending less does not cure: the air's, not the queue's. */
  airLoss: number;
  /** The last step down, until it is known whether it helped; `full` says that its report spoke of one link from end to end. */
  cut: { atMs: number; fromKbps: number; gotKbps: number; lost: number; full: boolean } | null;
  /** What last came through when too much was sent, for a while: nearing it, the steps are short and seldom. */
  ceiling: { kbps: number; atMs: number } | null;
  raisedAtMs: number;
}

/** Below this nothing is told apart from a line that is cut. */
export const LINK_KBPS_MIN = 30;
/** More than this beyond the air's own loss means that more is sent than fits. */
const TOO_MUCH = 0.04;
/** A sender needs this long to hold to a new limit, and its packets to arrive. */
const SETTLE_MS = 2000;
/** So much is missing that nobody waits for the last step to show. */
const SEVERE = 0.3;
const BACKLOG = 1.2;
/** Of what came through, so that the queue empties; hardly less where it is let empty first. */
const KEEP = 0.9;
const KEEP_EMPTIED = 0.97;
/** From this much excess on the queue is full, and what is lost is asked for again: both take their part of what still fits. */
const QUEUE_FULL = 0.2;
/** Of what the link carries, while they go: a queue of a third of a second is empty in one. */
const EMPTYING = 0.55;
/** At most this deep in one step: a still picture sends little without its link being weak. */
const CUT_TO_MIN = 0.12;
/** And no deeper than this in the step after it: a sender that has just been cut falls silent for a moment. */
const CUT_AGAIN_TO_MIN = 0.4;
/** Loss that stays at this share of what it was was not the queue's. */
const UNCURED = 0.6;
const AIR_LOSS_MAX = 0.35;
const AIR_LOSS_FADES = 0.97;
const RAISE_FAR = { by: 1.25, everyMs: 1000 };
const RAISE_NEAR = { by: 1.05, everyMs: 2500 };
/** A small link's step, or it would take a minute from one to the next. */
const RAISE_KBPS_MIN = 5;
const CEILING_NEAR = 0.8;
const CEILING_KEPT_MS = 20_000;
/** So much more passes unharmed that the link has grown. */
const CEILING_DISPROVED = 1.15;

/** A viewer of whom nothing is known yet is trusted with everything. */
export function freshLink(maxKbps: number): ViewerLink {
  return { kbps: maxKbps, emptying: false, airLoss: 0, cut: null, ceiling: null, raisedAtMs: Number.NEGATIVE_INFINITY };
}

/** What may be sent over it in all, in kbit/s, from now until its next report. */
export function mayBeSent({ kbps, emptying }: ViewerLink): number {
  return emptying ? Math.round(Math.max(LINK_KBPS_MIN, kbps * EMPTYING)) : kbps;
}

/** The link after one more report; `maxKbps` is all that would ever be sent to this viewer. */
export function afterReport(link: ViewerLink, said: Report, maxKbps: number): ViewerLink {
  const { atMs } = said;
  const excess = Math.max(0, said.lost - link.airLoss);
  const sinceCutMs = link.cut ? atMs - link.cut.atMs : Number.POSITIVE_INFINITY;
  const settled = sinceCutMs >= SETTLE_MS;

  if (excess > TOO_MUCH + chance(link.airLoss, said.packets)) {
    const isLess = link.cut?.full && link.kbps < link.cut.gotKbps;
    if (link.cut && isLess && settled && sinceCutMs < 2 * SETTLE_MS && said.lost >= link.cut.lost * UNCURED)
      // Less was sent than had come through, and as much was lost: the air loses it, and less picture helps nobody.
      return {
        ...link,
        kbps: bounded(link.cut.fromKbps, maxKbps),
        emptying: false,
        airLoss: Math.min(AIR_LOSS_MAX, said.lost),
        cut: null,
        ceiling: null,
      };
    // More comes through than may be sent by now: that is the queue of before, sent again and again, and the cut was deep enough.
    const isBacklog = said.kbps > link.kbps * BACKLOG;
    // The second of a first cut was in part a wide one; only the next says what comes through.
    const isFirstFull = link.cut !== null && !link.cut.full;
    if (!isFirstFull && !settled && (excess < SEVERE || isBacklog)) return link;
    const emptying = link.emptying || excess >= QUEUE_FULL;
    // The more was lost in a second that was in part wide, the less of what came through in it will again.
    const mixed = link.cut ? 1 : 1 - excess;
    const kbps = bounded(
      Math.max(said.kbps * (emptying ? KEEP_EMPTIED : KEEP) * mixed, link.kbps * (settled ? CUT_TO_MIN : CUT_AGAIN_TO_MIN)),
      Math.min(maxKbps, link.kbps),
    );
    return {
      ...link,
      kbps,
      emptying,
      cut: {
        atMs,
        fromKbps: isFirstFull ? link.cut!.fromKbps : link.kbps,
        gotKbps: said.kbps,
        lost: said.lost,
        full: link.cut !== null,
      },
      ceiling: { kbps: said.kbps / (1 - link.airLoss), atMs },
      raisedAtMs: atMs,
    };
  }

  const airLoss = Math.min(link.airLoss, Math.max(said.lost, link.airLoss * AIR_LOSS_FADES));
  const believed = link.ceiling && atMs - link.ceiling.atMs < CEILING_KEPT_MS && link.kbps < link.ceiling.kbps * CEILING_DISPROVED;
  const ceiling = believed ? link.ceiling : null;
  // Less is sent, and nothing is lost any more: whatever is lost next is lost for another reason.
  const cut = settled || !link.cut ? null : { ...link.cut, lost: Number.POSITIVE_INFINITY };
  const next = { ...link, emptying: false, airLoss, ceiling, cut };
  const raise = ceiling && link.kbps >= ceiling.kbps * CEILING_NEAR ? RAISE_NEAR : RAISE_FAR;
  if (!settled || atMs - link.raisedAtMs < raise.everyMs) return next;
  return { ...next, kbps: bounded(Math.max(link.kbps + RAISE_KBPS_MIN, link.kbps * raise.by), maxKbps), raisedAtMs: atMs };
}

/** How far the loss of so many packets strays from the air's own by chance: twice its standard deviation. */
const chance = (airLoss: number, packets: number) => 2 * Math.sqrt((airLoss * (1 - airLoss)) / Math.max(1, packets));
const bounded = (kbps: number, maxKbps: number) => Math.round(Math.min(maxKbps, Math.max(LINK_KBPS_MIN, kbps)));

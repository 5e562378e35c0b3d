import { BLOCK_DAYS_MAX } from "#contracts/station-care.ts";

type Instant = Temporal.Instant;

export interface Span {
  startsAt: Instant;
  endsAt: Instant;
}
/** What is true of a station at one moment; a block says from when to when. */
export type StationState = { status: "active" } | { status: "inactive" } | ({ status: "blocked" } & Span);
export type StationStatus = StationState["status"];
export type StationEvent = "turned_on" | "turned_off" | "block_began" | "block_ended";

/** Every step a station may take. What is turned off stays so through its blocks: a block that ends turns nothing on. */
export const stationSteps: Record<StationStatus, Partial<Record<StationEvent, StationStatus>>> = {
  active: { turned_off: "inactive", block_began: "blocked" },
  blocked: { turned_off: "inactive", block_ended: "active" },
  // From here a station turned on may be blocked at once: `stateAt` says so.
  inactive: { turned_on: "active" },
};

/** How a station stands at `now`, from whether it is turned on, its blocks, and the clock alone. */
export function stateAt(station: { status: "active" | "inactive" }, blocks: readonly Span[], now: Instant): StationState {
  if (station.status === "inactive") return { status: "inactive" };
  const block = blocks
    .filter((one) => Temporal.Instant.compare(one.startsAt, now) <= 0 && Temporal.Instant.compare(now, one.endsAt) < 0)
    .sort((a, b) => Temporal.Instant.compare(b.endsAt, a.endsAt))[0];
  return block ? { status: "blocked", startsAt: block.startsAt, endsAt: block.endsAt } : { status: "active" };
}

/** Whether a station can be given this whole span. */
export function isOpenFor(station: { status: "active" | "inactive" }, blocks: readonly Span[], span: Span): boolean {
  const meets = (block: Span) =>
    Temporal.Instant.compare(block.startsAt, span.endsAt) < 0 && Temporal.Instant.compare(span.startsAt, block.endsAt) < 0;
  return station.status === "active" && !blocks.some((block) => Temporal.Instant.compare(block.startsAt, block.endsAt) < 0 && meets(block));
}

/** Whether a block may have these times: it ends after it starts, still has to end, and is of a length that somebody plans. */
export function blockTimesFit(span: Span, now: Instant): boolean {
  const { startsAt, endsAt } = span;
  return (
    Temporal.Instant.compare(startsAt, endsAt) < 0 &&
    Temporal.Instant.compare(now, endsAt) < 0 &&
    startsAt.until(endsAt).total("hours") <= BLOCK_DAYS_MAX * 24
  );
}

import { moneyCodes } from "#contracts/timeline.ts";
import { shareOut } from "#server/domains/money/index.ts";
import type { TimelineLine } from "#server/domains/visits/record/index.ts";

const ofMoney = new Set(moneyCodes);

/** What one payer paid for a visit, and got back. */
interface Own {
  quotedCents: number;
  takenCents: number;
  creditedCents: number;
  taxBackCents: number;
}

/** The record without its lines of money, for whoever pays nothing of the visit. */
export function withoutMoney(lines: readonly TimelineLine[]): TimelineLine[] {
  return lines.filter(({ code }) => !ofMoney.has(code));
}

/**
 * The record as a resident reads it: in its lines of money stands their own part, and what the family paid and said stays the family's. Why something
 * was given back is read by both sides, also by the one who got nothing of it.
 */
export function withOwnMoney(lines: readonly TimelineLine[], own: Own | undefined): TimelineLine[] {
  if (!own?.quotedCents)
    return lines
      .map(withoutPlan)
      .flatMap((line) => (line.code === "credited" ? [withNoCents(line)] : ofMoney.has(line.code) ? [] : [line]));
  const shareOf = (cents: number, of: TimelineLine["code"]) =>
    shareOut(cents, new Map(lines.filter(({ code }) => code === of).map(({ id, facts }) => [id, Number(facts.cents)])));
  const shares = new Map([...shareOf(own.creditedCents, "credited"), ...shareOf(own.taxBackCents, "tax_given_back")]);
  // Staff's decision stands right after what was given back by it.
  let decidedCents = 0;
  return lines.map(withoutPlan).flatMap((line): TimelineLine[] => {
    const { id, code, facts } = line;
    if (!ofMoney.has(code)) return [line];
    if (code === "charged") return [{ ...line, facts: { ...facts, cents: own.takenCents, letGoCents: own.quotedCents - own.takenCents } }];
    if (code === "tax_given_back") return shares.has(id) ? [{ ...line, facts: { ...facts, cents: shares.get(id)! } }] : [];
    if (code !== "credited") return facts.side === "resident" ? [withCents(line, decidedCents)] : [];
    const cents = shares.get(id) ?? 0;
    decidedCents = facts.what === "decided" ? cents : decidedCents;
    return [{ ...line, facts: { ...facts, cents } }];
  });
}

/** What came from the family's plan is the family's to know. */
function withoutPlan(line: TimelineLine): TimelineLine {
  // Lines from before wrote down both.
  const { planSeconds: _seconds, planCents: _cents, ...facts } = line.facts;
  return { ...line, facts };
}

const withNoCents = (line: TimelineLine): TimelineLine => ({ ...line, facts: { ...line.facts, cents: 0 } });

function withCents(line: TimelineLine, cents: number): TimelineLine {
  return line.code === "complaint_decided" && line.facts.decision === "credited" ? { ...line, facts: { ...line.facts, cents } } : line;
}

import type { z } from "zod";
import type { VisitCard } from "#contracts/visits.ts";
import { type Id, useWords } from "#web/family/words.ts";
import { knows } from "#web/words/words.tsx";

export type Card = z.infer<typeof VisitCard>;

/** Still to come, or running now. */
export const isComing = (visit: Card, now: number): boolean =>
  ["requested", "booked", "in_progress"].includes(visit.status) && Date.parse(visit.endsAt) > now;
/** The waiting room is open to this side. */
export const isOpen = (visit: Card, now: number): boolean =>
  ["booked", "in_progress"].includes(visit.status) && Date.parse(visit.opensAt) <= now && now < Date.parse(visit.endsAt);

/** A given name, as one speaks of somebody one knows. */
export const firstName = (name: string): string => name.trim().split(/\s+/u)[0] ?? name;

const tones = {
  completed: "good",
  booked: "line",
  in_progress: "line",
  requested: "warn",
  cancelled: undefined,
  missed: "stop",
  rejected: "stop",
  withdrawn: undefined,
} as const;

/** A visit's state as one word with its tone. */
export function useVisitWords() {
  const { t } = useWords();
  return {
    status: (visit: Card): { words: string; tone: "good" | "line" | "warn" | "stop" | undefined } => ({
      words: t(`family.status.${visit.status}` as Id),
      tone: visit.outcome === "system_failure" ? "stop" : tones[visit.status],
    }),
    /** How it came out, in one sentence; empty for a visit that is still to come. */
    outcome: (visit: Card): string =>
      visit.outcome ? t(`family.outcome.${visit.outcome}` as Id, { name: firstName(visit.withName) }) : "",
    reason: (visit: Card): string | undefined =>
      visit.reason && knows(`live.reason.${visit.reason}`) ? t(`live.reason.${visit.reason}` as Id) : undefined,
  };
}

import type { BuildLetter } from "#server/domains/notifications/index.ts";
import { visitForLetter } from "#server/domains/visits/bookings/index.ts";
import { missedWords } from "./missed.words.ts";

/** The letter that tells a family of a missed visit: who came, what it means for them, and what they can do now. */
export const missedLetter: BuildLetter = async (ctx, { visitId }, locale) => {
  const found = await visitForLetter(ctx, String(visitId), locale);
  if (found?.visit.status !== "missed") return undefined;
  const { facts, visit } = found;
  const words = missedWords[locale];
  const whatHappened = words.happened[visit.outcome ?? ""] ?? words.happened.nobody_came!;
  return { subject: words.subject(facts), text: words.text(facts, whatHappened(facts)) };
};

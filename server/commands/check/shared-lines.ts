import { moneyCodes } from "#contracts/timeline.ts";

/** The lines of a record that every side reads alike, as text to compare: what it cost is told to each side as far as it is theirs. */
export function sharedLines(timeline: readonly { code: string }[]): string {
  return JSON.stringify(timeline.filter(({ code }) => !moneyCodes.includes(code)));
}

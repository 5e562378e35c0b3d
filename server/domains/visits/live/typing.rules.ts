/** A line that somebody types while the others read along. */
export interface Typed {
  id: string;
  words: string;
  /** What stood there and was taken back, oldest first. */
  takenBack: string[];
  /** The last change took letters off the end: more of that belongs to it. */
  shrinking: boolean;
}

/** So many are kept with one line; of somebody who takes back more, they are put away as a line of their own. */
export const TAKEN_BACK_MAX = 20;

export const newLine = (id: string): Typed => ({ id, words: "", takenBack: [], shrinking: false });

/** The line after a change. What the others have read and do not see any more is remembered once, not letter by letter as it goes. */
export function typed(line: Typed, words: string): Typed {
  const grows = words.startsWith(line.words);
  const shrinking = !grows && line.words.startsWith(words);
  const more = shrinking && line.shrinking;
  const takenBack = grows || more ? line.takenBack : [...line.takenBack, line.words];
  return { ...line, words, takenBack, shrinking };
}

/** Whether the others have read any word of it. */
export const wasRead = ({ words, takenBack }: Typed): boolean => words.trim() !== "" || takenBack.some((one) => one.trim() !== "");

/** What was taken back of a line that is sent as `words`: what stood there last and is not in them was read as well. */
export const takenBackOf = (line: Typed, words: string): string[] => typed({ ...line, words: line.words.trim() }, words).takenBack;

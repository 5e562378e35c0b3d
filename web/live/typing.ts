import { newId } from "#web/client/id.ts";

/** As often as live text is sent (RFC 4103, 5.1): more would be no faster to read. */
const EVERY_MS = 300;

/** The line that this page types: its id, and letters in small handfuls. */
export function createTyping(say: (line: { id: string; words: string }) => void) {
  let id = newId();
  let words = "";
  let shown = "";
  let timer: ReturnType<typeof setTimeout> | undefined;
  const show = () => {
    timer = undefined;
    if (words !== shown) say({ id, words });
    shown = words;
  };
  return {
    type(now: string): void {
      words = now;
      timer ??= setTimeout(show, EVERY_MS);
    },
    /** The line is finished: its id, under which it is sent; the next letters are another line. */
    finish(): string {
      clearTimeout(timer);
      timer = undefined;
      const finished = id;
      id = newId();
      words = shown = "";
      return finished;
    },
  };
}

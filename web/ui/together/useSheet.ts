import { useEffect, useState, useSyncExternalStore } from "react";
import type { Seat } from "#contracts/live-limits.ts";
import type { TogetherAct, TogetherNews } from "#contracts/together.ts";
import { makeSheet, type Sheet, type SheetSnapshot } from "#web/live/together/sheet.ts";

/** A line to the room: `say` does nothing for who only looks. */
export interface SheetLine {
  say: (act: TogetherAct) => void;
  hear: (listener: (news: TogetherNews) => void) => () => void;
}

/** The sheet over this line; `isUp` says that the line stands and the visit is not paused: each time it comes up, what lacks is asked for. */
export function useSheet(line: SheetLine, seat: Seat | null, isUp: boolean, ask: (sheet: Sheet) => void): [Sheet, SheetSnapshot] {
  const [sheet] = useState(() => makeSheet({ seat, say: line.say }));
  useEffect(() => {
    const deaf = line.hear(sheet.take);
    return deaf;
  }, [line, sheet]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for once each time the line comes up.
  useEffect(() => {
    if (isUp) ask(sheet);
  }, [isUp, sheet]);
  return [sheet, useSyncExternalStore(sheet.subscribe, sheet.snapshot)];
}

import { useEffect, useState } from "react";
import type { Room } from "#contracts/live.ts";
import type { TogetherLine } from "#web/live/room-types.ts";

/** Whether the sheet is open on this screen, and whether another side has opened it and this one has not looked; its parts are loaded only then. */
export function useSheetOpen(
  line: TogetherLine,
  room: Room | null,
): { isOpen: boolean; isOffered: boolean; toggle: (() => void) | undefined } {
  const [isOpen, setOpen] = useState(false);
  const [isOffered, setOffered] = useState(false);
  useEffect(() => {
    return line.hear(({ news }) => {
      if (news === "opened" || news === "drawn" || news === "pages") setOffered(true);
    });
  }, [line]);
  // A privileged visit has no sheet: nothing of it may be kept anywhere.
  const has = room !== null && room.kind !== "privileged";
  const toggle = () => {
    setOffered(false);
    setOpen(!isOpen);
  };
  return { isOpen: isOpen && has, isOffered: isOffered && !isOpen, toggle: has ? toggle : undefined };
}

import { useEffect } from "react";
import type { Act } from "./Panel.tsx";

const acts: Readonly<Record<string, Act>> = { m: "mute", c: "camera_off", p: "pause", w: "warn", e: "end" };
/** So many tiles have a key of their own. */
export const KEYED_MAX = 9;

/**
 * Keys of the wall: 1 to 9 choose a visit, O opens or closes its pictures, and M, C, P, W and E ask for an act, which only its
 * reason does. Escape lets go. They rest while somebody types or a question is open.
 */
export function useWallKeys(keys: {
  mayAct: boolean;
  onChoose: (index: number) => void;
  onAct: (act: Act) => void;
  onPictures: () => void;
  onLetGo: () => void;
}): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      const at = event.target;
      if (at instanceof HTMLElement && (at.isContentEditable || at.matches("input, textarea, select"))) return;
      if (document.querySelector('[role="dialog"], [role="alertdialog"]')) return;
      const key = event.key.toLowerCase();
      const act = acts[key];
      if (/^[1-9]$/.test(key)) keys.onChoose(Number(key) - 1);
      else if (key === "escape") keys.onLetGo();
      else if (key === "o") keys.onPictures();
      else if (act && keys.mayAct) keys.onAct(act);
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, [keys]);
}

import { useEffect, useRef } from "react";

export type Keys = Readonly<Record<string, () => void>>;

/** Runs what a single key stands for; never while somebody types, nor with a question open, nor together with another key. */
export function useKeys(keys: Keys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      // By its veil, and not by its role: what just happened is told by an alert dialog too, and stops nobody.
      if (isTyping(event.target) || document.querySelector(".veil")) return;
      const act = latest.current[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (!act) return;
      event.preventDefault();
      act();
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, []);
}

const NO_TEXT = ["radio", "checkbox", "button", "submit"];
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !NO_TEXT.includes(target.type);
  return target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

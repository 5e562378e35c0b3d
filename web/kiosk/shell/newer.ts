import { useEffect } from "react";
import { untouchedMs } from "./idle.ts";

const LOOK_EVERY_MS = 5_000;
const UNTOUCHED_MS = 30_000;

/** Loads the newer page once nobody is signed in and nobody has touched the screen for a while; never in a visit. */
export function useReloadWhenNewer(wanted: boolean): void {
  useEffect(() => {
    if (!wanted) return;
    const timer = setInterval(async () => {
      if (untouchedMs() < UNTOUCHED_MS) return;
      // A server that is just going down would leave the browser's own error on the screen.
      const there = await fetch(location.pathname, { cache: "no-store" }).then(
        (response) => response.ok,
        () => false,
      );
      if (there) location.reload();
    }, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [wanted]);
}

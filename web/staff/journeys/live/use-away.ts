import { useEffect, useRef, useState } from "react";

const AWAY_MS = 60_000;

/** Calls `close` once this page has been out of sight for a minute: nobody is watched behind another window. True while that is news. */
export function useAway(close: () => boolean): boolean {
  const [went, setWent] = useState(false);
  const latest = useRef(close);
  latest.current = close;
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const looked = () => {
      clearTimeout(timer);
      if (!document.hidden) return;
      setWent(false);
      timer = setTimeout(() => setWent(latest.current()), AWAY_MS);
    };
    document.addEventListener("visibilitychange", looked);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", looked);
    };
  }, []);
  return went;
}

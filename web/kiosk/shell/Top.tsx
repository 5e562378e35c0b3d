import { useSyncExternalStore } from "react";
import { Brand } from "#web/ui/Brand.tsx";
import { dayIn, useFormat } from "#web/ui/format.ts";
import { ticking } from "./server-clock.ts";
import { useStation } from "./useStation.ts";

/** The server's time, moved on each second. */
export const useServerNow = (): number => useSyncExternalStore(ticking.subscribe, ticking.read);

/** Above every screen but the live visit: the mark, which leads nowhere, and the big clock in the facility's zone. */
export function Top() {
  const { station } = useStation();
  return (
    <header className="kiosk-top">
      <Brand />
      {station && <Clock zone={station.facility.timeZone} />}
    </header>
  );
}

function Clock({ zone }: { zone: string }) {
  const format = useFormat();
  const now = useServerNow();
  return (
    <p className="clock-block">
      <time className="clock">{format.time(now, zone)}</time>
      <span className="soft">{format.day(dayIn(now, zone))}</span>
      <span className="soft">{format.zone(zone, now)}</span>
    </p>
  );
}

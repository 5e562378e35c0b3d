import type { z } from "zod";
import type { Station } from "#contracts/stations.ts";
import type { Health } from "#contracts/system.ts";

export type StationCard = z.infer<typeof Station>;

/** What this kiosk knows of itself and of the server. */
export interface StationView {
  /** `lost`: it holds a key that the server does not take (any more), so staff must enrol it again. */
  phase: "starting" | "unenrolled" | "lost" | "ready";
  station: StationCard | null;
  /** False while the server does not answer; everything comes back by itself. */
  reachable: boolean;
  media: Health["media"]["status"];
  /** The server's version when this page was loaded, which is the page's own. */
  version: string | null;
  /** The server is newer than this page. */
  newer: boolean;
}
export type StationEvent =
  | { type: "health"; health: Pick<Health, "version" | "media"> }
  | { type: "unreachable" | "no_key" | "key_refused" }
  | { type: "station"; station: StationCard };

export const starting: StationView = { phase: "starting", station: null, reachable: true, media: "ok", version: null, newer: false };

/** All that a kiosk learns about itself; station.ts asks the questions and owns the timers. */
export function next(view: StationView, event: StationEvent): StationView {
  switch (event.type) {
    case "unreachable":
      return view.reachable ? { ...view, reachable: false } : view;
    case "health": {
      const version = view.version ?? event.health.version;
      return { ...view, reachable: true, version, newer: version !== event.health.version, media: event.health.media.status };
    }
    case "no_key":
      return { ...view, phase: "unenrolled", station: null };
    case "key_refused":
      return { ...view, phase: "lost", station: null };
    case "station":
      return { ...view, phase: "ready", station: event.station };
  }
}

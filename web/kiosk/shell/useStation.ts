import { useSyncExternalStore } from "react";
import { type Session, signedIn } from "./session.ts";
import { station } from "./station.ts";
import type { StationView } from "./station-state.ts";

/** This kiosk's own state, drawn anew whenever it changes. */
export const useStation = (): StationView => useSyncExternalStore(station.subscribe, station.read);

/** Whether somebody is signed in here. */
export const useSession = (): Session => useSyncExternalStore(signedIn.subscribe, signedIn.read);

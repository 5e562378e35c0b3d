import { api } from "#web/client/api.ts";
import { call } from "#web/client/call.ts";
import { asProblem, type Problem } from "#web/client/problem.ts";
import { enrol } from "./station.ts";

const KEY = "throughline.demo.person";

/** An invented resident who may sign in at a demonstration kiosk. */
export interface DemoPerson {
  residentName: string;
  bookingNumber: string;
  pin: string;
}

/** Makes this browser a demonstration kiosk; answers with the refusal, or nothing when it worked. */
export async function enrolDemo(): Promise<Problem | undefined> {
  try {
    const { code, ...person } = await call(api.enrolDoorStation);
    const refused = await enrol(code);
    if (!refused) localStorage.setItem(KEY, JSON.stringify(person));
    return refused;
  } catch (caught) {
    return asProblem(caught);
  }
}

/** Who may sign in here, if this browser became a kiosk through the demonstration. */
export function readDemoPerson(): DemoPerson | undefined {
  try {
    const kept = localStorage.getItem(KEY);
    return kept ? (JSON.parse(kept) as DemoPerson) : undefined;
  } catch {
    // A browser that keeps nothing has nothing to show.
    return undefined;
  }
}

/** Forgets it: a kiosk enrolled by staff shows nobody's PIN. */
export const forgetDemoPerson = (): void => localStorage.removeItem(KEY);

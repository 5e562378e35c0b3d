import { api } from "#web/client/api.ts";
import { call } from "#web/client/call.ts";
import { asProblem, type Problem } from "#web/client/problem.ts";
import { hasStationKey, loadStationKey, renewStationKey } from "#web/kiosk/station-key.ts";
import { equipmentHealth } from "./equipment-health.ts";
import { learnServerTime } from "./server-clock.ts";
import { next, type StationCard, type StationEvent, type StationView, starting } from "./station-state.ts";

const LOOK_EVERY_MS = 20_000;
/** While somebody is signed in: staff may sign them out, and the screen must follow within seconds. */
const LOOK_WHILE_IN_MS = 4_000;
const LOOK_WHILE_GONE_MS = 2_000;
const HEALTH_TIMEOUT_MS = 5_000;
const REPORT_EVERY_MS = 60_000;

let view = starting;
let timer: ReturnType<typeof setTimeout> | undefined;
let looking: Promise<void> | undefined;
let reportedAt = Number.NEGATIVE_INFINITY;
const listeners = new Set<() => void>();

/** For `useSyncExternalStore`: this kiosk's own state. */
export const station = {
  subscribe(tell: () => void): () => void {
    listeners.add(tell);
    return () => void listeners.delete(tell);
  },
  read: (): StationView => view,
};

function happened(event: StationEvent): void {
  view = next(view, event);
  for (const tell of listeners) tell();
}

/** Begins to watch the server, for as long as the page lives. */
export async function startStation(): Promise<void> {
  await loadStationKey();
  await lookNow();
}

/** Asks at once how things stand; called also when any request found the server gone. */
export function lookNow(): Promise<void> {
  clearTimeout(timer);
  looking ??= look().finally(() => {
    looking = undefined;
    timer = setTimeout(
      () => void lookNow(),
      view.reachable ? (view.station?.signIn.open ? LOOK_WHILE_IN_MS : LOOK_EVERY_MS) : LOOK_WHILE_GONE_MS,
    );
  });
  return looking;
}

async function look(): Promise<void> {
  try {
    happened({ type: "health", health: await askHealth() });
  } catch {
    happened({ type: "unreachable" });
    return;
  }
  if (!hasStationKey()) {
    happened({ type: "no_key" });
    return;
  }
  try {
    const sentAt = Date.now();
    const answer = await call(api.readStation);
    learnServerTime(Date.parse(answer.now), sentAt);
    happened({ type: "station", station: answer });
    keepName(answer);
    // A report that is refused says nothing about the kiosk's own state.
    await report().catch(() => undefined);
  } catch (caught) {
    happened({ type: refusesKey(asProblem(caught)) ? "key_refused" : "unreachable" });
  }
}

/** Whether the server does not know this key. A proof that only came too late is the clock's fault, and is tried again. */
function refusesKey({ codes, facts }: Problem): boolean {
  if (codes.includes("station.unknown")) return true;
  if (!codes.includes("station.proof_invalid")) return false;
  if (facts.why !== "time") return true;
  if (typeof facts.now === "string") learnServerTime(Date.parse(facts.now), Date.now());
  return false;
}

/** Health is asked without a proof: its Date header is what sets this kiosk's clock, which every proof needs. */
async function askHealth(): Promise<{ version: string; media: { status: "ok" | "unavailable" } }> {
  const sentAt = Date.now();
  const response = await fetch(api.health.path, { signal: AbortSignal.timeout(HEALTH_TIMEOUT_MS), cache: "no-store" });
  const date = Date.parse(response.headers.get("date") ?? "");
  if (!Number.isNaN(date)) learnServerTime(date, sentAt, 1000);
  // Health answers 503 with the same body where something is degraded.
  return (await response.json()) as { version: string; media: { status: "ok" | "unavailable" } };
}

async function report(): Promise<void> {
  if (performance.now() - reportedAt < REPORT_EVERY_MS) return;
  reportedAt = performance.now();
  const found = await equipmentHealth();
  await call(api.reportStation, { body: { ...found, appVersion: view.version ?? "", browserVersion: browserName() } });
}

const NAME = "throughline.station.name";
/** The name on the wall, for staff who must set this screen up again: no secret, and good for nothing else. */
function keepName({ name, facility }: StationCard): void {
  try {
    localStorage.setItem(NAME, `${facility.name}, ${name}`);
  } catch {
    // A browser that keeps nothing has no name to show later.
  }
}

/** Which station this browser last was, where it still knows. */
export function lastName(): string | undefined {
  try {
    return localStorage.getItem(NAME) ?? undefined;
  } catch {
    return undefined;
  }
}

/** The browser and its version, as staff would name it; of the rest of what it says of itself nothing is told. */
function browserName(): string {
  const found = /(Firefox|Edg|Chrome|CriOS|Version)\/(\d+)/.exec(navigator.userAgent);
  const names: Record<string, string> = { Edg: "Edge", CriOS: "Chrome", Version: "Safari" };
  return found?.[1] ? `${names[found[1]] ?? found[1]} ${found[2]}` : "";
}

/** Makes this browser a station with a one-time code from staff; answers with the refusal, or nothing when it worked. */
export async function enrol(code: string): Promise<Problem | undefined> {
  try {
    // A key that was refused before would be refused again.
    if (view.phase === "lost" || !hasStationKey()) await renewStationKey();
    const answer = await call(api.enrolStation, { body: { code } });
    reportedAt = Number.NEGATIVE_INFINITY;
    happened({ type: "station", station: answer });
    keepName(answer);
    return undefined;
  } catch (caught) {
    return asProblem(caught);
  }
}

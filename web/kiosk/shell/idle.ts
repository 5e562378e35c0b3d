import { useEffect, useState, useSyncExternalStore } from "react";
import { api } from "#web/client/api.ts";
import { call } from "#web/client/call.ts";
import { type Idle, idleAt, tellsServer } from "./idle-state.ts";
import { signedIn, signOut } from "./session.ts";

const LOOK_EVERY_MS = 250;
let touchedAt = 0;
let toldAt = 0;
let holders = 0;
let warned = false;
const listeners = new Set<() => void>();

/** From now on every touch of this screen is noticed, for as long as the page lives. */
export function watchTouches(): void {
  touchedAt = performance.now();
  for (const touch of ["pointerdown", "keydown"]) addEventListener(touch, () => !warned && touched(), { capture: true });
}

/** The person is there: the idle clock starts anew, here and on the server. */
export function touched(): void {
  const now = performance.now();
  touchedAt = now;
  for (const tell of listeners) tell();
  if (signedIn.read().phase !== "in" || !tellsServer({ toldAt, now })) return;
  toldAt = now;
  // Refused with 401 by a server that signed the person out already: the next question hears it and shows it.
  void call(api.stillHere).catch(() => undefined);
}

/** While the warning stands it takes the touches itself: what vanishes under a finger would let the touch through to the page below. */
export function useTouchesOfWarning(): void {
  useEffect(() => {
    warned = true;
    return () => {
      warned = false;
    };
  }, []);
}

/** How long nobody has touched the screen, in milliseconds. */
export const untouchedMs = (): number => performance.now() - touchedAt;

/** While this is drawn nobody is signed out: a waiting room, a live visit. */
export function useHeld(held: boolean): void {
  useEffect(() => {
    if (!held) return;
    holders++;
    return () => {
      holders--;
      touched();
    };
  }, [held]);
}
/** Whether a waiting room or a live visit is on the screen: nothing may be reloaded or covered. */
export const isHeld = (): boolean => holders > 0;

/** The idle clock of who is signed in: warns, and signs out when it is over. */
export function useIdle(idleSeconds: number): Idle {
  const [, draw] = useState(0);
  useEffect(() => {
    touchedAt = performance.now();
    toldAt = touchedAt;
    const timer = setInterval(() => draw((count) => count + 1), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  useSyncExternalStore(subscribe, () => touchedAt);
  const idle = idleAt({ touchedAt, now: performance.now(), idleSeconds, held: holders > 0 });
  useEffect(() => {
    if (idle.phase === "over") signOut("idle");
  }, [idle.phase]);
  return idle;
}

function subscribe(tell: () => void): () => void {
  listeners.add(tell);
  return () => void listeners.delete(tell);
}

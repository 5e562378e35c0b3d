import type { QueryClient } from "@tanstack/react-query";
import { api } from "#web/client/api.ts";
import { call } from "#web/client/call.ts";
import { asProblem, type Problem } from "#web/client/problem.ts";
import { reading } from "#web/client/query.ts";
import { leaveLanguage, takeLanguage } from "./language.ts";
import { reach } from "./reach.ts";
import { lookNow } from "./station.ts";

/** Why nobody is signed in: the welcome screen says all but `fresh`; for `staff` the station's own card has their reason. */
export type Out = "fresh" | "done" | "idle" | "ended" | "staff";
export type Session = { phase: "asking" } | { phase: "out"; why: Out } | { phase: "in" };

let session: Session = { phase: "asking" };
let queries: QueryClient | undefined;
let goHome: () => void = () => {};
/** The server could not be told of the last sign-out; it is told before anything else happens here. */
let owed = false;
const listeners = new Set<() => void>();

/** For `useSyncExternalStore`: whether somebody is signed in at this kiosk. */
export const signedIn = {
  subscribe(tell: () => void): () => void {
    listeners.add(tell);
    return () => void listeners.delete(tell);
  },
  read: (): Session => session,
};
function become(next: Session): void {
  session = next;
  for (const tell of listeners) tell();
}

/** Hands over what a sign-out must empty and where it must lead. */
export function startSession(given: { queries: QueryClient; goHome: () => void }): void {
  queries = given.queries;
  goHome = given.goHome;
}

/** Asks the server who is signed in here: after this page was loaded, and after a sign-in. */
export async function askWho(): Promise<void> {
  if (!queries) return;
  try {
    if (owed) await tellSignedOut();
    const me = await queries.fetchQuery({ ...reading(api.insideMe), staleTime: 0 });
    await takeLanguage(me.locale);
    become({ phase: "in" });
  } catch (caught) {
    const { codes } = asProblem(caught);
    if (codes.includes("access.signed_out")) become({ phase: "out", why: "fresh" });
    else void lookNow();
  }
}

/** Signs a resident in; answers with the refusal, or nothing when it worked. */
export async function signIn(act: () => Promise<unknown>): Promise<Problem | undefined> {
  try {
    if (owed) await tellSignedOut();
    await act();
    await askWho();
    return undefined;
  } catch (caught) {
    return asProblem(caught);
  }
}

/** Nothing of the person remains: no answer of the server, no page to go back to, not their language. */
export function signOut(why: "done" | "idle"): void {
  if (session.phase !== "in") return;
  forget(why);
  owed = true;
  void tellSignedOut().catch(() => undefined);
}

/** The server says that nobody is signed in (any more). */
export function wasSignedOut(): void {
  if (session.phase !== "in") return;
  forget("ended");
  // Why it ended stands in the station's card, which is asked for at once.
  void lookNow();
}

/** The station's card says whether somebody is signed in: where it knows of nobody any more, the server is asked for certain. */
export async function heardOfSignIn({ open, endedFor }: { open: boolean; endedFor: string | null }): Promise<void> {
  if (session.phase === "out" && session.why === "ended" && endedFor !== null) become({ phase: "out", why: "staff" });
  if (session.phase !== "in" || open) return;
  try {
    await call(api.insideMe);
  } catch (caught) {
    if (!asProblem(caught).codes.includes("access.signed_out") || session.phase !== "in") return;
    forget(endedFor === null ? "ended" : "staff");
  }
}

function forget(why: Out): void {
  become({ phase: "out", why });
  goHome();
  queries?.clear();
  void leaveLanguage();
  reach.set(false);
}

async function tellSignedOut(): Promise<void> {
  try {
    await call(api.signOutInside);
    owed = false;
  } catch (caught) {
    if (!asProblem(caught).codes.includes("access.signed_out")) throw caught;
    owed = false;
  }
}

import { useQueryClient } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense, useEffect } from "react";
import { isProblem } from "#web/client/problem.ts";
import { SignIn } from "#web/kiosk/journeys/sign-in/SignIn.tsx";
import { paths } from "#web/kiosk/paths.ts";
import { Waiting } from "#web/ui/Waiting.tsx";
import { IdleWatch } from "./IdleWatch.tsx";
import { isHeld, untouchedMs } from "./idle.ts";
import { useReloadWhenNewer } from "./newer.ts";
import { OutOfUse, Unreachable } from "./OutOfUse.tsx";
import { askWho, heardOfSignIn, startSession } from "./session.ts";
import { lookNow } from "./station.ts";
import { useSession, useStation } from "./useStation.ts";

const UNTOUCHED_MS = 10_000;
const Enrol = lazy(() => import("#web/kiosk/journeys/enrol/Enrol.tsx"));

async function goHome(): Promise<void> {
  const { router } = await import("#web/kiosk/router.tsx");
  await router.navigate({ to: paths.home, replace: true });
}

/** What may be on the screen at all: a kiosk shows a person's pages only while it is a station and they are signed in. */
export function Shell({ children }: { children: ReactNode }) {
  const view = useStation();
  const session = useSession();
  const queries = useQueryClient();
  useEffect(() => {
    startSession({ queries, goHome: () => void goHome() });
  }, [queries]);
  useEffect(() => hearOutages(queries), [queries]);
  useReloadWhenNewer(view.newer && session.phase === "out");
  const ready = view.phase === "ready";
  useEffect(() => {
    if (ready && view.reachable && session.phase === "asking") void askWho();
  }, [ready, view.reachable, session.phase]);

  const signIn = view.station?.signIn;
  useEffect(() => {
    if (ready && signIn) void heardOfSignIn(signIn);
  }, [ready, signIn]);
  const echoDue = view.station?.echoDue ?? false;
  useEffect(() => {
    if (ready && view.reachable && echoDue && session.phase === "out") return testWhenIdle();
    return undefined;
  }, [ready, view.reachable, echoDue, session.phase]);

  // A visit says for itself when its line is lost; nothing may cover it.
  const held = isHeld();
  const gone = !view.reachable && !held;
  return (
    <>
      {gone && <Unreachable />}
      <div hidden={gone}>
        <Suspense fallback={<Waiting />}>{inside()}</Suspense>
      </div>
    </>
  );

  function inside(): ReactNode {
    if (view.phase === "starting") return <Waiting />;
    if (view.phase === "unenrolled" || view.phase === "lost") return <Enrol lost={view.phase === "lost"} />;
    if (view.station?.status !== "active" && !held) return <OutOfUse />;
    if (session.phase === "asking") return <Waiting />;
    if (session.phase === "out") return <SignIn why={session.why} />;
    return (
      <>
        {children}
        <IdleWatch />
      </>
    );
  }
}

/** Runs the network's test once nobody has touched the screen for a while; a touch before that puts it off. */
function testWhenIdle(): () => void {
  const stopping = new AbortController();
  const timer = setInterval(async () => {
    if (untouchedMs() < UNTOUCHED_MS) return;
    clearInterval(timer);
    const { runEchoTest } = await import("./echo-test.ts");
    await runEchoTest(stopping.signal);
    void lookNow();
  }, 1000);
  return () => {
    clearInterval(timer);
    stopping.abort();
  };
}

/** Any request that found nobody makes the kiosk look at once, instead of at the next turn. */
function hearOutages(queries: ReturnType<typeof useQueryClient>): () => void {
  const heard = (event: { type: string; action?: { type: string; error?: unknown } }) => {
    if (event.type !== "updated" || event.action?.type !== "error") return;
    const { error } = event.action;
    if (isProblem(error) && (error.status === 0 || error.status >= 502)) void lookNow();
  };
  const caches = [queries.getQueryCache().subscribe(heard), queries.getMutationCache().subscribe(heard)];
  return () => {
    for (const end of caches) end();
  };
}

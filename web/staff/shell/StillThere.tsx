import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { api } from "#web/client/api.ts";
import { useAct } from "#web/client/query.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { countdown } from "#web/ui/format.ts";
import { mustTell, type Presence, presenceOf, secondsLeft } from "./idle.rules.ts";
import { useWatching } from "./watching.tsx";

const LOOK_MS = 1_000;
const ACTIVE = "throughline.staff.active";
const GONE = "throughline.staff.gone";
const acts = ["keydown", "pointerdown", "pointermove", "wheel"] as const;

/**
 * Tells the server that somebody is here, from keys and pointer only, and asks before it signs out whoever left. Windows of one browser
 * share one sign-in, so they share one clock; an open watch of a live visit counts as being there.
 */
export function StillThere() {
  const { t } = useWords();
  const queries = useQueryClient();
  const { watches } = useWatching().seen;
  const isWatching = useRef(false);
  isWatching.current = Object.values(watches).some(({ state }) => state !== "ended");
  const presence = useRef<Presence>({ activeAt: 0, toldAt: 0 });
  const [left, setLeft] = useState<number>();
  const isAsked = left !== undefined;
  const asked = useRef(false);
  asked.current = isAsked;
  const tell = useAct(api.staffActive);
  // The server may have been first: either way the next question leads to the sign-in, and from there back to this page.
  const signOut = useAct(api.signOutStaff, { onDone: () => queries.invalidateQueries() });
  const send = useRef({ tell: tell.mutate, signOut: signOut.mutate });
  send.current = { tell: tell.mutate, signOut: signOut.mutate };

  useEffect(() => {
    let isOver = false;
    const note = () => {
      presence.current.activeAt = Date.now();
    };
    // Once the question stands, an answer counts and a mouse that was bumped does not.
    const act = () => {
      if (!asked.current) note();
    };
    const look = () => {
      const now = Date.now();
      if (isWatching.current) note();
      const shared = share(presence.current.activeAt);
      presence.current.activeAt = shared;
      const state = presenceOf(presence.current, now);
      setLeft(state === "there" ? undefined : secondsLeft(presence.current, now));
      if (state === "there" && mustTell(presence.current, now)) {
        presence.current.toldAt = now;
        send.current.tell({});
      }
      if (state !== "gone" || isOver) return;
      isOver = true;
      rememberGone();
      send.current.signOut({});
    };
    note();
    look();
    for (const name of acts) document.addEventListener(name, act, { passive: true, capture: true });
    const looking = setInterval(look, LOOK_MS);
    return () => {
      clearInterval(looking);
      for (const name of acts) document.removeEventListener(name, act, { capture: true });
    };
  }, []);

  const stay = () => {
    presence.current = { activeAt: Date.now(), toldAt: Date.now() };
    setLeft(undefined);
    tell.mutate({});
  };
  return (
    <Dialog
      isOpen={isAsked}
      onClose={stay}
      title={t("staff.idle.title")}
      actions={
        <>
          <Button onPress={stay}>{t("staff.idle.stay")}</Button>
          <Button kind="second" isPending={signOut.isPending} onPress={() => signOut.mutate({})}>
            {t("staff.rail.sign_out")}
          </Button>
        </>
      }
    >
      <p>{t("staff.idle.lead")}</p>
      <p className="nums" role="timer">
        {t("staff.idle.left", { time: countdown(left ?? 0) })}
      </p>
    </Dialog>
  );
}

/** The latest activity of any window of this browser, this one's among it. */
function share(own: number): number {
  try {
    const others = Number(localStorage.getItem(ACTIVE) ?? 0);
    if (own > others) localStorage.setItem(ACTIVE, String(own));
    return Math.max(own, Number.isFinite(others) ? others : 0);
  } catch {
    return own;
  }
}

function rememberGone(): void {
  try {
    sessionStorage.setItem(GONE, "yes");
  } catch {
    // A browser that keeps nothing says nothing at the sign-in.
  }
}

/** Whether this tab was signed out because nobody was there; said once. */
export function wasGone(): boolean {
  try {
    const gone = sessionStorage.getItem(GONE) !== null;
    sessionStorage.removeItem(GONE);
    return gone;
  } catch {
    return false;
  }
}

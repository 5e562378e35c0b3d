import type { FromParty, ToParty } from "#contracts/live.ts";
import { EVIDENCE_EVERY_MS, livePaths } from "#contracts/live-limits.ts";
import { makeConnection } from "./connection.ts";
import { handOver, stop, takeStream } from "./equipment.ts";
import { noTotals, reportOf, type Totals, totalsOf } from "./evidence.ts";
import { ownLeg } from "./legs.rules.ts";
import { openLink } from "./link.ts";
import { createMedia } from "./media.ts";
import { nothingSent, ownEnd, sentOf } from "./own-end.ts";
import { hear, mediaOf, moved, newRoom, type State, speakerOf } from "./room-state.ts";
import type { RoomHandle, RoomOptions, TogetherListener } from "./room-types.ts";
import { whenShown } from "./shown.ts";
import { createTyping } from "./typing.ts";

/** Starting anew more often than this would only add to a bad link's load. */
const RESTART_MS_MIN = 3000;

const LAST_REPORT_MS_MAX = 300;

/** Where a visit's socket is, for this page's own origin. */
export function roomUrl(realm: "outside" | "inside", visitId: string): string {
  const url = new URL(`${livePaths[realm]}?visit=${encodeURIComponent(visitId)}`, location.href);
  url.protocol = url.protocol.replace("http", "ws");
  return url.href;
}

/** Opens a visit's room: the waiting room at once, the picture after `join`. Owns its timers, socket, connections and devices. */
export function openRoom(options: RoomOptions): RoomHandle {
  let state = newRoom();
  const listeners = new Set<() => void>();
  const set = (next: State) => {
    if (next === state) return;
    state = next;
    for (const listener of listeners) listener();
  };

  let wantsIn = false;
  let restartedAt = 0;
  let restarting: ReturnType<typeof setTimeout> | undefined;
  let totals: Totals = noTotals;
  let sent = nothingSent;
  let seq = 0;
  const seen = new Set<string>();
  const togetherListeners = new Set<TogetherListener>();

  let servers: RTCIceServer[] = [];
  const media = createMedia({
    connection: () => makeConnection(servers),
    say: (message) => link.say({ type: "signal", message }),
    failed: () => restart(),
    // Reports begin with what they speak of: a second that was half silent is counted by nobody.
    heard: () => startReporting(),
    changed: () => set({ ...state, people: Object.fromEntries(media.people) }),
  });
  const link = openLink<ToParty, FromParty>(options.url, {
    opened: () => seen.clear(),
    lost: () => {
      // A sending connection that only waits for Join needs no socket.
      if (wantsIn) media.stop();
      else media.forgetReceive();
      if (state.link !== "closed") set({ ...state, link: "lost" });
    },
    heard: take,
  });

  function take(message: ToParty): void {
    if (message.type === "challenge") {
      // Whoever cannot prove the station is told so by the server when the time for it is up.
      void options.prove?.(message.nonce).then((proof) => link.say({ type: "proof", proof }));
      return;
    }
    if (message.type === "ice") {
      servers = message.servers;
      return media.newWays();
    }
    if (message.type === "report") return void sayEvidence();
    if (message.type === "signal") return media.take(message.message);
    if (message.type === "picture") return media.sendPicture(message.mode, message.shrink);
    if (message.type === "together") {
      for (const listener of togetherListeners) listener(message.news);
      return;
    }
    if (message.type === "rejoin") return wantsIn ? enter() : media.forgetReceive();
    set(hear(state, message, performance.now()));
    if (message.type === "closed") close("closed");
    if (message.type !== "room") return;
    for (const { watchId } of message.room.watches) acknowledge(watchId);
    const mine = ownLeg(message.room);
    const out = mine?.status === "dropped" || mine?.status === "not_joined";
    if (wantsIn && out && !message.room.ending && performance.now() - restartedAt > 1000) enter();
    if (message.room.ending) media.stop();
  }

  /** The first packet goes to staff only after this screen has really shown the notice (promise 8). */
  function acknowledge(watchId: string): void {
    if (seen.has(watchId)) return;
    seen.add(watchId);
    whenShown(`[data-watch="${watchId}"]`, () => link.say({ type: "seen_watch", watchId }));
  }

  function enter(): void {
    const { local } = state;
    if (!local || state.link === "closed") return;
    restartedAt = performance.now();
    link.say({ type: "join", consent: true });
    media.start(local);
    totals = noTotals;
    sent = nothingSent;
    link.say({ type: "sending", microphone: state.microphone, camera: state.camera });
  }

  function restart(): void {
    if (!wantsIn || restarting) return;
    const wait = Math.max(0, restartedAt + RESTART_MS_MIN - performance.now());
    restarting = setTimeout(() => {
      restarting = undefined;
      if (wantsIn && state.link === "open") enter();
    }, wait);
  }

  async function sayEvidence(): Promise<void> {
    if (!wantsIn || state.link !== "open") return;
    const { receive, send } = await media.stats();
    const now = totalsOf(receive, send, senderOf);
    const sentNow = sentOf(send);
    const report = { ...reportOf(totals, now, seq++, performance.now()), own: ownEnd(sent, sentNow, state.local) };
    totals = now;
    sent = sentNow;
    link.say(report);
    set(mediaOf(state, report));
  }
  const senderOf = (trackId: string) => [...media.people].find(([, stream]) => stream.getTrackById(trackId))?.[0];
  let reporting: ReturnType<typeof setInterval> | undefined;
  function startReporting(): void {
    clearInterval(reporting);
    void sayEvidence();
    reporting = setInterval(sayEvidence, EVIDENCE_EVERY_MS);
  }
  startReporting();
  const clock = setInterval(() => set(speakerOf(moved(state, performance.now()), media.levels(), performance.now())), 250);

  /** A phone that rang or was locked may have lost its camera, its socket, or both. */
  async function backInFront(): Promise<void> {
    if (document.visibilityState !== "visible" || !wantsIn) return;
    link.nudge();
    const { local } = state;
    if (!local?.getTracks().some(({ readyState, muted }) => readyState === "ended" || muted)) return;
    const fresh = await takeStream().catch(() => null);
    if (!fresh || state.link === "closed") return;
    handOver(fresh);
    stop(local);
    set({ ...state, local: fresh });
    apply();
    media.replace(fresh);
  }
  document.addEventListener("visibilitychange", backInFront);
  addEventListener("online", link.nudge);

  function apply(): void {
    for (const track of state.local?.getAudioTracks() ?? []) track.enabled = state.microphone;
    for (const track of state.local?.getVideoTracks() ?? []) track.enabled = state.camera;
  }
  function setSending(part: { microphone: boolean } | { camera: boolean }): void {
    set({ ...state, ...part });
    apply();
    link.say({ type: "sending", microphone: state.microphone, camera: state.camera });
  }

  const typing = createTyping((line) => link.say({ type: "typing", ...line }));

  let leaving = false;
  function sayLeave(): void {
    if (!leaving) return;
    leaving = false;
    link.say({ type: "leave" });
    media.stop();
  }

  function close(as: "closed"): void {
    sayLeave();
    wantsIn = false;
    clearInterval(reporting);
    clearInterval(clock);
    clearTimeout(restarting);
    document.removeEventListener("visibilitychange", backInFront);
    removeEventListener("online", link.nudge);
    media.stop();
    link.close();
    if (state.local) stop(state.local);
    set({ ...state, link: as, local: null, people: {}, media: "none", reaching: {}, speaking: null });
  }

  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    snapshot: () => state,
    reportEquipment: ({ camera, microphone }) => link.say({ type: "equipment", camera, microphone }),
    prepare(stream) {
      if (!wantsIn) media.prepare(stream);
    },
    join(stream) {
      handOver(stream);
      wantsIn = true;
      set({ ...state, local: stream, refused: null });
      apply();
      enter();
    },
    setMicrophone: (microphone) => setSending({ microphone }),
    setCamera: (camera) => setSending({ camera }),
    say: (words) => link.say({ type: "chat", id: typing.finish(), words }),
    type: typing.type,
    together: {
      say: (act) => link.say({ type: "together", act }),
      hear(listener) {
        togetherListeners.add(listener);
        return () => togetherListeners.delete(listener);
      },
    },
    leave() {
      leaving = true;
      const last = sayEvidence();
      wantsIn = false;
      // The last part of a second belongs to the visit too; nobody waits long for it.
      void Promise.race([last, new Promise((late) => setTimeout(late, LAST_REPORT_MS_MAX))]).then(sayLeave, sayLeave);
    },
    close: () => close("closed"),
  };
}

import type { FromStaff, ToStaff } from "#contracts/live.ts";
import { livePaths } from "#contracts/live-limits.ts";
import { newId } from "#web/client/id.ts";
import { makeConnection } from "./connection.ts";
import { openLink } from "./link.ts";
import { createMedia, type Media } from "./media.ts";
import type { TogetherListener, WatchHandle, WatchSnapshot } from "./room-types.ts";

/** Opens the staff console's socket at a facility: news of the board, watching, and an officer's acts. */
export function openWatch(facilityId: string): WatchHandle {
  const url = new URL(livePaths.staff.replace(":facilityId", encodeURIComponent(facilityId)), location.href);
  url.protocol = url.protocol.replace("http", "ws");
  let state: WatchSnapshot = {
    link: "connecting",
    rooms: {},
    watches: {},
    chat: {},
    typing: {},
    refused: null,
    closed: null,
    boardChanges: 0,
  };
  const listeners = new Set<() => void>();
  const set = (part: Partial<WatchSnapshot>) => {
    state = { ...state, ...part };
    for (const listener of listeners) listener();
  };
  let servers: RTCIceServer[] = [];
  const togetherListeners = new Set<{ visitId: string; listener: TogetherListener }>();
  const connections = new Map<string, Media>();
  const visitOf = (watchId: string) => Object.keys(state.watches).find((visitId) => state.watches[visitId]?.watchId === watchId);

  const link = openLink<ToStaff, FromStaff>(url.href, {
    opened: () => set({ link: "open", boardChanges: state.boardChanges + 1 }),
    heard: take,
    lost: () => {
      if (state.closed) return;
      // The server ended every watch of this socket; asking anew shows the notice to both sides anew.
      for (const media of connections.values()) media.stop();
      connections.clear();
      set({ link: "lost", watches: {}, rooms: {} });
    },
  });

  function take(message: ToStaff): void {
    switch (message.type) {
      case "beat":
        return;
      case "ice":
        servers = message.servers;
        return;
      case "board_changed":
        return set({ boardChanges: state.boardChanges + 1 });
      case "room":
        return set({ rooms: { ...state.rooms, [message.room.visitId]: message.room } });
      case "chat":
        return set({
          chat: { ...state.chat, [message.visitId]: [...(state.chat[message.visitId] ?? []), ...message.lines] },
          typing: { ...state.typing, [message.visitId]: {} },
        });
      case "typing": {
        const { visitId, seat, id, words } = message;
        return set({ typing: { ...state.typing, [visitId]: { ...state.typing[visitId], [seat]: { id, words } } } });
      }
      case "rejoin":
        // The engine offers anew at once; what was received before is gone.
        return connections.get(message.watchId)?.stop();
      case "watch": {
        const visitId = visitOf(message.watchId);
        const watch = visitId === undefined ? undefined : state.watches[visitId];
        if (visitId && watch) set({ watches: { ...state.watches, [visitId]: { ...watch, state: message.state } }, refused: null });
        if (message.state === "ended") forget(message.watchId);
        return;
      }
      case "signal":
        return connections.get(message.watchId)?.take(message.message);
      case "together":
        for (const { visitId, listener } of togetherListeners) if (visitId === message.visitId) listener(message.news);
        return;
      case "refused":
        return set({ refused: { codes: message.codes, facts: message.facts } });
      case "closed":
        set({ link: "closed", closed: message.why });
        return link.close();
    }
  }

  function forget(watchId: string): void {
    connections.get(watchId)?.stop();
    connections.delete(watchId);
  }

  function act(message: FromStaff): void {
    set({ refused: null });
    link.say(message);
  }

  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    snapshot: () => state,
    watch(visitId) {
      const watchId = newId();
      const media = createMedia({
        connection: () => makeConnection(servers),
        say: (message) => link.say({ type: "signal", watchId, message }),
        failed: () => {},
        heard: () => {},
        changed: () => {
          const watch = state.watches[visitId];
          if (watch?.watchId !== watchId) return;
          const people = Object.fromEntries(media.people);
          set({ watches: { ...state.watches, [visitId]: { ...watch, people } } });
        },
      });
      connections.set(watchId, media);
      set({ watches: { ...state.watches, [visitId]: { watchId, state: "asking" } }, refused: null });
      link.say({ type: "watch", watchId, visitId });
    },
    unwatch(visitId) {
      const watch = state.watches[visitId];
      if (!watch) return;
      link.say({ type: "unwatch", watchId: watch.watchId });
      forget(watch.watchId);
      const { [visitId]: _, ...watches } = state.watches;
      set({ watches });
    },
    warn: (visitId, said) => act({ type: "warn", id: newId(), visitId, ...said }),
    mute: (visitId, seat, on, reason) => act({ type: "mute", id: newId(), visitId, seat, on, ...(reason ? { reason } : {}) }),
    cameraOff: (visitId, seat, on, reason) => act({ type: "camera_off", id: newId(), visitId, seat, on, ...(reason ? { reason } : {}) }),
    pause: (visitId, on, reason) => act({ type: "pause", id: newId(), visitId, on, ...(reason ? { reason } : {}) }),
    askTogether(visitId) {
      const watch = state.watches[visitId];
      if (watch) link.say({ type: "together", watchId: watch.watchId });
    },
    hearTogether(visitId, listener) {
      const one = { visitId, listener };
      togetherListeners.add(one);
      return () => togetherListeners.delete(one);
    },
    end: (visitId, reason, note) => link.say({ type: "end", id: newId(), visitId, reason: reason as never, ...(note ? { note } : {}) }),
    close() {
      for (const media of connections.values()) media.stop();
      link.close();
    },
  };
}

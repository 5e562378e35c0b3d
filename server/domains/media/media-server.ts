import assert from "node:assert/strict";
import { AppError } from "#server/platform/errors.ts";
import { createEchoes } from "./echo.ts";
import { isEngineError } from "./janus/client.ts";
import { createEngine, type LiveEngine } from "./janus/process.ts";
import type { MediaEvent, MediaOptions, MediaServer, RoomRequest } from "./media.types.ts";
import { createRoom, type Room } from "./room.ts";
import { adoptSegments } from "./segments.ts";

const FREE_BYTES_MIN = 256 * 1024 * 1024;

/** Live rooms on a private engine of our own. It is the only thing that knows which engine that is. */
export function createMediaServer(options: MediaOptions): MediaServer {
  const { log, recordingFreeBytesMin = FREE_BYTES_MIN } = options;
  const listeners = new Set<(event: MediaEvent) => void>();
  const rooms = new Map<string, { request: RoomRequest; room: Room; opening: Promise<void> }>();
  let live: LiveEngine | undefined;
  const echoes = createEchoes(() => live);

  function emit(event: MediaEvent): void {
    for (const listener of listeners) {
      try {
        listener(event);
      } catch (error) {
        log.error({ event: "media.listener_failed", err: error }, "a listener of media events failed");
      }
    }
  }

  const engine = createEngine(options, {
    up(now) {
      live = now;
      emit({ type: "engine", up: true });
      for (const [roomId, { room }] of rooms) {
        room.engineUp(now).catch((error: unknown) => {
          if (live === now) log.error({ event: "media.room_lost", roomId, err: error }, "a room could not be opened again");
        });
      }
    },
    down() {
      live = undefined;
      echoes.forget();
      // First the cause: what each leg lost by it is nobody's own lost link.
      emit({ type: "engine", up: false });
      for (const { room } of rooms.values()) room.engineLost();
    },
  });

  function roomOf(roomId: string): Room {
    const found = rooms.get(roomId);
    assert(found, "a room is opened before it is used");
    return found.room;
  }

  async function open(request: RoomRequest): Promise<void> {
    const { roomId } = request;
    const open = rooms.get(roomId);
    if (open) {
      assert(open.request.kind === request.kind, "a room's kind never changes");
      return open.opening;
    }
    const { reason } = engine.health();
    // An engine that is down comes back; one that is missing does not.
    if (reason && reason !== "engine_down") throw new AppError(["media.unavailable"], { code: reason });
    const room = createRoom({ request, log, emit, recordingFreeBytesMin });
    const opening = live ? room.engineUp(live) : Promise.resolve();
    rooms.set(roomId, { request, room, opening });
    try {
      await opening;
    } catch (error) {
      // It died just now: the room is opened when it is back.
      if (isEngineError(error) && error.code === 0) return;
      rooms.delete(roomId);
      throw new AppError(["media.unavailable"], { code: "engine_down" }, { cause: error });
    }
  }

  return {
    start: engine.start,
    stop: engine.stop,
    health: engine.health,
    open,
    prepare: async (roomId, participantId, send) => roomOf(roomId).prepare(participantId, send),
    join: (roomId, participantId, send) => roomOf(roomId).join(participantId, "party", send),
    watch: (roomId, watcherId, send) => roomOf(roomId).join(watcherId, "watcher", send),
    unwatch: async (roomId, watcherId) => rooms.get(roomId)?.room.leave(watcherId),
    signal: async (roomId, participantId, message) => rooms.get(roomId)?.room.signal(participantId, message),
    leave: async (roomId, participantId) => rooms.get(roomId)?.room.leave(participantId),
    kick: (roomId, participantId) => roomOf(roomId).kick(participantId),
    softMute: (roomId, participantId, what) => roomOf(roomId).softMute(participantId, what),
    report: (roomId, participantId, said) => rooms.get(roomId)?.room.report(participantId, said),
    setRecording: (roomId, on) => roomOf(roomId).setRecording(on),
    recordingGrowing: (roomId) => roomOf(roomId).recordingGrowing(),
    async end(roomId) {
      const found = rooms.get(roomId);
      rooms.delete(roomId);
      return (await found?.room.end()) ?? [];
    },
    openEcho: echoes.open,
    closeEcho: echoes.close,
    adopt: (recordFolder) => adoptSegments(recordFolder),
    on(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

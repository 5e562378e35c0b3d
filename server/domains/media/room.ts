import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { AppError } from "#server/platform/errors.ts";
import type { Log } from "#server/platform/log.ts";
import { isEngineError } from "./janus/client.ts";
import type { LiveEngine } from "./janus/process.ts";
import * as engine from "./janus/videoroom.ts";
import type { ClosedSegment, FromBrowser, LinkReport, MediaEvent, RecordingProof, RoomRequest, ToBrowser } from "./media.types.ts";
import { createMember, type Member, type Role } from "./member.ts";
import { createPictureControl } from "./picture-control.ts";
import type { Withheld } from "./receive-leg.ts";
import type { Expected } from "./recording-files.ts";
import { watchRecording } from "./recording-proof.ts";
import { closeSegments } from "./segments.ts";

export interface Room {
  /** Makes the room in a living engine; everybody in it is told to start anew. */
  engineUp(live: LiveEngine): Promise<void>;
  engineLost(): void;
  prepare(id: string, send: (message: ToBrowser) => void): Promise<void>;
  join(id: string, role: Role, send: (message: ToBrowser) => void): Promise<void>;
  signal(id: string, message: FromBrowser): Promise<void>;
  leave(id: string): Promise<void>;
  kick(id: string): Promise<void>;
  softMute(id: string, what: Withheld): Promise<void>;
  report(id: string, said: LinkReport): void;
  setRecording(on: boolean): Promise<RecordingProof>;
  recordingGrowing(): Promise<boolean>;
  end(): Promise<ClosedSegment[]>;
}

export interface RoomOptions {
  request: RoomRequest;
  log: Log;
  emit(event: MediaEvent): void;
  recordingFreeBytesMin: number;
}

const NOTHING: Withheld = { sound: false, picture: false };
const ID = /^[\w-]{1,80}$/;

/** One live room. It outlives the engine: what was true in it is kept here and made true again. */
export function createRoom({ request, log, emit, recordingFreeBytesMin }: RoomOptions): Room {
  const { roomId, kind, maxKbps, recordFolder } = request;
  assert(ID.test(roomId), "a room's id becomes part of file names");
  assert((kind === "recorded") === Boolean(recordFolder), "a room has a folder to record into exactly when it is a recorded one");
  const members = new Map<string, Member>();
  const removed = new Set<string>();
  const withheld = new Map<string, Withheld>();
  const recording = recordFolder ? watchRecording(recordFolder, roomId, recordingFreeBytesMin) : undefined;
  let recordingOn = false;
  /** A file that stopped growing may end within a packet: what follows belongs in a new one. */
  let torn = false;
  let here: engine.EngineRoom | undefined;
  const picture = createPictureControl(() => [...members.values()].filter(({ role }) => role === "party"), maxKbps);

  async function make(live: LiveEngine): Promise<engine.EngineRoom> {
    if (recordFolder) await mkdir(recordFolder, { recursive: true, mode: 0o700 });
    const session = await live.client.session();
    const control = await session.attach(() => undefined);
    const room = { roomId, session, control, secret: randomBytes(24).toString("base64url"), adminKey: live.adminKey };
    await engine.createRoom(room, { maxKbps, record: recordingOn, recordFolder, e2ee: kind === "privileged" });
    return room;
  }

  async function holding<T>(feeds: string[], task: () => Promise<T>): Promise<T> {
    const letGo = await Promise.all(feeds.map((feed) => members.get(feed)?.hold(withheld.get(feed) ?? NOTHING)));
    try {
      return await task();
    } finally {
      await Promise.all(letGo.map((release) => release?.()));
    }
  }

  function memberFor(id: string, role: Role): Member {
    const found = members.get(id);
    if (found) {
      assert(found.role === role, "nobody is both a party and a watcher");
      return found;
    }
    const member = createMember({
      id,
      roomId,
      role,
      maxKbps,
      log,
      emit,
      withheld: (feed) => withheld.get(feed) ?? NOTHING,
      holding,
      anew: () => picture.forget(id),
    });
    members.set(id, member);
    return member;
  }

  function memberLet(id: string, role: Role, send: (message: ToBrowser) => void): Member {
    assert(ID.test(id), "a participant's id becomes part of file names");
    if (removed.has(id)) throw new AppError(["access.denied"], { roomId });
    const member = memberFor(id, role);
    member.sendTo(send);
    return member;
  }

  async function leave(id: string): Promise<void> {
    const member = members.get(id);
    members.delete(id);
    picture.forget(id);
    await member?.exit();
  }

  /** What must be on the disk: everything that arrives from a party. */
  function expected(): Expected[] {
    return [...members.values()].flatMap(({ id, receiving, sendsSlowly }) =>
      receiving().map((kindOfMedia) => ({ participantId: id, kind: kindOfMedia, slow: sendsSlowly() })),
    );
  }

  return {
    async engineUp(live) {
      here = await make(live);
      const room = here;
      await Promise.all([...members.values()].map((member) => member.again(room).catch((error: unknown) => failed(error))));
    },
    engineLost() {
      here = undefined;
      for (const member of members.values()) member.lost();
    },
    prepare: async (id, send) =>
      memberLet(id, "party", send)
        .prepare(here)
        .catch((error: unknown) => failed(error)),
    async join(id, role, send) {
      assert(!(role === "watcher" && kind === "privileged"), "a privileged room has no watchers");
      // Without an engine the join is remembered: `engineUp` makes it.
      await memberLet(id, role, send)
        .join(here)
        .catch((error: unknown) => failed(error));
    },
    async signal(id, message) {
      if (message.type !== "keyframe") return members.get(id)?.signal(message).catch(refused);
      await Promise.all(
        [...members.values()].filter((member) => member.role === "party" && member.id !== id).map((member) => member.keyframe()),
      );
    },
    leave,
    async kick(id) {
      removed.add(id);
      if (here) await engine.kickParticipant(here, id).catch(() => undefined);
      await leave(id);
    },
    async softMute(id, what) {
      const before = withheld.get(id) ?? NOTHING;
      withheld.set(id, what);
      await Promise.all(
        [...members.values()].filter((member) => member.role === "party" && member.id !== id).map((member) => member.applyWithheld()),
      );
      if (before.picture && !what.picture) await members.get(id)?.keyframe();
    },
    report: picture.report,
    async setRecording(on) {
      assert(recording, "only a recorded room can be recorded");
      if (on && !(await recording.roomOnDisk())) return { proven: false, reason: "disk_full" };
      recordingOn = on;
      if (!here) return { proven: false, reason: on ? "engine_down" : "off" };
      try {
        if (on && torn) await engine.enableRecording(here, false);
        await engine.enableRecording(here, on);
      } catch (error) {
        failed(error);
        return { proven: false, reason: "engine_down" };
      }
      if (!on) return { proven: false, reason: "off" };
      const proof = await recording.prove(expected);
      torn = !proof.proven;
      return proof;
    },
    async recordingGrowing() {
      const grows = Boolean(recordingOn && here && (await recording?.stillGrowing(expected())));
      torn ||= !grows;
      return grows;
    },
    async end() {
      const room = here;
      here = undefined;
      await Promise.all([...members.keys()].map(leave));
      if (room) await engine.destroyRoom(room);
      return recordFolder ? closeSegments(recordFolder, roomId) : [];
    },
  };
}

/** The engine died under a request: its return sets everything right, so the caller has nothing to do. */
function failed(error: unknown): void {
  if (!(isEngineError(error) && error.code === 0)) throw error;
}

/** What the engine refuses in a page's signalling is that page's mistake. */
function refused(error: unknown): void {
  if (isEngineError(error) && error.code !== 0) throw new AppError(["request.invalid"], { code: error.code }, { cause: error });
  failed(error);
}

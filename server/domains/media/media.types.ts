import type { PictureMode, Signal } from "#contracts/live.ts";
import type { roomKinds } from "#contracts/visits.ts";
import type { EngineOptions, MediaHealth } from "./janus/process.ts";

export type { MediaHealth, MediaUnavailableReason } from "./janus/process.ts";
/** Fixed when the room opens: what may be kept of it, and who may look on. */
export type RoomKind = (typeof roomKinds)[number];
export type MediaKind = "audio" | "video";
/** One of a browser's two peer connections, seen from the browser. */
export type Pc = "send" | "receive";

/** What a page says: it offers on `send`, answers on `receive`. `e2ee` claims that its frames are encrypted end to end. */
export type FromBrowser = Signal | (Extract<Signal, { type: "offer" | "answer" }> & { e2ee: true });
/** What a page is told. After `rejoin` it drops both peer connections and offers again; media streams are named by participant id. */
export type ToBrowser = Signal | { type: "rejoin" } | { type: "picture"; mode: PictureMode; shrink?: number };

/** How a person's picture is sent: as it moves, as a still each second, or not at all while sound goes on. */
export type { PictureMode };
/** What a page received from all others since its last report; `atMs` is its own clock. */
export interface LinkReport {
  atMs: number;
  bytes: number;
  packets: number;
  lost: number;
}

export interface MediaOptions extends EngineOptions {
  /** Less free space than this, and no recording starts. */
  recordingFreeBytesMin?: number;
}

export interface RoomRequest {
  roomId: string;
  kind: RoomKind;
  maxKbps: number;
  /** Where a `recorded` room's files go; refused for the other kinds. */
  recordFolder?: string;
}

/** Why a recording is not proven; `engine_down`: no engine to record, `off`: it was switched off. */
export type RecordingDoubt = "disk_full" | "no_files" | "not_growing" | "engine_down" | "off";
export type RecordingProof = { proven: true } | { proven: false; reason: RecordingDoubt };

/** A file of which nobody can read anything; what there was from `madeAt` (epoch milliseconds) on is in no other. */
export interface LostPart {
  participantId: string;
  kind: MediaKind;
  madeAt: number;
}

/** What lay in a folder. */
export interface Adopted {
  segments: ClosedSegment[];
  /** Files with packets in them that nobody can read: what was begun on a full disk has no beginning. */
  unreadable: LostPart[];
}

/** One uninterrupted stretch of one person's sound or picture, as the engine wrote it. */
export interface ClosedSegment {
  path: string;
  participantId: string;
  kind: MediaKind;
  /** The wall clock at its first packet, in epoch milliseconds. */
  startedAt: number;
  /** First packet to last. */
  seconds: number;
  bytes: number;
  sha256: string;
}

export type MediaEvent =
  /** Packets from this person arrive here, or stopped `silentMs` ago. */
  | { type: "receiving"; roomId: string; participantId: string; kind: MediaKind; receiving: boolean; silentMs: number }
  | { type: "leg"; roomId: string; participantId: string; pc: Pc; up: boolean }
  /** The engine itself missed packets of what this person sends, within the last second: whatever their page says of it. */
  | { type: "missed"; roomId: string; participantId: string; packets: number }
  /** This person's own line carries no more than this of what the others send. */
  | { type: "picture"; roomId: string; participantId: string; mode: PictureMode }
  | { type: "engine"; up: boolean };

export interface MediaServer {
  /** Never throws: what keeps it from working stands in `health()`. */
  start(): Promise<void>;
  stop(): Promise<void>;
  health(): MediaHealth;
  /** Opens a room once per `roomId`; while the engine is down it is remembered and opened when it is back. */
  open(room: RoomRequest): Promise<void>;
  /** Makes someone's receiving connection ready before they join: until then nothing of anybody flows to them, and nothing is taken from them. */
  prepare(roomId: string, participantId: string, send: (message: ToBrowser) => void): Promise<void>;
  /** Lets someone in to send and receive; joining again under the same id replaces the earlier join. */
  join(roomId: string, participantId: string, send: (message: ToBrowser) => void): Promise<void>;
  /** Lets someone in who only receives. Throws for a privileged room. */
  watch(roomId: string, watcherId: string, send: (message: ToBrowser) => void): Promise<void>;
  unwatch(roomId: string, watcherId: string): Promise<void>;
  signal(roomId: string, participantId: string, message: FromBrowser): Promise<void>;
  leave(roomId: string, participantId: string): Promise<void>;
  /** As `leave`, and never again into this room. */
  kick(roomId: string, participantId: string): Promise<void>;
  /** Withholds a person's sound or picture from the other parties; watchers and the recording keep it. Holds through rejoins. */
  softMute(roomId: string, participantId: string, what: { sound: boolean; picture: boolean }): Promise<void>;
  /** What a party's page says it received: what the others send is held to it. */
  report(roomId: string, participantId: string, said: LinkReport): void;
  /** Resolves `proven` only once every expected file exists and grows, at most 6 s later. */
  setRecording(roomId: string, on: boolean): Promise<RecordingProof>;
  /** A cheap later look, for a disk that fills in the middle: ask every few seconds. */
  recordingGrowing(roomId: string): Promise<boolean>;
  /** Closes the room and gives back what was recorded in it, of earlier engine lives too. */
  end(roomId: string): Promise<ClosedSegment[]>;
  /** Answers an offer so that all that is sent comes back to the sender alone; closes itself after a minute. Refuses with `media.unavailable`. */
  openEcho(id: string, offer: string): Promise<string>;
  closeEcho(id: string): Promise<void>;
  /** What rooms left in this folder, also those that nobody closed before our own death. */
  adopt(recordFolder: string): Promise<Adopted>;
  on(listener: (event: MediaEvent) => void): () => void;
}

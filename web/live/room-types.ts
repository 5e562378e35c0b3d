import type { z } from "zod";
import type { EndReason, Warning } from "#contracts/interventions.ts";
import type { ChatLine, Room, Seat } from "#contracts/live.ts";

import type { TogetherAct, TogetherNews } from "#contracts/together.ts";

export type ChatRow = z.infer<typeof ChatLine>;

/** Why a camera or microphone cannot be used; each has a sentence in words/live. */
export type EquipmentTrouble = "denied" | "missing" | "busy" | "unsupported";

/** What the equipment check shows. The stream is kept and handed to the room when the person joins. */
export interface EquipmentSnapshot {
  status: "asking" | "ready" | "trouble";
  trouble: EquipmentTrouble | null;
  stream: MediaStream | null;
  camera: boolean;
  microphone: boolean;
  /** Loudness now, 0 to 1, several times a second. */
  level: number;
  /** Whether anything was heard so far: a microphone that is there may still be muted or broken. */
  heard: boolean;
}
export interface Equipment {
  subscribe(listener: () => void): () => void;
  snapshot(): EquipmentSnapshot;
  /** Asks for camera and microphone again after trouble. */
  retry(): void;
  /** Stops the devices, unless the stream was handed to a room. */
  close(): void;
}

/** What reaches this page: `sound_only` when picture stopped but sound goes on. */
export type Reaching = "none" | "both" | "sound_only" | "stopped";

/** All that a live screen draws. The truth is the server's `room`; the rest is this page's own view of its link. */
export interface RoomSnapshot {
  /** The socket: `lost` means it is being opened again by itself. */
  link: "connecting" | "open" | "lost" | "closed";
  room: Room | null;
  chat: readonly ChatRow[];
  /** What others type just now, by seat. */
  typing: Readonly<Partial<Record<Seat, { id: string; words: string }>>>;
  local: MediaStream | null;
  /** The others' sound and picture, by seat; the same objects while tracks come and go. */
  people: Readonly<Partial<Record<Seat, MediaStream>>>;
  /** What reaches this page of anybody now. */
  media: Reaching;
  /** And of each of them. */
  reaching: Readonly<Partial<Record<Seat, Reaching>>>;
  /** Who speaks, while there are several others. */
  speaking: Seat | null;
  microphone: boolean;
  camera: boolean;
  /** The server refused an intent (codes have sentences in words/errors); cleared by the next good one. */
  refused: { codes: readonly string[]; facts: Readonly<Record<string, unknown>> } | null;
  closed: "signed_out" | "replaced" | "over" | "refused" | null;
  /** Seconds left by the server's clock, moved on locally between messages; null before the start. */
  secondsLeft: number | null;
  /** The server's time now, for clocks on the screen. */
  now: number;
}
export type TogetherListener = (news: TogetherNews) => void;
export interface TogetherLine {
  say(act: TogetherAct): void;
  hear(listener: TogetherListener): () => void;
}

/** One visit's room as a page has it: draw `snapshot()`, send intents with the verbs. */
export interface RoomHandle {
  subscribe(listener: () => void): () => void;
  snapshot(): RoomSnapshot;
  reportEquipment(found: { camera: boolean; microphone: boolean }): void;
  /** Makes the connection ready while the person waits, so that the picture comes at once after Join. Nothing is sent yet. */
  prepare(stream: MediaStream): void;
  /** Joins with consent to what the button said, sending this stream. */
  join(stream: MediaStream): void;
  setMicrophone(on: boolean): void;
  setCamera(on: boolean): void;
  /** Sends a line. */
  say(words: string): void;
  /** Shows the others what is typed so far of the next line; "" takes it back. */
  type(words: string): void;
  /** The sheet that both sides draw on: its acts go, its news come; see `together/sheet.ts`. */
  together: TogetherLine;
  leave(): void;
  /** Ends the socket, peer connections and devices; the visit itself goes on for the other side. */
  close(): void;
}
export interface RoomOptions {
  /** `wss://…/api/outside/live?visit=…`; made by `roomUrl`. */
  url: string;
  /** Kiosk only: answers the socket's challenge with a proof by the station's key. */
  prove?: (nonce: string) => Promise<string>;
}

/** Staff's watching socket. */
export interface WatchSnapshot {
  link: "connecting" | "open" | "lost" | "closed";
  /** Every room of the facility that runs, as it was told last. */
  rooms: Readonly<Record<string, Room>>;
  /** Watches asked for by this page, by visit. */
  watches: Readonly<
    Record<
      string,
      {
        watchId: string;
        state: "asking" | "live" | "ended";
        /** Sound and picture by seat, once they come. */
        people?: Readonly<Partial<Record<Seat, MediaStream>>>;
      }
    >
  >;
  chat: Readonly<Record<string, readonly ChatRow[]>>;
  /** What somebody types just now, by visit and seat. */
  typing: Readonly<Record<string, Readonly<Partial<Record<Seat, { id: string; words: string }>>>>>;
  refused: { codes: readonly string[]; facts: Readonly<Record<string, unknown>> } | null;
  closed: "signed_out" | "refused" | null;
  /** Grows whenever the board changed: read it again. */
  boardChanges: number;
}
export interface WatchHandle {
  subscribe(listener: () => void): () => void;
  snapshot(): WatchSnapshot;
  watch(visitId: string): void;
  unwatch(visitId: string): void;
  /** One of the list, or words of one's own. */
  warn(visitId: string, said: { warning: Warning } | { words: string }): void;
  mute(visitId: string, seat: Seat | "all", on: boolean, reason?: EndReason): void;
  cameraOff(visitId: string, seat: Seat, on: boolean, reason?: EndReason): void;
  pause(visitId: string, on: boolean, reason?: EndReason): void;
  /** The sheet of a visit whose faces are shown to this page: asks for it, and hears of it. */
  askTogether(visitId: string): void;
  hearTogether(visitId: string, listener: TogetherListener): () => void;
  end(visitId: string, reason: string, note?: string): void;
  close(): void;
}
// Made by: openRoom(options: RoomOptions): RoomHandle (room-driver.ts), openEquipment(): Equipment (equipment.ts), openWatch(facilityId: string): WatchHandle (watch-driver.ts).

import { note } from "#server/domains/visits/record/index.ts";
import { inTransaction } from "#server/platform/context.ts";
import * as store from "./live.store.ts";
import { anyIn, type LiveParts, legsOf, type RoomState } from "./room-state.ts";

export const PROOF_AGAIN_MS = 3000;
export const GROWTH_EVERY_MS = 2000;

/** A recorded room that somebody is in must prove that it records; this says whether now is the time to ask. */
export function proofDue(room: RoomState, now: number): boolean {
  if (room.visit.roomKind !== "recorded" || room.recording === "proven" || room.recording === "starting") return false;
  return anyIn(legsOf(room)) && now - room.proofAskedAt >= PROOF_AGAIN_MS;
}

/** Asks the engine to record and to prove it; the answer comes within six seconds. */
export async function askProof(parts: LiveParts, room: RoomState): Promise<{ proven: boolean; reason: string | null }> {
  try {
    const proof = await parts.media.setRecording(room.visit.id, true);
    return proof.proven ? { proven: true, reason: null } : { proven: false, reason: proof.reason };
  } catch (error) {
    parts.ctx.log.warn({ err: error, visitId: room.visit.id }, "recording could not be asked for");
    return { proven: false, reason: "engine_down" };
  }
}

/** Writes what the proof said; an unproven recording pauses the visit and staff read it on the board. */
export async function noteProof(parts: LiveParts, room: RoomState, proof: { proven: boolean; reason: string | null }): Promise<void> {
  const { id: visitId, facilityId } = room.visit;
  // Without an engine nobody is seen or heard: that is an interruption, and no doubt. It is proven anew once the engine is back.
  if (!proof.proven && proof.reason === "engine_down") {
    room.recording = "none";
    return inTransaction(parts.ctx, (tx) => store.setSession(tx.trx, visitId, { recording: "none" }));
  }
  const before = room.recording;
  const after = proof.proven ? "proven" : "unproven";
  const wasDoubted = room.recordingDoubted;
  room.recording = after;
  room.recordingDoubted = !proof.proven;
  await inTransaction(parts.ctx, async (tx) => {
    await store.setSession(tx.trx, visitId, { recording: after });
    if (proof.proven) await note(tx, { visitId, facilityId, code: wasDoubted ? "recording_resumed" : "recording_proven" });
    else if (!wasDoubted) await note(tx, { visitId, facilityId, code: "recording_unproven", facts: { why: proof.reason } });
    if (before !== after) tx.publish("board", facilityId);
  });
}

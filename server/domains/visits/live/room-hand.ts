import { LIFTED } from "#contracts/interventions.ts";
import type { FromStaff } from "#contracts/live.ts";
import * as audit from "#server/domains/audit/index.ts";
import { note, type TimelineCode } from "#server/domains/visits/record/index.ts";
import { type Ctx, inTransaction } from "#server/platform/context.ts";
import type { Trx } from "#server/platform/database.ts";
import { AppError } from "#server/platform/errors.ts";
import { afterAct, type HandRow, heldOf, isDone } from "./hand.rules.ts";
import { insertIntervention, listHandActs, wasDone } from "./hand.store.ts";
import { settle, withhold } from "./room-settle.ts";
import { type LiveParts, legsOf, type RoomState } from "./room-state.ts";

/** Who acts: both sides read the role. */
export interface Officer {
  staffId: string;
  role: string;
  locale: "en" | "es";
}
export type Intervention = Extract<FromStaff, { type: "warn" | "mute" | "camera_off" | "pause" }>;

const lines: Record<HandRow["kind"], TimelineCode> = {
  mute: "muted",
  unmute: "unmuted",
  camera_off: "camera_off_by_staff",
  camera_on: "camera_on_by_staff",
  pause: "paused_by_staff",
  resume: "resumed_by_staff",
};

/** Takes up what staff held before this server ran the room. */
export async function takeUpHand(trx: Trx, room: RoomState): Promise<void> {
  for (const act of await listHandActs(trx, room.visit.id)) room.hand = afterAct(room.hand, act);
  for (const leg of legsOf(room)) leg.held = heldOf(room.hand, leg.seat);
}

/** Does what an officer asks for, once by its id: what is kept back is kept back before the record says so, and given back after it. */
export async function intervene(parts: LiveParts, room: RoomState, asked: Intervention, by: Officer, actorCtx: Ctx): Promise<void> {
  if (await wasDone(parts.ctx.db, asked.id)) return;
  if (asked.type === "warn") return warn(room, asked, by, actorCtx);
  const act = actOf(asked);
  if (act.seat !== null && act.seat !== "all" && !room.legs.has(act.seat)) throw new AppError(["visit.not_live"]);
  if (isDone(room.hand, act)) return;
  const before = room.hand;
  const hold = (hand: RoomState["hand"]) => {
    room.hand = hand;
    for (const leg of legsOf(room)) leg.held = heldOf(hand, leg.seat);
  };
  const reach = () => withhold(parts, room, room.status === "paused" || room.hand.paused ? "paused" : undefined);
  const { id: visitId, facilityId, agencyId } = room.visit;
  hold(afterAct(before, act));
  if (asked.on) await reach();
  const written = await inTransaction(actorCtx, async (tx) => {
    const reason = asked.reason ?? LIFTED;
    const { staffId, role } = by;
    const row = { id: asked.id, facilityId, visitId, staffId, role, kind: act.kind, seat: act.seat, reason, words: null, locale: null };
    if (!(await insertIntervention(tx.trx, { ...row, at: tx.now() }))) return false;
    const facts = { role, ...(act.seat ? { seat: act.seat } : {}), ...(asked.on ? { reason } : {}) };
    await note(tx, { visitId, facilityId, code: lines[act.kind], facts });
    await audit.record(tx, {
      what: "visit.intervened",
      subjectId: visitId,
      agencyId,
      facilityId,
      facts: { ...facts, act: act.kind, interventionId: asked.id },
    });
    tx.publish("board", facilityId);
    return true;
  }).catch((error) => {
    hold(before);
    throw error;
  });
  if (!written) hold(before);
  if (!asked.on || !written) await reach();
  await settle(parts, room);
}

function actOf(asked: Exclude<Intervention, { type: "warn" }>): HandRow {
  if (asked.type === "pause") return { kind: asked.on ? "pause" : "resume", seat: null };
  if (asked.type === "mute") return { kind: asked.on ? "mute" : "unmute", seat: asked.seat };
  return { kind: asked.on ? "camera_off" : "camera_on", seat: asked.seat };
}

/** A warning stands on every screen until it was read there. */
async function warn(room: RoomState, asked: Extract<Intervention, { type: "warn" }>, by: Officer, actorCtx: Ctx): Promise<void> {
  const { id: visitId, facilityId, agencyId } = room.visit;
  const { id, warning = null, words = null } = asked;
  const { staffId, role } = by;
  const locale = words === null ? null : by.locale;
  const at = actorCtx.now();
  await inTransaction(actorCtx, async (tx) => {
    const row = {
      id,
      facilityId,
      visitId,
      staffId,
      role,
      kind: "warn" as const,
      seat: null,
      reason: warning ?? "typed",
      words,
      locale,
      at,
    };
    if (!(await insertIntervention(tx.trx, row))) return;
    await note(tx, { visitId, facilityId, code: "warned", facts: { role } });
    await audit.record(tx, { what: "visit.warned", subjectId: visitId, agencyId, facilityId, facts: { interventionId: id } });
  });
  room.notice = { id, code: "warning", warning, words, locale, at: at.toString() };
}

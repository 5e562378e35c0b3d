import type { Evidence, FromParty, Side } from "#contracts/live.ts";
import * as audit from "#server/domains/audit/index.ts";
import type { MediaEvent } from "#server/domains/media/index.ts";
import { note } from "#server/domains/visits/record/index.ts";
import { type Ctx, inTransaction } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { newId } from "#server/platform/id.ts";
import { broken, overlap, report } from "./connected.rules.ts";
import { inRoom, isOver, LEASE_SECONDS, mayStep, noticeDue, sides, statusOf } from "./live.rules.ts";
import * as store from "./live.store.ts";
import { type Ending, endRoom } from "./room-end.ts";
import { askProof, GROWTH_EVERY_MS, noteProof, proofDue } from "./room-recording.ts";
import {
  type LegState,
  type LiveParts,
  left,
  newState,
  other,
  type Page,
  type RoomState,
  received,
  view,
  type WatchState,
} from "./room-state.ts";
import * as watching from "./room-watch.ts";

const MAX_KBPS = 800;
/** Silence from a page for this long means that its side has no media, whatever its last report said. */
const REPORTS_LATE_MS = 4500;

/** One running room: everything that happens in it passes through one queue, so that each thing is decided on settled ground. */
export interface RunningRoom {
  readonly visitId: string;
  readonly facilityId: string;
  readonly residentId: string;
  enter(side: Side, page: Page): Promise<void>;
  exit(side: Side, page: Page): Promise<void>;
  say(side: Side, page: Page, message: FromParty, ctx: Ctx): Promise<void>;
  watch(watch: WatchState, ctx: Ctx): Promise<void>;
  unwatch(watchId: string): Promise<void>;
  signalWatch(watchId: string, message: Parameters<LiveParts["media"]["signal"]>[2]): Promise<void>;
  warn(by: { id: string; staffId: string; role: string; words: string }, ctx: Ctx): Promise<void>;
  end(ending: Ending, ctx?: Ctx): Promise<void>;
  hear(event: MediaEvent): Promise<void>;
  tick(): Promise<void>;
  /** Nothing is decided any more; pages are told nothing. For a server that stops: another takes the room over. */
  abandon(): void;
  state(): Readonly<RoomState>;
}

/** Opens a visit's room, or takes it up again from its rows where it ran before. */
export async function openRoom(parts: LiveParts, visit: store.VisitFacts, onOver: () => void): Promise<RunningRoom> {
  const { ctx, media } = parts;
  const room = newState(visit);
  const { id: visitId, facilityId, agencyId } = visit;
  await takeUp(parts, room);
  await media.open({
    roomId: visitId,
    kind: visit.roomKind,
    maxKbps: MAX_KBPS,
    ...(visit.roomKind === "recorded" ? { recordFolder: parts.recordFolder(visitId) } : {}),
  });

  let queue: Promise<unknown> = Promise.resolve();
  let abandoned = false;
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = queue.then(work);
    queue = turn.catch(() => {});
    return turn;
  };
  const nowMs = () => ctx.now().epochMilliseconds;
  const over = () => isOver(room.status);

  function broadcast(): void {
    const now = ctx.now();
    for (const side of sides) room.legs[side].page?.send({ type: "room", room: view(room, side, now) });
    const forStaff = { type: "room", room: view(room, null, now) };
    for (const watch of room.watches.values()) watch.send(forStaff);
  }

  /** Brings the status in line with what is true now; each change is written before anyone is told. */
  async function settle(): Promise<void> {
    if (over()) return;
    room.watchUnseen = watching.unseen(room, nowMs());
    const { family, resident } = room.legs;
    const connected = family.flow.run !== null && resident.flow.run !== null && received(family) && received(resident);
    const legs = { family: family.status, resident: resident.status };
    const next = statusOf({
      legs,
      everConnected: room.everConnected,
      connected,
      recordingDoubted: room.recordingDoubted,
      watchUnseen: room.watchUnseen,
    });
    if (next.status === room.status && next.pausedReason === room.pausedReason) return;
    const before = { status: room.status, pausedReason: room.pausedReason };
    const first = next.status === "live" && !room.everConnected;
    await inTransaction(ctx, async (tx) => {
      await store.setSession(tx.trx, visitId, { ...next, ...(first ? { firstConnectedAt: tx.now() } : {}) });
      if (before.status === "paused" && next.status !== "paused") await note(tx, { visitId, facilityId, code: "resumed" });
      if (next.status === "paused") await note(tx, { visitId, facilityId, code: "paused", facts: { why: next.pausedReason } });
      else if (first) await note(tx, { visitId, facilityId, code: "connected" });
      else if (next.status === "live" && before.status === "interrupted") await note(tx, { visitId, facilityId, code: "link_back" });
      else if (next.status === "interrupted" && before.status === "live" && inRoom(family.status) && inRoom(resident.status))
        await note(tx, { visitId, facilityId, code: "link_lost", facts: { side: lostSide(room) } });
      tx.publish("board", facilityId);
    });
    if (next.status === "live") room.everConnected = true;
    room.status = next.status;
    room.pausedReason = next.pausedReason;
    if (next.status === "paused") for (const side of sides) room.legs[side].flow = broken(room.legs[side].flow);
    if ((next.status === "paused") !== (before.status === "paused")) await withhold(next.status === "paused");
    broadcast();
  }

  /** While a room is paused nobody sees or hears anybody. */
  async function withhold(on: boolean): Promise<void> {
    for (const side of sides)
      await media
        .softMute(visitId, side, { sound: on, picture: on })
        .catch((error) => ctx.log.warn({ err: error, visitId }, "a pause did not reach the engine"));
  }

  /** Pushes the stored interval on as far as both ends' reports reach. */
  function count(): void {
    if (room.status === "paused") return;
    const { family, resident } = room.legs;
    const both = received(family) && received(resident) ? overlap({ family: family.flow, resident: resident.flow }) : null;
    if (!both) {
      closeInterval();
      return;
    }
    if (room.interval && both.from <= room.interval.to) {
      if (both.to <= room.interval.to) return;
      room.interval = { ...room.interval, to: both.to };
    } else {
      closeInterval();
      room.interval = { id: newId(), from: both.from, to: both.to };
      room.intervals += 1;
    }
    room.unsaved.set(room.interval.id, { from: room.interval.from, to: room.interval.to });
  }
  function closeInterval(): void {
    if (!room.interval) return;
    room.earlierMs += room.interval.to - room.interval.from;
    room.interval = null;
  }

  /** Writes reports and connected time; what a crash takes with it is at most the last second, and never counted. */
  async function flush(renew = false): Promise<void> {
    const intervals = [...room.unsaved];
    const samples = room.samples.splice(0);
    if (intervals.length === 0 && samples.length === 0 && !renew) return;
    await inTransaction(ctx, async (tx) => {
      await store.insertEvidence(tx.trx, visitId, samples);
      for (const [id, run] of intervals) await store.saveInterval(tx.trx, { id, facilityId, visitId, ...run });
      if (renew) await store.renewLease(tx.trx, visitId, parts.server, tx.now().add({ seconds: LEASE_SECONDS }));
    });
    for (const [id, run] of intervals) if (room.unsaved.get(id)?.to === run.to) room.unsaved.delete(id);
  }

  async function joinLeg(leg: LegState, page: Page, consent: boolean, actorCtx: Ctx): Promise<void> {
    const now = ctx.now();
    if (Temporal.Instant.compare(now, visit.startsAt) < 0)
      throw new AppError(["visit.not_open_yet"], { startsAt: visit.startsAt.toString() });
    if (!consent) throw new AppError(["visit.consent_needed"]);
    const health = media.health();
    if (health.status !== "ok") throw new AppError(["media.unavailable"], { reason: health.reason ?? "engine_down" });
    const to = leg.everJoined ? "rejoined" : "joined";
    if (!inRoom(leg.status)) {
      await inTransaction({ ...actorCtx, now: ctx.now }, async (tx) => {
        await store.setLeg(tx.trx, {
          visitId,
          side: leg.side,
          status: to,
          now,
          ...(to === "joined" ? { consentedTo: visit.roomKind } : {}),
        });
        await store.beginVisit(tx.trx, visitId);
        if (to === "joined") {
          await note(tx, { visitId, facilityId, code: "consented", facts: { side: leg.side, to: visit.roomKind } });
          await audit.record(tx, { what: "visit.joined", subjectId: visitId, agencyId, facilityId, facts: { side: leg.side } });
        }
        await note(tx, { visitId, facilityId, code: to, facts: { side: leg.side } });
        tx.publish("board", facilityId);
      });
      leg.status = to;
      leg.everJoined = true;
    }
    leg.flow = broken(leg.flow);
    leg.receiving = { audio: false, video: false };
    await media.join(visitId, leg.side, (message) => page.send(message.type === "rejoin" ? message : { type: "signal", message }));
    if (room.status === "paused") await withhold(true);
    startProof();
    await settle();
    broadcast();
  }

  function startProof(): void {
    if (!proofDue(room, nowMs())) return;
    room.proofAskedAt = nowMs();
    if (room.recording === "none") room.recording = "starting";
    // Not within the turn: the proof takes up to three seconds, and signalling must go on meanwhile.
    void askProof(parts, room).then((proof) =>
      inTurn(async () => {
        if (over() || abandoned) return;
        await noteProof(parts, room, proof);
        await settle();
        broadcast();
      }),
    );
  }

  async function dropLeg(leg: LegState, to: "dropped" | "left"): Promise<void> {
    if (!mayStep(leg.status, to)) return;
    await media.leave(visitId, leg.side).catch((error) => ctx.log.warn({ err: error, visitId }, "a leg could not be taken out"));
    leg.status = to;
    leg.flow = broken(leg.flow);
    leg.receiving = { audio: false, video: false };
    await inTransaction(ctx, async (tx) => {
      await store.setLeg(tx.trx, { visitId, side: leg.side, status: to, now: tx.now() });
      await note(tx, { visitId, facilityId, code: to === "left" ? "left" : "link_lost", facts: { side: leg.side } });
      tx.publish("board", facilityId);
    });
    count();
    await settle();
  }

  async function finish(ending: Ending, actorCtx: Ctx): Promise<void> {
    if (over()) return;
    for (const side of sides) room.legs[side].flow = broken(room.legs[side].flow);
    await flush();
    for (const watchId of [...room.watches.keys()]) await watching.end(parts, room, watchId);
    await endRoom(parts, room, ending, { ...actorCtx, now: ctx.now });
    broadcast();
    for (const side of sides) room.legs[side].page?.close("over");
    onOver();
  }

  async function takeReport(leg: LegState, said: Evidence): Promise<void> {
    if (!inRoom(leg.status) || said.seq <= leg.flow.lastSeq) return;
    leg.flow = report(leg.flow, said, nowMs());
    room.samples.push({ side: leg.side, at: leg.flow.lastAt ?? nowMs(), said });
    if (room.status === "paused") leg.flow = broken(leg.flow);
    count();
    await settle();
  }

  const running: RunningRoom = {
    visitId,
    facilityId,
    residentId: visit.residentId,
    state: () => room,
    abandon: () => {
      abandoned = true;
    },
    enter: (side, page) =>
      inTurn(async () => {
        const leg = room.legs[side];
        leg.page?.close("replaced");
        leg.page = page;
        leg.flow = { ...broken(leg.flow), offsetMs: null, lastSeq: -1, lastAt: null };
        watching.forgetSeen(room, side, nowMs());
        if (inRoom(leg.status)) await dropLeg(leg, "dropped");
        if (!leg.waitingNoted && !leg.everJoined) {
          leg.waitingNoted = true;
          await inTransaction(ctx, async (tx) => {
            await note(tx, { visitId, facilityId, code: "waiting", facts: { side } });
            tx.publish("board", facilityId);
          });
        }
        const lines = await store.listChat(ctx.db, visitId);
        page.send({ type: "chat", lines: lines.map((line) => ({ ...line, at: line.at.toString() })) });
        broadcast();
      }),
    exit: (side, page) =>
      inTurn(async () => {
        const leg = room.legs[side];
        if (leg.page !== page || abandoned) return;
        leg.page = null;
        if (over()) return;
        await dropLeg(leg, "dropped");
        parts.ctx.bus.publish("board", facilityId);
        broadcast();
      }),
    say: (side, page, message, actorCtx) =>
      inTurn(async () => {
        const leg = room.legs[side];
        if (leg.page !== page || over()) return;
        switch (message.type) {
          case "join":
            return joinLeg(leg, page, message.consent, actorCtx);
          case "signal":
            return inRoom(leg.status) ? media.signal(visitId, side, message.message) : undefined;
          case "evidence":
            return takeReport(leg, message);
          case "sending":
            leg.microphone = message.microphone;
            leg.camera = message.camera;
            return broadcast();
          case "equipment":
            return inTransaction(ctx, (tx) =>
              note(tx, {
                visitId,
                facilityId,
                code: "checked_equipment",
                facts: { side, camera: message.camera, microphone: message.microphone },
              }),
            );
          case "seen_watch": {
            const started = await watching.saw(parts, room, message.watchId, side);
            if (started) await beginWatch(started);
            await settle();
            return broadcast();
          }
          case "chat": {
            const line = { id: message.id, side, words: message.words, at: ctx.now() };
            const added = await inTransaction(ctx, (tx) =>
              store.insertChat(tx.trx, { ...line, facilityId, visitId, locale: page.locale, keepUntil: visit.keepUntil }),
            );
            if (!added) return;
            const lines = [{ ...line, at: line.at.toString() }];
            for (const each of sides) room.legs[each].page?.send({ type: "chat", lines });
            for (const watch of room.watches.values()) if (watch.startedAt !== null) watch.send({ type: "chat", visitId, lines });
            return;
          }
          case "leave": {
            await dropLeg(leg, "left");
            const far = room.legs[other(side)];
            // The last one out ends the visit; the first to leave is who ended it.
            if (far.status === "left") await finish({ code: "left", by: other(side), reason: null }, actorCtx);
            else broadcast();
            return;
          }
          case "proof":
            return;
        }
      }),
    watch: (watch, actorCtx) =>
      inTurn(async () => {
        if (over() || visit.roomKind === "privileged") throw new AppError(["visit.not_watchable"]);
        await watching.ask(parts, room, watch, { ...actorCtx, now: ctx.now });
        watch.send({ type: "watch", watchId: watch.watchId, state: "asking" });
        broadcast();
      }),
    unwatch: (watchId) =>
      inTurn(async () => {
        const ended = await watching.end(parts, room, watchId);
        ended?.send({ type: "watch", watchId, state: "ended" });
        await settle();
        broadcast();
      }),
    signalWatch: (watchId, message) =>
      inTurn(async () => {
        if (room.watches.get(watchId)?.startedAt) await media.signal(visitId, watchId, message);
      }),
    warn: (by, actorCtx) =>
      inTurn(async () => {
        if (over()) throw new AppError(["visit.not_live"]);
        const at = ctx.now();
        await inTransaction({ ...actorCtx, now: ctx.now }, async (tx) => {
          const row = {
            id: by.id,
            facilityId,
            visitId,
            staffId: by.staffId,
            role: by.role,
            kind: "warn" as const,
            reason: "warning",
            words: by.words,
            at,
          };
          if (!(await store.insertIntervention(tx.trx, row))) return;
          await note(tx, { visitId, facilityId, code: "warned", facts: { role: by.role } });
          await audit.record(tx, { what: "visit.warned", subjectId: visitId, agencyId, facilityId, facts: { interventionId: by.id } });
        });
        room.notice = { id: by.id, code: "warning", words: by.words, at: at.toString() };
        broadcast();
      }),
    end: (ending, actorCtx = ctx) => inTurn(() => finish(ending, actorCtx)),
    hear: (event) =>
      inTurn(async () => {
        if (over()) return;
        if (event.type === "receiving" && (event.participantId === "family" || event.participantId === "resident")) {
          const leg = room.legs[event.participantId];
          leg.receiving[event.kind === "audio" ? "audio" : "video"] = event.receiving;
          if (event.receiving) startProof();
          // Nothing arrives from this side: whatever the other end still reports is an echo of the past.
          if (!received(leg)) room.legs[other(leg.side)].flow = broken(room.legs[other(leg.side)].flow);
          count();
          await settle();
          broadcast();
        }
        if (event.type === "engine") await engineChanged(event.up);
      }),
    tick: () => inTurn(tick),
  };

  async function beginWatch(watch: WatchState): Promise<void> {
    await media.watch(visitId, watch.watchId, (message) => {
      if (message.type !== "rejoin") watch.send({ type: "signal", watchId: watch.watchId, message });
    });
    watch.send({ type: "watch", watchId: watch.watchId, state: "live" });
  }

  async function engineChanged(up: boolean): Promise<void> {
    for (const side of sides) {
      const leg = room.legs[side];
      leg.flow = broken(leg.flow);
      leg.receiving = { audio: false, video: false };
    }
    if (!up && room.recording !== "none") room.recording = "none";
    room.proofAskedAt = 0;
    const used = sides.some((side) => inRoom(room.legs[side].status));
    if (used) await inTransaction(ctx, (tx) => note(tx, { visitId, facilityId, code: up ? "engine_back" : "engine_lost" }));
    count();
    await settle();
    broadcast();
  }

  async function tick(): Promise<void> {
    if (over() || abandoned) return;
    const now = nowMs();
    for (const side of sides) {
      const { flow } = room.legs[side];
      if (flow.run && flow.lastAt !== null && now - flow.lastAt > REPORTS_LATE_MS) room.legs[side].flow = broken(flow);
    }
    count();
    const renew = now - room.leaseRenewedAt > (LEASE_SECONDS * 1000) / 3;
    if (renew) room.leaseRenewedAt = now;
    await flush(renew);
    await checkGrowth(now);
    startProof();
    await settle();
    const seconds = left(room, now);
    const due = noticeDue(room.lastSecondsLeft, seconds);
    room.lastSecondsLeft = seconds;
    if (due) {
      room.notice = { id: newId(), code: due, words: null, at: ctx.now().toString() };
      await inTransaction(ctx, (tx) => note(tx, { visitId, facilityId, code: due === "five_minutes" ? "notice_five" : "notice_one" }));
      broadcast();
    }
    if (seconds === 0) await finish({ code: "on_time", by: "system", reason: null }, ctx);
  }

  async function checkGrowth(now: number): Promise<void> {
    if (room.recording !== "proven" || now - room.growthAskedAt < GROWTH_EVERY_MS) return;
    room.growthAskedAt = now;
    const grows = await media.recordingGrowing(visitId).catch(() => false);
    // A leg that just left or an engine that just died stops its files too: only a room with media doubts.
    if (grows || room.status !== "live") return;
    await noteProof(parts, room, { proven: false, reason: "not_growing" });
    room.proofAskedAt = now;
  }

  return running;
}

/** Which side's media is gone, as far as the reports tell. */
function lostSide(room: RoomState): string {
  const gone = sides.filter(
    (side) => !inRoom(room.legs[side].status) || !received(room.legs[side]) || room.legs[other(side)].flow.run === null,
  );
  return gone.length === 1 ? gone[0]! : "both";
}

/** Makes the rows of a new room, or takes up those of one that ran before: its legs come back as dropped, its intervals stand. */
async function takeUp(parts: LiveParts, room: RoomState): Promise<void> {
  const { ctx, server, mediaNode } = parts;
  const { id: visitId, facilityId } = room.visit;
  await inTransaction(ctx, async (tx) => {
    const now = tx.now();
    const until = now.add({ seconds: LEASE_SECONDS });
    const earlier = await store.findSession(tx.trx, visitId);
    if (!earlier) {
      await store.insertSession(tx.trx, room.visit, { server, mediaNode, now, until, legIds: { family: newId(), resident: newId() } });
      if (room.visit.roomKind === "recorded") await tx.jobs.send(tx, "visit.room_opened", { visitId });
      return;
    }
    if (isOver(earlier.status)) throw new AppError(["visit.over"]);
    if (!(await store.takeLease(tx.trx, { visitId, server, mediaNode, now, until }))) throw new AppError(["server.busy"]);
    for (const leg of await store.listLegs(tx.trx, visitId)) {
      const state = room.legs[leg.side];
      state.everJoined = leg.joinedAt !== null;
      state.waitingNoted = true;
      state.status = inRoom(leg.status) ? "dropped" : leg.status;
      if (state.status !== leg.status) await store.setLeg(tx.trx, { visitId, side: leg.side, status: state.status, now });
    }
    const intervals = await store.listIntervals(tx.trx, visitId);
    room.intervals = intervals.length;
    room.earlierMs = intervals.reduce((sum, run) => sum + (run.to - run.from), 0);
    room.everConnected = earlier.firstConnectedAt !== null;
    room.status = room.everConnected ? "interrupted" : "waiting";
    await store.endOpenWatches(tx.trx, visitId, now);
    await store.setSession(tx.trx, visitId, { status: room.status, pausedReason: null, recording: "none" });
    await note(tx, { visitId, facilityId, code: "server_back" });
  });
}

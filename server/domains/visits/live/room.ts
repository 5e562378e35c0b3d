import assert from "node:assert/strict";
import { type FromParty, type Seat, seats, sideOf } from "#contracts/live.ts";
import type { MediaEvent } from "#server/domains/media/index.ts";
import { note } from "#server/domains/visits/record/index.ts";
import { togetherRoom } from "#server/domains/visits/together/index.ts";
import { type Ctx, inTransaction } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { newId } from "#server/platform/id.ts";
import { broken, brokenFrom } from "./connected.rules.ts";
import { inRoom, isOver, LEASE_SECONDS, noticeDue } from "./live.rules.ts";
import * as store from "./live.store.ts";
import { createPaces } from "./pace.rules.ts";
import { askedReports, breakLate, count, flush, linkReportOf, takeReport } from "./room-count.ts";
import { type Ending, endRoom } from "./room-end.ts";
import { type Intervention, intervene, type Officer } from "./room-hand.ts";
import { dropLeg, joinLeg, prepareLeg } from "./room-legs.ts";
import { forgetReceived, hearEngine, hearReceiving } from "./room-media.ts";
import { askProof, GROWTH_EVERY_MS, noteProof, proofDue } from "./room-recording.ts";
import { closeSamples, sample } from "./room-samples.ts";
import { broadcast, settle } from "./room-settle.ts";
import {
  anyIn,
  type LegState,
  type LiveParts,
  left,
  legsOf,
  newLeg,
  newState,
  opposite,
  othersOf,
  type Page,
  type RoomState,
  received,
  seat as seatLeg,
  type WatchState,
  whoIs,
} from "./room-state.ts";
import { takeUp } from "./room-take-up.ts";
import * as text from "./room-text.ts";
import { hearTogether, showTogether } from "./room-together.ts";
import * as watching from "./room-watch.ts";

const MAX_KBPS = 800;
/** What a crash takes with it is at most so much, and never counted. */
const FLUSH_EVERY_MS = 1000;

/** One running room: everything that happens in it passes through one queue, so that each thing is decided on settled ground. */
export interface RunningRoom {
  readonly visitId: string;
  readonly facilityId: string;
  readonly residentId: string;
  /** Gives somebody who may come their seat, the same one each time; refuses with `visit.screens_full` where none is free. */
  admit(who: { side: "family" | "staff"; personId: string; name: string; role?: string }): Promise<Seat>;
  enter(seat: Seat, page: Page): Promise<void>;
  exit(seat: Seat, page: Page): Promise<void>;
  say(seat: Seat, page: Page, message: FromParty, ctx: Ctx): Promise<void>;
  watch(watch: WatchState, ctx: Ctx): Promise<void>;
  unwatch(watchId: string): Promise<void>;
  signalWatch(watchId: string, message: Parameters<LiveParts["media"]["signal"]>[2]): Promise<void>;
  /** Tells a watch of the sheet that both sides draw on. */
  showTogether(watchId: string): Promise<void>;
  intervene(asked: Intervention, by: Officer, ctx: Ctx): Promise<void>;
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
  const { id: visitId, facilityId } = visit;
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

  const tell = () => broadcast(parts, room);
  const settled = () => settle(parts, room);
  /** Whoever asks is kept for the audit; the time is the room's own. */
  const askedBy = (actorCtx: Ctx): Ctx => ({ ...actorCtx, now: ctx.now });
  const asked = askedReports();
  const together = togetherRoom(ctx, visit);
  const paces = createPaces();

  let proving = false;
  function startProof(): void {
    if (proving || !proofDue(room, nowMs())) return;
    proving = true;
    room.proofAskedAt = nowMs();
    if (room.recording === "none") room.recording = "starting";
    // Not within the turn: the proof takes up to six seconds, and signalling must go on meanwhile.
    void askProof(parts, room).then((proof) =>
      inTurn(async () => {
        proving = false;
        if (over() || abandoned) return;
        await noteProof(parts, room, proof);
        await settled();
        tell();
      }),
    );
  }

  async function finish(ending: Ending, actorCtx: Ctx): Promise<void> {
    if (over()) return;
    for (const leg of legsOf(room)) leg.flow = broken(leg.flow);
    closeSamples(room, nowMs());
    await flush(parts, room);
    for (const leg of legsOf(room)) await text.putAway(parts, room, leg);
    for (const watchId of [...room.watches.keys()]) await watching.end(parts, room, watchId);
    await endRoom(parts, room, ending, askedBy(actorCtx));
    tell();
    for (const leg of legsOf(room)) leg.page?.close("over");
    onOver();
  }

  const running: RunningRoom = {
    visitId,
    facilityId,
    residentId: visit.residentId,
    state: () => room,
    abandon: () => {
      abandoned = true;
    },
    admit: (who) => inTurn(() => admit(who)),
    enter: (seat, page) =>
      inTurn(async () => {
        const leg = legAt(seat);
        if (!paces.mayEnter(seat, nowMs())) throw new AppError(["request.too_many"]);
        leg.page?.close("replaced");
        leg.page = page;
        leg.flow = { ...broken(leg.flow), offsetMs: null, lastSeq: -1, lastAt: null };
        await watching.forgetSeen(parts, room, seat, nowMs());
        for (const { part, flowing } of room.watches.values()) {
          const inside = part && !flowing ? legAt(part.seat) : undefined;
          if (inside && inRoom(inside.status)) await dropLeg(parts, room, inside, "dropped");
        }
        if (inRoom(leg.status)) await dropLeg(parts, room, leg, "dropped");
        if (!leg.waitingNoted && !leg.everJoined) {
          leg.waitingNoted = true;
          await inTransaction(ctx, async (tx) => {
            await note(tx, { visitId, facilityId, code: "waiting", facts: whoIs(leg) });
            tx.publish("board", facilityId);
          });
        }
        if (leg.side !== "staff") page.send({ type: "chat", lines: await text.chatSoFar(parts, room) });
        tell();
        if (!over()) prepareLeg(parts, visitId, leg, page);
      }),
    exit: (seat, page) =>
      inTurn(async () => {
        const leg = legAt(seat);
        if (leg.page !== page || abandoned) return;
        await text.putAway(parts, room, leg);
        leg.page = null;
        if (over()) return;
        if (inRoom(leg.status)) await dropLeg(parts, room, leg, "dropped");
        else await media.leave(visitId, seat);
        await watching.endPart(parts, room, leg);
        await beginWatches();
        parts.ctx.bus.publish("board", facilityId);
        tell();
      }),
    say(seat, page, message, actorCtx) {
      const leg = legAt(seat);
      if (!paces.maySay(seat, message, nowMs())) {
        // What nobody waits for an answer to is as good as never said.
        if (message.type === "evidence" || message.type === "typing") return Promise.resolve();
        return Promise.reject(new AppError(["request.too_many"]));
      }
      // Somebody's goodbye waits for this one in its turn.
      if (message.type === "evidence" && leg.page === page && asked.take(seat, message)) return Promise.resolve();
      return inTurn(async () => {
        if (leg.page !== page || over()) return;
        switch (message.type) {
          case "join":
            if (media.health().status === "ok" && !paces.mayCome(seat, nowMs())) throw new AppError(["request.too_many"]);
            if (leg.side === "staff" && !(await watching.mayTakePart(parts, room, leg, page, askedBy(actorCtx)))) return tell();
            await joinLeg(parts, room, leg, page, message.consent, actorCtx);
            if (leg.side === "staff") page.send({ type: "chat", lines: await text.chatSoFar(parts, room) });
            return startProof();
          case "signal":
            // Before they join, people only answer for what they will receive.
            if (!inRoom(leg.status) && !("pc" in message.message && message.message.pc === "receive")) return;
            return media.signal(visitId, seat, message.message);
          case "evidence":
            if (!takeReport(room, leg, message, nowMs())) return;
            media.report(visitId, seat, linkReportOf(message));
            count(room);
            return settled();
          case "sending":
            if (leg.microphone === message.microphone && leg.camera === message.camera) return;
            leg.microphone = message.microphone;
            leg.camera = message.camera;
            return tell();
          case "equipment":
            return inTransaction(ctx, (tx) =>
              note(tx, {
                visitId,
                facilityId,
                code: "checked_equipment",
                facts: { ...whoIs(leg), camera: message.camera, microphone: message.microphone },
              }),
            );
          case "seen_watch": {
            if (!(await watching.saw(parts, room, message.watchId, leg))) return;
            await beginWatches();
            await settled();
            return tell();
          }
          case "chat":
            return text.sayLine(parts, room, leg, page, message);
          case "typing":
            return text.sayLetters(parts, room, leg, message);
          case "leave": {
            if (room.status === "live" && inRoom(leg.status)) await lastReports(leg);
            await text.putAway(parts, room, leg);
            await dropLeg(parts, room, leg, "left");
            await watching.endPart(parts, room, leg);
            const by = endedBy(leg);
            if (by) await finish({ code: "left", by, reason: null }, actorCtx);
            else tell();
            return;
          }
          case "together":
            return hearTogether(room, together, leg, message.act);
          case "proof":
            return;
        }
      });
    },
    watch: (watch, actorCtx) =>
      inTurn(async () => {
        if (over() || visit.roomKind === "privileged") throw new AppError(["visit.not_watchable"]);
        await watching.ask(parts, room, watch, askedBy(actorCtx));
        watch.send({ type: "watch", watchId: watch.watchId, state: "asking" });
        tell();
      }),
    unwatch: (watchId) =>
      inTurn(async () => {
        const ended = await watching.end(parts, room, watchId);
        ended?.send({ type: "watch", watchId, state: "ended" });
        await settled();
        tell();
      }),
    signalWatch: (watchId, message) =>
      inTurn(async () => {
        if (room.watches.get(watchId)?.flowing) await media.signal(visitId, watchId, message);
      }),
    showTogether: (watchId) => inTurn(() => showTogether(room, together, watchId)),
    intervene: (asked, by, actorCtx) =>
      inTurn(async () => {
        if (over()) throw new AppError(["visit.not_live"]);
        await intervene(parts, room, asked, by, askedBy(actorCtx));
        tell();
      }),
    end: (ending, actorCtx = ctx) => inTurn(() => finish(ending, actorCtx)),
    hear: (event) =>
      inTurn(async () => {
        if (over()) return;
        const leg = "participantId" in event ? room.legs.get(event.participantId as Seat) : undefined;
        if (event.type === "receiving" && leg) {
          hearReceiving(leg, event.kind === "audio" ? "audio" : "video", event.receiving, nowMs());
          if (event.receiving) startProof();
          if (!received(leg)) for (const one of othersOf(room, leg)) one.flow = brokenFrom(one.flow, leg.seat);
          count(room);
          await settled();
          tell();
        }
        if (leg) hearEngine(leg, event, nowMs());
        if (leg && event.type === "picture") tell();
        if (event.type === "engine") await engineChanged(event.up);
      }),
    tick: () => inTurn(tick),
  };

  function legAt(seat: Seat): LegState {
    const leg = room.legs.get(seat);
    assert(leg, "nobody sits where no leg is");
    return leg;
  }

  async function admit(who: Parameters<RunningRoom["admit"]>[0]): Promise<Seat> {
    if (over()) throw new AppError(["visit.over"]);
    const known = legsOf(room).find(({ side, personId }) => side === who.side && personId === who.personId);
    if (known) return known.seat;
    const free = seats.find((seat) => sideOf(seat) === who.side && !room.legs.has(seat));
    if (!free) throw new AppError(["visit.screens_full"]);
    const { role = null } = who;
    await inTransaction(ctx, (tx) =>
      store.insertLeg(tx.trx, { id: newId(), facilityId, visitId, seat: free, personId: who.personId, role }),
    );
    seatLeg(room, newLeg({ ...who, seat: free }));
    return free;
  }

  /** The last part of a second counts too: those on the other side say what they had until now. */
  async function lastReports(leg: LegState): Promise<void> {
    const far = opposite(room, leg).filter(({ status }) => inRoom(status));
    const reports = await Promise.all(far.map((one) => asked.ask(one)));
    far.forEach((one, index) => {
      const said = reports[index];
      if (said && takeReport(room, one, said, nowMs())) count(room);
    });
  }

  /** The last one out ends the visit, once somebody of both sides had come and nobody is only cut off; the first side to leave is who ended it. */
  function endedBy(last: LegState): "family" | "resident" | null {
    const came = legsOf(room).filter(({ side, everJoined }) => side !== "staff" && everJoined);
    const bothCame = new Set(came.map(({ side }) => side)).size === 2;
    if (!bothCame || came.some(({ status }) => status !== "left")) return null;
    return last.side === "resident" ? "family" : "resident";
  }

  async function beginWatches(): Promise<void> {
    for (const watch of await watching.begin(parts, room)) await beginWatch(watch);
  }

  async function beginWatch(watch: WatchState): Promise<void> {
    if (watch.part) return watch.part.letIn();
    await media.watch(visitId, watch.watchId, (message) => {
      const { watchId } = watch;
      if (message.type === "rejoin") watch.send({ type: "rejoin", watchId });
      else if (message.type !== "picture") watch.send({ type: "signal", watchId, message });
    });
    watch.send({ type: "watch", watchId: watch.watchId, state: "live" });
    watch.send({ type: "chat", visitId, lines: await text.chatSoFar(parts, room) });
  }

  async function engineChanged(up: boolean): Promise<void> {
    sample(room, nowMs(), parts.around(facilityId));
    room.engineDown = !up;
    for (const leg of legsOf(room)) {
      leg.flow = broken(leg.flow);
      forgetReceived(leg);
      leg.carried.answersSince = null;
    }
    if (!up && room.recording !== "none") room.recording = "none";
    room.proofAskedAt = 0;
    if (anyIn(legsOf(room))) await inTransaction(ctx, (tx) => note(tx, { visitId, facilityId, code: up ? "engine_back" : "engine_lost" }));
    count(room);
    await settled();
    tell();
  }

  async function tick(): Promise<void> {
    if (over() || abandoned) return;
    const now = nowMs();
    breakLate(room, now);
    count(room);
    if (sample(room, now, parts.around(facilityId))) tell();
    const renew = now - room.leaseRenewedAt > (LEASE_SECONDS * 1000) / 3;
    if (renew) room.leaseRenewedAt = now;
    if (renew || now - room.flushedAt >= FLUSH_EVERY_MS) {
      room.flushedAt = now;
      await flush(parts, room, renew);
    }
    await checkGrowth(now);
    startProof();
    await settled();
    const seconds = left(room, now);
    const due = noticeDue(room.lastSecondsLeft, seconds);
    room.lastSecondsLeft = seconds;
    if (due) {
      room.notice = { id: newId(), code: due, warning: null, words: null, locale: null, at: ctx.now().toString() };
      await inTransaction(ctx, (tx) => note(tx, { visitId, facilityId, code: due === "five_minutes" ? "notice_five" : "notice_one" }));
      tell();
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

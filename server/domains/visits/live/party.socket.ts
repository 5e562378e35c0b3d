import { randomBytes } from "node:crypto";
import type { WebSocket } from "@fastify/websocket";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { Id } from "#contracts/common.ts";
import { FromParty, intentPermissions, livePaths, type Side, type ToParty } from "#contracts/live.ts";
import { asOutside, noteUse, watchSignIn } from "#server/domains/identity/index.ts";
import type { Ctx, InsideActor } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import type { RunningRoom } from "./room.ts";
import type { Page } from "./room-state.ts";
import type { Rooms } from "./rooms.ts";
import { sayRelays } from "./say-relays.ts";
import { readSocket } from "./socket.ts";

const Query = z.strictObject({ visit: Id });
const PROOF_SECONDS_MAX = 10;

export interface PartyParts {
  rooms: Rooms;
  /** Who is inside at the other end of this request, once the socket has answered the challenge; refuses otherwise. */
  insideOf(request: FastifyRequest, answer: { proof: string; nonce: string }): Promise<InsideActor>;
}

/** The sockets of the two sides of a visit. */
export function registerPartySockets(app: FastifyInstance, parts: PartyParts): void {
  const schema = { querystring: Query, hide: true };
  app.get(livePaths.outside, { websocket: true, config: { permission: intentPermissions.outside }, schema }, (socket, request) => {
    const actor = asOutside(request.ctx.actor);
    sit(socket, request, {
      signInId: actor.signInId,
      find: (ctx) => seatOf(parts.rooms, ctx, request, "family", (room) => room.state().visit.contactId === actor.contactId),
    });
  });
  app.get(
    livePaths.inside,
    { websocket: true, config: { permission: intentPermissions.inside, challenge: true }, schema },
    (socket, request) => {
      challenge(socket, request, parts);
    },
  );
}

type Seat = { room: RunningRoom; side: Side };

/** Finds the room and checks that it is this person's own; a stranger's visit and one that does not exist get one answer. */
async function seatOf(rooms: Rooms, ctx: Ctx, request: FastifyRequest, side: Side, mine: (room: RunningRoom) => boolean): Promise<Seat> {
  const { visit } = request.query as z.infer<typeof Query>;
  const owner = await ownerOf(ctx, visit);
  const { actor } = ctx;
  const own =
    owner &&
    (actor.realm === "outside" ? owner.contactId === actor.contactId : actor.realm === "inside" && owner.residentId === actor.residentId);
  if (!own) throw new AppError(["visit.unknown"]);
  if (actor.realm === "inside" && owner.stationId !== actor.stationId)
    throw new AppError(["visit.wrong_station"], { stationId: owner.stationId, stationName: owner.stationName });
  const room = await rooms.at(visit);
  if (!mine(room)) throw new AppError(["visit.unknown"]);
  return { room, side };
}

function ownerOf(ctx: Ctx, visitId: string) {
  return ctx.db
    .selectFrom("visits.visit as visit")
    .innerJoin("stations.station as station", "station.id", "visit.stationId")
    .select(["visit.contactId", "visit.residentId", "visit.stationId", "station.name as stationName"])
    .where("visit.id", "=", visitId)
    .executeTakeFirst();
}

/** Seats a page in its room and carries its intents there, in the order in which they came. */
function sit(
  socket: WebSocket,
  request: FastifyRequest,
  who: { signInId: string; find(ctx: Ctx): Promise<Seat> },
): (message: FromParty) => Promise<void> {
  const { ctx } = request;
  let seat: Seat | undefined;
  let gone = false;
  const page: Page = {
    signInId: who.signInId,
    locale: ctx.locale,
    send: (message: ToParty) => line.send(message),
    close: (why) => {
      line.send({ type: "closed", why });
      line.close();
    },
  };
  const stopWatching = watchSignIn(ctx, who.signInId, () => page.close("signed_out"));
  const seated = who.find(ctx).then(async (found) => {
    if (gone) return undefined;
    seat = found;
    sayRelays(ctx, found.room, page.send);
    await found.room.enter(found.side, page);
    return found;
  });
  seated.catch((error) => {
    const known = error instanceof AppError;
    if (!known) ctx.log.error({ err: error }, "a page could not be seated");
    line.send({ type: "refused", codes: known ? error.codes : ["server.broken"], facts: known ? error.facts : {} });
    page.close(known && error.codes.includes("visit.over") ? "over" : "refused");
  });
  const hear = async (message: FromParty) => {
    const found = await seated.catch(() => undefined);
    await found?.room.say(found.side, page, message, ctx);
  };
  const line = readSocket(socket, {
    schema: FromParty,
    log: ctx.log,
    hear,
    closed: () => {
      gone = true;
      stopWatching();
      // A visit is sat through with resting hands: the kiosk's idle clock starts anew when it is over.
      if (seat) noteUse(ctx, who.signInId).catch((error) => ctx.log.warn({ err: error }, "a sign-in's use could not be noted"));
      seat?.room.exit(seat.side, page).catch((error) => ctx.log.error({ err: error }, "a page could not be unseated"));
    },
  });
  return hear;
}

/** A kiosk's socket is nobody's until it has answered a fresh challenge with the station's key. */
function challenge(socket: WebSocket, request: FastifyRequest, parts: PartyParts): void {
  const nonce = randomBytes(24).toString("base64url");
  const say = (message: ToParty) => socket.readyState === socket.OPEN && socket.send(JSON.stringify(message));
  const refuse = (codes: readonly string[]) => {
    say({ type: "refused", codes: [...codes], facts: {} });
    say({ type: "closed", why: codes.includes("access.signed_out") ? "signed_out" : "refused" });
    socket.close(1008);
  };
  const late = setTimeout(() => refuse(["station.proof_missing"]), PROOF_SECONDS_MAX * 1000);
  socket.on("close", () => clearTimeout(late));
  socket.once("message", (bytes: Buffer) => {
    clearTimeout(late);
    const answer = readProof(bytes);
    if (!answer) return refuse(["station.proof_missing"]);
    parts
      .insideOf(request, { proof: answer, nonce })
      .then((actor) => {
        request.ctx = { ...request.ctx, actor };
        sit(socket, request, {
          signInId: actor.signInId,
          find: (ctx) => seatOf(parts.rooms, ctx, request, "resident", (room) => room.residentId === actor.residentId),
        });
      })
      .catch((error) => {
        if (!(error instanceof AppError)) request.log.error({ err: error }, "a socket's proof could not be checked");
        refuse(error instanceof AppError ? error.codes : ["server.broken"]);
      });
  });
  say({ type: "challenge", nonce });
}

function readProof(bytes: Buffer): string | undefined {
  try {
    const read = FromParty.safeParse(JSON.parse(bytes.toString("utf8")));
    return read.success && read.data.type === "proof" ? read.data.proof : undefined;
  } catch {
    return undefined;
  }
}

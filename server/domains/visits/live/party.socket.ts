import { randomBytes } from "node:crypto";
import type { WebSocket } from "@fastify/websocket";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { Id } from "#contracts/common.ts";
import { FromParty, intentPermissions, livePaths, type Seat, type ToParty } from "#contracts/live.ts";
import { asOutside, asStaff, noteUse, watchSignIn } from "#server/domains/identity/index.ts";
import { listPartyContacts, PARTY_LEFT } from "#server/domains/visits/party/index.ts";
import type { Ctx, InsideActor, OutsideActor, StaffActor } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import type { RunningRoom } from "./room.ts";
import type { Page } from "./room-state.ts";
import type { Rooms } from "./rooms.ts";
import { sayRelays } from "./say-relays.ts";
import { readSocket } from "./socket.ts";
import { roleAt } from "./staff.socket.ts";

const Query = z.strictObject({ visit: Id });
const PartOf = z.strictObject({ facilityId: Id });
const PROOF_SECONDS_MAX = 10;

export interface PartyParts {
  rooms: Rooms;
  agencyOf(facilityId: string): Promise<string | undefined>;
  /** Who is inside at the other end of this request, once the socket has answered the challenge; refuses otherwise. */
  insideOf(request: FastifyRequest, answer: { proof: string; nonce: string }): Promise<InsideActor>;
}

/** The sockets of all who take part in a visit. */
export function registerPartySockets(app: FastifyInstance, parts: PartyParts): void {
  const schema = { querystring: Query, hide: true };
  app.get(livePaths.outside, { websocket: true, config: { permission: intentPermissions.outside }, schema }, (socket, request) => {
    const actor = asOutside(request.ctx.actor);
    sit(socket, request, {
      signInId: actor.signInId,
      find: (ctx) => seatOutside(parts.rooms, ctx, request, actor),
      stays: (ctx) => staysOutside(ctx, request, actor),
    });
  });
  app.get(
    livePaths.part,
    { websocket: true, config: { permission: intentPermissions.part }, schema: { params: PartOf, querystring: Query, hide: true } },
    (socket, request) => {
      const actor = asStaff(request.ctx.actor);
      sit(socket, request, { signInId: actor.signInId, find: () => seatOfStaff(parts, request, actor) });
    },
  );
  app.get(
    livePaths.inside,
    { websocket: true, config: { permission: intentPermissions.inside, challenge: true }, schema },
    (socket, request) => {
      challenge(socket, request, parts);
    },
  );
}

interface Place {
  room: RunningRoom;
  seat: Seat;
}

/** Finds the room of somebody outside: who booked it, or an adult of the party. A stranger's visit and one that does not exist get one answer. */
async function seatOutside(rooms: Rooms, ctx: Ctx, request: FastifyRequest, actor: OutsideActor): Promise<Place> {
  const { visit } = request.query as z.infer<typeof Query>;
  const owner = await ownerOf(ctx, visit);
  const name = owner && owner.contactId !== actor.contactId ? await nameInParty(ctx, visit, actor.contactId) : null;
  if (!owner || name === undefined) throw new AppError(["visit.unknown"]);
  const room = await rooms.at(visit);
  return { room, seat: name === null ? "family" : await room.admit({ side: "family", personId: actor.accountId, name }) };
}

/** Whether somebody outside who has been seated still comes: they may step out, or be taken out, while they wait. */
async function staysOutside(ctx: Ctx, request: FastifyRequest, actor: OutsideActor): Promise<boolean> {
  const { visit } = request.query as z.infer<typeof Query>;
  const owner = await ownerOf(ctx, visit);
  return owner?.contactId === actor.contactId || (await nameInParty(ctx, visit, actor.contactId)) !== undefined;
}

/** Under which name somebody asked to come takes part; undefined for one who was not asked, or has not said yes. */
async function nameInParty(ctx: Ctx, visitId: string, contactId: string): Promise<string | undefined> {
  return (await listPartyContacts(ctx.db, visitId)).find((one) => one.contactId === contactId)?.name;
}

/** Finds a running room at this facility for staff who take part; a privileged one is nobody's to join. */
async function seatOfStaff(parts: PartyParts, request: FastifyRequest, actor: StaffActor): Promise<Place> {
  const { visit } = request.query as z.infer<typeof Query>;
  const { facilityId } = request.params as z.infer<typeof PartOf>;
  const agencyId = await parts.agencyOf(facilityId);
  const role = roleAt(actor, intentPermissions.part, { facilityId, agencyId });
  const room = parts.rooms.running(visit);
  if (!room || room.facilityId !== facilityId || room.state().visit.roomKind === "privileged") throw new AppError(["visit.not_live"]);
  return { room, seat: await room.admit({ side: "staff", personId: actor.staffId, name: "", role }) };
}

/** Finds the room of whoever is at a station; another station's visit says where it is. */
async function seatInside(rooms: Rooms, ctx: Ctx, request: FastifyRequest, actor: InsideActor): Promise<Place> {
  const { visit } = request.query as z.infer<typeof Query>;
  const owner = await ownerOf(ctx, visit);
  if (!owner || owner.residentId !== actor.residentId) throw new AppError(["visit.unknown"]);
  if (owner.stationId !== actor.stationId)
    throw new AppError(["visit.wrong_station"], { stationId: owner.stationId, stationName: owner.stationName });
  return { room: await rooms.at(visit), seat: "resident" };
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
  who: { signInId: string; find(ctx: Ctx): Promise<Place>; stays?(ctx: Ctx): Promise<boolean> },
): (message: FromParty) => Promise<void> {
  const { ctx } = request;
  let place: Place | undefined;
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
  const stopLooking = ctx.bus.subscribe(PARTY_LEFT, (visitId) => {
    if (visitId !== place?.room.visitId || !who.stays) return;
    who.stays(ctx).then(
      (stays) => stays || page.close("refused"),
      (error) => ctx.log.error({ err: error, visitId }, "who comes to a visit could not be asked"),
    );
  });
  const seated = who.find(ctx).then(async (found) => {
    if (gone) return undefined;
    place = found;
    sayRelays(ctx, found.room, page.send);
    await found.room.enter(found.seat, page);
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
    await found?.room.say(found.seat, page, message, ctx);
  };
  const line = readSocket(socket, {
    schema: FromParty,
    log: ctx.log,
    hear,
    closed: () => {
      gone = true;
      stopWatching();
      stopLooking();
      // A visit is sat through with resting hands: the kiosk's idle clock starts anew when it is over.
      if (place) noteUse(ctx, who.signInId).catch((error) => ctx.log.warn({ err: error }, "a sign-in's use could not be noted"));
      place?.room.exit(place.seat, page).catch((error) => ctx.log.error({ err: error }, "a page could not be unseated"));
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
          find: (ctx) => seatInside(parts.rooms, ctx, request, actor),
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

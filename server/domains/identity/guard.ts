import type { FastifyRequest } from "fastify";
import { type Permission, permissions } from "#contracts/permissions.ts";
import type { Actor, Ctx, InsideActor, OutsideActor, StaffActor, StationActor } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { actAs, type Guard } from "#server/platform/http.ts";
import { can, reaches } from "./can.ts";
import { type SignInRealm, tokenOf } from "./cookies.ts";
import { idleSince, isIdle } from "./idle.rules.ts";
import { hashToken } from "./secrets.ts";
import { endSignInsNow } from "./sign-ins.service.ts";
import * as signIns from "./sign-ins.store.ts";
import { findStaff } from "./staff.store.ts";

/** What the guard must know from domains that stand below this one. */
export interface GuardParts {
  /** Proves which station asks, or refuses with `station.proof_…`. */
  verifyStation(request: FastifyRequest): Promise<StationActor>;
  /** The agency that runs a facility; undefined when there is no such facility. */
  agencyOf(ctx: Ctx, facilityId: string): Promise<string | undefined>;
  /** The contact of an account outside. */
  contactOf(ctx: Ctx, accountId: string): Promise<string | undefined>;
  /** Whether this resident is in a waiting room or a live visit, where hands may rest. */
  isInVisit(ctx: Ctx, residentId: string): Promise<boolean>;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The one door: every route and socket passes it with the permission it names. What nothing allows is refused. */
export function createGuard(parts: GuardParts): Guard {
  return async (request, permission) => {
    const rule = permissions[permission];
    if (!rule) throw new AppError(["access.denied"]);
    if (rule.realm === "public") return;
    if (rule.realm === "station") return actAs(request, await parts.verifyStation(request));
    if (rule.realm === "inside") {
      // A socket cannot carry a proof in a header: it answers a challenge instead, and is nobody until it has.
      if (request.routeOptions.config.challenge) return;
      return actAs(request, await insideActor(parts, request, await parts.verifyStation(request)));
    }
    if (rule.realm === "outside") return outside(parts, request);
    return staff(parts, request, permission);
  };
}

async function outside(parts: GuardParts, request: FastifyRequest): Promise<void> {
  const signIn = await standing(request, "outside");
  const accountId = signIn.accountId!;
  const contactId = await parts.contactOf(request.ctx, accountId);
  if (contactId === undefined) throw new AppError(["access.signed_out"]);
  const actor: OutsideActor = { realm: "outside", signInId: signIn.id, accountId, contactId };
  actAs(request, actor, signIn.accountLocale ?? undefined);
}

async function staff(parts: GuardParts, request: FastifyRequest, permission: Permission): Promise<void> {
  const signIn = await standing(request, "staff");
  const member = await findStaff(request.ctx.db, signIn.accountId!);
  // Whose last moment is over is out, even before the job has closed the account.
  const left = member?.leavesAt && Temporal.Instant.compare(member.leavesAt, request.ctx.now()) <= 0;
  if (!member || left) throw new AppError(["access.signed_out"]);
  const actor: StaffActor = {
    realm: "staff",
    signInId: signIn.id,
    accountId: member.accountId,
    staffId: member.staffId,
    grants: member.grants,
  };
  actAs(request, actor, signIn.accountLocale ?? undefined);

  const { facilityId } = (request.params ?? {}) as { facilityId?: string };
  if (facilityId === undefined) {
    if (!can(actor, permission)) throw new AppError(["access.denied"]);
    return;
  }
  const place = await placeOf(parts, request, actor, facilityId.toLowerCase());
  if (!can(actor, permission, place)) throw new AppError(["access.denied"]);
}

/** The facility in the path, if a grant reaches it: one that is not there and one of somebody else get the same answer. */
async function placeOf(parts: GuardParts, request: FastifyRequest, actor: StaffActor, facilityId: string) {
  const agencyId = UUID.test(facilityId) ? await parts.agencyOf(request.ctx, facilityId) : undefined;
  const place = { facilityId, agencyId };
  if (agencyId !== undefined && reaches(actor, place)) return place;
  const event = agencyId === undefined ? "facility_missing" : "facility_not_covered";
  request.log.warn({ event, accountId: actor.accountId, facilityId }, "a facility was asked for in vain");
  throw new AppError(["request.not_found"]);
}

/** A sign-in inside is good only together with a fresh proof by the very station it was made at. */
export async function insideActor(parts: GuardParts, request: FastifyRequest, station: StationActor): Promise<InsideActor> {
  const token = tokenOf(request, "inside");
  const now = request.ctx.now();
  const row = token === undefined ? undefined : await signIns.findSignIn(request.ctx.db, "inside", hashToken(token), now);
  if (!row || row.stationId !== station.stationId) throw new AppError(["access.signed_out"]);
  const { residentId, stayId } = row as { residentId: string; stayId: string };
  if (isIdle(row.lastActiveAt, now, "inside") && !(await parts.isInVisit(request.ctx, residentId))) {
    await endSignInsNow(request.ctx, { id: row.id }, "idle");
    throw new AppError(["access.signed_out"]);
  }
  // Screens read by themselves; only what a person did keeps them signed in (the page says "still here" for a touch).
  if (request.method !== "GET") await touch(request, row);
  return {
    realm: "inside",
    signInId: row.id,
    residentId,
    stayId,
    stationId: station.stationId,
    facilityId: station.facilityId,
    agencyId: station.agencyId,
  };
}

async function standing(request: FastifyRequest, realm: SignInRealm) {
  const token = tokenOf(request, realm);
  const row = token === undefined ? undefined : await signIns.findSignIn(request.ctx.db, realm, hashToken(token), request.ctx.now());
  if (!row) throw new AppError(["access.signed_out"]);
  if (realm === "staff" && isIdle(row.lastActiveAt, request.ctx.now(), "staff")) {
    await endSignInsNow(request.ctx, { id: row.id }, "idle");
    throw new AppError(["access.signed_out"]);
  }
  // A board that staff leave open reads by itself for hours: only what a person does counts, and the page says when somebody is there.
  if (realm !== "staff" || request.method !== "GET") await touch(request, row);
  return row;
}

async function touch(request: FastifyRequest, row: { id: string; realm: SignInRealm; lastActiveAt: Temporal.Instant }): Promise<void> {
  const now = request.ctx.now();
  if (idleSince(row.lastActiveAt, now, row.realm)) await signIns.touchSignIn(request.ctx.db, row.id, now);
}

/** Who asks, as somebody outside. Only behind a permission of that realm, which the guard has checked. */
export const asOutside = (actor: Actor): OutsideActor => inRealm(actor, "outside");
/** Who asks, as staff. */
export const asStaff = (actor: Actor): StaffActor => inRealm(actor, "staff");
/** Who asks, as a resident at a station. */
export const asInside = (actor: Actor): InsideActor => inRealm(actor, "inside");
/** Which station asks. */
export const asStation = (actor: Actor): StationActor => inRealm(actor, "station");

function inRealm<R extends Actor["realm"]>(actor: Actor, realm: R): Extract<Actor, { realm: R }> {
  if (actor.realm !== realm) throw new AppError(["access.denied"]);
  return actor as Extract<Actor, { realm: R }>;
}

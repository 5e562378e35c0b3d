import { type Permission, permissions } from "#contracts/permissions.ts";
import type { Actor, Grant, StaffActor } from "#server/platform/context.ts";

/** What a permission is asked about, as values: only the parts that matter are given. */
export interface Thing {
  /** Where it is: what a staff grant must cover. */
  facilityId?: string | undefined;
  agencyId?: string | undefined;
  /** Whose it is: the one contact, resident or station that may touch it. */
  contactId?: string | undefined;
  residentId?: string | undefined;
  stationId?: string | undefined;
}

/** Whether this actor may do this to this thing. What nothing allows is refused. */
export function can(actor: Actor, permission: Permission, thing: Thing = {}): boolean {
  const rule: { realm: string; roles?: readonly string[] } | undefined = permissions[permission];
  if (!rule) return false;
  if (rule.realm === "public") return true;
  if (rule.realm !== actor.realm) return false;
  if (actor.realm === "staff") return actor.grants.some((grant) => rule.roles?.includes(grant.role) === true && covers(grant, thing));
  if (actor.realm === "outside") return isOwn(actor.contactId, thing.contactId);
  if (actor.realm === "inside") return isOwn(actor.residentId, thing.residentId) && isOwn(actor.facilityId, thing.facilityId);
  if (actor.realm === "station") return isOwn(actor.stationId, thing.stationId) && isOwn(actor.facilityId, thing.facilityId);
  return false;
}

/** Whether any grant of this staff member, whatever its role, reaches this facility: if not, to them it does not exist. */
export function reaches(actor: StaffActor, place: { facilityId: string; agencyId?: string | undefined }): boolean {
  return actor.grants.some((grant) => covers(grant, place));
}

/** A grant covers its own facility; one for the whole agency covers each facility of that agency. */
function covers(grant: Grant, thing: Thing): boolean {
  if (thing.facilityId === undefined && thing.agencyId === undefined) return true;
  if (grant.facilityId !== null) return grant.facilityId === thing.facilityId;
  return thing.agencyId !== undefined && grant.agencyId === thing.agencyId;
}

const isOwn = (mine: string, theirs: string | undefined) => theirs === undefined || theirs === mine;

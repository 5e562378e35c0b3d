import assert from "node:assert/strict";
import type { z } from "zod";
import type { Locale } from "#contracts/common.ts";
import type { FacilityCard, FacilityContact, FacilityRules } from "#contracts/people.ts";
import type { PartyRules } from "#contracts/visits.ts";
import { type Asker, type Ctx, dbOf, type TxCtx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import * as store from "./facilities.store.ts";
import type { AgencyTable, FacilityRow, PolicyRow } from "./facilities.tables.ts";
import { toLocal } from "./zone.rules.ts";

type Card = z.infer<typeof FacilityCard>;
type Rules = z.infer<typeof FacilityRules>;

/** How far ahead closed days are told to the public. */
const CLOSED_DAYS_AHEAD = 180;

/** Every facility served here, by name. */
export async function publicFacilities(ctx: Ctx): Promise<Card[]> {
  return (await store.listFacilities(ctx.db)).map(toCard);
}

/** One facility with the visit rules in force there today; refuses with `request.not_found`. */
export async function publicFacility(
  ctx: Ctx,
  facilityId: string,
  locale: Locale,
): Promise<Card & { rules: Rules; contact: z.infer<typeof FacilityContact> }> {
  const facility = await store.findFacility(ctx.db, facilityId);
  if (!facility) throw new AppError(["request.not_found"]);
  const today = toLocal(ctx.now(), facility.timeZone).day;
  const policy = await policyOn(ctx, facilityId, today);
  const hours = await store.listWeeklyHours(ctx.db, facilityId, today);
  const through = Temporal.PlainDate.from(today).add({ days: CLOSED_DAYS_AHEAD }).toString();
  const closed = await store.listClosedDays(ctx.db, facilityId, today, through);
  return {
    ...toCard(facility),
    contact: { phone: facility.phone, address: facility.address, ask: facility.ask?.[locale] ?? null },
    rules: {
      // What a family can count on: the shortest where sessions differ.
      visitMinutes: hours.length > 0 ? Math.min(...hours.map((row) => row.visitMinutes)) : 0,
      noticeMinHours: policy.noticeMinHours,
      noticeMaxDays: policy.noticeMaxDays,
      visitsPerWeek: policy.visitsPerWeek,
      earlyMinutes: policy.earlyMinutes,
      lateMinutes: policy.lateMinutes,
      recorded: policy.visitsRecorded,
      party: partyRulesOf(policy),
      hours: hours.map((row) => ({ weekday: row.weekday, startsAt: row.startsLocal, endsAt: row.endsLocal })),
      closedDays: closed.map((row) => ({ day: row.day, reason: row.reason[locale] })),
    },
  };
}

/** How many may come to one visit. */
export function partyRulesOf(policy: PolicyRow): z.infer<typeof PartyRules> {
  return {
    peopleMax: policy.partyPeopleMax,
    adultsMax: policy.partyAdultsMax,
    childrenPerAdultMax: policy.partyChildrenPerAdultMax,
    childrenCountFromYears: policy.partyChildrenCountFromYears,
    interpretersCount: policy.partyInterpretersCount,
  };
}

/** The facility's rules in force on this local day. */
export async function policyOn(asker: Asker, facilityId: string, day: string): Promise<PolicyRow> {
  const policy = await store.findPolicy(dbOf(asker), facilityId, day);
  assert(policy, `facility ${facilityId} has no policy in force on ${day}`);
  return policy;
}

/** The facility with this id, where there is one. */
export function facilityOf(asker: Asker, facilityId: string): Promise<FacilityRow | undefined> {
  return store.findFacility(dbOf(asker), facilityId);
}

/** The agency of this name, where there is one; letters count the same large and small. */
export function agencyNamed(asker: Ctx | TxCtx, name: string): Promise<AgencyTable | undefined> {
  return store.findAgencyNamed(dbOf(asker), name);
}

/** The agency's facility of this name, where there is one; letters count the same large and small. */
export function facilityNamed(asker: Ctx | TxCtx, agencyId: string, name: string): Promise<FacilityRow | undefined> {
  return store.findFacilityNamed(dbOf(asker), agencyId, name);
}

/** Every facility with this id or name, whichever agency runs it; letters count the same large and small. */
export function facilitiesCalled(asker: Ctx | TxCtx, idOrName: string): Promise<FacilityRow[]> {
  return store.listFacilitiesCalled(dbOf(asker), idOrName);
}

/** Every facility with its agency and its clock: for work that nobody asked for. */
export async function everyFacility(ctx: Ctx): Promise<{ facilityId: string; agencyId: string; timeZone: string }[]> {
  return (await store.listFacilities(ctx.db)).map(({ id, agencyId, timeZone }) => ({ facilityId: id, agencyId, timeZone }));
}

/** What staff are told of the facilities that their grants reach: some by name, all of an agency's by the agency. */
export async function facilitiesReached(ctx: Ctx, of: { facilityIds: readonly string[]; agencyIds: readonly string[] }) {
  const rows = await store.listFacilitiesOf(ctx.db, of);
  return rows.map(({ id, name, timeZone, kind }) => ({ id, name, timeZone, kind }));
}

/** The agency that runs this facility; undefined where there is no such facility. */
export async function agencyOf(asker: Ctx | TxCtx, facilityId: string): Promise<string | undefined> {
  return (await facilityOf(asker, facilityId))?.agencyId;
}

/** Local days, both ends included, on which the facility holds no visits, each with its reason in every language. */
export async function closedDays(asker: Ctx | TxCtx, facilityId: string, from: string, through: string) {
  const rows = await store.listClosedDays(dbOf(asker), facilityId, from, through);
  return rows.map(({ day, reason }) => ({ day, reason }));
}

/** The local day since which a facility is served here: its first rules' day. */
export function servedSince(asker: Ctx | TxCtx, facilityId: string): Promise<string | undefined> {
  return store.findFirstPolicyDay(dbOf(asker), facilityId);
}

/** The units of a facility, by name. */
export function unitList(asker: Ctx | TxCtx, facilityId: string): Promise<{ id: string; name: string }[]> {
  return store.listUnits(dbOf(asker), facilityId);
}

/** Whether there is such a unit in this facility. */
export function isUnitOf(asker: Ctx | TxCtx, facilityId: string, unitId: string): Promise<boolean> {
  return store.isUnitOf(dbOf(asker), facilityId, unitId);
}

/** What anyone may know of a facility. */
function toCard({ id, name, kind, timeZone, place }: FacilityRow): Card {
  return { id, name, kind, timeZone, place };
}

/** The weekly hours of visits in force on this local day, by weekday, on the facility's own clock. */
export function hoursOn(asker: Ctx | TxCtx, facilityId: string, day: string) {
  return store.listWeeklyHours(dbOf(asker), facilityId, day);
}

import type { z } from "zod";
import type { AnswerOf, BodyOf } from "#contracts/endpoint.ts";
import type { PolicyOfStaff, policyStaff } from "#contracts/policy.ts";
import * as audit from "#server/domains/audit/index.ts";
import { type Ctx, inTransaction } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { newId } from "#server/platform/id.ts";
import { facilityOf, policyOn } from "./facilities.service.ts";
import type { PolicyRow } from "./facilities.tables.ts";
import * as store from "./policy.store.ts";
import { toLocal } from "./zone.rules.ts";

/** The rules in force today, and those that begin later, soonest first. */
export async function policyPage(ctx: Ctx, facilityId: string): Promise<AnswerOf<typeof policyStaff.policyPage>> {
  const facility = await facilityOf(ctx, facilityId);
  if (!facility) throw new AppError(["request.not_found"]);
  const today = toLocal(ctx.now(), facility.timeZone).day;
  const coming = await store.listComing(ctx.db, facilityId, today);
  return { today, inForce: toPolicy(await policyOn(ctx, facilityId, today)), coming: coming.map(toPolicy) };
}

type Asked =
  | BodyOf<typeof policyStaff.setConnectionRules>
  | BodyOf<typeof policyStaff.setPartyRules>
  | BodyOf<typeof policyStaff.setTogetherRules>
  | BodyOf<typeof policyStaff.setWatchRules>;

/**
 * Sets some rules from a local day on, as a dated row that is else like the one in force on that day. Rows that begin later keep what they say.
 * Set again for the same day, that day's row says the last.
 */
export function setRules(ctx: Ctx, facilityId: string, asked: Asked): Promise<null> {
  return inTransaction(ctx, async (tx) => {
    const facility = await facilityOf(tx, facilityId);
    if (!facility) throw new AppError(["request.not_found"]);
    const { validFrom, ...rules } = asked;
    if (validFrom < toLocal(tx.now(), facility.timeZone).day) throw new AppError(["policy.day_past"]);
    await store.lockPolicies(tx.trx, facilityId);
    const before = await policyOn(tx, facilityId, validFrom);
    const id = before.validFrom === validFrom ? before.id : newId();
    await store.writePolicy(tx.trx, { ...before, ...rules, id, validFrom });
    const { agencyId } = facility;
    await audit.record(tx, {
      what: "facility.policy_set",
      agencyId,
      facilityId,
      subjectId: id,
      facts: { validFrom, ...changed(before, rules) },
    });
    return null;
  });
}

/** What changed, each with what it was. */
function changed(before: PolicyRow, rules: Partial<PolicyRow>): Record<string, string> {
  const names = Object.keys(rules) as (keyof PolicyRow)[];
  return Object.fromEntries(names.filter((name) => before[name] !== rules[name]).map((name) => [name, `${before[name]} > ${rules[name]}`]));
}

function toPolicy({ id: _id, agencyId: _agency, facilityId: _facility, ...row }: PolicyRow): z.infer<typeof PolicyOfStaff> {
  return row;
}

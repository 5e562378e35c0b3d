import assert from "node:assert/strict";
import type { AnswerOf, BodyOf } from "#contracts/endpoint.ts";
import type { stationGroupsStaff } from "#contracts/station-care.ts";
import * as audit from "#server/domains/audit/index.ts";
import * as facilities from "#server/domains/facilities/index.ts";
import { type Ctx, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import type { TemplateRule } from "./sessions.rules.ts";
import * as store from "./sessions.store.ts";

/**
 * Writes down a weekly rule of a facility and the stations that serve it; its places can be booked at once. With no station named
 * every station serves it, those too that come later.
 */
export async function addTemplate(
  tx: TxCtx,
  template: TemplateRule & { facilityId: string; name: { en: string; es: string } },
  stationIds: readonly string[],
): Promise<void> {
  const agencyId = await facilities.agencyOf(tx, template.facilityId);
  assert(agencyId, "a weekly rule belongs to a facility that is there");
  await store.insertTemplate(tx.trx, { ...template, agencyId, mode: "video", weekdays: [...template.weekdays] }, stationIds);
  await audit.record(tx, { what: "session_template.added", agencyId, facilityId: template.facilityId, subjectId: template.id });
}

const NOT_THERE = "23503";

/** Which groups of stations each weekly rule of a facility uses. */
export async function templateGroups(ctx: Ctx, facilityId: string): Promise<AnswerOf<typeof stationGroupsStaff.templateGroups>> {
  const facility = await facilities.facilityOf(ctx, facilityId);
  if (!facility) throw new AppError(["request.not_found"]);
  return store.listTemplateGroups(ctx.db, facilityId, facilities.toLocal(ctx.now(), facility.timeZone).day);
}

/** Says how many stations of which groups a weekly rule uses from now on; what is booked stays where it is. */
export async function setTemplateGroups(
  ctx: Ctx,
  facilityId: string,
  sessionTemplateId: string,
  { groups }: BodyOf<typeof stationGroupsStaff.setTemplateGroups>,
): Promise<null> {
  try {
    return await inTransaction(ctx, async (tx) => {
      const template = await store.lockTemplate(tx.trx, facilityId, sessionTemplateId);
      if (!template) throw new AppError(["session_template.unknown"]);
      // Of a group named twice the last word counts.
      const wanted = [...new Map(groups.map((group) => [group.groupId, group])).values()];
      await store.putTemplateGroups(tx.trx, { facilityId, sessionTemplateId }, wanted);
      const { agencyId } = template;
      const facts = { groups: wanted.length };
      await audit.record(tx, { what: "session_template.groups_set", agencyId, facilityId, subjectId: sessionTemplateId, facts });
      return null;
    });
  } catch (cause) {
    if ((cause as { code?: string }).code !== NOT_THERE) throw cause;
    throw new AppError(["station.group_unknown"], {}, { cause });
  }
}

import assert from "node:assert/strict";
import * as audit from "#server/domains/audit/index.ts";
import * as facilities from "#server/domains/facilities/index.ts";
import type { TxCtx } from "#server/platform/context.ts";
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

import type { AnswerOf } from "#contracts/endpoint.ts";
import type { togetherRecorded } from "#contracts/together.ts";
import * as audit from "#server/domains/audit/index.ts";
import * as facilities from "#server/domains/facilities/index.ts";
import * as visits from "#server/domains/visits/index.ts";
import type { Blobs } from "#server/platform/blobs.ts";
import { type Ctx, inTransaction, type StaffActor } from "#server/platform/context.ts";
import { disclosed } from "./disclosures.service.ts";
import { listSegments } from "./recordings.store.ts";
import { shownOf } from "./span.rules.ts";

interface Asked {
  facilityId: string;
  visitId: string;
  disclosureId: string;
}

/** What was drawn and turned in a visit, beside its recording and on the same stated purpose; the look stands in the audit. */
export async function playTogether(ctx: Ctx, actor: StaffActor, asked: Asked): Promise<AnswerOf<typeof togetherRecorded.playTogether>> {
  await disclosed(ctx, actor, asked);
  const { facilityId, visitId, disclosureId } = asked;
  const segments = await listSegments(ctx.db, visitId);
  const replay = await visits.replayOf(ctx, visitId);
  if (replay.steps.length > 0)
    await inTransaction(ctx, async (tx) => {
      const agencyId = await facilities.agencyOf(tx, facilityId);
      await audit.record(tx, { what: "together.replayed", subjectId: visitId, agencyId, facilityId, facts: { disclosureId } });
    });
  return { startsAt: segments.length > 0 ? shownOf(segments, []).startsAt.toString() : null, ...replay };
}

/** A picture that was put up in a visit, on the same stated purpose. */
export async function pictureRecorded(ctx: Ctx, blobs: Blobs, actor: StaffActor, asked: Asked & { pictureId: string }) {
  await disclosed(ctx, actor, asked);
  return visits.pictureOfVisit(ctx, blobs, asked);
}

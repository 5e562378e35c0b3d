import { keeping } from "#contracts/keeping.ts";
import type { RosterPlan } from "#contracts/roster.ts";
import * as audit from "#server/domains/audit/index.ts";
import { endSignIns } from "#server/domains/identity/index.ts";
import type { TxCtx } from "#server/platform/context.ts";
import type { Applied } from "./apply.store.ts";
import type { Where } from "./current.store.ts";
import type { Asked } from "./roster.service.ts";
import * as store from "./roster.store.ts";

const KEPT_DAYS = keeping.roster_file.days;
/** So many lines of the record are written at once. */
const PART_ROWS = 10_000;

/** The record, the history, the ends of sign-ins, and the news for whoever stands below: all in the import's own transaction. */
export async function tell(
  tx: TxCtx,
  where: Where,
  asked: Pick<Asked, "id" | "kind" | "via">,
  applied: Applied,
  told: RosterPlan,
  fileHash: string,
): Promise<void> {
  const { agencyId, facilityId, source } = where;
  const place = { agencyId, facilityId };
  const { rejected, warnings, counts } = told;
  const now = tx.now();
  await store.insertImport(tx.trx, {
    ...{ id: asked.id, ...place, source, kind: asked.kind, via: asked.via, fileHash, counts, findings: { rejected, warnings } },
    madeBy: audit.actorIdOf(tx.actor),
    madeAt: now,
    keepUntil: now.add({ hours: KEPT_DAYS * 24 }),
  });
  const { id } = asked;
  const facts = { via: asked.via, admits: counts.admits, moves: counts.moves, releases: counts.releases, changes: counts.changes };
  await audit.record(tx, { what: "roster.imported", ...place, subjectId: id, facts });
  const line =
    (what: "resident.admitted" | "resident.released" | "resident.moved" | "resident.changed") =>
    (one: { residentId: string; stayId: string }) => ({
      what,
      ...place,
      subjectId: one.residentId,
      facts: { stayId: one.stayId, importId: id },
    });
  for (const [what, touched] of [
    ["resident.admitted", applied.admitted],
    ["resident.released", applied.released],
    ["resident.moved", applied.moved],
    ["resident.changed", applied.changed],
  ] as const)
    for (let at = 0; at < touched.length; at += PART_ROWS) await audit.recordMany(tx, touched.slice(at, at + PART_ROWS).map(line(what)));
  await endSignIns(tx, { residentIds: applied.released.map(({ residentId }) => residentId) }, "released");
  for (const [name, touched] of [
    ["resident.released", applied.released],
    ["resident.moved", applied.moved],
  ] as const)
    if (tx.jobs.handles(name))
      await tx.jobs.sendMany(
        tx,
        name,
        touched.map(({ residentId, stayId }) => ({ residentId, stayId, facilityId })),
      );
}

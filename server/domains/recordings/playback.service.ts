import type { AnswerOf, BodyOf } from "#contracts/endpoint.ts";
import type { playbackStaff } from "#contracts/playback.ts";
import { MARKS_MAX } from "#contracts/playback-limits.ts";
import * as audit from "#server/domains/audit/index.ts";
import * as facilities from "#server/domains/facilities/index.ts";
import * as visits from "#server/domains/visits/index.ts";
import { type Ctx, inTransaction, type StaffActor } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { disclosed } from "./disclosures.service.ts";
import * as store from "./marks.store.ts";
import { listSegments } from "./recordings.store.ts";
import { shownOf } from "./span.rules.ts";

interface Look {
  facilityId: string;
  visitId: string;
  disclosureId: string;
}
type Mark = AnswerOf<typeof playbackStaff.markRecording>;

/** What stands beside a recording, for the one who stated why, for an hour: who when, its gaps, what was typed, and marks. Each reading is audited. */
export async function follow(ctx: Ctx, actor: StaffActor, look: Look): Promise<AnswerOf<typeof playbackStaff.followRecording>> {
  const { facilityId, visitId, disclosureId } = look;
  const { sound } = await disclosed(ctx, actor, look);
  const [segments, lines] = [await listSegments(ctx.db, visitId), await visits.listLines(ctx.db, visitId)];
  if (segments.length === 0) throw new AppError(["recording.not_ready"]);
  const { people, chat } = await visits.saidIn(ctx, facilityId, visitId);
  const marks = await store.listMarks(ctx.db, facilityId, visitId);
  await inTransaction(ctx, async (tx) => {
    const agencyId = await facilities.agencyOf(tx, facilityId);
    await audit.record(tx, { what: "recording.followed", subjectId: visitId, agencyId, facilityId, facts: { disclosureId } });
  });
  const shown = shownOf(segments, lines);
  return {
    ...shown,
    startsAt: shown.startsAt.toString(),
    sound,
    people: shown.people.map((person) => ({ ...person, ...(people.get(person.seat) ?? { name: "", role: null }) })),
    chat,
    marks: marks.map(toMark),
  };
}

/** Sets a mark on a moment, for good and once per `asked.id`, on the ground of a stated purpose. */
export async function setMark(ctx: Ctx, actor: StaffActor, asked: Look & BodyOf<typeof playbackStaff.markRecording>): Promise<Mark> {
  const { facilityId, visitId, disclosureId, id, atMs, word, note } = asked;
  await disclosed(ctx, actor, asked);
  const { seconds } = shownOf(await listSegments(ctx.db, visitId), []);
  return inTransaction(ctx, async (tx) => {
    await store.lockMarks(tx.trx, visitId);
    const earlier = await store.findMark(tx.trx, id);
    if (earlier && (earlier.accountId !== actor.accountId || earlier.visitId !== visitId)) throw new AppError(["access.denied"]);
    if (earlier) return toMark(earlier);
    if (atMs > Math.ceil(seconds * 1000)) throw new AppError(["recording.mark_outside"]);
    if ((await store.countMarks(tx.trx, visitId)) >= MARKS_MAX) throw new AppError(["recording.marks_full"]);
    const agencyId = await facilities.agencyOf(tx, facilityId);
    if (agencyId === undefined) throw new AppError(["recording.unknown"]);
    const { accountId } = actor;
    await store.insertMark(tx.trx, { id, agencyId, facilityId, visitId, disclosureId, accountId, atMs, word, note, madeAt: tx.now() });
    const facts = { disclosureId, markId: id, word };
    await audit.record(tx, { what: "recording.marked", subjectId: visitId, agencyId, facilityId, facts });
    const row = await store.findMark(tx.trx, id);
    if (!row) throw new Error("a mark that was set is not there");
    return toMark(row);
  });
}

const toMark = ({ id, atMs, word, note, byName, madeAt }: store.MarkRow): Mark => ({
  ...{ id, atMs, word, note },
  byName: byName ?? "",
  madeAt: madeAt.toString(),
});

import type { AnswerOf } from "#contracts/endpoint.ts";
import type { RosterPlan, rosterStaff } from "#contracts/roster.ts";
import * as audit from "#server/domains/audit/index.ts";
import * as facilities from "#server/domains/facilities/index.ts";
import type { Ctx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { type Asked, readList, takeInList, tellPlan } from "./roster.service.ts";
import * as store from "./runs.store.ts";

/** What staff ask of a list that they send. */
export type Sent = Omit<Asked, "via" | "progress"> & ({ act: "plan" } | { act: "import"; planHash: string });

/** A run that has not been heard of for so long is given up. */
const HEARD_SECONDS_MAX = 60;
const HEARTBEAT_MS = 5000;
const KEPT_HOURS = 24;
/** What ended longer ago is found by its id only: a page that is opened later begins afresh. */
const SHOWN_MINUTES = 30;

/**
 * Reads a list as it arrives, and answers when it has been read: then `finished` plans it, or takes it in, while the page asks how far it is. A proxy
 * that waits half a minute loses nothing. The rows are in this server's memory only: should it end, nothing was changed.
 */
export async function startRun(ctx: Ctx, sent: Sent): Promise<{ finished: Promise<void> }> {
  const { id, facilityId, act, mapping: source, kind } = sent;
  const agencyId = await facilities.agencyOf(ctx, facilityId);
  if (agencyId === undefined) throw new AppError(["request.not_found"]);
  const startedAt = ctx.now();
  const began = { id, agencyId, facilityId, act, source, kind, state: "going", stage: "reading", rows: 0, told: null } as const;
  const times = { startedAt, at: startedAt, keepUntil: startedAt.add({ hours: KEPT_HOURS }) };
  const made = await store.insertRun(ctx.db, { ...began, ...times, madeBy: audit.actorIdOf(ctx.actor) });
  // The same list sent a second time, because the first answer was lost on the way: it is under way.
  if (!made) {
    sent.file.resume();
    if (!(await store.findRun(ctx.db, facilityId, id))) throw new AppError(["request.not_found"]);
    return { finished: Promise.resolve() };
  }
  const heartbeat = setInterval(() => void store.noteRun(ctx.db, id, { at: ctx.now() }).catch(() => {}), HEARTBEAT_MS);
  const progress: NonNullable<Asked["progress"]> = (stage, rows) => store.noteRun(ctx.db, id, { stage, rows, at: ctx.now() });
  const asked: Asked = { ...sent, via: "staff", progress };
  try {
    const list = await readList(ctx, asked);
    const finished = finish(ctx, sent, () =>
      act === "plan" ? tellPlan(ctx, list, asked) : takeInList(ctx, list, { ...asked, taken: noted(id) }, { planHash: sent.planHash }),
    ).finally(() => clearInterval(heartbeat));
    return { finished };
  } catch (error) {
    clearInterval(heartbeat);
    await store.endRun(ctx.db, id, { state: "refused", at: ctx.now(), ...reasonsOf(error) });
    throw error;
  }
}

async function finish(ctx: Ctx, { id }: Sent, work: () => Promise<RosterPlan>): Promise<void> {
  try {
    await store.endRun(ctx.db, id, { state: "done", told: await work(), at: ctx.now() });
  } catch (error) {
    if (!(error instanceof AppError)) ctx.log.error({ err: error, runId: id }, "a list could not be taken in");
    await store
      .endRun(ctx.db, id, { state: "refused", at: ctx.now(), ...reasonsOf(error) })
      // Where even that can't be written, it is given up after a minute.
      .catch((failed: unknown) => ctx.log.error({ err: failed, runId: id }, "what came of a list could not be written"));
  }
}

/** In the import's own transaction: what was told as lost is not done after all. */
const noted =
  (id: string): NonNullable<Asked["taken"]> =>
  async (tx, told) => {
    if (!(await store.endRun(tx.trx, id, { state: "done", told, at: tx.now() }))) throw new AppError(["roster.run_lost"]);
  };

function reasonsOf(error: unknown): { problems: string[]; facts: Record<string, string | number> } {
  if (!(error instanceof AppError)) return { problems: ["server.broken"], facts: {} };
  const facts = Object.entries(error.facts).filter((fact): fact is [string, string | number] =>
    ["string", "number"].includes(typeof fact[1]),
  );
  return { problems: [...error.codes], facts: Object.fromEntries(facts) };
}

/** The run of this id at a facility; without one the latest, as long as it is news. */
export async function rosterProgress(
  ctx: Ctx,
  facilityId: string,
  asked: string | undefined,
): Promise<AnswerOf<typeof rosterStaff.rosterProgress>> {
  const now = ctx.now();
  await store.loseRuns(ctx.db, facilityId, now.subtract({ seconds: HEARD_SECONDS_MAX }));
  const found = await store.findRun(ctx.db, facilityId, asked);
  const isNews =
    found && (asked || found.state === "going" || Temporal.Instant.compare(found.at, now.subtract({ minutes: SHOWN_MINUTES })) > 0);
  if (!isNews) return { run: null };
  const { id, act, source, kind, by, startedAt, state, stage, rows, told, problems, facts } = found;
  return { run: { id, act, source, kind, by, startedAt: startedAt.toString(), state, stage, rows, plan: told, problems, facts } };
}

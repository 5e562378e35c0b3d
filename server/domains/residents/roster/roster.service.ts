import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import type { Mapping, RosterPlan } from "#contracts/roster.ts";
import * as facilities from "#server/domains/facilities/index.ts";
import { lockAllResidents, lockResidents } from "#server/domains/residents/locks.store.ts";
import { type Ctx, dbOf, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { applyPlan } from "./apply.store.ts";
import { lockRosters, readCurrent, type Where } from "./current.store.ts";
import { builtIn } from "./mappings.ts";
import { isEmpty, peopleIn, planImport } from "./plan.rules.ts";
import { type Roster, readRoster } from "./reader.ts";
import * as store from "./roster.store.ts";
import type { Plan } from "./roster.types.ts";
import { summaryOf } from "./summary.rules.ts";
import { tell } from "./taken-in.service.ts";

/** A list as it comes, and what is asked of it. */
export interface Asked {
  /** The import's id, made by whoever asks, so that asking twice takes in once. */
  id: string;
  facilityId: string;
  mapping: string;
  kind: "full" | "delta";
  via: "command" | "staff" | "feed";
  file: Readable;
  progress?: (stage: "reading" | "planning" | "writing", rows: number) => Promise<void> | void;
  /** Called in the transaction that changes something, before it commits. */
  taken?: (tx: TxCtx, told: RosterPlan) => Promise<void>;
}

/** A list that was read: the source it is of, and its stays. */
export interface List {
  where: Where;
  roster: Roster;
}

/** So many residents are locked one by one; more than that, all at once. */
const LOCKED_MAX = 1000;
const TRIES_MAX = 5;
/** A command reads what a disk holds; what comes over the network is met with less. */
const COMMAND_BYTES_MAX = 2e9;
export const UPLOAD_BYTES_MAX = 100e6;

/** What a list would do; changes nothing. */
export async function planRoster(ctx: Ctx, asked: Omit<Asked, "id" | "via">): Promise<RosterPlan> {
  return tellPlan(ctx, await readList(ctx, { ...asked, via: "command" }), asked);
}

/**
 * Takes in a list, in one transaction. `confirm` is true, or the plan that was looked at by its hash; without either, a plan that
 * somebody has to look at is refused with `roster.confirm_needed`. A list that changes nothing writes nothing, not even a line of history.
 */
export async function importRoster(ctx: Ctx, asked: Asked, confirm: boolean | { planHash: string }): Promise<RosterPlan> {
  return takeInList(ctx, await readList(ctx, asked), asked, confirm);
}

/** What a list that was read would do. */
export async function tellPlan(ctx: Ctx, { where, roster }: List, asked: Pick<Asked, "kind" | "progress">): Promise<RosterPlan> {
  await asked.progress?.("planning", roster.count);
  return answer(planOf(await readCurrent(ctx.db, where, roster.listing), roster, asked, ctx.now()), roster);
}

/** Takes in a list that was read: see `importRoster`. */
export async function takeInList(ctx: Ctx, list: List, asked: Asked, confirm: boolean | { planHash: string }): Promise<RosterPlan> {
  await asked.progress?.("planning", list.roster.count);
  for (let attempt = 1; ; attempt++) {
    try {
      return await takeIn(ctx, list, asked, confirm);
    } catch (error) {
      if (!(error instanceof Changed) || attempt === TRIES_MAX) throw error;
    }
  }
}

function takeIn(ctx: Ctx, { where, roster }: List, asked: Asked, confirm: boolean | { planHash: string }): Promise<RosterPlan> {
  return inTransaction(ctx, async (tx) => {
    await lockRosters(tx.trx, where);
    const earlier = await store.findImport(tx.trx, asked.facilityId, asked.id);
    if (earlier) return { counts: earlier.counts, ...earlier.findings, confirm: [], empty: false, planHash: "" };

    const plan = await lockedPlan(tx, where, roster, asked);
    const told = answer(plan, roster);
    if (typeof confirm === "object" && confirm.planHash !== told.planHash) throw new AppError(["roster.plan_changed"]);
    if (confirm === false && plan.confirm.length > 0)
      throw new AppError(["roster.confirm_needed"], { reasons: plan.confirm.join(", "), released: plan.released, of: plan.openBefore });
    if (told.empty) return told;

    await asked.progress?.("writing", roster.count);
    const applied = await applyPlan(tx.trx, where, plan, tx.now());
    await store.noteLast(tx.trx, where, plan.lastKey, tx.now());
    await tell(tx, where, asked, applied, told, roster.fileHash);
    await asked.taken?.(tx, told);
    return told;
  });
}

/** The mapping of this name at a facility: its own, else a built-in one. */
export async function mappingOf(asker: Ctx | TxCtx, facilityId: string, name: string): Promise<Mapping> {
  const own = (await store.listSources(dbOf(asker), facilityId)).find((source) => source.name === name)?.mapping;
  const mapping = own ?? builtIn.get(name);
  if (!mapping) throw new AppError(["roster.mapping_unknown"], { mapping: name });
  return mapping;
}

/** Reads a list to its end; refuses what is none. */
export async function readList(ctx: Ctx, asked: Omit<Asked, "id">): Promise<List> {
  const facility = await facilities.facilityOf(ctx, asked.facilityId);
  if (!facility) throw new AppError(["request.not_found"]);
  const mapping = await mappingOf(ctx, asked.facilityId, asked.mapping);
  const roster = await readRoster(asked.file, mapping, {
    zone: facility.timeZone,
    bytesMax: asked.via === "command" ? COMMAND_BYTES_MAX : UPLOAD_BYTES_MAX,
    progress: (rows) => asked.progress?.("reading", rows),
  });
  return { where: { agencyId: facility.agencyId, facilityId: asked.facilityId, source: mapping.name }, roster };
}

/** The plan as it stands once nobody else decides about the people it touches. */
async function lockedPlan(tx: TxCtx, where: Where, roster: Roster, asked: Pick<Asked, "kind">): Promise<Plan> {
  const before = planOf(await readCurrent(tx.trx, where, roster.listing), roster, asked, tx.now());
  const touched = peopleIn(before);
  if (touched.size === 0) return before;
  const one = touched.size <= LOCKED_MAX;
  await (one ? lockResidents(tx.trx, [...touched]) : lockAllResidents(tx.trx));
  const plan = planOf(await readCurrent(tx.trx, where, roster.listing), roster, asked, tx.now());
  // Somebody was released, moved or merged by hand in between: whoever asks again plans with that.
  if (one && !peopleIn(plan).isSubsetOf(touched)) throw new Changed();
  return plan;
}

/** Takes part in no answer: it ends a transaction that has to be begun again. */
class Changed extends Error {}

function planOf(current: Parameters<typeof planImport>[0], roster: Roster, asked: { kind: "full" | "delta" }, now: Temporal.Instant): Plan {
  const { rejected, warnings, listing } = roster;
  return planImport(current, listing, { nowMs: now.epochMilliseconds, kind: asked.kind, rejected, warnings });
}

function answer(plan: Plan, roster: Roster): RosterPlan {
  const { admits, reopens, releases, moves, changes, personChanges, adoptions, rejected } = plan;
  // The moment of a release is that of the import: it is no part of what was looked at.
  const acts = [admits, reopens, releases.map(({ stayId }) => stayId), moves, changes, personChanges, adoptions, rejected];
  const planHash = createHash("sha256");
  for (const [kind, list] of acts.entries()) for (const act of list) planHash.update(`${kind} ${JSON.stringify(act)}\n`);
  return { ...summaryOf(plan, roster.count), empty: isEmpty(plan), planHash: planHash.digest("hex") };
}

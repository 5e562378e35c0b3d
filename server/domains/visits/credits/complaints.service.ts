import assert from "node:assert/strict";
import type { z } from "zod";
import type { billsApi, Complaint } from "#contracts/bills.ts";
import type { AnswerOf, BodyOf } from "#contracts/endpoint.ts";
import * as audit from "#server/domains/audit/index.ts";
import * as money from "#server/domains/money/index.ts";
import type { PartOf } from "#server/domains/visits/charges/index.ts";
import { note } from "#server/domains/visits/record/index.ts";
import { type Ctx, inTransaction, type StaffActor, type TxCtx } from "#server/platform/context.ts";
import type { Db } from "#server/platform/database.ts";
import { AppError } from "#server/platform/errors.ts";
import { sendAnswered } from "./charged.letter.ts";
import { answerTo, type Back, dueAt, refusalsTo } from "./complaints.rules.ts";
import * as complaints from "./complaints.store.ts";
import { credit, decideCredits } from "./credits.service.ts";
import * as store from "./credits.store.ts";

const CREDITS_DAYS = 90;
/** Whose visit it must be, and who says so. */
export type Sayer = { side: "family"; contactId: string; saidBy: string } | { side: "resident"; residentId: string; saidBy: string };

/** Takes down that a visit was bad, once for each side, and answers at once where the measurements do; else staff answer in time. */
export async function complain(
  ctx: Ctx,
  sayer: Sayer,
  visitId: string,
  asked: BodyOf<typeof billsApi.complainOutside>,
): Promise<z.infer<typeof Complaint>> {
  await ownVisit(ctx.db, sayer, visitId);
  // What the rule has to say comes first, however soon somebody asks.
  await decideCredits(ctx, visitId);
  return inTransaction(ctx, async (tx) => {
    const visit = await ownVisit(tx.trx, sayer, visitId);
    const { side, saidBy } = sayer;
    const earlier = await complaints.findComplaint(tx.trx, asked.id);
    if (earlier && (earlier.saidBy !== saidBy || earlier.visitId !== visitId)) throw new AppError(["access.denied"]);
    if (earlier) return complaintFor(side, earlier, await money.billOf(tx, visitId));
    const bill = await money.billOf(tx, visitId);
    const decision = await store.findDecision(tx.trx, visitId);
    const unmeasuredSeconds = wasGivenUnmeasured(bill) ? 0 : (decision?.unmeasuredSeconds ?? 0);
    const said = {
      endedAt: visit.endedAt,
      paid: hasPaid(bill, side),
      open: openOf(bill),
      dueNow: dueFor(bill, unmeasuredSeconds),
      now: tx.now(),
    };
    const reasons = refusalsTo(said);
    if (reasons.length > 0) throw new AppError(reasons);
    const answer = answerTo(said);
    const { agencyId, facilityId } = visit;
    const made = { id: asked.id, agencyId, facilityId, visitId, side, saidBy, saidAt: tx.now(), what: asked.what };
    const unmeasured = [{ where: "server" as const, what: "unmeasured" as const, seconds: unmeasuredSeconds }];
    // The record says first that it was said, then what was given back for it.
    await note(tx, { visitId, facilityId, code: "complained", facts: { side, what: asked.what, answer } });
    const { cents } = isSomething(said.dueNow) ? await credit(tx, visit, unmeasured) : NOTHING;
    const isOver = answer === "given_back_now";
    const row = { ...made, answer, dueAt: answer === "queued" ? dueAt(tx.now()) : null, cents: isOver ? cents : null };
    if (!(await complaints.insertComplaint(tx.trx, row))) throw new AppError(["complaint.said_before"]);
    await audit.record(tx, {
      what: "visit.complained",
      subjectId: visitId,
      agencyId,
      facilityId,
      facts: { complaintId: asked.id, answer },
    });
    tx.publish("board", facilityId);
    const stands = await complaints.findComplaint(tx.trx, asked.id);
    assert(stands, "a complaint that was just written is not there");
    return complaintFor(side, stands, await money.billOf(tx, visitId));
  });
}

/** The visit, where it is of the one who says so; refuses with `visit.unknown`, whether there is none or it is somebody else's. */
async function ownVisit(db: Db, sayer: Sayer, visitId: string): Promise<store.VisitFacts> {
  const visit = await store.findVisit(db, visitId);
  const isOwn = sayer.side === "family" ? visit?.contactId === sayer.contactId : visit?.residentId === sayer.residentId;
  if (!visit || !isOwn) throw new AppError(["visit.unknown"]);
  return visit;
}

/** What was given back at a facility lately, by cause, and who waits for an answer. */
export async function credits(ctx: Ctx, facilityId: string): Promise<AnswerOf<typeof billsApi.credits>> {
  const since = ctx.now().subtract({ hours: CREDITS_DAYS * 24 });
  const waiting = [];
  for (const row of await complaints.listWaiting(ctx.db, facilityId)) {
    const bill = await money.billOf(ctx, row.visitId);
    const open = openOf(bill);
    waiting.push({
      ...complaintFor("all", row, bill),
      visitId: row.visitId,
      startsAt: row.startsAt.toString(),
      timeZone: row.timeZone,
      residentName: row.residentName,
      contactName: row.contactName,
      connectedSeconds: bill?.charge?.seconds ?? 0,
      chargedSeconds: (bill?.charge?.chargedSeconds ?? 0) + (bill?.plan?.usedSeconds ?? 0),
      openCents: open.cents,
      openPlanSeconds: open.planSeconds,
      found: row.causes ?? [],
    });
  }
  const causes = (await money.creditsByCause(ctx, facilityId, since)).map(({ communications: visits, ...sum }) => ({ ...sum, visits }));
  return { since: since.toString(), causes, waiting };
}

/** Staff answer somebody who said that a visit was bad: with what is given back of what is left, or with nothing, and always with a reason. */
export function decideComplaint(
  ctx: Ctx,
  actor: StaffActor,
  { facilityId, complaintId }: { facilityId: string; complaintId: string },
  asked: BodyOf<typeof billsApi.decideComplaint>,
): Promise<z.infer<typeof Complaint>> {
  return inTransaction(ctx, async (tx) => {
    const row = await complaints.lockComplaint(tx.trx, facilityId, complaintId);
    const visit = row && (await store.findVisit(tx.trx, row.visitId));
    if (!row || !visit || row.answer !== "queued") throw new AppError(["complaint.unknown"]);
    if (row.decidedAt !== null) throw new AppError(["complaint.decided"]);
    const { cents, planSeconds } = await give(tx, actor, visit, asked);
    const { decision, reason } = asked;
    await complaints.answerComplaint(tx.trx, complaintId, { decidedAt: tx.now(), decidedBy: actor.accountId, decision, reason, cents });
    const { id: visitId, agencyId } = visit;
    await note(tx, {
      visitId,
      facilityId,
      code: "complaint_decided",
      facts: { side: row.side, decision, reason, cents, ...(planSeconds > 0 ? { planSeconds } : {}) },
    });
    await audit.record(tx, {
      what: "visit.complaint_decided",
      subjectId: visitId,
      agencyId,
      facilityId,
      facts: { complaintId, decision, reason, cents },
    });
    if (row.side === "family") await sendAnswered(tx, visit, complaintId);
    const answered = await complaints.findComplaint(tx.trx, complaintId);
    assert(answered, "a complaint that was just answered is not there");
    return complaintFor("all", answered, await money.billOf(tx, visitId));
  });
}

async function give(
  tx: TxCtx,
  actor: StaffActor,
  visit: store.VisitFacts,
  { decision, credit: asked }: BodyOf<typeof billsApi.decideComplaint>,
): Promise<Back> {
  if (decision === "declined") return NOTHING;
  if (!asked) throw new AppError(["request.invalid"]);
  const { where, seconds } = asked;
  const back = await credit(tx, visit, [{ where, what: "decided", seconds, decidedBy: actor.accountId }]);
  if (!isSomething(back)) throw new AppError(["complaint.nothing_open"]);
  return back;
}
const NOTHING: Back = { cents: 0, planSeconds: 0 };
const isSomething = ({ cents, planSeconds }: Back): boolean => cents > 0 || planSeconds > 0;

/** Whether something was taken of this side: a plan is the family's. */
function hasPaid(bill: money.Bill | undefined, side: Sayer["side"]): boolean {
  const takenCents = bill?.parts.find(({ payer }) => payer === side)?.takenCents ?? 0;
  return takenCents > 0 || (side === "family" && (bill?.plan?.usedSeconds ?? 0) > 0);
}

/** Whether the other side has said so before, and got all payers' part of it. */
const wasGivenUnmeasured = (bill: money.Bill | undefined): boolean =>
  bill?.credits.some(({ what, decidedBy }) => what === "unmeasured" && decidedBy === null) ?? false;

/** What so many seconds of a charge are worth of what is left of it. */
function dueFor(bill: money.Bill | undefined, seconds: number): Back {
  if (!bill?.charge) return NOTHING;
  const { chargedSeconds } = bill.charge;
  const creditedSeconds = bill.credits.reduce((total, { seconds: some }) => total + some, 0);
  const used = { planSeconds: bill.plan?.usedSeconds ?? 0, returnedSeconds: bill.plan?.returnedSeconds ?? 0 };
  return {
    cents: money.creditCents({ ...money.standingOf(bill.parts), chargedSeconds }, seconds),
    planSeconds: money.planSecondsBack({ chargedSeconds, creditedSeconds, ...used }, seconds),
  };
}

/** What of a charge has not been given back. */
function openOf(bill: money.Bill | undefined): Back {
  return { cents: money.openOf(bill?.parts ?? []), planSeconds: (bill?.plan?.usedSeconds ?? 0) - (bill?.plan?.returnedSeconds ?? 0) };
}

/** A complaint as the side that reads it may know it: what was given back is its own part, and of a plan the family's. Staff read all payers'. */
export function complaintFor(of: PartOf, row: complaints.ComplaintRow, bill: money.Bill | undefined): z.infer<typeof Complaint> {
  const { id, side, what, answer, decision, reason } = row;
  const shown = {
    ...{ id, side, what, answer, decision, reason, cents: row.cents, planSeconds: 0 },
    saidAt: row.saidAt.toString(),
    dueAt: row.dueAt?.toString() ?? null,
    decidedAt: row.decidedAt?.toString() ?? null,
  };
  if (row.cents === null || !bill) return shown;
  const ownCents = bill.parts.filter(({ payer }) => payer === of).reduce((sum, { creditedCents }) => sum + creditedCents, 0);
  const shares = money.shareOut(ownCents, new Map(bill.credits.map(({ id, cents }) => [id, cents])));
  const isOf = ({ what, decidedBy, at }: money.CreditRow) =>
    row.answer === "given_back_now"
      ? what === "unmeasured" && decidedBy === null
      : decidedBy !== null && decidedBy === row.decidedBy && row.decidedAt !== null && at.equals(row.decidedAt);
  const given = bill.credits.filter(isOf);
  const plan = money.backToPlan(of === "resident" ? [] : given);
  const cents = given.reduce((sum, credit) => sum + (shares.get(credit.id) ?? 0), plan.cents);
  return { ...shown, cents: of === "all" ? row.cents : Math.min(cents, row.cents), planSeconds: plan.seconds };
}

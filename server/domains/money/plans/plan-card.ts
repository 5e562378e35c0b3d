import type { z } from "zod";
import type { LawRef } from "#contracts/bills.ts";
import { planClosings } from "#contracts/plan-limits.ts";
import type { OwnPlan, PlanForMe, PlanOffer, PublicPlan } from "#contracts/plans.ts";
import type { TaxRef } from "#contracts/taxes.ts";
import { type Law, microsOf } from "#jurisdictions/caps.rules.ts";
import { type Cap, rateCaps } from "#jurisdictions/rate-caps.ts";
import type { TaxLineRow } from "#server/domains/money/tariffs/tariffs.tables.ts";
import { taxRef } from "#server/domains/money/tariffs/taxes.service.ts";
import { lastDay, microsOfPlan, stateOf, takenOf, taxOfPlan } from "./plan.rules.ts";
import type { PlanTaxes } from "./plan-taxes.service.ts";
import type { OfferRow, PlanRow } from "./plans.tables.ts";
import { type KeptUse, secondsKept, secondsUsed, usesAtMost } from "./uses.rules.ts";

const SECONDS_A_MINUTE = 60;

/** The day after the last one: by then what is left has come back. */
const dayAfter = (day: string): string => Temporal.PlainDate.from(day).add({ days: 1 }).toString();

/** A law as plans name it. */
export const refOf = (cap: Cap | undefined): z.infer<typeof LawRef> | null =>
  cap ? { id: cap.id, authority: cap.authority, law: cap.law, microsPerMinute: microsOf(cap) } : null;

/** An offer as staff read it. */
export function toOffer(row: OfferRow, of: { state: PlanOffer["state"]; law: Law | undefined; bought: number }): PlanOffer {
  const { id, service, minutes, days, priceCents, soldFrom, soldThrough, toldAt } = row;
  return {
    ...{ id, service, minutes, days, priceCents, soldFrom, soldThrough },
    microsPerMinute: microsOfPlan(row),
    cap: refOf(of.law?.cap?.by),
    state: of.state,
    bought: of.bought,
    toldAt: toldAt.toString(),
  };
}

/** A plan on sale, as anybody reads it. */
export function toPublic(row: OfferRow, { law, taxMillionths }: { law: Law; taxMillionths: number }): PublicPlan {
  const { id, service, minutes, days, priceCents, soldThrough } = row;
  return {
    ...{ id, service, minutes, days, priceCents, soldThrough },
    microsPerMinute: microsOfPlan(row),
    cap: refOf(law.cap?.by),
    taxCents: taxOfPlan(priceCents, taxMillionths),
  };
}

/** The same for somebody who could buy it today. */
export function toForMe(
  plan: PublicPlan,
  of: { facilityId: string; facilityName: string; tariffMicros: number; taxes: TaxRef[]; today: string },
): PlanForMe {
  const { today, ...rest } = of;
  const throughDay = lastDay(today, plan.days);
  return { ...plan, ...rest, throughDay, backDay: dayAfter(throughDay) };
}

/** A plan as its buyer reads it. */
export function toOwn(
  row: PlanRow & { facilityName: string },
  uses: readonly KeptUse[],
  taxes: readonly TaxLineRow[],
  { millionths: taxMillionths, backCents }: Pick<PlanTaxes, "millionths" | "backCents">,
): OwnPlan {
  const { id, facilityId, facilityName, service, priceCents, taxCents, fromDay, throughDay } = row;
  const atMost = takenOf({ ...row, taxMillionths }, usesAtMost(uses));
  const minutes = row.seconds / SECONDS_A_MINUTE;
  return {
    ...{ id, facilityId, facilityName, service, minutes, priceCents, taxCents, fromDay, throughDay },
    taxes: taxes.map(taxRef),
    microsPerMinute: microsOfPlan({ priceCents, minutes }),
    cap: refOf(rateCaps.find((cap) => cap.id === row.capId)),
    backDay: dayAfter(throughDay),
    state: stateOf(row),
    closing: planClosings.find((one) => one === row.closing) ?? null,
    boughtAt: row.boughtAt.toString(),
    endedAt: row.endedAt?.toString() ?? null,
    leftSeconds: row.leftSeconds,
    keptSeconds: secondsKept(uses),
    usedSeconds: row.usedSeconds ?? secondsUsed(uses),
    backNowCents: row.endedAt === null ? priceCents + taxCents - atMost.priceCents - atMost.taxCents : 0,
    takenCents: (row.takenPriceCents ?? 0) + (row.takenTaxCents ?? 0),
    takenTaxCents: row.takenTaxCents ?? 0,
    returnedCents: row.returnedCents + backCents,
  };
}

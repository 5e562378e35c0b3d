import type { Locale } from "#contracts/common.ts";
import { MILLIONTHS_A_PERCENT } from "#contracts/price-limits.ts";
import { listTaxesOfPlan } from "#server/domains/money/tariffs/taxes.store.ts";
import { type BuildLetter, registerLetter } from "#server/domains/notifications/index.ts";
import type { Ctx } from "#server/platform/context.ts";
import { boughtWords, endedWords } from "./plan.words.ts";
import { findPlanWithName } from "./plans.store.ts";

export const PLAN_BOUGHT = "money.plan_bought";
export const PLAN_ENDED = "money.plan_ended";
const SECONDS_A_MINUTE = 60;

/** Says, at start, how the letters about a plan's beginning and end are written. */
export function registerPlanLetters(): void {
  registerLetter(PLAN_BOUGHT, bought);
  registerLetter(PLAN_ENDED, ended);
}

const tags = { en: "en-US", es: "es-US" } as const satisfies Record<Locale, string>;
const dollars = (locale: Locale, cents: number) =>
  new Intl.NumberFormat(tags[locale], { style: "currency", currency: "USD" }).format(cents / 100);
/** "12 min 41 s", in both languages. */
const lasting = (seconds: number) =>
  [`${Math.floor(seconds / SECONDS_A_MINUTE)} min`, seconds % SECONDS_A_MINUTE > 0 ? `${seconds % SECONDS_A_MINUTE} s` : ""]
    .filter(Boolean)
    .join(" ");

/** The taxes of a plan by their names, where so many of its cents are taxes. */
async function taxed(ctx: Ctx, planId: string, locale: Locale, cents: number) {
  if (cents === 0) return null;
  const percent = new Intl.NumberFormat(tags[locale], { maximumFractionDigits: 4 });
  const lines = (await listTaxesOfPlan(ctx.db, planId)).map(({ name, citation, authority, millionths }) => ({
    ...{ name, citation, isNamed: authority !== "unstated" },
    percent: percent.format(millionths / MILLIONTHS_A_PERCENT),
  }));
  return { cents: dollars(locale, cents), lines };
}

const bought: BuildLetter = async (ctx, { planId }, locale) => {
  const plan = await findPlanWithName(ctx.db, String(planId));
  // Ended meanwhile: another letter says so.
  if (!plan || plan.closing !== null) return undefined;
  const told = {
    facility: plan.facilityName,
    service: plan.service,
    minutes: plan.seconds / SECONDS_A_MINUTE,
    day: Temporal.PlainDate.from(plan.throughDay).toLocaleString(tags[locale], { dateStyle: "long" }),
    kept: dollars(locale, plan.priceCents + plan.taxCents),
    taxes: await taxed(ctx, plan.id, locale, plan.taxCents),
    page: `${ctx.config.publicUrl}/family/wallet`,
  };
  const words = boughtWords[locale];
  return { subject: words.subject(told), text: words.text(told) };
};

const ended: BuildLetter = async (ctx, { planId }, locale) => {
  const plan = await findPlanWithName(ctx.db, String(planId));
  if (!plan?.closing || plan.endedAt === null) return undefined;
  const takenCents = (plan.takenPriceCents ?? 0) + (plan.takenTaxCents ?? 0);
  const told = {
    facility: plan.facilityName,
    why: plan.closing,
    minutes: plan.seconds / SECONDS_A_MINUTE,
    used: lasting(plan.usedSeconds ?? 0),
    taken: dollars(locale, takenCents),
    taxes: await taxed(ctx, plan.id, locale, plan.takenTaxCents ?? 0),
    back: dollars(locale, plan.priceCents + plan.taxCents - takenCents),
    page: `${ctx.config.publicUrl}/family/wallet`,
  };
  const words = endedWords[locale];
  return { subject: words.subject(told), text: words.text(told) };
};

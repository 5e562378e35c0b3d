import type { Locale } from "#contracts/common.ts";
import { type BuildLetter, registerLetter } from "#server/domains/notifications/index.ts";
import { endedWords } from "./plan.words.ts";
import { findPlanWithName } from "./plans.store.ts";

export const PLAN_ENDED = "money.plan_ended";
const SECONDS_A_MINUTE = 60;

/** Says, at start, how the letter about a plan's end is written. */
export function registerPlanLetter(): void {
  registerLetter(PLAN_ENDED, letter);
}

const dollars = (locale: Locale, cents: number) =>
  new Intl.NumberFormat(locale === "es" ? "es-US" : "en-US", { style: "currency", currency: "USD" }).format(cents / 100);
/** "12 min 41 s", in both languages. */
const lasting = (seconds: number) =>
  [`${Math.floor(seconds / SECONDS_A_MINUTE)} min`, seconds % SECONDS_A_MINUTE > 0 ? `${seconds % SECONDS_A_MINUTE} s` : ""]
    .filter(Boolean)
    .join(" ");

const letter: BuildLetter = async (ctx, { planId }, locale) => {
  const plan = await findPlanWithName(ctx.db, String(planId));
  if (!plan?.closing || plan.endedAt === null) return undefined;
  const takenCents = (plan.takenPriceCents ?? 0) + (plan.takenTaxCents ?? 0);
  const told = {
    facility: plan.facilityName,
    why: plan.closing,
    minutes: plan.seconds / SECONDS_A_MINUTE,
    used: lasting(plan.usedSeconds ?? 0),
    taken: dollars(locale, takenCents),
    back: dollars(locale, plan.priceCents + plan.taxCents - takenCents),
    page: `${ctx.config.publicUrl}/family/wallet`,
  };
  const words = endedWords[locale];
  return { subject: words.subject(told), text: words.text(told) };
};

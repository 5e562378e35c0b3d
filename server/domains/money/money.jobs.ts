import { registerLetter } from "#server/domains/notifications/index.ts";
import { type Ctx, inTransaction } from "#server/platform/context.ts";
import { expire, fold } from "./ledger/ledger.store.ts";
import { verifyLedger } from "./ledger/verify.service.ts";
import { askAboutDeposits } from "./payments/deposits.service.ts";
import { askAboutDisputes, EVENT_JOB, lookUpTold } from "./payments/events.service.ts";
import { keepForReturned, payOutReleased } from "./payments/payouts.service.ts";
import type { Processor } from "./payments/processor.ts";
import { keepReconciled, readStatements } from "./payments/reconcile.service.ts";
import { askAboutRefunds, REFUND_JOB, sendRefund } from "./payments/refunds.service.ts";
import { closeForlornPlans, endDuePlans } from "./plans/ends.service.ts";
import { registerPlanLetters } from "./plans/plan.letter.ts";
import { FOLLOWS_LETTER, followsLetter } from "./tariffs/follow.letter.ts";
import { FOLLOW_JOB, followLaw, followLawEverywhere } from "./tariffs/follow.service.ts";
import { countPopulations } from "./tariffs/population.service.ts";
import { registerTaxBackLetter } from "./tax-backs/tax-backs.letter.ts";
import { giveBackTaxes, TAX_BACK_JOB } from "./tax-backs/tax-backs.service.ts";
import { FORGET_JOB, forgetCard, removeGoneCards } from "./top-ups/cards.service.ts";
import { registerTopUpLetters } from "./top-ups/top-ups.letters.ts";
import { topUpWallets } from "./top-ups/top-ups.service.ts";
import { expireGifts } from "./wallets/gifts.service.ts";
import { registerLowLetter, tellLow } from "./wallets/low.service.ts";
import { followMerges } from "./wallets/merge-part.ts";
import { lookAfterSilent, registerSilenceLetters } from "./wallets/silence.service.ts";
import { registerOwnWallet } from "./wallets/wallets.service.ts";

const EVERY_MINUTE = "* * * * *";
const EVERY_TEN_MINUTES = "*/10 * * * *";
const EACH_MORNING = "50 5 * * *";
const TWICE_AN_HOUR = "8,38 * * * *";
const EACH_HOUR = "37 * * * *";
/** A quiet quarter of an hour after midnight, UTC. */
const EACH_NIGHT = "15 0 * * *";
/** After midnight in every zone of the country, Samoa's too. */
const AFTER_MIDNIGHT = "20 11 * * *";
const HOLD_PRICES = "money.hold_prices";
const EXPIRED_AT_ONCE = 1000;

/** Reserves end on their time, waiting movements reach their books, the processor is asked about what it has not told, and each night the whole ledger is added up anew. */
export function registerMoneyJobs(ctx: Ctx, processor: Processor | null): void {
  ctx.jobs.cron("money.expire", EVERY_MINUTE, async () => {
    while ((await inTransaction(ctx, (tx) => expire(tx.trx, tx.now(), EXPIRED_AT_ONCE))) === EXPIRED_AT_ONCE);
  });
  ctx.jobs.cron("money.fold", EVERY_MINUTE, async () => void (await fold(ctx.db)));
  ctx.jobs.work(REFUND_JOB, (facts) => sendRefund(ctx, processor, String(facts.refundId)));
  ctx.jobs.work(EVENT_JOB, (facts) => lookUpTold(ctx, processor, facts));
  ctx.jobs.cron("money.ask_processor", EVERY_MINUTE, async () => {
    await askAboutDeposits(ctx, processor);
    await askAboutRefunds(ctx, processor);
    await topUpWallets(ctx, processor);
  });
  ctx.jobs.work(FORGET_JOB, ({ customerId, way, tries }) =>
    forgetCard(ctx, processor, { customerId: String(customerId), way: String(way), tries: Number(tries ?? 0) }),
  );
  ctx.jobs.cron("money.ask_disputes", TWICE_AN_HOUR, async () => void (await askAboutDisputes(ctx, processor)));
  ctx.jobs.cron("money.end_plans", EVERY_MINUTE, async () => void (await endDuePlans(ctx)));
  ctx.jobs.cron("money.look_after_wallets", EVERY_TEN_MINUTES, async () => {
    await closeForlornPlans(ctx);
    await followMerges(ctx);
    await keepForReturned(ctx);
    await payOutReleased(ctx);
    await expireGifts(ctx);
    await tellLow(ctx);
  });
  ctx.jobs.cron("money.statements", EACH_MORNING, async () => {
    await readStatements(ctx, processor);
    if (processor?.way === "stripe") await keepReconciled(ctx);
  });
  registerSilenceLetters();
  registerLowLetter();
  registerTopUpLetters();
  registerPlanLetters();
  registerOwnWallet();
  ctx.jobs.cron("money.silence", EACH_HOUR, async () => {
    await lookAfterSilent(ctx, processor);
    await removeGoneCards(ctx);
  });
  ctx.jobs.cron("money.verify", EACH_NIGHT, async () => {
    const { faults, transfers } = await verifyLedger(ctx.db);
    if (faults.length > 0)
      ctx.log.error({ event: "money.ledger_broken", faults: faults.slice(0, 20), transfers }, "the ledger does not add up");
    else ctx.log.info({ event: "money.ledger_whole", transfers }, "the ledger adds up");
  });
  registerLetter(FOLLOWS_LETTER, followsLetter);
  registerTaxBackLetter();
  ctx.jobs.work(TAX_BACK_JOB, () => giveBackTaxes(ctx));
  ctx.jobs.cron("money.give_back_taxes_again", EVERY_TEN_MINUTES, () => giveBackTaxes(ctx));
  ctx.jobs.work(FOLLOW_JOB, async ({ facilityId }) => void (await followLaw(ctx, String(facilityId))));
  ctx.jobs.cron(HOLD_PRICES, AFTER_MIDNIGHT, async () => {
    const counted = await countPopulations(ctx);
    await followLawEverywhere(ctx);
    ctx.log.info({ event: "money.prices_held", counted }, "prices were held against the law");
  });
}

/** Holds every price against the law once more when a server starts: it may bring newer laws with it. */
export function holdPrices(ctx: Ctx): Promise<void> {
  return inTransaction(ctx, (tx) => ctx.jobs.send(tx, HOLD_PRICES, {}, { singletonKey: "start" }));
}

import type { FastifyInstance, FastifyReply } from "fastify";
import { cashStaff } from "#contracts/cash.ts";
import { giftsOutside } from "#contracts/gifts.ts";
import { moneyReportsStaff } from "#contracts/money-reports.ts";
import { reconciliationStaff } from "#contracts/reconciliation.ts";
import { statementsInside, statementsOutside } from "#contracts/statements.ts";
import { topUpsOutside } from "#contracts/top-ups.ts";
import { processorPublic, walletInside, walletKeeping, walletOutside } from "#contracts/wallets.ts";
import * as identity from "#server/domains/identity/index.ts";
import { beginDeposit, lookAtDeposit } from "#server/domains/money/payments/deposits.service.ts";
import { takeEvent } from "#server/domains/money/payments/events.service.ts";
import { changeOwnPayout, decidePayout, payouts, preparePayout } from "#server/domains/money/payments/payouts.service.ts";
import type { Processor } from "#server/domains/money/payments/processor.ts";
import { reconciliation } from "#server/domains/money/payments/reconcile.service.ts";
import { refundWallet } from "#server/domains/money/payments/refunds.service.ts";
import { invoiceCsv, moneyMonth, yearlyCsv } from "#server/domains/money/statements/reports.service.ts";
import { insideStatement, ownStatement, ownStatementFile } from "#server/domains/money/statements/statements.service.ts";
import { addFromCard } from "#server/domains/money/top-ups/by-hand.service.ts";
import { removeCard } from "#server/domains/money/top-ups/cards.service.ts";
import { chooseTopUp, endTopUp, ownTopUp } from "#server/domains/money/top-ups/top-ups.service.ts";
import { implement } from "#server/platform/http.ts";
import * as cash from "./cash.service.ts";
import * as gifts from "./gifts.service.ts";
import { chooseLow } from "./low.service.ts";
import { keepWallet } from "./silence.service.ts";
import * as wallets from "./wallets.service.ts";

/** What people outside and inside do with their own wallets. Without a processor no card can be used. */
export function walletRoutes({ processor }: { processor: Processor | null }) {
  return async (app: FastifyInstance): Promise<void> => {
    implement(app, walletOutside.ownWallet, ({ ctx }) => wallets.ownWallet(ctx, processor));
    implement(app, walletOutside.ownWalletHistory, ({ ctx, query }) => wallets.ownWalletHistory(ctx, query));
    implement(app, walletOutside.beginDeposit, ({ ctx, body }) => beginDeposit(ctx, processor, body));
    implement(app, walletOutside.lookAtDeposit, ({ ctx, params }) => lookAtDeposit(ctx, processor, params.depositId));
    implement(app, walletOutside.refundWallet, ({ ctx, body }) => refundWallet(ctx, processor, body));
    implement(app, processorPublic.processorTells, ({ ctx, raw }) => {
      const { "stripe-signature": signature } = raw.headers;
      return takeEvent(ctx, processor, { body: raw.rawBody, signature: typeof signature === "string" ? signature : undefined });
    });
    implement(app, walletOutside.changeOwnPayout, ({ ctx, params, body }) => changeOwnPayout(ctx, params.payoutId, body));
    implement(app, statementsOutside.ownStatement, ({ ctx, params, query }) => ownStatement(ctx, params.month, query.zone));
    implement(app, statementsOutside.ownStatementFile, async ({ ctx, params, query }, reply) => {
      const { bytes, type, name } = await ownStatementFile(ctx, params.month, query.zone, query.as);
      reply.header("cache-control", "no-store").header("content-disposition", `attachment; filename="${name}"`);
      return reply.type(type).send(bytes);
    });
    implement(app, walletKeeping.chooseLowNotice, ({ ctx, body }) => chooseLow(ctx, body));
    implement(app, walletKeeping.keepWallet, ({ ctx }) => keepWallet(ctx));
    implement(app, topUpsOutside.ownTopUp, ({ ctx }) => ownTopUp(ctx));
    implement(app, topUpsOutside.chooseTopUp, ({ ctx, body, raw }) => chooseTopUp(ctx, body, identity.fromOf(raw)));
    implement(app, topUpsOutside.addFromCard, ({ ctx, body, raw }) => addFromCard(ctx, processor, body, identity.fromOf(raw)));
    implement(app, topUpsOutside.endTopUp, ({ ctx }) => endTopUp(ctx));
    implement(app, topUpsOutside.removeCard, ({ ctx }) => removeCard(ctx));
    implement(app, giftsOutside.ownGifts, ({ ctx }) => gifts.ownGifts(ctx));
    implement(app, giftsOutside.giveGift, ({ ctx, body }) => gifts.giveGift(ctx, body));
    implement(app, giftsOutside.undoGift, ({ ctx, params }) => gifts.undoGift(ctx, params.giftId));
    implement(app, giftsOutside.takeGift, ({ ctx, params }) => gifts.takeGift(ctx, params.giftId));
    implement(app, cashStaff.cashEntries, ({ ctx, params, query }) => cash.cashEntries(ctx, params.facilityId, query));
    implement(app, cashStaff.enterCash, ({ ctx, params, body }) => cash.enterCash(ctx, params.facilityId, body));
    implement(app, cashStaff.cashReceipt, ({ ctx, params }) => cash.cashReceipt(ctx, params));
    implement(app, cashStaff.decideCash, ({ ctx, params, body }) => cash.decideCash(ctx, params, body.decision));
    implement(app, cashStaff.payouts, ({ ctx, params }) => payouts(ctx, params.facilityId));
    implement(app, cashStaff.preparePayout, ({ ctx, params, body }) => preparePayout(ctx, params, body));
    implement(app, cashStaff.decidePayout, ({ ctx, params, body }) => decidePayout(ctx, params, body.decision));
    implement(app, moneyReportsStaff.moneyMonth, ({ ctx, params, query }) => moneyMonth(ctx, params.facilityId, query.month));
    implement(app, moneyReportsStaff.moneyMonthFile, async ({ ctx, params, query }, reply) =>
      table(reply, `invoice-${query.month}`, await invoiceCsv(ctx, params.facilityId, query.month)),
    );
    implement(app, moneyReportsStaff.yearlyReport, async ({ ctx, params, query }, reply) =>
      table(reply, `form-2301a-${query.year}`, await yearlyCsv(ctx, params.facilityId, Number(query.year))),
    );
    implement(app, statementsInside.insideStatement, ({ ctx, params, query }) => insideStatement(ctx, params.month, query.zone));
    implement(app, reconciliationStaff.reconciliation, ({ ctx, params }) => reconciliation(ctx, params.facilityId, processor));
    implement(app, walletInside.insideWallet, ({ ctx }) => wallets.insideWallet(ctx));
    implement(app, walletInside.insideWalletHistory, ({ ctx, query }) => wallets.insideWalletHistory(ctx, query));
  };
}

function table(reply: FastifyReply, name: string, bytes: Buffer): FastifyReply {
  reply.header("cache-control", "no-store").header("content-disposition", `attachment; filename="${name}.csv"`);
  return reply.type("text/csv; charset=utf-8").send(bytes);
}

import Stripe from "stripe";
import type { Config } from "#server/platform/config.ts";
import { AppError } from "#server/platform/errors.ts";
import type { ChargeOfCard, KeptCard, PaidBack, Payment, Processor, Subject } from "./processor.ts";

/** Stripe's own default is 80 seconds, longer than anybody waits for a page. */
const TIMEOUT_MS = 15_000;
const RETRIES = 2;
/** How old a signed message may be, as Stripe's own libraries have it. */
const TOLERANCE_SECONDS = 300;
const CURRENCY = "usd";
const REFUNDS_LOOKED_AT = 100;
const PAYOUTS_READ = 31;
const LINES_READ = 10_000;
const PAYMENTS_LOOKED_AT = 100;
const WITH_CARD = { expand: ["payment_method"] };
// A bank's own question is asked within the page; whatever leads to another site is not offered.
const ONCE = { automatic_payment_methods: { enabled: true, allow_redirects: "never" as const } };
const BRAND = /^[a-z_ ]{1,30}$/;
const DISPUTES_READ = 10_000;

const subjects: readonly [type: RegExp, kind: Subject["kind"]][] = [
  [/^payment_intent\./, "payment"],
  [/^(refund\.|charge\.refund\.)/, "refund"],
  [/^charge\.dispute\./, "dispute"],
];

/** Stripe over its own library. Card numbers go from the page to Stripe and never come here. */
export function stripeProcessor(keys: NonNullable<Config["stripe"]>): Processor {
  const stripe = new Stripe(keys.secretKey, {
    ...addressOf(keys.apiUrl),
    timeout: TIMEOUT_MS,
    maxNetworkRetries: RETRIES,
    telemetry: false,
  });
  const look = async (id: string) => toPayment(await said(() => stripe.paymentIntents.retrieve(id, WITH_CARD)));
  return {
    way: "stripe",
    publishableKey: keys.publishableKey,
    begin: async ({ id, cents, keepCard = false }) => {
      const asked = {
        amount: cents,
        currency: CURRENCY,
        ...(keepCard ? await keptAs(stripe, id) : ONCE),
        metadata: { deposit: id },
      };
      return toPayment(await said(() => stripe.paymentIntents.create(asked, { idempotencyKey: `deposit-${id}` })));
    },
    look: ({ processorId }) => look(processorId),
    charge: (deposit) => charge(stripe, deposit),
    forget: async ({ customerId }) => {
      try {
        await said(() => stripe.customers.del(customerId));
      } catch (error) {
        if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error;
        // It is forgotten already, and says so; a name that these keys never knew stays with the keys that do.
        if (!(await said(() => stripe.customers.retrieve(customerId))).deleted) throw error;
      }
    },
    giveUp: async ({ processorId }) => {
      try {
        return toPayment(await said(() => stripe.paymentIntents.cancel(processorId)));
      } catch (error) {
        // It was paid, or given up, in this moment: then it can't be given up, and says so itself.
        if (error instanceof Stripe.errors.StripeInvalidRequestError) return look(processorId);
        throw error;
      }
    },
    refund: (refund) => refundOf(stripe, refund),
    subjectOf: ({ body, signature, at }) => subjectOf(stripe, keys.webhookSecret, { body, signature, at }),
    lookUp: (subject) => lookUp(stripe, subject),
    disputes: (since) => disputesSince(stripe, since),
    payouts: async () => {
      const { data } = await said(() => stripe.payouts.list({ status: "paid", limit: PAYOUTS_READ }));
      return data.map(({ id, amount, arrival_date: day }) => ({
        ...{ id, cents: amount, arrivesAt: Temporal.Instant.fromEpochMilliseconds(day * 1000) },
      }));
    },
    linesOf: (payoutId) => linesOf(stripe, payoutId),
  };
}

/** How a card is kept: under a name of its own, which says nothing of its owner, for payments at which they are not there. */
async function keptAs(stripe: Stripe, id: string) {
  const customer = await said(() => stripe.customers.create({ metadata: { deposit: id } }, { idempotencyKey: `customer-${id}` }));
  return { customer: customer.id, setup_future_usage: "off_session" as const, payment_method_types: ["card"] };
}

/**
 * Takes something of a kept card. What was asked before is found by our own id first: an idempotency key is forgotten after a day. A payment that is refused,
 * or at which the bank wants its owner, is given up at once, so that nobody can pay it later.
 */
async function charge(stripe: Stripe, { id, cents, customerId: customer, methodId, isOver, ownerIsThere }: ChargeOfCard): Promise<Payment> {
  const failed = (why: string): Payment => ({ said: "failed", processorId: null, cents: null, why, clientSecret: null });
  try {
    const earlier = await said(() => stripe.paymentIntents.list({ customer, limit: PAYMENTS_LOOKED_AT }));
    const known = earlier.data.find(({ metadata }) => metadata["deposit"] === id);
    if (known) return await endOf(stripe, known);
    if (isOver) return failed("never_begun");
    const asked = {
      ...{ amount: cents, currency: CURRENCY, customer, payment_method: methodId, payment_method_types: ["card"] },
      ...{ off_session: !ownerIsThere, confirm: true, metadata: { deposit: id } },
    };
    return await endOf(stripe, await said(() => stripe.paymentIntents.create(asked, { idempotencyKey: `top-up-${id}` })));
  } catch (error) {
    if (error instanceof Stripe.errors.StripeCardError && error.payment_intent)
      return await endOf(stripe, error.payment_intent, error.decline_code ?? error.code ?? "card_declined");
    // The card, or the name under which it was kept, is not there any more.
    if (error instanceof Stripe.errors.StripeCardError || error instanceof Stripe.errors.StripeInvalidRequestError)
      return failed(error.code ?? "refused");
    throw error;
  }
}

const NEEDS_OWNER = ["requires_payment_method", "requires_confirmation", "requires_action"];

async function endOf(stripe: Stripe, intent: Stripe.PaymentIntent, why?: string): Promise<Payment> {
  if (!NEEDS_OWNER.includes(intent.status)) return toPayment(intent);
  const asked = why ?? (intent.status === "requires_action" ? "authentication_required" : toPayment(intent).why);
  try {
    await said(() => stripe.paymentIntents.cancel(intent.id));
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error;
    // It ended in this moment, and says itself how.
    const ended = toPayment(await said(() => stripe.paymentIntents.retrieve(intent.id)));
    if (ended.said !== "failed") return ended;
  }
  return { said: "failed", processorId: intent.id, cents: null, why: asked ?? "card_declined", clientSecret: null };
}

async function refundOf(
  stripe: Stripe,
  { id, cents, paymentId }: { id: string; cents: number; paymentId: string | null },
): Promise<PaidBack> {
  if (!paymentId) return { said: "failed", processorId: null, why: "no_payment" };
  // An idempotency key is forgotten after a day; what was asked before is found by our own id first.
  const earlier = await said(() => stripe.refunds.list({ payment_intent: paymentId, limit: REFUNDS_LOOKED_AT }));
  const known = earlier.data.find(({ metadata }) => metadata?.["refund"] === id);
  if (known) return toPaidBack(known);
  try {
    const asked = { payment_intent: paymentId, amount: cents, metadata: { refund: id } };
    return toPaidBack(await said(() => stripe.refunds.create(asked, { idempotencyKey: `refund-${id}` })));
  } catch (error) {
    // Our own balance there has to fill first: the card is as good as ever.
    if (error instanceof Stripe.errors.StripeInvalidRequestError && error.code === "balance_insufficient")
      throw new AppError(["money.processor_down"], {}, { cause: error });
    // The card is gone, the payment is disputed or too old: it will never go back this way.
    if (error instanceof Stripe.errors.StripeInvalidRequestError)
      return { said: "failed", processorId: null, why: error.code ?? "refused" };
    throw error;
  }
}

function subjectOf(
  stripe: Stripe,
  secret: string,
  { body, signature, at }: { body: Buffer; signature: string | undefined; at: Temporal.Instant },
): Subject | undefined {
  let event: Stripe.Event;
  try {
    event = stripe.webhooks.constructEvent(body, signature ?? "", secret, TOLERANCE_SECONDS, undefined, at.epochMilliseconds);
  } catch (error) {
    throw new AppError(["money.event_unsigned"], {}, { cause: error });
  }
  const kind = subjects.find(([type]) => type.test(event.type))?.[1];
  const { id } = event.data.object as { id?: unknown };
  return kind && typeof id === "string" ? { kind, processorId: id } : undefined;
}

async function lookUp(stripe: Stripe, { kind, processorId }: Subject): ReturnType<Processor["lookUp"]> {
  if (kind === "payment") {
    const intent = await said(() => stripe.paymentIntents.retrieve(processorId, WITH_CARD));
    return { kind, depositId: intent.metadata["deposit"] ?? null, payment: toPayment(intent) };
  }
  if (kind === "refund") {
    const refund = await said(() => stripe.refunds.retrieve(processorId));
    return { kind, refundId: refund.metadata?.["refund"] ?? null, paidBack: toPaidBack(refund) };
  }
  return { kind, ...toDisputed(await said(() => stripe.disputes.retrieve(processorId, { expand: ["charge"] }))) };
}

async function disputesSince(stripe: Stripe, since: Temporal.Instant): ReturnType<Processor["disputes"]> {
  const ask = { created: { gte: Math.floor(since.epochMilliseconds / 1000) }, limit: 100, expand: ["data.charge"] };
  const found = await said(() => stripe.disputes.list(ask).autoPagingToArray({ limit: DISPUTES_READ }));
  return found.map(toDisputed);
}

function toDisputed({ id, status, amount, payment_intent: intent, charge: paid }: Stripe.Dispute) {
  const cardCode = typeof paid === "string" ? null : (paid?.payment_method_details?.card?.fingerprint ?? null);
  return {
    paymentId: typeof intent === "string" ? intent : (intent?.id ?? null),
    disputed: { said: disputeSaid(status), processorId: id, cents: amount, cardCode } as const,
  };
}

async function linesOf(stripe: Stripe, payoutId: string): ReturnType<Processor["linesOf"]> {
  const ask = { payout: payoutId, limit: 100, expand: ["data.source"] };
  const found = await said(() => stripe.balanceTransactions.list(ask).autoPagingToArray({ limit: LINES_READ }));
  return found.map(({ id, type, amount, fee, source }) => {
    const about = typeof source === "object" && source ? source : undefined;
    const intent = about && "payment_intent" in about ? about.payment_intent : undefined;
    const paymentId = typeof intent === "string" ? intent : (intent?.id ?? null);
    const subjectId = about?.object === "refund" || about?.object === "dispute" ? about.id : paymentId;
    // What a dispute takes, and gives back when it is won, stands there as an adjustment.
    const kind = about?.object === "dispute" ? (amount < 0 ? "dispute" : "dispute_won") : type;
    return { id, kind, sourceId: about?.id ?? (typeof source === "string" ? source : null), subjectId, cents: amount, feeCents: fee };
  });
}

function toPayment(intent: Stripe.PaymentIntent): Payment {
  const { id, status, currency, client_secret: clientSecret, last_payment_error: error } = intent;
  if (currency !== CURRENCY) throw new Error("a payment in another currency is none of ours");
  const refused = error?.decline_code ?? error?.code ?? null;
  const why = status === "canceled" ? (refused ?? intent.cancellation_reason ?? "canceled") : refused;
  const customerId = typeof intent.customer === "string" ? intent.customer : (intent.customer?.id ?? null);
  const card = customerId && intent.setup_future_usage === "off_session" ? toCard(intent.payment_method) : null;
  if (status === "succeeded")
    return { said: "paid", processorId: id, cents: intent.amount_received, why: null, clientSecret: null, customerId, card };
  // A card that was refused is no end: the same payment waits for another one.
  const waits = status !== "canceled";
  return { said: waits ? "waiting" : "failed", processorId: id, cents: null, why, clientSecret: waits ? clientSecret : null, customerId };
}

/** What its owner knows a kept card by; null where the processor kept none. */
function toCard(method: Stripe.PaymentIntent["payment_method"]): KeptCard | null {
  if (!method || typeof method === "string" || !method.card) return null;
  const { brand, last4, exp_month: expiresMonth, exp_year: expiresYear, fingerprint: cardCode = null } = method.card;
  return { methodId: method.id, cardCode, brand: BRAND.test(brand) ? brand : "card", lastFour: last4, expiresMonth, expiresYear };
}

function toPaidBack({ id, status, failure_reason: reason }: Stripe.Refund): PaidBack {
  if (status === "succeeded") return { said: "done", processorId: id, why: null };
  if (status === "failed" || status === "canceled") return { said: "failed", processorId: id, why: reason ?? status };
  return { said: "waiting", processorId: id, why: null };
}

// A warning takes no money, and most never become a dispute.
const disputeSaid = (status: string) =>
  status === "won" ? "won" : status === "lost" ? "lost" : /^(warning_|prevented)/.test(status) ? "nothing" : "open";

/** A processor that does not answer, or is broken itself, is no fault of the question: it is asked again. */
async function said<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const { StripeConnectionError, StripeAPIError, StripeRateLimitError } = Stripe.errors;
    if (error instanceof StripeConnectionError || error instanceof StripeAPIError || error instanceof StripeRateLimitError)
      throw new AppError(["money.processor_down"], {}, { cause: error });
    throw error;
  }
}

function addressOf(apiUrl: string | undefined) {
  if (!apiUrl) return {};
  const { protocol, hostname, port } = new URL(apiUrl);
  const scheme = protocol === "http:" ? ("http" as const) : ("https" as const);
  return { protocol: scheme, host: hostname, port: port || (scheme === "http" ? 80 : 443) };
}

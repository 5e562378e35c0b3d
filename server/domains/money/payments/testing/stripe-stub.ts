import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import Stripe from "stripe";

type Thing = Record<string, unknown> & { id: string };
/** What goes wrong with the next question: nothing; no answer at all; done, but the answer is lost; its own failure; or our balance there is too small for what is asked next. */
export type Fault = "none" | "silent" | "lost" | "broken" | "limited" | "poor";

/** Cards by what Stripe's own test cards do when they are charged off session. */
export type StubCard = "4242" | "0341" | "3184";

/** A processor on a port of the loopback that follows Stripe's published API for what this server asks of it. */
export interface StripeStub {
  url: string;
  secretKey: string;
  publishableKey: string;
  webhookSecret: string;
  /** The person at the page pays, is refused, or the bank's word comes later. */
  pay(intentId: string, card?: StubCard): void;
  decline(intentId: string, code: string): void;
  /** The card's bank takes a payment back. */
  dispute(intentId: string, at?: Temporal.Instant): string;
  endDispute(disputeId: string, status: "won" | "lost"): void;
  /** From now on, cards of this payment can't be paid back to. */
  loseCard(intentId: string): void;
  /** A refund that went out is sent back by the card's bank. */
  failRefund(refundId: string): void;
  /** The next questions go wrong, in this order. */
  faults: Fault[];
  /** Every event so far, in the order in which it happened. */
  events: Stripe.Event[];
  /** The event as it is sent: its body, and the header that signs it. */
  signed(event: object, at: Temporal.Instant, secret?: string): { body: string; signature: string };
  intents: ReadonlyMap<string, Thing>;
  customers: ReadonlyMap<string, Thing>;
  refunds: ReadonlyMap<string, Thing>;
  payouts: Thing[];
  transactions: Thing[];
  close(): Promise<void>;
}

const newKey = (kind: string) => `${kind}_${randomBytes(12).toString("hex")}`;
const FORGOTTEN = { code: "resource_missing", message: "No such thing" };

/** Starts it; a test closes it. */
export async function startStripeStub(): Promise<StripeStub> {
  const webhookSecret = newKey("whsec");
  const intents = new Map<string, Thing>();
  const refunds = new Map<string, Thing>();
  const customers = new Map<string, Thing>();
  const deleted = new Set<string>();
  /** What a charge keeps of its card, also when the card is forgotten. */
  const paidWith = new Map<string, object>();
  const methods = new Map<string, Thing>();
  const disputes = new Map<string, Thing>();
  const answered = new Map<string, { asked: string; status: number; answer: object }>();
  const lostCards = new Set<string>();
  const stub = { faults: [] as Fault[], events: [] as Stripe.Event[], payouts: [] as Thing[], transactions: [] as Thing[] };
  const signer = new Stripe("sk_test_signing");

  const tell = (type: string, thing: Thing) =>
    void stub.events.push({
      ...{ id: newKey("evt"), object: "event", api_version: "2026-01-01", created: 0, livemode: false, pending_webhooks: 1, request: null },
      ...{ type, data: { object: structuredClone(thing) } },
    } as unknown as Stripe.Event);
  const of = (things: Map<string, Thing>, id: string): Thing => {
    const thing = things.get(id);
    if (!thing) throw new Refused(404, FORGOTTEN);
    return thing;
  };
  const returned = (intentId: string) =>
    [...refunds.values()]
      .filter((refund) => refund["payment_intent"] === intentId && refund["status"] !== "failed")
      .reduce((sum, refund) => sum + Number(refund["amount"]), 0);

  const acts: [method: string, path: RegExp, act: (asked: URLSearchParams, id: string) => object][] = [
    ["POST", /^\/v1\/payment_intents$/, makeIntent],
    [
      "GET",
      /^\/v1\/payment_intents$/,
      (asked) => listOf([...intents.values()].filter((one) => one["customer"] === of(customers, asked.get("customer") ?? "").id).reverse()),
    ],
    ["GET", /^\/v1\/payment_intents\/(\w+)$/, (asked, id) => expanded(of(intents, id), asked)],
    ["POST", /^\/v1\/customers$/, makeCustomer],
    ["GET", /^\/v1\/customers\/(\w+)$/, (_asked, id) => (deleted.has(id) ? gone(id) : of(customers, id))],
    ["DELETE", /^\/v1\/customers\/(\w+)$/, (_asked, id) => deleteCustomer(id)],
    ["POST", /^\/v1\/payment_intents\/(\w+)\/cancel$/, (_asked, id) => cancelIntent(id)],
    ["POST", /^\/v1\/refunds$/, makeRefund],
    [
      "GET",
      /^\/v1\/refunds$/,
      (asked) => listOf([...refunds.values()].filter((one) => one["payment_intent"] === asked.get("payment_intent"))),
    ],
    ["GET", /^\/v1\/refunds\/(\w+)$/, (_asked, id) => of(refunds, id)],
    [
      "GET",
      /^\/v1\/disputes$/,
      (asked) =>
        pageOf(
          [...disputes.values()].reverse().map((one) => withCharge(one, asked)),
          asked,
        ),
    ],
    ["GET", /^\/v1\/disputes\/(\w+)$/, (asked, id) => withCharge(of(disputes, id), asked)],
    ["GET", /^\/v1\/payouts$/, () => listOf(stub.payouts)],
    ["GET", /^\/v1\/balance_transactions$/, (asked) => listOf(stub.transactions.filter((one) => one["payout"] === asked.get("payout")))],
  ];

  function makeIntent(asked: URLSearchParams): object {
    const amount = Number(asked.get("amount"));
    if (!Number.isInteger(amount) || amount < 50)
      throw new Refused(400, { code: "amount_too_small", message: "Amount must be at least $0.50 usd" });
    const id = newKey("pi");
    const customer = asked.get("customer");
    const intent: Thing = {
      ...{ id, object: "payment_intent", amount, amount_received: 0, currency: "usd", status: "requires_payment_method" },
      ...{ client_secret: `${id}_secret_${randomBytes(8).toString("hex")}`, last_payment_error: null, cancellation_reason: null },
      ...{ customer: customer && of(customers, customer).id, setup_future_usage: asked.get("setup_future_usage"), payment_method: null },
      metadata: metadataOf(asked),
    };
    intents.set(id, intent);
    tell("payment_intent.created", intent);
    if (asked.get("confirm") === "true")
      confirm(intent, of(methods, asked.get("payment_method") ?? ""), asked.get("off_session") === "true");
    return intent;
  }

  /** The bank says yes, or the payment waits for another card and the question is answered with 402; whom it wants to ask is asked where they are there. */
  function confirm(intent: Thing, method: Thing, isOffSession: boolean): void {
    if (method["customer"] !== intent["customer"])
      throw new Refused(400, { code: "payment_method_unexpected_state", message: "The payment method is not attached to this customer" });
    const { last4 } = method["card"] as { last4: StubCard };
    const code = { "4242": undefined, "0341": "card_declined", "3184": "authentication_required" }[last4];
    if (code === "authentication_required" && !isOffSession) return void Object.assign(intent, { status: "requires_action" });
    if (code) {
      const error = {
        type: "card_error",
        code,
        decline_code: code === "card_declined" ? "generic_decline" : code,
        message: "Your card was declined.",
      };
      Object.assign(intent, { status: "requires_payment_method", last_payment_error: error });
      tell("payment_intent.payment_failed", intent);
      throw new Refused(402, { ...error, payment_intent: structuredClone(intent) });
    }
    Object.assign(intent, { status: "succeeded", amount_received: intent["amount"], payment_method: method.id });
    tell("payment_intent.succeeded", intent);
  }

  function makeCustomer(asked: URLSearchParams): object {
    const customer: Thing = { id: newKey("cus"), object: "customer", metadata: metadataOf(asked) };
    customers.set(customer.id, customer);
    return customer;
  }

  /** With it go its cards; its payments stay. */
  function deleteCustomer(id: string): object {
    of(customers, id);
    customers.delete(id);
    deleted.add(id);
    for (const method of methods.values()) if (method["customer"] === id) methods.delete(method.id);
    return gone(id);
  }

  const gone = (id: string) => ({ id, object: "customer", deleted: true });

  /** The charge of the payment, as its own thing where it is asked for so. */
  function withCharge(dispute: Thing, asked: URLSearchParams): Thing {
    if (![...asked.values()].some((value) => /^(data\.)?charge$/.test(value))) return dispute;
    const card = paidWith.get(String(of(intents, String(dispute["payment_intent"]))["payment_method"]));
    return { ...dispute, charge: { id: dispute["charge"], object: "charge", payment_method_details: { type: "card", card } } };
  }

  const expanded = (intent: Thing, asked: URLSearchParams): object =>
    [...asked.values()].includes("payment_method") && intent["payment_method"]
      ? { ...intent, payment_method: methods.get(String(intent["payment_method"])) ?? intent["payment_method"] }
      : intent;

  function cancelIntent(id: string): object {
    const intent = of(intents, id);
    if (intent["status"] === "succeeded" || intent["status"] === "canceled")
      throw new Refused(400, { code: "payment_intent_unexpected_state", message: "This PaymentIntent's status does not allow it" });
    Object.assign(intent, { status: "canceled", cancellation_reason: "abandoned" });
    tell("payment_intent.canceled", intent);
    return intent;
  }

  function makeRefund(asked: URLSearchParams): object {
    const intent = of(intents, asked.get("payment_intent") ?? "");
    const amount = Number(asked.get("amount"));
    if ([...disputes.values()].some((one) => one["payment_intent"] === intent.id && one["status"] !== "won"))
      throw new Refused(400, { code: "charge_disputed", message: "The charge you're attempting to refund has been charged back" });
    if (lostCards.has(intent.id)) throw new Refused(400, { code: "charge_not_refundable", message: "This charge can't be refunded" });
    if (amount > Number(intent["amount_received"]) - returned(intent.id))
      throw new Refused(400, { code: "amount_too_large", message: "Refund amount is greater than unrefunded amount on charge" });
    const id = newKey("re");
    const refund: Thing = {
      id,
      object: "refund",
      amount,
      currency: "usd",
      payment_intent: intent.id,
      status: "succeeded",
      metadata: metadataOf(asked),
    };
    refunds.set(id, refund);
    tell("refund.created", refund);
    return refund;
  }

  function answerTo(method: string, url: URL, body: string, key: string | undefined): { status: number; answer: object } {
    const known = key ? answered.get(key) : undefined;
    if (known && known.asked !== body)
      return { status: 400, answer: { error: { type: "idempotency_error", message: "Keys can only be used with the same parameters" } } };
    if (known) return known;
    let given: { status: number; answer: object };
    try {
      const found = acts.find(([verb, path]) => verb === method && path.test(url.pathname));
      if (!found) throw new Refused(404, FORGOTTEN);
      const asked = method === "GET" ? url.searchParams : new URLSearchParams(body);
      given = { status: 200, answer: structuredClone(found[2](asked, found[1].exec(url.pathname)?.[1] ?? "")) };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      given = { status: error.status, answer: { error: { type: "invalid_request_error", ...error.detail } } };
    }
    if (key) answered.set(key, { asked: body, ...given });
    return given;
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const fault = stub.faults.shift();
    if (fault === "silent") return void request.socket.destroy();
    if (fault === "broken") return reply(response, 500, { error: { type: "api_error", message: "Something went wrong on Stripe's end" } });
    if (fault === "limited")
      return reply(response, 429, { error: { type: "invalid_request_error", code: "rate_limit", message: "Too many" } });
    if (fault === "poor" && request.method === "POST")
      return reply(response, 400, { error: { type: "invalid_request_error", code: "balance_insufficient", message: "Not enough" } });
    if (fault === "poor") stub.faults.unshift(fault);
    const key = request.headers["idempotency-key"];
    const url = new URL(request.url ?? "/", "http://stub");
    const given = answerTo(request.method ?? "", url, Buffer.concat(parts).toString(), typeof key === "string" ? key : undefined);
    if (fault === "lost") return void request.socket.destroy();
    reply(response, given.status, given.answer);
  }

  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(stub, {
    ...{
      url: `http://127.0.0.1:${port}`,
      secretKey: newKey("sk_test"),
      publishableKey: newKey("pk_test"),
      webhookSecret,
      intents,
      refunds,
      customers,
    },
    pay(id: string, last4: StubCard = "4242") {
      const intent = of(intents, id);
      const card = { brand: "visa", last4, exp_month: 4, exp_year: 2031, fingerprint: `fp${last4}` };
      // Kept: attached to the customer. Paid once: a method that is used up.
      const method: Thing = { id: newKey("pm"), object: "payment_method", type: "card", customer: intent["customer"], card };
      methods.set(method.id, method);
      paidWith.set(method.id, card);
      Object.assign(intent, { payment_method: method.id });
      Object.assign(intent, { status: "succeeded", amount_received: intent["amount"], last_payment_error: null });
      tell("payment_intent.succeeded", intent);
    },
    decline(id: string, code: string) {
      const intent = of(intents, id);
      Object.assign(intent, { status: "requires_payment_method", last_payment_error: { code: "card_declined", decline_code: code } });
      tell("payment_intent.payment_failed", intent);
    },
    dispute(intentId: string, at = Temporal.Now.instant()) {
      const id = newKey("du");
      const { amount } = of(intents, intentId);
      const dispute: Thing = {
        ...{ id, object: "dispute", amount, currency: "usd", status: "needs_response", payment_intent: intentId, charge: newKey("ch") },
        created: Math.floor(at.epochMilliseconds / 1000),
      };
      disputes.set(id, dispute);
      tell("charge.dispute.created", dispute);
      return id;
    },
    endDispute(id: string, status: "won" | "lost") {
      Object.assign(of(disputes, id), { status });
      tell("charge.dispute.closed", of(disputes, id));
    },
    loseCard: (intentId: string) => void lostCards.add(intentId),
    failRefund(id: string) {
      Object.assign(of(refunds, id), { status: "failed", failure_reason: "lost_or_stolen_card" });
      tell("refund.failed", of(refunds, id));
    },
    signed(event: object, at: Temporal.Instant, secret = webhookSecret) {
      const body = JSON.stringify(event);
      const timestamp = Math.floor(at.epochMilliseconds / 1000);
      return { body, signature: signer.webhooks.generateTestHeaderString({ payload: body, secret, timestamp }) };
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

class Refused extends Error {
  readonly status: number;
  readonly detail: object;
  constructor(status: number, detail: object) {
    super("refused");
    this.status = status;
    this.detail = detail;
  }
}

/** A page of a list as its API has it: the newest first, so many, after the one that was named, made no earlier than asked. */
function pageOf(newestFirst: Thing[], asked: URLSearchParams): object {
  const since = Number(asked.get("created[gte]") ?? 0);
  const all = newestFirst.filter((one) => Number(one["created"]) >= since);
  const after = asked.get("starting_after");
  const rest = after ? all.slice(all.findIndex(({ id }) => id === after) + 1) : all;
  const many = Number(asked.get("limit") ?? 10);
  return { ...listOf(rest.slice(0, many)), has_more: rest.length > many };
}

const listOf = (data: object[]) => ({ object: "list", data, has_more: false, url: "/v1" });
const metadataOf = (asked: URLSearchParams) =>
  Object.fromEntries(
    [...asked].flatMap(([name, value]) => {
      const key = /^metadata\[(\w+)\]$/.exec(name)?.[1];
      return key ? [[key, value]] : [];
    }),
  );

function reply(response: ServerResponse, status: number, answer: object): void {
  response.writeHead(status, { "content-type": "application/json", "request-id": newKey("req") });
  response.end(JSON.stringify(answer));
}

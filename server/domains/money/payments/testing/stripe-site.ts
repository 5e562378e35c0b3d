import assert from "node:assert/strict";
import { after } from "node:test";
import { faults } from "#server/domains/money/ledger/ledger.store.ts";
import { stripeProcessor } from "#server/domains/money/payments/stripe.ts";
import { startSite } from "#server/testing/site.ts";
import { startStripeStub } from "./stripe-stub.ts";

/** A server whose cards are a processor's on the loopback; it closes after the file, and its ledger adds up then. */
export async function startStripeSite(startsAt: string) {
  const stub = await startStripeStub();
  const { secretKey, publishableKey, webhookSecret, url } = stub;
  const site = await startSite({
    startsAt,
    env: {
      STRIPE_SECRET_KEY: secretKey,
      STRIPE_PUBLISHABLE_KEY: publishableKey,
      STRIPE_WEBHOOK_SECRET: webhookSecret,
      STRIPE_API_URL: url,
    },
  });
  const processor = stripeProcessor({ secretKey, publishableKey, webhookSecret, apiUrl: url });
  after(async () => {
    assert.deepEqual(await faults(site.db), [], "the ledger adds up after everything");
    await site.close();
    await stub.close();
  });
  return { stub, site, processor };
}

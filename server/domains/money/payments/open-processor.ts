import { type Config, ConfigError } from "#server/platform/config.ts";
import { practiceCard } from "./practice.ts";
import type { Processor } from "./processor.ts";
import { stripeProcessor } from "./stripe.ts";

const TEST_KEY = /^[a-z]+_test_/;

/**
 * Who takes cards here: the processor whose keys are set; else a demonstration's practice card; else nobody. Keys of Stripe's test mode take numbers that
 * anybody can look up and move no money: a real world does not start with them, nor a demonstration with keys that charge people. Without a world, neither is asked.
 */
export function openProcessor({ stripe }: Pick<Config, "stripe">, world?: "demo" | "real"): Processor | null {
  if (!stripe) return world === "demo" ? practiceCard : null;
  const isTest = TEST_KEY.test(stripe.secretKey);
  // At another address there is no Stripe, and no money either.
  if (world && !stripe.apiUrl && isTest !== (world === "demo"))
    throw new ConfigError([
      isTest
        ? "STRIPE_SECRET_KEY: a key of Stripe's test mode, with which anybody could fill a wallet with money that does not exist; a real world needs a live one"
        : "STRIPE_SECRET_KEY: a live key, which would charge real cards in a demonstration; it needs one of Stripe's test mode, or none",
    ]);
  return stripeProcessor(stripe);
}
